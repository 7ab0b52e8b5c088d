"""Pointing an organisation to a challenge. It gives no right that others do not have."""

from django.db import transaction
from django.utils.translation import gettext as _

from challenges.events import ChallengeEvent
from challenges.locking import lock
from challenges.models import Challenge, ChallengeInvitation
from challenges.permissions import fits, may_invite_organisations
from participation import journal
from participation.errors import NotAllowed, NotPossible
from participation.limits import DAY, Limit, take
from participation.models import WRITERS, Organisation, User

POINTING = Limit("challenge.invite", size=100, seconds=DAY)


@transaction.atomic(durable=True)
def invite_organisation(challenge: Challenge, organisation: Organisation, *, actor: User) -> ChallengeInvitation:
    """Tell who writes for an organisation of an open challenge. Asking again tells nobody anything.

    Raises NotAllowed, TooMany, or NotPossible when its kind is not asked or nobody writes for it.
    """
    lock(challenge)
    if not may_invite_organisations(actor, challenge):
        raise NotAllowed(_("U mag dit niet doen."))
    if first := challenge.invitations.filter(organisation=organisation).first():
        return first
    if not fits(organisation, challenge):
        raise NotPossible(_("Deze uitdaging is niet voor dit soort organisaties."))
    if not organisation.memberships.filter(role__in=WRITERS, user__is_active=True).exists():
        raise NotPossible(_("Bij deze organisatie is niemand die kan antwoorden."))
    take(POINTING, actor.pk)
    made = ChallengeInvitation.objects.create(challenge=challenge, organisation=organisation, invited_by=actor)
    facts = {"reference": "", "title": challenge.title, "organisation_id": organisation.pk}
    journal.record(ChallengeEvent.INVITED, challenge, actor=actor, **facts)
    return made
