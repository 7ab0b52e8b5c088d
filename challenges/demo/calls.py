"""Two challenges of the demonstration: one that is open, from ideas of residents, and one that waits for approval."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from challenges.actions.change import Words, change_challenge
from challenges.actions.form_fields import Asked, add_field
from challenges.actions.make import make_challenge
from challenges.actions.notices import acknowledge, give_notice
from challenges.actions.phases import Round, Weighed, add_phase, change_phase, set_criteria
from challenges.actions.questions import ASKING, answer_question, ask_question
from challenges.actions.steps import move_challenge
from challenges.models import Challenge
from challenges.statuses import ChallengeStatus, FieldKind
from ideas.models import Idea
from ideas.statuses import ENDED
from participation.models import Allowance, Event, OrganisationKind, Programme, User

IDEAS = 2
SHADE = Words(
    title="Schaduw in versteende straten",
    task="Zoetermeer koel en groen in 2030",
    problem=(
        "In de zomer wordt het in sommige straten meer dan 40 graden. Oudere bewoners blijven dan binnen en kinderen "
        "spelen niet meer buiten. Bomen planten kan niet overal: onder de stoep liggen kabels en leidingen."
    ),
    for_whom="Voor bewoners van straten met weinig groen, en voor wie daar naar school of naar de winkel gaat.",
    can_influence="U kiest zelf de vorm: planten in bakken, doeken, een pergola of iets waar wij nog niet aan dachten.",
    cannot_influence="De rijbaan en de plekken voor hulpdiensten blijven vrij. Diep graven kan niet.",
    promise=(
        "Een jury leest alle inzendingen en geeft punten. Twee plannen mogen een proef doen. Iedereen die inzendt "
        "krijgt een brief met het besluit, de punten en de reden."
    ),
    offer="Geld voor een proef van een half jaar, twee straten om in te proberen, en onze kaart van warme plekken.",
    budget=60_000,
    may_answer="Bedrijven, scholen, onderzoekers en verenigingen. Samen inzenden mag.",
    kinds=(),
    ownership="Uw plan blijft van u. Wij gebruiken het alleen om te kiezen en om de proef samen te doen.",
    privacy=(
        "Uw inzending is verzegeld tot na de sluiting. Twee medewerkers openen alle inzendingen samen. Alleen de jury "
        "en wie de uitdaging leidt lezen ze."
    ),
    planning="Besluit binnen acht weken na de sluiting. De proef begint in het voorjaar en duurt een half jaar.",
    jury_text="Drie bewoners van versteende straten, een hovenier, een onderzoeker en een medewerker van de gemeente.",
)
QUIET = Words(
    title="Stille bezorging in de binnenstad",
    problem="Busjes met pakketten staan de hele dag in de winkelstraat. Dat is druk, lawaaiig en niet veilig.",
    for_whom="Voor bewoners, winkels en mensen die er wandelen.",
    can_influence="Hoe en waar pakketten worden overgeladen, en met welk voertuig ze het laatste stuk gaan.",
    cannot_influence="De winkelstraat blijft na 11 uur dicht voor auto's.",
    promise="De jury kiest één plan. Wij doen daarmee een proef van een jaar.",
    offer="Een plek om pakketten over te laden, en een ontheffing voor de proef.",
    may_answer="Bedrijven en start-ups die zelf bezorgen of dat willen gaan doen.",
    kinds=(OrganisationKind.COMPANY, OrganisationKind.STARTUP),
    ownership=SHADE.ownership,
    privacy=SHADE.privacy,
    planning="Besluit twee maanden na de sluiting, daarna meteen beginnen.",
    jury_text="Twee winkeliers, twee bewoners en een deskundige van het vervoer.",
)
QUESTIONS = (
    ("Mogen wij ook een plan maken voor een schoolplein?", "Ja, als het plein overdag voor iedereen open is."),
    ("Wie zorgt na de proef voor het onderhoud?", "De gemeente, als u in uw plan schrijft wat het per jaar kost."),
)


def load(owner: User, second: User, programme: Programme, crowd: list[User]) -> int:
    """Make the challenges that are not there yet, and mail nobody of it; gives how many.

    `owner` runs `programme` and makes them; `second` approves. Somebody of `crowd` asks questions.
    """
    made = 0
    for words, play in ((SHADE, _open), (QUIET, _ask_approval)):
        if not is_there(words.title):
            with quietly():
                play(words, owner, second, programme, crowd)
            made += 1
    return made


def is_there(title: str) -> bool:
    """Whether that made-up challenge is there. One that broke off before approval was asked is taken away.

    Around all of its steps there is no transaction: each is an action that owns its own, and Django refuses a durable
    one inside another. From approval on it is a whole challenge, of which the story may be shorter, and nothing that
    was approved, asked or handed in can be taken away.
    """
    same = Challenge.objects.filter(title=title)
    same.filter(status=ChallengeStatus.CONCEPT, versions=None).delete()
    return same.exists()


@contextmanager
def quietly() -> Iterator[None]:
    """Mail nobody of what happens within, also when it breaks off."""
    began = timezone.now()
    try:
        yield
    finally:
        kinds = r"^(challenge|response|jury)\."
        news = Event.objects.filter(dispatched_at=None, recorded_at__gte=began, kind__regex=kinds)
        news.update(dispatched_at=F("recorded_at"))


def moment(days: int, hour: int) -> datetime:
    """A whole hour so many days from now."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(hour)))


