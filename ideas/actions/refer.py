"""A partner outside answers one question, by a signed link; and is reminded while it is silent."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.events import IdeaEvent
from ideas.models import Idea, Referral
from ideas.models.answer import REFERRAL_DAYS, REMINDERS
from participation import journal
from participation.errors import Incomplete, NotPossible
from participation.plain_text import tidy

MOST_AT_ONCE = 500
#: In `Referral.reminders`, once it has expired and that was told.
ALL_TOLD = len(REMINDERS) + 1


@transaction.atomic(durable=True)
def answer_referral(referral: Referral, *, text: str, outside_number: str = "") -> Referral:
    """Store the partner's answer, once, while the idea waits for it. Raises Incomplete or NotPossible."""
    if not tidy(text):
        raise Incomplete(_("Vul dit in."), field="text")
    _hold(referral)
    referral.answer, referral.answered_at = tidy(text), timezone.now()
    referral.outside_number = tidy(outside_number) or referral.outside_number
    referral.save(update_fields=["answer", "answered_at", "outside_number"])
    number = {"outside_number": referral.outside_number} if referral.outside_number else {}
    _tell(IdeaEvent.REFERRAL_ANSWERED, referral, text=referral.answer, **number)
    return referral


@transaction.atomic(durable=True)
def number_referral(referral: Referral, *, outside_number: str) -> Referral:
    """Store under which number the partner deals with the idea; the answer comes later. Raises as `answer_referral`."""
    if not tidy(outside_number):
        raise Incomplete(_("Vul dit in."), field="outside_number")
    _hold(referral)
    if referral.outside_number == tidy(outside_number):
        return referral
    referral.outside_number = tidy(outside_number)
    referral.save(update_fields=["outside_number"])
    _tell(IdeaEvent.REFERRAL_NUMBERED, referral, outside_number=referral.outside_number)
    return referral


@transaction.atomic(durable=True)
def share_contact(referral: Referral, *, shared: bool) -> Referral:
    """The author lets the partner have name and address, or takes that back. Raises NotPossible when nobody asked."""
    _hold(referral)
    idea = referral.idea
    if not referral.wants_contact or idea.author is None or not idea.author.is_active:
        raise NotPossible(_("Deze vraag is niet meer open."))
    if shared == (referral.contact_shared_at is not None):
        return referral
    referral.contact_shared_at = timezone.now() if shared else None
    referral.save(update_fields=["contact_shared_at"])
    _tell(IdeaEvent.CONTACT_SHARED, referral, shared=shared)
    return referral


def remind_partners() -> int:
    """Remind partners who are silent after 7 days and on the day before their link expires, and tell when it did.

    Gives how much was told. Each in its own transaction; safe to run twice.
    """
    now = timezone.now()
    silent = Referral.objects.waiting().filter(asked_at__lte=now - timedelta(days=REMINDERS[0]), reminders__lt=ALL_TOLD)
    return sum(_remind(referral, now) for referral in silent.select_related("idea")[:MOST_AT_ONCE])


@transaction.atomic(durable=True)
def _remind(referral: Referral, now: datetime) -> bool:
    over = now > referral.expires_at
    told = ALL_TOLD if over else sum(now >= referral.asked_at + timedelta(days=days) for days in REMINDERS)
    before = Referral.objects.waiting().filter(pk=referral.pk, reminders=referral.reminders)
    if told == referral.reminders or not before.update(reminders=told):
        return False
    if over:
        _tell(IdeaEvent.REFERRAL_EXPIRED, referral)
    elif referral.email:
        last = (referral.asked_at + timedelta(days=REFERRAL_DAYS)).date()
        _tell(IdeaEvent.REFERRAL_REMINDED, referral, message=referral.message, last_day=last.isoformat())
    return True


def _hold(referral: Referral) -> None:
    """Hold and read anew: the idea may be hidden, taken back or answered at this very moment. Raises NotPossible."""
    idea = referral.idea = Idea.objects.select_for_update().get(pk=referral.idea_id)
    referral.refresh_from_db(fields=["answered_at", "outside_number", "contact_shared_at"])
    if referral.answered_at:
        raise NotPossible(_("Deze vraag is al beantwoord."))
    if not referral.is_open or idea.referrals.first() != referral:
        raise NotPossible(_("Deze vraag is niet meer open."))


def _tell(kind: IdeaEvent, referral: Referral, **facts: object) -> None:
    idea = referral.idea
    number = {"referral_id": referral.pk} if kind == IdeaEvent.REFERRAL_REMINDED else {}
    journal.record(
        kind, idea, actor=None, reference=idea.reference, title=idea.title, partner=referral.partner, **number, **facts
    )
