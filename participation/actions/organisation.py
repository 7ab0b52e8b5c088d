"""An organisation comes, changes, and is verified: these are its only doors. Its people: `actions.membership`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.events import OrganisationEvent
from participation.kvk import clean_kvk_number
from participation.limits import DAY, Limit, take
from participation.models import Membership, Organisation, OrganisationKind, OrganisationRole, User, Verified
from participation.models.organisations import MOST_EXPERTISE
from participation.page_news import withdraw_pages
from participation.permissions import may_make_organisation, may_run_organisation, may_verify_organisations
from participation.plain_text import tidied, tidy

MAKING = Limit("organisation", size=5, seconds=DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What an organisation says of itself."""

    name: str
    kind: OrganisationKind
    place: str = ""
    website: str = ""
    about: str = ""
    expertise: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        """By the names of the columns."""
        tags = dict.fromkeys(tidy(tag).lower() for tag in self.expertise)
        return tidied({field.name: getattr(self, field.name) for field in fields(self)}) | {
            "expertise": [tag for tag in tags if tag]
        }


def make_organisation(profile: Profile, *, kvk_number: str, actor: User) -> Organisation:
    """Make an organisation, of which `actor` is the first owner; without a number for who has none.

    Raises NotAllowed, TooMany, or Incomplete with its field: also when the number is known already, without saying
    whose it is.
    """
    if not may_make_organisation(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    columns = _checked(profile)
    with _told_at_the_number():
        return _make(columns, _number(kvk_number), actor)


@transaction.atomic(durable=True)
def _make(columns: dict[str, Any], number: str, actor: User) -> Organisation:
    take(MAKING, actor.pk)
    made = Organisation.objects.create(kvk_number=number, **columns)
    Membership.objects.create(organisation=made, user=actor, role=OrganisationRole.OWNER)
    _tell(OrganisationEvent.MADE, made, actor)
    return made


def change_organisation(
    organisation: Organisation, profile: Profile, *, actor: User, kvk_number: str = ""
) -> Organisation:
    """Change what an organisation says of itself; who had no number may give one, which then stays.

    A new name or number takes the verification away, for that was of the old one. Raises NotAllowed, or Incomplete with
    its field, as `make_organisation()`.
    """
    if not may_run_organisation(actor, organisation):
        raise NotAllowed(_("U mag dit niet doen."))
    columns = _checked(profile)
    with _told_at_the_number():
        return _change(organisation, columns, _number(kvk_number), actor)


@transaction.atomic(durable=True)
def _change(organisation: Organisation, columns: dict[str, Any], number: str, actor: User) -> Organisation:
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    columns = columns if row.kvk_number else {**columns, "kvk_number": number}
    changed = [name for name, value in columns.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, columns[name])
    if row.verified_at and {"name", "kvk_number"} & set(changed):
        row.verified_at, row.verified_how, row.verified_by = None, "", None
        changed += ["verified_at", "verified_how", "verified_by"]
    row.save(update_fields=changed)
    withdraw_pages()
    _tell(OrganisationEvent.CHANGED, row, actor, fields=changed)
    return row


@transaction.atomic(durable=True)
def verify_organisation(organisation: Organisation, *, actor: User, number: str = "") -> None:
    """Say that an organisation is what it says: as an official, or as its owner with the `number` of eHerkenning.

    Raises NotAllowed, or NotPossible when it was verified already, or is called otherwise since `actor` looked.
    """
    how = Verified.BY_EHERKENNING if number else Verified.BY_OFFICIAL
    if not (may_run_organisation(actor, organisation) if number else may_verify_organisations(actor)):
        raise NotAllowed(_("U mag dit niet doen."))
    if number and number != organisation.kvk_number:
        raise NotPossible(_("U logde in met eHerkenning van een andere organisatie."))
    by = None if number else actor
    fresh = Organisation.objects.filter(pk=organisation.pk, name=organisation.name, verified_at__isnull=True)
    if not fresh.update(verified_at=timezone.now(), verified_how=how, verified_by=by):
        raise NotPossible(_("Deze organisatie is al gecontroleerd, of heet nu anders. Bekijk de gegevens opnieuw."))
    withdraw_pages()
    _tell(OrganisationEvent.VERIFIED, organisation, actor, how=how)


@transaction.atomic(durable=True)
def unverify_organisation(organisation: Organisation, *, actor: User, reason: str) -> None:
    """Take a verification back. Raises NotAllowed, NotPossible when there is none, or Incomplete without a reason."""
    if not may_verify_organisations(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    if not tidy(reason):
        raise Incomplete(_("Vul dit in."), field="reason")
    verified = Organisation.objects.filter(pk=organisation.pk, verified_at__isnull=False)
    if not verified.update(verified_at=None, verified_how="", verified_by=None):
        raise NotPossible(_("Deze organisatie is niet gecontroleerd."))
    withdraw_pages()
    _tell(OrganisationEvent.UNVERIFIED, organisation, actor, reason=tidy(reason))


def _checked(profile: Profile) -> dict[str, Any]:
    columns = profile.columns()
    if not columns["name"]:
        raise Incomplete(_("Vul dit in."), field="name")
    if len(columns["expertise"]) > MOST_EXPERTISE:
        most = _("Kies hooguit %(most)d onderwerpen.") % {"most": MOST_EXPERTISE}
        raise Incomplete(most, field="expertise")
    return columns


def _number(typed: str) -> str:
    return clean_kvk_number(typed) if typed.strip() else ""


@contextmanager
def _told_at_the_number() -> Iterator[None]:
    """What is wrong with a number is said at its field, also that it is known: without saying whose it is."""
    try:
        yield
    except ValidationError as error:
        raise Incomplete(error.message, field="kvk_number") from None
    except IntegrityError:
        known = _("Deze organisatie doet al mee. Vraag een collega om u uit te nodigen, of vraag het de gemeente.")
        raise Incomplete(known, field="kvk_number") from None


def _tell(kind: OrganisationEvent, organisation: Organisation, actor: User, **facts: Any) -> None:
    journal.record(kind, organisation, actor=actor, reference="", title=organisation.name, **facts)