def _concept(words: Words, owner: User, second: User, programme: Programme, ideas: list[Idea]) -> Challenge:
    challenge = make_challenge(
        title=words.title, programme=programme, ideas=ideas, actor=owner, client_key=uuid.uuid4()
    )
    words = replace(words, questions_until=moment(21, 17))
    return change_challenge(challenge, words, openers=[owner, second], edition=challenge.edition, actor=owner)


def _open(words: Words, owner: User, second: User, programme: Programme, crowd: list[User]) -> None:
    public = Idea.objects.public().filter(programme=programme).exclude(status__in=ENDED)
    challenge = _concept(words, owner, second, programme, list(public.order_by("-support_count", "pk")[:IDEAS]))
    pitch = Round(
        title="Korte pitch", explanation="Vertel in het kort wat u wilt proberen. De beste zes mogen verder.",
        opens_at=moment(-3, 9), closes_at=moment(31, 12), is_blind=True, min_readers=2,
    )  # fmt: skip
    change_phase(challenge.phases.get(), pitch, edition=challenge.edition, actor=owner)
    _second_phase(challenge, owner)
    move_challenge(challenge, "submit", actor=owner)
    move_challenge(challenge, "approve", actor=second)
    for asker, (asked, answer) in zip(crowd, QUESTIONS, strict=False):
        question = ask_question(challenge, asked, is_private=False, actor=asker, client_key=uuid.uuid4())
        answer_question(question, answer=answer, public_text=asked, actor=owner)
    ask_question(
        challenge, "Kunnen wij de straten vooraf bekijken?", is_private=False, actor=crowd[0], client_key=uuid.uuid4()
    )
    Allowance.objects.filter(key__in=[f"{ASKING.name}:{person.pk}" for person in crowd]).delete()
    offer = f"{words.offer} Een medewerker denkt mee over vergunningen."
    notice = give_notice(challenge, "Wij bieden nu ook hulp bij vergunningen.", actor=owner, changes={"offer": offer})
    for follow in challenge.follows.select_related("person"):
        acknowledge([notice], actor=follow.person)


def _second_phase(challenge: Challenge, owner: User) -> None:
    plan = Round(
        title="Volledig plan", explanation="Alleen voor wie de jury uitnodigt.", opens_at=moment(60, 9),
        closes_at=moment(90, 12), is_blind=False, min_readers=3,
    )  # fmt: skip
    phase = add_phase(challenge, plan, actor=owner)
    for label, kind in (("Uw plan, stap voor stap", FieldKind.TEXT), ("Begroting van de proef", FieldKind.BUDGET)):
        asked = Asked(
            label=label, help="", kind=kind, is_required=True, is_confidential=True, is_identifying=False, longest=8_000
        )
        add_field(phase, asked, actor=owner)
    weighed = [
        Weighed("Werkt het in de zomer?", "Wij meten hoeveel koeler het wordt.", 50),
        Weighed("Doet de buurt mee?", "", 50),
    ]
    set_criteria(phase, weighed, edition=challenge.edition, actor=owner)


def _ask_approval(words: Words, owner: User, second: User, programme: Programme, _crowd: list[User]) -> None:
    challenge = _concept(words, owner, second, programme, [])
    move_challenge(challenge, "submit", actor=owner)
