"""Who sits in a jury: asked by mail, there once they accept, and gone when it ends."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.events import JuryEvent
from challenges.models import Challenge, Juror
from challenges.permissions import may_run_jury
from participation import journal
from participation.errors import NotAllowed, NotPossible
from participation.limits import DAY, Limit, take
from participation.models import User
from participation.models.people import UserManager

MOST_JURORS = 30
INVITING = Limit("jury", size=60, seconds=DAY)


@transaction.atomic(durable=True)
def invite_juror(challenge: Challenge, *, actor: User, email: str, name: str, expertise: list[str]) -> Juror:
    """Mail an invitation; whoever turned it down or left may be asked again, and who was asked gets a new link.

    Raises NotAllowed, NotPossible (inside the town hall still, a juror already, or too many), or TooMany.
    """
    if not may_run_jury(actor, challenge):
        raise NotAllowed(_("U mag dit niet doen."))
    if challenge.is_inside:
        raise NotPossible(_("U kunt juryleden vragen zodra de uitdaging open is."))
    address = UserManager.normalize_email(email)
    Challenge.objects.select_for_update(of=("self",)).only("pk").get(pk=challenge.pk)
    row = challenge.jurors.filter(email__iexact=address).first() or Juror(challenge=challenge, email=address)
    if row.is_active:
        raise NotPossible(_("Deze persoon zit al in de jury."), field="email")
    if challenge.jurors.filter(ended_at=None).exclude(pk=row.pk).count() >= MOST_JURORS:
        raise NotPossible(_("Een jury heeft hooguit %(most)s leden.") % {"most": MOST_JURORS}, field="email")
    take(INVITING, actor.pk)
    row.name, row.expertise = name, expertise
    row.accepted_at, row.ended_at, row.invited_at = None, None, timezone.now()
    row.save()
    _record(JuryEvent.INVITED, row, actor)
    return row


@transaction.atomic(durable=True)
def accept_invitation(invited: Juror, *, actor: User) -> Juror:
    """Put `actor`, who holds the link, in the jury. Raises NotPossible when it is not open, or they are in already."""
    row = Juror.objects.select_for_update(of=("self",)).select_related("challenge").get(pk=invited.pk)
    if not row.is_open or not actor.is_active or row.person_id not in {None, actor.pk}:
        raise NotPossible(_("Deze uitnodiging is niet meer geldig."))
    if row.challenge.jurors.filter(person=actor).exclude(pk=row.pk).exists():
        raise NotPossible(_("U zit al in deze jury."))
    row.person, row.accepted_at = actor, timezone.now()
    row.save(update_fields=["person", "accepted_at"])
    _record(JuryEvent.ACCEPTED, row, actor)
    return row


@transaction.atomic(durable=True)
def end_juror(juror: Juror, *, actor: User | None, holds_link: bool = False) -> None:
    """Take somebody out of the jury: who runs it, they themselves, or whoever holds the link of an open invitation.

    What they scored for good stays and counts. Raises NotAllowed, or NotPossible when they are out already.
    """
    row = Juror.objects.select_for_update(of=("self",)).select_related("challenge").get(pk=juror.pk)
    is_own = actor is not None and row.person_id == actor.pk and row.accepted_at is not None
    if not may_run_jury(actor, row.challenge) and not is_own and not (holds_link and row.is_open):
        raise NotAllowed(_("U mag dit niet doen."))
    if row.ended_at:
        raise NotPossible(_("Deze persoon zit niet meer in de jury."))
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    _record(JuryEvent.ENDED, row, actor)


def _record(kind: JuryEvent, juror: Juror, actor: User | None) -> None:
    challenge = juror.challenge
    journal.record(kind, challenge, actor=actor, reference="", title=challenge.title, juror_id=juror.pk)
