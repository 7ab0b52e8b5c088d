"""Who belongs to an organisation: people are invited, join, get another role, and leave. Asking: `actions.joining`."""

from django.db import transaction
from django.utils.translation import gettext as _

from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.events import OrganisationEvent
from participation.limits import DAY, Limit, take
from participation.models import Membership, MembershipInvitation, Organisation, OrganisationRole, User
from participation.models.people import UserManager
from participation.permissions import may_appoint_owners, may_run_organisation
from participation.unfinished import has_unfinished

INVITING = Limit("organisation.invite", size=20, seconds=DAY)


@transaction.atomic(durable=True)
def invite_member(
    organisation: Organisation, *, email: str, role: OrganisationRole, actor: User
) -> MembershipInvitation:
    """Mail an invitation; the same whether or not there is an account with that address. Asking again sends nothing.

    Raises NotAllowed or TooMany.
    """
    _may_run(actor, organisation)
    _lock(organisation)
    return _invite(organisation, email, role, actor)


@transaction.atomic(durable=True)
def appoint_owner(organisation: Organisation, *, email: str, actor: User) -> MembershipInvitation:
    """Mail an invitation to run an organisation that nobody runs, as an official. Who may accept is asked then.

    Raises NotAllowed, TooMany, or NotPossible when somebody runs it.
    """
    if not may_appoint_owners(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    _lock(organisation)
    if organisation.owners().exists():
        raise NotPossible(_("Deze organisatie heeft een eigenaar. Die nodigt zelf mensen uit."))
    return _invite(organisation, email, OrganisationRole.OWNER, actor)


@transaction.atomic(durable=True)
def accept_membership(invited: MembershipInvitation, *, actor: User) -> Membership:
    """Let `actor`, who holds the link, join; the address is forgotten. Raises NotPossible when it is closed."""
    organisation = invited.organisation
    _lock(organisation)
    row = organisation.invitations.select_for_update(of=("self",)).filter(pk=invited.pk).first()
    if row is None or not row.is_open or not actor.is_active or actor.is_official:
        raise NotPossible(_("Deze uitnodiging is niet meer geldig."))
    role = OrganisationRole(row.role)
    already = organisation.memberships.filter(user=actor)
    takes_over = role == OrganisationRole.OWNER and not organisation.owners().exists()
    if takes_over:
        _may_take_over(organisation, actor)
        organisation.invitations.filter(role=OrganisationRole.OWNER).delete()
    elif already.exists():
        raise NotPossible(_("U hoort al bij deze organisatie."))
    kind = OrganisationEvent.ROLE_GIVEN if already.update(role=role) else OrganisationEvent.JOINED
    joined, _made = Membership.objects.get_or_create(organisation=organisation, user=actor, defaults={"role": role})
    organisation.invitations.filter(pk=row.pk).delete()
    organisation.requests.filter(person=actor).delete()
    _tell(kind, organisation, actor, member_id=actor.pk, role=role)
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
    if role != OrganisationRole.OWNER and not organisation.owners().exclude(pk=membership.pk).exists():
        raise NotPossible(_("Een organisatie heeft altijd een eigenaar. Maak eerst iemand anders eigenaar."))
    if Membership.objects.filter(pk=membership.pk).exclude(role=role).update(role=role):
        _tell(OrganisationEvent.ROLE_GIVEN, organisation, actor, member_id=membership.user_id, role=role)


@transaction.atomic(durable=True)
def end_membership(membership: Membership, *, actor: User, successor: Membership | None = None) -> None:
    """Take a member out as owner, or leave oneself. The last owner names a `successor` among the others.

    Raises NotAllowed, Incomplete without a successor, or NotPossible for the only member while something is unfinished.
    An organisation whose only member leaves stays, for what it did in public, with nobody to speak for it.
    """
    organisation = membership.organisation
    if membership.user_id != actor.pk:
        _may_run(actor, organisation)
    _lock(organisation)
    leaving = organisation.memberships.filter(pk=membership.pk).first()
    if leaving is None:
        return
    _hand_over(leaving, successor, actor)
    if not organisation.active_members().exclude(pk=leaving.pk).exists() and has_unfinished(organisation.pk):
        raise NotPossible(
            _("Uw organisatie doet mee aan een uitdaging die nog loopt. Nodig eerst iemand uit die eigenaar wordt.")
        )
    leaving.delete()
    _tell(OrganisationEvent.LEFT, organisation, actor, member_id=leaving.user_id)


def _hand_over(leaving: Membership, successor: Membership | None, actor: User) -> None:
    """Let somebody else run the organisation when its last owner leaves others behind."""
    heirs = leaving.heirs()
    if not heirs.exists():
        return
    heir = heirs.filter(pk=successor.pk).first() if successor else None
    if heir is None:
        raise Incomplete(_("Kies wie de organisatie van u overneemt."), field="successor")
    heir.role = OrganisationRole.OWNER
    heir.save(update_fields=["role"])
    _tell(OrganisationEvent.ROLE_GIVEN, leaving.organisation, actor, member_id=heir.user_id, role=heir.role)


def _invite(organisation: Organisation, email: str, role: OrganisationRole, actor: User) -> MembershipInvitation:
    """Ask somebody by mail, unless they were asked for that already and can still accept."""
    address = UserManager.normalize_email(email)
    first = organisation.invitations.filter(email=address).first()
    if first and first.is_open and first.role == role:
        return first
    take(INVITING, actor.pk)
    if first:
        first.delete()
    invited = MembershipInvitation.objects.create(organisation=organisation, email=address, role=role, invited_by=actor)
    _tell(OrganisationEvent.INVITED, organisation, actor, invitation_id=invited.pk, role=role)
    return invited


def _may_take_over(organisation: Organisation, actor: User) -> None:
    """Who may run what nobody runs: one of its members; without members anybody, once nothing of it is sealed.

    What a response says is for its makers only until two people open it, so nobody may become one in between.
    """
    members = organisation.active_members()
    if members.exists() and not members.filter(user=actor).exists():
        raise NotPossible(_("Alleen wie al bij deze organisatie hoort, kan eigenaar worden."))
    if not members.exists() and has_unfinished(organisation.pk):
        raise NotPossible(_("Dit kan nu nog niet. Probeer het later opnieuw, of vraag het de gemeente."))


def _may_run(actor: User, organisation: Organisation) -> None:
    if not may_run_organisation(actor, organisation):
        raise NotAllowed(_("U mag dit niet doen."))


def _lock(organisation: Organisation) -> None:
    """Hold the organisation: two owners who leave at once would leave it without any."""
    Organisation.objects.select_for_update(of=("self",)).only("pk").get(pk=organisation.pk)


def _tell(kind: OrganisationEvent, organisation: Organisation, actor: User, **facts: object) -> None:
    journal.record(kind, organisation, actor=actor, reference="", title=organisation.name, **facts)
