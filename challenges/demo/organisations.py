"""Made-up organisations of each kind, with made-up members; some verified, and one that was asked about an idea."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db.models import F, Q
from django.utils import timezone

from ideas.actions.consult import CONSULTING, answer_consultation, ask_organisation, publish_answer
from ideas.models import Idea
from ideas.statuses import AWAITING_ANSWER
from participation.actions.joining import ASKING, ask_to_join
from participation.actions.organisation import MAKING, Profile, make_organisation, verify_organisation
from participation.models import (
    Allowance,
    Event,
    Membership,
    Organisation,
    OrganisationKind,
    OrganisationRole,
    User,
)

#: By key: what they say of themselves, a number that the trade register does not give out, and whether it was verified.
ORGANISATIONS: tuple[tuple[str, str, bool, Profile], ...] = (
    (
        "koelestad",
        "00000044",
        True,
        Profile(
            name="Koele Stad BV (verzonnen)", kind=OrganisationKind.COMPANY, place="Zoetermeer",
            website="https://koelestad.example.org/",
            about="Wij maken schaduw: doeken, pergola's en bakken met planten voor straten waar geen boom past.",
            expertise=("schaduw", "groen", "hitte"),
        ),
    ),
    (
        "meetkast",
        "00000055",
        True,
        Profile(
            name="Meetkast (verzonnen start-up)", kind=OrganisationKind.STARTUP, place="Delft",
            about="Wij meten lucht, geluid en warmte met kastjes aan lantaarnpalen, zonder camera's.",
            expertise=("sensoren", "lucht", "geluid"),
        ),
    ),
    (
        "stadslab",
        "00000066",
        True,
        Profile(
            name="Stadslab van een verzonnen hogeschool", kind=OrganisationKind.EDUCATION, place="Den Haag",
            about="Studenten en docenten proberen samen met bewoners plannen uit in een echte straat.",
            expertise=("ontwerp", "bewoners", "proeven"),
        ),
    ),
    (
        "waterkennis",
        "",
        True,
        Profile(
            name="Kenniskring Water (verzonnen)", kind=OrganisationKind.RESEARCH, place="Delft",
            about="Onderzoek naar regen, sloten en grondwater in de stad.",
            expertise=("water", "grondwater", "hitte"),
        ),
    ),
    (
        "bijenclub",
        "",
        False,
        Profile(
            name="Bijenclub Zoetermeer (verzonnen)", kind=OrganisationKind.SOCIETY, place="Zoetermeer",
            about="Vrijwilligers die bloemen zaaien en nestkasten ophangen.", expertise=("bijen", "groen"),
        ),
    ),
    (
        "buurgemeente",
        "",
        False,
        Profile(
            name="Een buurgemeente (verzonnen)", kind=OrganisationKind.PUBLIC, place="Leiden",
            about="Wij deden eerder een proef met slimme verlichting.", expertise=("verlichting",),
        ),
    ),
)  # fmt: skip
ROLES = (
    ("eigenaar", OrganisationRole.OWNER),
    ("schrijver", OrganisationRole.EDITOR),
    ("lezer", OrganisationRole.READER),
)
ADVISER, KNOCKS = "koelestad", "bijenclub"
QUESTION = "Past dit in een straat met kabels onder de stoep? En wat kost het ongeveer?"
ANSWER = (
    "Ja, met bakken boven de grond. Reken op 900 euro voor een bak van twee meter, met plant en de eerste drie jaar "
    "water geven."
)


def load(official: User) -> int:
    """Make the organisations that are not there yet, and have one asked about an idea; gives how many are new.

    Nobody is mailed of it.
    """
    began = timezone.now()
    made = [_make(key, number, is_verified, profile, official) for key, number, is_verified, profile in ORGANISATIONS]
    adviser = Organisation.objects.get(memberships__user__email=_address("eigenaar", ADVISER))
    _consult(adviser, official)
    _knock(adviser)
    news = Q(kind__startswith="organisation.") | Q(kind__startswith="idea.consult")
    Allowance.objects.filter(key=f"{CONSULTING.name}:{official.pk}").delete()
    Event.objects.filter(news, dispatched_at=None, recorded_at__gte=began).update(dispatched_at=F("recorded_at"))
    return sum(made)


def _make(key: str, number: str, is_verified: bool, profile: Profile, official: User) -> bool:
    members = [(_member(name, key), role) for name, role in ROLES]
    owner = members[0][0]
    if Organisation.objects.of(owner).exists():
        return False
    its = make_organisation(profile, kvk_number=number, actor=owner)
    Allowance.objects.filter(key=f"{MAKING.name}:{owner.pk}").delete()
    Membership.objects.bulk_create(Membership(organisation=its, user=person, role=role) for person, role in members[1:])
    if is_verified:
        verify_organisation(its, actor=official)
    return True


def _member(name: str, key: str) -> User:
    """An account that exists for what it says: it signs in with a code to an address that nobody has."""
    person, is_new = User.objects.get_or_create(
        email=_address(name, key), defaults={"nickname": f"{name} {key}".title(), "password": make_password(None)}
    )
    if is_new:
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _address(name: str, key: str) -> str:
    return f"{name}@{key}.example.org"


def _consult(its: Organisation, official: User) -> None:
    """Ask about the best supported idea that waits on the official's desk; once."""
    if its.consultations.exists():
        return
    waiting = Idea.objects.public().in_desk_of(official).filter(status__in=AWAITING_ANSWER)
    idea = waiting.order_by("-support_count", "pk").first()
    if idea is None:
        return
    asked = ask_organisation(idea, its, question=QUESTION, actor=official)
    answered = answer_consultation(asked, text=ANSWER, actor=None)
    publish_answer(answered, actor=official)


def _knock(its: Organisation) -> None:
    """Ask to be let in, so that its owner has something to answer; not once that was done."""
    person = User.objects.get(email=_address("lezer", KNOCKS))
    if its.memberships.filter(user=person).exists():
        return
    ask_to_join(its.kvk_number, actor=person)
    Allowance.objects.filter(key=f"{ASKING.name}:{person.pk}").delete()
