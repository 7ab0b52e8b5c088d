"""A year, day by day, through the real doors: every reminder, compared with a simple oracle that counts days.

The oracle knows the free days from paper, moves dates by looking at one day after the other, and uses nothing of the
clock's own code.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ideas.actions.remind import remind_officials
from ideas.actions.triage import move_idea
from ideas.models import Idea, Reminder
from participation.actions.absence import set_absence
from participation.actions.closed_days import close_day
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
TOWN = ZoneInfo("Europe/Amsterdam")
YEAR = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
HOLIDAYS = {
    date.fromisoformat(f"2027-{day}")
    for day in ("01-01", "03-26", "03-29", "04-27", "05-05", "05-06", "05-17")  # Christmas is a weekend in 2027.
}
CLOSED = {date(2027, 5, 7), date(2027, 12, 24), date(2027, 10, 29)}
AWAY = [("owner", "stranger", date(2027, 3, 22), date(2027, 4, 9)), ("stranger", "deputy", date(2027, 4, 1), date(2027, 4, 2)),
        ("coordinator", "admin", date(2027, 5, 3), date(2027, 5, 14))]  # fmt: skip
GROEN, WATER = 10, 5

# On which day at noon, to which idea, what happens. The clocks change on 28 March and on 31 October.
STORY = [
    ("2027-01-04", "kept", "submit", {}),
    ("2027-01-12", "kept", "decline", {}),
    ("2027-01-04", "late", "submit", {}),
    ("2027-02-01", "late", "take_up", {}),
    ("2027-03-15", "easter", "submit", {}),  # Ten working days over two free days, and the clock goes forward.
    ("2027-03-24", "easter", "ask", {}),
    ("2027-04-05", "easter", "answer_question", {}),  # Stood still over Easter and summer time.
    ("2027-04-20", "spring", "submit", {}),  # King's Day, 5 May, Ascension Day and the closed day after it.
    ("2027-04-29", "spring", "refer", {}),
    ("2027-05-10", "spring", "return_to_review", {}),
    ("2027-04-21", "may", "submit", {}),  # Late while the coordinator is away.
    ("2027-06-01", "moved", "submit", {}),
    ("2027-06-11", "moved", "hand_over", {}),  # A promise of its own, from then on.
    ("2027-06-16", "moved", "ask", {}),
    ("2027-06-20", "moved", "answer_question", {}),  # A Sunday.
    ("2027-06-23", "moved", "promising", {"date": date(2027, 9, 4)}),  # A Saturday.
    ("2027-09-08", "moved", "adopt", {"date": date(2027, 11, 1)}),  # The Monday after the clock goes back.
    ("2027-10-18", "autumn", "submit", {}),
    ("2027-10-22", "autumn", "ask", {}),
    ("2027-11-02", "autumn", "answer_question", {}),
    ("2027-11-08", "autumn", "not_now", {"date": date(2027, 12, 1)}),
    ("2027-12-01", "autumn", "wake", {}),
]
USUAL = {
    "decline": {"reason_code": "te_duur"},
    "adopt": {"project": "Bomen"},
    "refer": {"partner": "Bibliotheek", "partner_email": "balie@example.org", "message": "Kunt u helpen?"},
    "ask": {"question": "Waar precies?"},
    "answer_question": {"text": "Bij de school."},
}
WORDS = {"reason": "Dit past goed.", "next_step": "Wij bellen u."}
ANSWERS = {"decline", "promising", "adopt", "not_now"}


def works(day):
    return day.weekday() < 5 and day not in HOLIDAYS and day not in CLOSED


def days_after(day, number):
    while number:
        day += timedelta(days=1)
        number -= works(day)
    return day


def worked(after, until):
    return len([day for day in YEAR if after < day <= until and works(day)])


class Oracle:
    """What should be remembered of one idea."""

    def __init__(self):
        self.promised, self.stopped, self.handler, self.water = None, None, None, False

    def happens(self, verb, today, facts):
        if verb in {"submit", "wake", "hand_over"}:
            self.water = self.water or verb == "hand_over"
            self.promised = days_after(today, WATER if self.water else GROEN)
        elif verb in {"ask", "refer"}:
            self.stopped = today
        elif verb in {"answer_question", "return_to_review"}:
            self.promised, self.stopped = days_after(self.promised, worked(self.stopped, today)), None
        elif verb in ANSWERS:
            self.promised = facts["date"] if verb in {"promising", "adopt"} else None
        if verb == "hand_over":
            self.handler = None
        elif verb not in {"submit", "answer_question", "wake"}:
            self.handler = "owner2" if self.water else "owner"

    def step(self, today):
        if self.promised is None or self.stopped or not works(today):
            return None
        if today > self.promised:
            return "after"
        return {0: "at", 1: "before", 2: "before"}.get(worked(today, self.promised))

    def people(self, step, today):
        owner = "owner2" if self.water else "owner"
        deputies = ["owner"] if self.water else ["deputy"]
        groups = {"before": [self.handler or owner], "at": deputies or [owner], "after": ["coordinator"]}
        return sorted({self.there(one, today) for one in groups[step]})

    def there(self, person, today):
        for away, stand_in, first, last in AWAY:
            if away == person and first <= today <= last:
                return self.there(stand_in, today)
        return person


@pytest.fixture
def people(owner, deputy, stranger, coordinator, administrator, resident):
    cast = {"owner": owner, "deputy": deputy, "stranger": stranger, "coordinator": coordinator, "admin": administrator}
    return {**cast, "bloem": resident, "owner2": factories.make_official("owner2")}


@pytest.fixture
def town(people, programme, last_rule, time_machine):
    """Everything that is known before the year begins."""
    time_machine.move_to(datetime(2026, 12, 1, 12, tzinfo=TOWN), tick=False)
    water = factories.make_programme("water", owner=people["owner2"], deputies=[people["owner"]], promise_days=WATER)
    for day in sorted(CLOSED):
        close_day(day, name="Dicht", actor=people["coordinator"])
    for away, stand_in, first, last in AWAY:
        set_absence(people[away], stand_in=people[stand_in], first_day=first, last_day=last, actor=people[away])
    return {"water": water}


def act(name, verb, facts, ideas, people, town):
    """Through the real door, as who may."""
    if verb == "submit":
        ideas[name] = factories.make_idea(people["bloem"], title=f"Idee {name}")
        return
    idea = Idea.objects.select_related("programme").get(pk=ideas[name].pk)
    actor = {"answer_question": people["bloem"], "wake": None}.get(verb, idea.programme.owner)
    given = {**WORDS, **USUAL.get(verb, {}), **({"date": date(2027, 12, 31)} if verb == "decline" else {}), **facts}
    given |= {"programme": town["water"]} if verb == "hand_over" else {}
    if verb in {"answer_question", "ask", "wake"}:
        given = {key: value for key, value in given.items() if key not in WORDS}
    move_idea(idea, verb, actor=actor, **given)


def test_a_year_of_the_clock(people, town, time_machine):
    story = {}
    for day, name, verb, facts in STORY:
        story.setdefault(date.fromisoformat(day), []).append((name, verb, facts))
    ideas, oracles, expected, seen = {}, {}, [], set()

    def beat(moment):
        time_machine.move_to(moment, tick=False)
        remind_officials()
        today = moment.date()
        for name, oracle in oracles.items():
            step = oracle.step(today)
            if step and (name, oracle.promised, step) not in seen:
                seen.add((name, oracle.promised, step))
                expected.append(
                    (f"Idee {name}", today.isoformat(), oracle.promised.isoformat(), step, oracle.people(step, today))
                )

    for today in YEAR:
        beat(datetime(today.year, today.month, today.day, 0, 12, tzinfo=TOWN))
        time_machine.move_to(datetime(today.year, today.month, today.day, 12, tzinfo=TOWN), tick=False)
        for name, verb, facts in story.get(today, []):
            act(name, verb, facts, ideas, people, town)
            oracles.setdefault(name, Oracle()).happens(verb, today, facts)
            ideas[name].refresh_from_db()
            assert ideas[name].promised_on == oracles[name].promised, (today, name, verb)
        beat(datetime(today.year, today.month, today.day, 23, 48, tzinfo=TOWN))

    names = {person.pk: name for name, person in people.items()}
    days = {
        (row.idea_id, row.promised_on.isoformat(), row.step): row.reminded_at.astimezone(TOWN).date().isoformat()
        for row in Reminder.objects.all()
    }
    found = [
        (event.facts["title"], days[event.subject_id, event.facts["promised_on"], event.facts["step"]],
         event.facts["promised_on"], event.facts["step"], sorted(names[pk] for pk in event.facts["people"]))
        for event in Event.objects.filter(kind="idea.reminded")
    ]  # fmt: skip
    assert sorted(found) == sorted(expected)
    assert len(found) == len(days)
    assert ("Idee late", "2027-01-14", "2027-01-18", "before", ["owner"]) in found  # And one looked up by hand.
    assert {step for _title, _day, _promised, step, _people in found} == {"before", "at", "after"}
    assert {"stranger", "deputy", "admin", "owner2"} <= {one for *_rest, who in found for one in who}
