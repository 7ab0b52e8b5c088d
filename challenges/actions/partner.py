"""Another organisation writes along: it is asked, and accepts or leaves."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.actions.response import facts_of
from challenges.events import ResponseEvent
from challenges.models import ChallengeFollow, Partner, Response
from challenges.permissions import may_lead_response
from challenges.statuses import ChallengeStatus, Right
from participation import journal
from participation.errors import NotAllowed, NotPossible
from participation.models import Membership, Organisation, OrganisationRole, User

MOST_PARTNERS = 12


@transaction.atomic(durable=True)
def ask_partner(response: Response, organisation: Organisation, right: Right, *, actor: User) -> Partner:
    """Ask `organisation` to write along; its owners hear of it. Asking again changes the right only.

    Raises NotAllowed, or NotPossible for the organisation itself, when there are many, or when it is too late.
    """
    _may_lead(actor, response)
    _must_be_open(response)
    Response.objects.select_for_update(of=("self",)).only("pk").get(pk=response.pk)
    if organisation.pk == response.organisation_id:
        raise NotPossible(_("Dit is uw eigen organisatie."), field="organisation")
    there = response.partners.filter(organisation=organisation).first()
    if there is not None:
        there.right = right
        there.save(update_fields=["right"])
        return there
    if response.partners.count() >= MOST_PARTNERS:
        raise NotPossible(_("Een inzending heeft hooguit 12 partners."), field="organisation")
    made = Partner.objects.create(response=response, organisation=organisation, right=right, asked_by=actor)
    journal.record(
        ResponseEvent.PARTNER_ASKED, response, actor=actor, organisation_id=organisation.pk,
        **facts_of(response.challenge),
    )  # fmt: skip
    return made


@transaction.atomic(durable=True)
def accept_partnership(partner: Partner, *, actor: User) -> Partner:
    """Join, and follow the challenge. Accepting twice is accepting once.

    Raises NotAllowed, or NotPossible when it is gone or too late.
    """
    if not owns(actor, partner.organisation_id):
        raise NotAllowed(_("U mag dit niet doen."))
    _must_be_open(partner.response)
    row = Partner.objects.select_for_update(of=("self",)).filter(pk=partner.pk).first()
    if row is None:
        raise NotPossible(_("Deze vraag is er niet meer."))
    if row.accepted_at is None:
        row.accepted_at = timezone.now()
        row.save(update_fields=["accepted_at"])
        ChallengeFollow.objects.get_or_create(challenge=partner.response.challenge, person=actor)
        journal.record(
            ResponseEvent.PARTNER_JOINED, partner.response, actor=actor, **facts_of(partner.response.challenge)
        )
    return row


@transaction.atomic(durable=True)
def end_partnership(partner: Partner, *, actor: User) -> None:
    """Take a partner out: its owner who leaves or declines, or who leads the response. What it wrote stays.

    Raises NotAllowed, or NotPossible when it is too late.
    """
    if not owns(actor, partner.organisation_id) and not may_lead_response(actor, partner.response):
        raise NotAllowed(_("U mag dit niet doen."))
    _must_be_open(partner.response)
    row = Partner.objects.select_for_update(of=("self",)).filter(pk=partner.pk).first()
    if row is None:
        return
    if row.accepted_at is not None:
        journal.record(
            ResponseEvent.PARTNER_LEFT, partner.response, actor=actor, **facts_of(partner.response.challenge)
        )
    row.delete()


def owns(person: User, organisation_id: int) -> bool:
    """Whether `person` binds the organisation. Asks the database."""
    mine = Membership.objects.filter(user=person, organisation=organisation_id, role=OrganisationRole.OWNER)
    return person.is_active and mine.exists()


def _may_lead(actor: User, response: Response) -> None:
    if not may_lead_response(actor, response):
        raise NotAllowed(_("U mag dit niet doen."))


def _must_be_open(response: Response) -> None:
    if response.challenge.status != ChallengeStatus.OPEN:
        raise NotPossible(_("Deze uitdaging is gesloten. Wie meedoet staat vast."))
