"""A partner outside answers one question, by a signed link."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.events import IdeaEvent
from ideas.models import Idea, Referral
from participation import journal
from participation.errors import Incomplete, NotPossible


@transaction.atomic(durable=True)
def answer_referral(referral: Referral, *, text: str) -> Referral:
    """Store the partner's answer, once, while the idea waits for it. Raises Incomplete or NotPossible."""
    if not text.strip():
        raise Incomplete(_("Vul dit in."), field="text")
    # Held and read anew: it may be hidden, taken back or answered at this very moment.
    idea = referral.idea = Idea.objects.select_for_update().get(pk=referral.idea_id)
    referral.refresh_from_db(fields=["answered_at"])
    if referral.answered_at:
        raise NotPossible(_("Deze vraag is al beantwoord."))
    if not referral.is_open or idea.referrals.first() != referral:
        raise NotPossible(_("Deze vraag is niet meer open."))
    referral.answer, referral.answered_at = text.strip(), timezone.now()
    referral.save(update_fields=["answer", "answered_at"])
    journal.record(
        IdeaEvent.REFERRAL_ANSWERED, idea, actor=None,
        reference=idea.reference, title=idea.title, partner=referral.partner, text=referral.answer,
    )  # fmt: skip
    return referral
