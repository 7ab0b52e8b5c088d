"""The lists that answers are made with: templates, organisations outside, and the weights of a feasibility file.

Each change is an event, with what it said before and after.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.answer_statuses import Criterion
from ideas.answering import unknown_places
from ideas.events import AnswerEvent
from ideas.models import AnswerTemplate, Party, Weights
from ideas.permissions import may_keep_answer_lists
from participation import journal
from participation.errors import Incomplete, NotAllowed
from participation.models import User
from participation.plain_text import tidy

TEMPLATE_PARTS = ("name", "decision", "theme", "reason_code", "reason", "next_step", "is_active")
PARTY_PARTS = ("name", "kind", "email", "url", "is_active")


@transaction.atomic(durable=True)
def save_template(template: AnswerTemplate, said: Mapping[str, Any], *, actor: User) -> AnswerTemplate:
    """Make or change a template. Raises NotAllowed, or Incomplete for a place that we cannot fill in."""
    _must_keep_lists(actor)
    for name in ("reason", "next_step"):
        if unknown := unknown_places(said[name]):
            message = _("Deze plek kennen wij niet: %(places)s. Kijk in de uitleg welke plekken er zijn.")
            raise Incomplete(message % {"places": ", ".join(unknown)}, field=name)
    if not tidy(said["reason"]) and not tidy(said["next_step"]):
        raise Incomplete(_("Vul een reden of een volgende stap in."), field="reason")
    template.saved_at = timezone.now()
    return _save(template, TEMPLATE_PARTS, said, AnswerEvent.TEMPLATE_SAVED, actor)


@transaction.atomic(durable=True)
def save_party(party: Party, said: Mapping[str, Any], *, actor: User) -> Party:
    """Make or change an organisation in the list. Raises NotAllowed, or Incomplete when it cannot be reached."""
    _must_keep_lists(actor)
    if not said["email"] and not said["url"]:
        raise Incomplete(_("Vul een e-mailadres of een webadres in."), field="email")
    return _save(party, PARTY_PARTS, said, AnswerEvent.PARTY_SAVED, actor)


@transaction.atomic(durable=True)
def set_weights(weights: Mapping[str, int], *, actor: User, reason: str) -> Weights:
    """Let other weights count from now on; what was scored keeps the old ones. Raises NotAllowed or Incomplete."""
    _must_keep_lists(actor)
    if not tidy(reason):
        raise Incomplete(_("Vul dit in."), field="reason")
    if not any(weights.values()):
        raise Incomplete(_("Minstens één gewicht moet meer dan 0 zijn."), field=Criterion.EFFECT)
    fresh = Weights.objects.create(**weights, reason=tidy(reason))
    journal.record(AnswerEvent.WEIGHTS_SET, fresh, actor=actor, **_named(fresh), weights=fresh.by_name(), reason=reason)
    return fresh


def _must_keep_lists(actor: User) -> None:
    if not may_keep_answer_lists(actor):
        raise NotAllowed(_("U mag dit niet doen."))


def _save(row: Any, parts: tuple[str, ...], said: Mapping[str, Any], kind: AnswerEvent, actor: User) -> Any:
    before = {name: _plain(getattr(row, name)) for name in parts} if row.pk else {}
    for name in parts:
        setattr(row, name, said[name])
    row.save()
    after = {name: _plain(getattr(row, name)) for name in parts}
    changed = {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
    if changed:
        journal.record(kind, row, actor=actor, **_named(row), versions=changed)
    return row


def _named(row: models.Model) -> dict[str, str]:
    return {"reference": str(row.pk), "title": str(row)}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, models.Model) else value
