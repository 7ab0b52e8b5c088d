"""Objecting to a decision, and answering that: a small track beside the decision, which itself stays as it is."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.events import ResponseEvent
from challenges.models import Objection, Verdict
from challenges.permissions import may_answer_objection, may_object
from challenges.statuses import ObjectionStatus
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.plain_text import tidy


@transaction.atomic(durable=True)
def make_objection(verdict: Verdict, text: str, *, actor: User) -> Objection:
    """Object in time, once for a response. Raises NotAllowed, or NotPossible when it is too late or done already."""
    row = (
        Verdict.objects.select_for_update(of=("self",))
        .select_related("determination", "submission__response")
        .get(pk=verdict.pk)
    )
    response, decision = row.submission.response, row.determination
    if not may_object(actor, response):
        raise NotAllowed(_("U mag dit niet doen."))
    if decision.sent_at is None or decision.object_before is None or timezone.localdate() > decision.object_before:
        raise NotPossible(_("U kunt geen bezwaar meer maken. De laatste dag is voorbij."))
    if Objection.objects.filter(verdict=row).exists():
        raise NotPossible(_("Uw organisatie heeft al bezwaar gemaakt."))
    objection = Objection.objects.create(verdict=row, text=text, made_by=actor)
    _record(ResponseEvent.OBJECTED, row, actor)
    return objection


@transaction.atomic(durable=True)
def answer_objection(objection: Objection, *, actor: User, status: ObjectionStatus, answer: str) -> Objection:
    """Say whether the makers are right, and why; by somebody else than who decided.

    Raises NotAllowed, NotPossible when it was answered, or Incomplete without reasons.
    """
    row = Objection.objects.select_for_update(of=("self",)).select_related(
        "verdict__determination__phase__challenge", "verdict__submission__response"
    ).get(pk=objection.pk)  # fmt: skip
    if not may_answer_objection(actor, row):
        raise NotAllowed(_("Iemand anders dan wie besloot, antwoordt op het bezwaar."))
    if row.status != ObjectionStatus.RECEIVED or status == ObjectionStatus.RECEIVED:
        raise NotPossible(_("Dit bezwaar is al beantwoord."))
    if not tidy(answer):
        raise Incomplete(_("Vertel waarom."), field="answer")
    row.status, row.answer, row.answered_by, row.answered_at = status, answer, actor, timezone.now()
    row.save(update_fields=["status", "answer", "answered_by", "answered_at"])
    _record(ResponseEvent.OBJECTION_ANSWERED, row.verdict, actor)
    return row


def _record(kind: ResponseEvent, verdict: Verdict, actor: User) -> None:
    title = verdict.determination.phase.challenge.title
    journal.record(kind, verdict.submission.response, actor=actor, reference="", title=title)
