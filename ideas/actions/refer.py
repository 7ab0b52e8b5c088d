"""A partner outside answers one question, by a signed link."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.events import IdeaEvent
from ideas.models import Referral
from participation import journal
from participation.errors import Incomplete, NotPossible


@transaction.atomic(durable=True)
def answer_referral(referral: Referral, *, text: str) -> Referral:
    """Store the partner's answer, once, while the idea waits for it. Raises Incomplete or NotPossible."""
    if not text.strip():
        raise Incomplete(_("Vul dit in."), field="text")
    now = timezone.now()
    idea = referral.idea
    newest = idea.referrals.first()
    if referral.answered_at:
        raise NotPossible(_("Deze vraag is al beantwoord."))
    if not referral.is_open or newest != referral:
        raise NotPossible(_("Deze vraag is niet meer open."))
    hit = (
        type(referral)
        .objects.filter(pk=referral.pk, answered_at__isnull=True)
        .update(answer=text.strip(), answered_at=now)
    )
    if hit != 1:
        raise NotPossible(_("Deze vraag is al beantwoord."))
    referral.answer, referral.answered_at = text.strip(), now
    journal.record(
        IdeaEvent.REFERRAL_ANSWERED, idea, actor=None,
        reference=idea.reference, title=idea.title, partner=referral.partner, text=referral.answer,
    )  # fmt: skip
    return referral
