"""What the demonstration's desk shows around answers.

Lists, a draft that is planned, an idea that was handed over, an answer that was corrected, a feasibility file, and
authors who say what they think.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

from ideas.actions.answer_lists import save_party, save_template, set_weights
from ideas.actions.correct import correct_answer
from ideas.actions.draft import save_draft
from ideas.actions.rate import ask_for_ratings, rate_idea
from ideas.actions.triage import move_idea
from ideas.actions.weigh import publish_weighing, weigh_idea
from ideas.answer_statuses import Criterion, PartyKind
from ideas.demo.clock import clock_at
from ideas.demo.people import Cast
from ideas.demo.timetable import working_day
from ideas.events import AnswerEvent, IdeaEvent
from ideas.models import AnswerTemplate, Idea, Party, Rating
from ideas.statuses import ReasonCode, Status
from participation.calendar import is_working_day
from participation.models import Event, User

#: News that no step of a history makes.
OF_ANSWERS = (
    IdeaEvent.ANSWER_PLANNED,
    IdeaEvent.ANSWER_CORRECTED,
    IdeaEvent.TRANSFERRED,
    IdeaEvent.WEIGHED,
    IdeaEvent.WEIGHING_PUBLISHED,
    IdeaEvent.RATING_ASKED,
    IdeaEvent.RATED,
)
TEMPLATES = (
    (
        "Past goed, wij gaan kijken",
        Status.PROMISING,
        "",
        "Uw idee “[titel]” past bij onze plannen. Veel mensen hebben er iets aan.",
        "[team] zoekt uit wat het kost. U hoort van ons op [beloofde datum].",
    ),
    (
        "Niet van de gemeente",
        Status.DECLINED,
        ReasonCode.NOT_OURS,
        "Dank u wel, [schuilnaam]. De gemeente gaat hier niet over. Dat doet [vul in: organisatie].",
        "Wij stuurden uw idee [nummer] door. U hoeft niets te doen.",
    ),
    ("Later opnieuw", Status.NOT_NOW, "", "Er is dit jaar geen geld voor.", "Wij kijken in het voorjaar opnieuw."),
)
PARTIES = (
    ("Gemeente Voorbeeldstad", PartyKind.MUNICIPALITY, "idee@voorbeeldstad.example", ""),
    ("Meldpunt openbare ruimte", PartyKind.PUBLIC_SPACE, "", "https://meldpunt.example/"),
    ("Woningstichting Voorbeeld", PartyKind.PARTNER, "bewoners@woningstichting.example", ""),
)
WEIGHTS = {"effect": 3, "feasibility": 2, "cost": 2, "support": 2, "privacy": 1}
SCORES = {"effect": 4, "feasibility": 3, "cost": 2, "support": 5, "privacy": 5}
REASONS = {
    "effect": "Veel mensen merken dit.",
    "feasibility": "Het kan, maar wij hebben er anderen bij nodig.",
    "cost": "Het kost meer dan wij dit jaar hebben.",
    "support": "Veel mensen steunen dit.",
    "privacy": "Wij leggen niets van mensen vast.",
}


def answer_at_leisure(cast: Cast, ideas: dict[str, Idea]) -> int:
    """Do what was not done yet, on the last day of work, and mail nobody of it; gives how many deeds."""
    if AnswerTemplate.objects.exists():
        return 0
    moment = _last_day_of_work()
    with clock_at(moment):
        _keep_lists(next(user for user in cast.by_email.values() if user.is_coordinator))
        done = _play([idea for idea in ideas.values() if idea.visibility == "public"], moment)
    told = (*OF_ANSWERS, *AnswerEvent)
    fresh = Event.objects.filter(kind__in=told, dispatched_at__isnull=True)
    fresh.update(recorded_at=moment, dispatched_at=moment)
    return done


def _play(shown: list[Idea], moment: datetime) -> int:
    """With ideas to which nothing happened since that moment."""
    busy = Event.objects.filter(subject_type=Idea._meta.label_lower, recorded_at__gte=moment, kind__in=IdeaEvent.values)
    quiet = Idea.objects.filter(pk__in=[idea.pk for idea in shown]).exclude(pk__in=busy.values("subject_id"))
    fresh = list(quiet.select_related("programme__owner", "author").order_by("reference"))
    waiting = [idea for idea in fresh if idea.status == Status.IN_REVIEW]
    done = sum(act(idea, _owner(idea)) for act, idea in zip((_plan, _transfer, _weigh), waiting, strict=False))
    answered = [idea for idea in fresh if idea.status in {Status.PROMISING, Status.ADOPTED}]
    return done + sum(_correct(idea, _owner(idea)) for idea in answered[:1]) + _rate()


def _last_day_of_work() -> datetime:
    day = timezone.localdate() - timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(16, 40)))


def _owner(idea: Idea) -> User:
    return idea.programme.owner


def _keep_lists(coordinator: User) -> None:
    for name, decision, code, reason, next_step in TEMPLATES:
        said = {"name": name, "decision": decision, "theme": None, "reason_code": code, "reason": reason}
        save_template(AnswerTemplate(), {**said, "next_step": next_step, "is_active": True}, actor=coordinator)
    for name, kind, email, url in PARTIES:
        party = {"name": name, "kind": kind, "email": email, "url": url, "is_active": True}
        save_party(Party(), party, actor=coordinator)
    set_weights(WEIGHTS, actor=coordinator, reason="Zo koos de gemeenteraad het.")


def _plan(idea: Idea, official: User) -> bool:
    day = working_day(timezone.localdate() + timedelta(days=7))
    typed = {
        "reason": "Uw idee past goed bij wat wij dit jaar doen.",
        "next_step": "Wij maken een tekening en laten die aan u zien.",
        "date": working_day(day + timedelta(days=40)).isoformat(),
    }
    at = timezone.make_aware(datetime.combine(day, time(10)))
    return bool(save_draft(idea, "promising", typed, actor=official, seen=0, publish_at=at))


def _transfer(idea: Idea, official: User) -> bool:
    facts = {"party": Party.objects.get(kind=PartyKind.MUNICIPALITY), "wants_contact": True}
    words = {"message": "Dit idee raakt ook uw inwoners. Kunt u er iets mee?", "next_step": "Wij wachten op antwoord."}
    return bool(move_idea(idea, "transfer", actor=official, **facts, **words))


def _weigh(idea: Idea, official: User) -> bool:
    weighing = weigh_idea(idea, {name: SCORES[name] for name in Criterion.values}, REASONS, actor=official)
    return bool(publish_weighing(weighing, actor=official))


def _correct(idea: Idea, official: User) -> bool:
    given = idea.answers.first()
    if given is None:
        return False
    said = {"reason": given.reason, "next_step": "Wij beginnen een maand later dan wij zeiden.", "date": given.date}
    correct_answer(given, {**said, "why": "De planning stond er niet goed."}, actor=official, seen=0)
    return True


def _rate() -> int:
    """Ask everybody whose idea ended lately, and let most be content."""
    asked = ask_for_ratings()
    for number, rating in enumerate(Rating.objects.filter(answered_at=None).select_related("idea__author")):
        if number % 4 == 1:
            rate_idea(rating, is_good=False, reason="Ik hoorde pas na drie maanden iets.")
        elif number % 4 != 3:  # noqa: PLR2004 one in four says nothing
            rate_idea(rating, is_good=True, reason="")
    return asked
