"""Who belongs to an organisation: people are invited, join, get another role, and leave."""

from django.db import transaction
from django.utils.translation import gettext as _

from participation import journal
from participation.errors import NotAllowed, NotPossible
from participation.events import OrganisationEvent
from participation.limits import DAY, Limit, take
from participation.models import Membership, MembershipInvitation, Organisation, OrganisationRole, User
from participation.models.people import UserManager
from participation.permissions import may_run_organisation

INVITING = Limit("organisation.invite", size=20, seconds=DAY)


@transaction.atomic(durable=True)
def invite_member(
    organisation: Organisation, *, email: str, role: OrganisationRole, actor: User
) -> MembershipInvitation:
    """Mail an invitation; the same whether or not there is an account with that address. Asking again sends nothing.

    Raises NotAllowed or TooMany.
    """
    _may_run(actor, organisation)
    address = UserManager.normalize_email(email)
    _lock(organisation)
    first = organisation.invitations.filter(email=address).first()
    if first:
        return first
    take(INVITING, actor.pk)
    invited = MembershipInvitation.objects.create(organisation=organisation, email=address, role=role, invited_by=actor)
    _tell(OrganisationEvent.INVITED, organisation, actor, invitation_id=invited.pk, role=role)
    return invited


@transaction.atomic(durable=True)
def accept_membership(invited: MembershipInvitation, *, actor: User) -> Membership:
    """Let `actor`, who holds the link, join; the address is forgotten. Raises NotPossible when it is closed."""
    row = MembershipInvitation.objects.select_for_update(of=("self",)).select_related("organisation").filter(
        pk=invited.pk
    ).first()  # fmt: skip
    if row is None or not row.is_open or not actor.is_active or actor.is_official:
        raise NotPossible(_("Deze uitnodiging is niet meer geldig."))
    if Membership.objects.filter(organisation=row.organisation, user=actor).exists():
        raise NotPossible(_("U hoort al bij deze organisatie."))
    joined = Membership.objects.create(organisation=row.organisation, user=actor, role=row.role)
    organisation, role = row.organisation, row.role
    row.delete()
    _tell(OrganisationEvent.JOINED, organisation, actor, member_id=actor.pk, role=role)
    return joined


@transaction.atomic(durable=True)
def withdraw_invitation(invited: MembershipInvitation, *, actor: User | None, holds_link: bool = False) -> None:
    """Take an invitation back as owner, or turn it down as who holds the link. No news. Raises NotAllowed."""
    if not holds_link and not may_run_organisation(actor, invited.organisation):
        raise NotAllowed(_("U mag dit niet doen."))
    invited.delete()


@transaction.atomic(durable=True)
def give_role(membership: Membership, role: OrganisationRole, *, actor: User) -> None:
    """Give a member another role. Raises NotAllowed, or NotPossible for the last owner."""
    organisation = membership.organisation
    _may_run(actor, organisation)
    _lock(organisation)
    if role != OrganisationRole.OWNER:
        _keep_an_owner(membership)
    if Membership.objects.filter(pk=membership.pk).exclude(role=role).update(role=role):
        _tell(OrganisationEvent.ROLE_GIVEN, organisation, actor, member_id=membership.user_id, role=role)


@transaction.atomic(durable=True)
def end_membership(membership: Membership, *, actor: User) -> None:
    """Take a member out as owner, or leave oneself. Raises NotAllowed, or NotPossible for the last owner.

    An organisation whose only member leaves stays, for what it did in public, with nobody to speak for it.
    """
    organisation = membership.organisation
    if membership.user_id != actor.pk:
        _may_run(actor, organisation)
    _lock(organisation)
    if organisation.memberships.exclude(pk=membership.pk).exists():
        _keep_an_owner(membership)
    if Membership.objects.filter(pk=membership.pk).delete()[0]:
        _tell(OrganisationEvent.LEFT, organisation, actor, member_id=membership.user_id)


def _may_run(actor: User, organisation: Organisation) -> None:
    if not may_run_organisation(actor, organisation):
        raise NotAllowed(_("U mag dit niet doen."))


def _lock(organisation: Organisation) -> None:
    """Hold the organisation: two owners who leave at once would leave it without any."""
    Organisation.objects.select_for_update(of=("self",)).only("pk").get(pk=organisation.pk)


def _keep_an_owner(membership: Membership) -> None:
    others = Membership.objects.filter(organisation=membership.organisation_id, role=OrganisationRole.OWNER)
    if not others.exclude(pk=membership.pk).exists():
        raise NotPossible(_("Een organisatie heeft altijd een eigenaar. Maak eerst iemand anders eigenaar."))


def _tell(kind: OrganisationEvent, organisation: Organisation, actor: User, **facts: object) -> None:
    journal.record(kind, organisation, actor=actor, reference="", title=organisation.name, **facts)
