"""An organisation is asked one question about an idea, is reminded of it, answers; an official publishes the answer."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.events import IdeaEvent
from ideas.models import Consultation, Idea
from ideas.models.consultation import LONGEST_ANSWER, LONGEST_QUESTION
from ideas.permissions import may_consult, may_handle
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.limits import DAY, Limit, take
from participation.models import WRITERS, Membership, Organisation, User
from participation.page_news import withdraw_pages
from participation.plain_text import tidy

CONSULTING = Limit("consult", size=30, seconds=DAY)
MOST_AT_ONCE = 500


@transaction.atomic(durable=True)
def ask_organisation(idea: Idea, organisation: Organisation, *, question: str, actor: User) -> Consultation:
    """Ask whoever writes for the organisation. While a question to it is open, there is no second one.

    Raises NotAllowed, Incomplete, TooMany, or NotPossible when nobody there can answer.
    """
    held = Idea.objects.select_for_update(of=("self",)).get(pk=idea.pk)
    if not may_consult(actor, held):
        raise NotAllowed(_("U mag dit niet doen."))
    words = _words(question, "question", LONGEST_QUESTION)
    if Consultation.objects.open().filter(idea=held, organisation=organisation).exists():
        raise NotPossible(_("U stelde al een vraag aan deze organisatie. Wacht op het antwoord."))
    if not organisation.memberships.filter(role__in=WRITERS, user__is_active=True).exists():
        raise NotPossible(_("Bij deze organisatie is niemand die kan antwoorden."))
    take(CONSULTING, actor.pk)
    asked = Consultation.objects.create(idea=held, organisation=organisation, question=words)
    _tell(IdeaEvent.CONSULTED, asked, actor, question=words)
    return asked


@transaction.atomic(durable=True)
def answer_consultation(asked: Consultation, *, text: str, actor: User | None) -> Consultation:
    """Store the answer, once. The link is enough for it; `actor` counts when they write for the organisation.

    Raises Incomplete or NotPossible.
    """
    words = _words(text, "text", LONGEST_ANSWER)
    row = _hold(asked)
    if row.answered_at:
        raise NotPossible(_("Deze vraag is al beantwoord."))
    if not row.is_open:
        raise NotPossible(_("Deze vraag is niet meer open."))
    row.answer, row.answered_at = words, timezone.now()
    row.save(update_fields=["answer", "answered_at"])
    writes = Membership.objects.filter(organisation=row.organisation_id, user=actor, role__in=WRITERS)
    _tell(IdeaEvent.CONSULT_ANSWERED, row, actor if actor and writes.exists() else None)
    return row


def publish_answer(asked: Consultation, *, actor: User) -> None:
    """Let everybody read question and answer at the idea. Raises NotAllowed or NotPossible."""
    _show(asked, timezone.now(), IdeaEvent.CONSULT_PUBLISHED, actor)


def hide_answer(asked: Consultation, *, actor: User) -> None:
    """Take that back. Raises NotAllowed or NotPossible."""
    _show(asked, None, IdeaEvent.CONSULT_HIDDEN, actor)


@transaction.atomic(durable=True)
def _show(asked: Consultation, since: datetime | None, kind: IdeaEvent, actor: User) -> None:
    row = _hold(asked)
    if not may_handle(actor, row.idea):
        raise NotAllowed(_("U mag dit niet doen."))
    before = Consultation.objects.filter(pk=row.pk, answered_at__isnull=False, published_at__isnull=since is not None)
    if not before.update(published_at=since):
        raise NotPossible(_("Iemand anders was net eerder. Bekijk het idee opnieuw."))
    withdraw_pages()
    _tell(kind, row, actor)


def mind_consultations() -> int:
    """Remind organisations that are silent, once, and tell who handles the idea when the time is over.

    Gives how much was told. Each in its own transaction; safe to run twice.
    """
    now = timezone.now()
    rows = Consultation.objects.select_related("idea", "organisation").order_by("asked_at", "pk")
    reminded = sum(_remind(asked, now) for asked in rows.to_remind(now)[:MOST_AT_ONCE])
    return reminded + sum(_give_up(asked, now) for asked in rows.to_give_up(now)[:MOST_AT_ONCE])


@transaction.atomic(durable=True)
def _remind(asked: Consultation, now: datetime) -> bool:
    if not Consultation.objects.to_remind(now).filter(pk=asked.pk).update(reminded_at=now):
        return False
    _tell(IdeaEvent.CONSULT_REMINDED, asked, None, question=asked.question)
    return True


@transaction.atomic(durable=True)
def _give_up(asked: Consultation, now: datetime) -> bool:
    if not Consultation.objects.to_give_up(now).filter(pk=asked.pk).update(given_up_at=now):
        return False
    _tell(IdeaEvent.CONSULT_EXPIRED, asked, None)
    return True


def _hold(asked: Consultation) -> Consultation:
    """The row as it is now, held together with its idea, which may be hidden at this very moment."""
    idea = Idea.objects.select_for_update(of=("self",)).get(pk=asked.idea_id)
    row = Consultation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=asked.pk)
    row.idea = idea
    return row


def _words(text: str, field: str, longest: int) -> str:
    if not tidy(text):
        raise Incomplete(_("Vul dit in."), field=field)
    if len(tidy(text)) > longest:
        raise Incomplete(_("Maak de tekst korter."), field=field)
    return tidy(text)


def _tell(kind: IdeaEvent, row: Consultation, actor: User | None, **facts: str) -> None:
    who = {"organisation": row.organisation.name, "organisation_id": row.organisation_id, "consultation_id": row.pk}
    journal.record(kind, row.idea, actor=actor, reference=row.idea.reference, title=row.idea.title, **who, **facts)
