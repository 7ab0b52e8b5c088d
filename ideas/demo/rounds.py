"""Two vote rounds of the demonstration: one in which people can vote, and one with its result."""

import random
import time as clock
import uuid
from dataclasses import replace
from datetime import datetime, time, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from ideas.actions.round import LEAST_IDEAS, Plan, add_ideas, make_round, move_round
from ideas.actions.vote import VOTING, cast_vote
from ideas.demo.people import Cast
from ideas.demo.timetable import working_day
from ideas.models import Idea, Round
from ideas.rounds.statuses import Electorate, RoundStatus
from ideas.statuses import ENDED
from participation.errors import NotPossible
from participation.models import Allowance, Event, User

IDEAS = 6
#: Of the round that is over.
TRIAL = "Proefronde buurtbudget"
# Votes are timed by the database's own clock, which no demonstration can set back: the round that is over was open for
# these seconds, while the rest was loaded.
OPEN_FOR = timedelta(seconds=5)


def play_rounds(cast: Cast, ideas: dict[str, Idea]) -> int:
    """Make the rounds that are not there yet, and let people vote; gives how many. `end_trial` closes the one."""
    alive = [idea for idea in ideas.values() if idea.visibility == "public" and idea.status not in ENDED]
    alive.sort(key=lambda idea: (-idea.support_count, idea.reference))
    now, coordinator = timezone.now(), next(user for user in cast.by_email.values() if user.is_coordinator)
    running = Plan(
        title="Welke ideeën eerst in 2027?",
        question="Er is geld om volgend jaar drie ideeën uit te voeren. Welke vindt u het belangrijkst?",
        promise="de drie ideeën met de meeste stemmen krijgen geld, als ze genoeg stemmen halen.",
        electorate=Electorate.SIGNED_IN,
        opens_at=_at(now - timedelta(days=5), 9),
        closes_at=_at(now + timedelta(days=9), 17),
        votes_each=3,
        threshold=20,
        hides_totals=False,
    )
    over = replace(
        running,
        title=TRIAL,
        question="Wij probeerden uit hoe stemmen werkt. Welk idee gaf u een kans?",
        promise="wij bespreken de uitslag met de indieners.",
        opens_at=_at(now - timedelta(days=20), 9),
        closes_at=now,
        threshold=8,
        hides_totals=True,
    )
    made = 0
    for number, plan in enumerate((running, over)):
        chosen = alive[number * IDEAS :][:IDEAS]
        if len(chosen) >= LEAST_IDEAS and not Round.objects.filter(title=plan.title).exists():
            closes_at = plan.closes_at if plan.closes_at > now else timezone.now() + OPEN_FOR
            _play(replace(plan, closes_at=closes_at), chosen, coordinator, cast.crowd)
            made += 1
    return made


def _at(moment: datetime, hour: int) -> datetime:
    """That hour of the first working day from then on."""
    return timezone.make_aware(datetime.combine(working_day(timezone.localdate(moment)), time(hour)))


def _play(plan: Plan, ideas: list[Idea], coordinator: User, crowd: list[User]) -> None:
    round_ = make_round(plan, actor=coordinator)
    add_ideas(round_, ideas, actor=coordinator)
    move_round(round_, "plan", actor=coordinator)
    move_round(round_, "begin", actor=None)
    _vote(round_, ideas, crowd)
    voters = round_.voters.values_list("pk", flat=True)
    Allowance.objects.filter(key__in=[f"{VOTING.name}:{pk}" for pk in voters]).delete()
    _news_of(round_).filter(kind__in=("round.voting_planned", "round.voting_opened")).update(
        recorded_at=round_.opens_at
    )
    _call_told(round_)


def end_trial() -> None:
    """Close the round that is over, once its last second has passed."""
    for round_ in Round.objects.filter(title=TRIAL, status=RoundStatus.OPEN):
        clock.sleep(max((round_.closes_at - timezone.now()).total_seconds(), 0) + 0.1)
        move_round(round_, "close", actor=None)
        _call_told(round_)


def _news_of(round_: Round) -> QuerySet[Event]:
    return Event.objects.filter(subject_type=Round._meta.label_lower, subject_id=round_.pk, dispatched_at=None)


def _call_told(round_: Round) -> None:
    """Nobody gets mail of what happened before the demonstration began."""
    _news_of(round_).update(dispatched_at=F("recorded_at"))


def _vote(round_: Round, ideas: list[Idea], crowd: list[User]) -> None:
    """The same votes every time, most for the first ideas; what comes after the last second is refused here too."""
    chance = random.Random(round_.title)  # noqa: S311  (the same choice every time, no secret)
    for person in chance.sample(crowd, len(crowd) * 2 // 3):
        liked = {min(int(chance.expovariate(0.6)), len(ideas) - 1) for _choice in range(round_.votes_each)}
        for number in sorted(liked):
            try:
                cast_vote(round_, ideas[number], actor=person, ticket=None, client_key=uuid.uuid4())
            except NotPossible:
                return
