"""Somebody asks the owners of an organisation to let them in, without hearing who those are, and they answer."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.events import OrganisationEvent
from participation.kvk import clean_kvk_number
from participation.limits import DAY, Limit, take
from participation.models import Membership, MembershipRequest, Organisation, OrganisationRole, User
from participation.permissions import may_make_organisation, may_run_organisation

ASKING = Limit("organisation.ask", size=5, seconds=DAY)


@transaction.atomic(durable=True)
def ask_to_join(kvk_number: str, *, actor: User) -> MembershipRequest:
    """Ask whoever runs the organisation with this number; they read who asks. Asking again tells nobody anything.

    Raises NotAllowed, Incomplete, TooMany, or NotPossible when there is none, or `actor` belongs to it.
    """
    if not may_make_organisation(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    try:
        number = clean_kvk_number(kvk_number)
    except ValidationError as error:
        raise Incomplete(error.message, field="kvk_number") from None
    take(ASKING, actor.pk)
    organisation = Organisation.objects.filter(kvk_number=number).first()
    if organisation is None:
        raise NotPossible(_("Deze organisatie doet nog niet mee. U kunt haar zelf aanmelden."))
    if organisation.memberships.filter(user=actor).exists():
        raise NotPossible(_("U hoort al bij deze organisatie."))
    asked, is_new = MembershipRequest.objects.get_or_create(organisation=organisation, person=actor)
    if is_new:
        _tell(OrganisationEvent.JOIN_ASKED, asked, actor)
    return asked


@transaction.atomic(durable=True)
def let_in(asked: MembershipRequest, role: OrganisationRole, *, actor: User) -> Membership:
    """Let somebody in who asked. Raises NotAllowed, or NotPossible when they do not ask any more."""
    row = _taken(asked, actor)
    if not may_make_organisation(row.person):
        raise NotPossible(_("Deze persoon kan niet meer meedoen."))
    joined, _made = Membership.objects.get_or_create(
        organisation=row.organisation, user=row.person, defaults={"role": role}
    )
    _tell(OrganisationEvent.LET_IN, row, actor)
    return joined


@transaction.atomic(durable=True)
def turn_away(asked: MembershipRequest, *, actor: User) -> None:
    """Do not let somebody in who asked. Raises NotAllowed, or NotPossible when they do not ask any more."""
    _tell(OrganisationEvent.TURNED_AWAY, _taken(asked, actor), actor)


@transaction.atomic(durable=True)
def take_request_back(asked: MembershipRequest, *, actor: User) -> None:
    """Ask no more. No news. Raises NotAllowed."""
    if asked.person_id != actor.pk:
        raise NotAllowed(_("U mag dit niet doen."))
    MembershipRequest.objects.filter(pk=asked.pk).delete()


def _taken(asked: MembershipRequest, actor: User) -> MembershipRequest:
    """What was asked, which is answered by that: the row is gone, and two who answer at once answer once."""
    if not may_run_organisation(actor, asked.organisation):
        raise NotAllowed(_("U mag dit niet doen."))
    rows = MembershipRequest.objects.select_for_update(of=("self",)).select_related("organisation", "person")
    row = rows.filter(pk=asked.pk).first()
    if row is None:
        raise NotPossible(_("Deze vraag is niet meer open."))
    MembershipRequest.objects.filter(pk=row.pk).delete()
    return row


def _tell(kind: OrganisationEvent, asked: MembershipRequest, actor: User) -> None:
    its = asked.organisation
    journal.record(kind, its, actor=actor, reference="", title=its.name, member_id=asked.person_id)
