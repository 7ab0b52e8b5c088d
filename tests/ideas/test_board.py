"""The figures of the board, recomputed by hand from the journal over a random history of a year."""

import random
import statistics
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.actions.assign import assign_idea
from ideas.actions.rate import rate_idea
from ideas.actions.triage import move_idea
from ideas.actions.undo import undo
from ideas.board.chart import lying, standing
from ideas.board.count import AGES, OPEN, count, figures_of
from ideas.board.lists import LISTS, Asked
from ideas.board.period import Days, between, running
from ideas.board.read import board_for
from ideas.models import Idea, Rating
from ideas.models.queries import MUNICIPALITY_ACTS
from ideas.programme_figures import year_until
from ideas.statuses import STANDS_STILL, ReasonCode
from ideas.workflow import MOVES
from participation.calendar import working_calendar
from participation.models import Allowance, Event
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 11, tzinfo=UTC)
TODAY = date(2026, 11, 20)
YEAR = between(TODAY - timedelta(days=364), TODAY)


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


class History:
    """Deeds through the real doors at random moments, each with its news at that moment."""

    def __init__(self, machine, programmes, officials, author, seed):
        self.machine, self.programmes, self.officials, self.author = machine, programmes, officials, author
        self.chance, self.ideas = random.Random(seed), []

    def at(self, moment, deed):
        newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.machine.move_to(moment, tick=False)
        done = deed()
        Event.objects.filter(pk__gt=newest).update(recorded_at=moment)
        return done

    def play(self, ideas, deeds):
        moments = sorted(
            NOW - timedelta(minutes=self.chance.randrange(10, 500 * 24 * 60)) for _ in range(ideas + deeds)
        )
        for number, moment in enumerate(moments):
            self.at(moment, self.submit if number % (1 + deeds // ideas) == 0 else self.go_on)
        self.machine.move_to(NOW, tick=False)

    def submit(self):
        Allowance.objects.all().delete()
        idea = factories.make_idea(self.author, title=f"Idee {len(self.ideas)}")
        self.ideas.append(idea.pk)
        if self.chance.random() < 0.06:
            Idea.objects.filter(pk=idea.pk).update(visibility="hidden", hidden_reason="Naam.")
        elif self.chance.random() < 0.06:
            Idea.objects.filter(pk=idea.pk).update(source="Stad")

    def go_on(self):
        idea = Idea.objects.select_related("programme", "author").get(pk=self.chance.choice(self.ideas))
        actor = self.chance.choice(self.officials)
        if idea.is_ended and idea.status in {"declined", "realised"} and not hasattr(idea, "rating"):
            rating = Rating.objects.create(idea=idea)
            return rate_idea(rating, is_good=self.chance.random() < 0.6, reason="Zo.")
        if self.chance.random() < 0.2 and not idea.is_ended:
            return assign_idea(idea, actor=actor, to=next(one for one in self.officials if one.pk != idea.handler_id))
        moves = [
            move for move in MOVES.open_to(actor, idea) if move.verb not in {"merge", "split", "challenge", "transfer"}
        ]
        if not moves:
            return None
        verb = self.chance.choice(moves).verb
        move_idea(idea, verb, actor=actor, **self.facts(idea, verb))
        if verb == "hand_over" and self.chance.random() < 0.4:
            event = Event.objects.filter(subject_id=idea.pk, kind="idea.handed_over").order_by("pk").last()
            Event.objects.filter(pk=event.pk).update(recorded_at=timezone.now())
            undo(Event.objects.get(pk=event.pk), actor=actor)
        return None

    def facts(self, idea, verb):
        values = {
            "next_step": "Wij bellen.", "reason": "Daarom.", "question": "Waar?", "partner": "Bieb",
            "partner_email": "b@example.org", "message": "Kunt u helpen?", "result": "Klaar.", "lesson": "Veel.",
            "project": "Plan", "reason_code": self.chance.choice(ReasonCode.values),
            "date": timezone.localdate() + timedelta(days=self.chance.randrange(5, 60)),
            "programme": next(one for one in self.chance.sample(self.programmes, 3) if one.pk != idea.programme_id),
        }  # fmt: skip
        return {name: values[name] for name in MOVES.moves[verb].needs}


def by_hand(days, today, programme):
    """The figures of one programme, from events one by one; from the idea only what it is now."""
    figures, spans = defaultdict(int), []
    inside = lambda moment: days.first <= timezone.localdate(moment) <= days.last  # noqa: E731
    for idea in Idea.objects.filter(visibility="public", source=""):
        events = list(Event.objects.filter(subject_type="ideas.idea", subject_id=idea.pk).order_by("recorded_at", "pk"))
        here = idea.programme_id == programme
        came = next(event.recorded_at for event in events if event.kind == "idea.submitted")
        answers = [event for event in events if event.kind == "idea.answered"]
        results = [event for event in events if event.kind == "idea.ended"]
        first = answers[0] if answers else results[-1] if results else None
        figures["received"] += here and inside(came)
        if here and first and inside(first.recorded_at):
            figures["answered"] += 1
            span = timezone.localdate(came), timezone.localdate(first.recorded_at)
            spans.append(working_calendar().between(*span))
        refusals = [one for one in answers if one.facts["decision"] == "declined" and inside(one.recorded_at)]
        if here and refusals:
            figures["declined", refusals[-1].facts["reason_code"]] += 1
        steps = []  # What a step back took away is gone from these.
        for event in events:
            if event.kind == "idea.handed_over":
                steps.append(event)
            elif event.kind == "idea.undone" and event.facts["undone"] == "hand_over":
                steps.pop()
        figures["handed_over"] += any(one.facts["from_id"] == programme and inside(one.recorded_at) for one in steps)
        rated = [event for event in events if event.kind == "idea.rated" and inside(event.recorded_at)]
        figures["rated"] += here and bool(rated)
        figures["good"] += here and bool(rated) and rated[0].facts["is_good"]
        if here and idea.status in OPEN:
            age = (today - timezone.localdate(came)).days
            figures["open", str(sum(age >= edge for edge in AGES))] += 1
            figures["load", str(idea.handler_id or 0)] += 1
            figures["outside", str(idea.handler_id or 0)] += idea.status in STANDS_STILL
        lies = idea.handler is None or not idea.handler.is_active
        silent = working_calendar().between(timezone.localdate(idea.status_since), today) >= 5
        silent = silent or not idea.programme.owner.is_active
        figures["left"] += here and lies and silent and idea.status in {"received", "in_review"}
        late = idea.status in MUNICIPALITY_ACTS and idea.promised_on is not None and idea.promised_on < today
        figures["late"] += here and late
        figures["behind", str(idea.handler_id or 0)] += here and late
    figures["median"] = statistics.median_low(spans) if spans else 0
    return {name: number for name, number in figures.items() if number}


NOW_ONLY = {"open", "left", "late", "load", "outside", "behind"}


def counted_of(counted, programme, span):
    found = {}
    for (figure, its_span, its_programme, key), number in counted.rows.items():
        wanted = its_span == span or (figure in NOW_ONLY)
        if its_programme == programme and wanted and figure not in {"came", "went"} and number:
            found[(figure, key) if key else figure] = number
    return found


@pytest.fixture
def year(time_machine, programme, owner, deputy, coordinator, resident, last_rule):
    other = factories.make_official("ander", is_coordinator=True)
    programmes = [programme, factories.make_programme("water"), factories.make_programme("wegen")]
    history = History(time_machine, programmes, [coordinator, other], resident, seed=7)
    history.play(ideas=80, deeds=640)
    type(other).objects.filter(pk=other.pk).update(is_active=False)  # What they handled lies still, if nothing happens.
    return programmes


def test_every_figure_is_what_the_events_say(year):
    period = between(date(2026, 3, 1), date(2026, 8, 31))
    counted = figures_of(period, frozenset(one.pk for one in year), TODAY)
    for programme in year:
        for span, days in (("now", period.now), ("before", period.before)):
            assert counted_of(counted, programme.pk, span) == by_hand(days, TODAY, programme.pk), (programme, span)
    whole = {
        figure: counted.total(figure)
        for figure in ("received", "answered", "declined", "handed_over", "rated", "late", "left")
    }
    assert all(number > 1 for number in whole.values()), whole  # The history is rich enough to prove something.


def test_the_lists_hold_exactly_the_ideas_that_are_counted(year):
    period = between(date(2026, 3, 1), date(2026, 8, 31))
    counted = figures_of(period, frozenset(one.pk for one in year), TODAY)
    looked_at = 0
    for figure, shown in LISTS.items():
        for programme in year:
            keys = {"", *counted.by_key("behind" if figure == "late" else figure, programme.pk)}
            for key in keys:
                found = shown.ideas(Asked(frozenset({programme.pk}), period.now, TODAY, key)).values_list(
                    "pk", flat=True
                )
                table = counted.by_key("behind" if figure == "late" and key else figure, programme.pk)
                expected = table.get(key, 0) if key else sum(table.values())
                assert len(found) == len(set(found)) == expected, (figure, programme, key)
                looked_at += expected
    assert looked_at > 100


def test_a_year_of_the_board_is_the_year_that_the_public_reads(year):
    counted, public = figures_of(YEAR, frozenset(one.pk for one in year), TODAY), year_until(TODAY)
    for programme in year:
        its = public.of(programme.pk)
        found = [counted.total(figure, programme.pk) for figure in ("received", "answered", "late")]
        assert found == [its.received, its.answered, its.late]
        assert its.median in {None, counted.median(programme.pk)}


def test_the_pieces_add_up_and_pictures_say_what_tables_say(year, coordinator):
    for period in (YEAR, running("kwartaal", TODAY), running("week", TODAY)):
        board = board_for(coordinator, period, TODAY)
        _programmes, over_time, ages, reasons, load = board.tables()
        for column, figure in ((1, "received"), (2, "answered")):
            assert sum(row[column].value for row in over_time.rows) == board.counted.total(figure)
        assert sum(row[1].value for row in reasons.rows) == board.counted.total("declined")
        assert sum(row[1].value for row in load.rows) == board.counted.total("open")
        for chart, rows, series in (
            (standing(over_time, (1, 2)), over_time.rows, (1, 2)),
            (lying(ages, range(1, 6)), ages.rows[:-1], range(1, 6)),
            (lying(reasons, (1,)), reasons.rows, (1,)),
        ):
            numbers = [[row[column].value for column in series] for row in rows]
            drawn = [size for bar in chart.rectangles for size in [bar.height if series == (1, 2) else bar.width]]
            parts = [part for line in numbers for part in line if part]
            scale = max(drawn, default=1) / max(parts, default=1)
            assert [round(size / scale) for size in drawn] == parts
            if series != (1, 2):
                assert [text.words for text in chart.texts[1::2]] == [str(sum(line)) for line in numbers]


def test_one_statement_whatever_there_is_and_it_is_kept(programme):
    period = running("maand", TODAY)
    count(period, TODAY)
    for number in range(10):
        factories.make_raw_idea(factories.make_programme(f"p{number}"))
    with CaptureQueriesContext(connection) as asked:
        figures_of(period, frozenset(), TODAY)
        figures_of(period, frozenset(), TODAY)
    assert len([one for one in asked if "WITH span" in one["sql"]]) == 1


def test_days_are_those_of_the_municipality(programme):
    """A quarter past midnight in Amsterdam on the first of July is still June in Greenwich."""
    factories.make_raw_idea(programme, submitted_at=datetime(2026, 6, 30, 22, 15, tzinfo=UTC))
    for first, last, expected in ((date(2026, 6, 1), date(2026, 6, 30), 0), (date(2026, 7, 1), date(2026, 7, 31), 1)):
        counted = figures_of(between(first, last), frozenset({programme.pk}), TODAY)
        listed = LISTS["received"].ideas(Asked(frozenset({programme.pk}), Days(first, last), TODAY)).count()
        assert (counted.total("received"), listed) == (expected, expected)


@pytest.mark.parametrize(("name", "today", "now", "before"), [
    ("week", "2026-11-18", ("2026-11-16", "2026-11-18"), ("2026-11-09", "2026-11-11")),
    ("maand", "2026-03-31", ("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
    ("kwartaal", "2026-01-10", ("2026-01-01", "2026-01-10"), ("2025-10-01", "2025-10-10")),
    ("jaar", "2028-12-31", ("2028-01-01", "2028-12-31"), ("2027-01-01", "2027-12-31")),
])  # fmt: skip
def test_running_periods_compare_with_as_many_days(name, today, now, before):
    period = running(name, date.fromisoformat(today))
    days = [(one.first.isoformat(), one.last.isoformat()) for one in (period.now, period.before)]
    assert days == [now, before]
    assert period.pieces()[0] <= period.now.first <= period.now.last


def test_own_dates_compare_with_the_days_just_before():
    period = between(date(2026, 3, 10), date(2026, 3, 12))
    assert period.before == Days(date(2026, 3, 7), date(2026, 3, 9))
    assert len(period.pieces()) == 3
    long = between(date(2025, 1, 15), date(2026, 3, 2)).pieces()
    assert (long[0], long[-1], len(long)) == (date(2025, 1, 1), date(2026, 3, 1), 15)
