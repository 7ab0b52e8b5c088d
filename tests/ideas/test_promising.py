"""The promise of an idea: given, kept with the idea, moved in sight of everybody, and told on its pages."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup

from ideas.actions.triage import move_idea
from ideas.models import Idea
from ideas.statuses import BALL, STANDS_STILL, Ball, Status
from participation.models import Event
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)  # A Monday.


@pytest.fixture(autouse=True)
def frozen(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.mark.parametrize(("theme_days", "days", "day"), [(None, 10, 16), (5, 5, 9), (20, 10, 16)])
def test_a_new_idea_carries_what_was_promised(resident, last_rule, theme_days, days, day):
    theme = factories.make_theme(promise_days=theme_days)
    idea = Idea.objects.get(pk=factories.make_idea(resident, theme=theme).pk)
    assert (idea.promised_on, idea.promised_days, idea.promised_at) == (date(2026, 3, day), days, NOW)


def test_another_programme_promises_anew_and_both_dates_stand_on_the_timeline(client, idea, owner, frozen):
    water = factories.make_programme("water", promise_days=3)
    frozen.move_to("2026-03-09 10:00 +0100", tick=False)
    move_idea(idea, "hand_over", actor=owner, programme=water, reason="Dit gaat over water.")
    facts = Event.objects.get(kind="idea.handed_over").facts
    assert (facts["promised_before"], facts["promised_on"]) == ("2026-03-16", "2026-03-12")
    idea.refresh_from_db()
    assert (idea.promised_on, idea.promised_days) == (date(2026, 3, 12), 3)
    page = BeautifulSoup(client.get(idea.get_absolute_url()).content, "html.parser").get_text(" ")
    assert "Eerder beloofd: 16 maart 2026" in " ".join(page.split())
    assert "Antwoord uiterlijk op: 12 maart 2026" in " ".join(page.split())


def test_a_theme_counts_with_the_new_programme_too(resident, last_rule, owner):
    idea = factories.make_idea(resident, theme=factories.make_theme(promise_days=2))
    move_idea(idea, "hand_over", actor=owner, programme=factories.make_programme("water"), reason="Water.")
    assert (idea.promised_on, idea.promised_days) == (date(2026, 3, 4), 2)


def test_standing_still_is_told_with_the_days_that_it_took(client, idea, owner, resident, frozen):
    move_idea(idea, "ask", actor=owner, question="Waar precies?")
    frozen.move_to("2026-03-06 20:00 +0100", tick=False)
    move_idea(idea, "answer_question", actor=resident, text="Bij de school.")
    facts = Event.objects.get(kind="idea.question_answered").facts
    assert (facts["stood_still"], facts["promised_before"], facts["promised_on"]) == (4, "2026-03-16", "2026-03-20")
    page = " ".join(BeautifulSoup(client.get(idea.get_absolute_url()).content, "html.parser").get_text(" ").split())
    assert "De klok stond stil: 4 werkdagen" in page
    idea.refresh_from_db()
    assert (idea.promised_days, idea.promised_at) == (10, NOW)


def test_answered_on_the_same_day_nothing_moves(idea, owner, resident):
    move_idea(idea, "ask", actor=owner, question="Waar precies?")
    move_idea(idea, "answer_question", actor=resident, text="Bij de school.")
    facts = Event.objects.get(kind="idea.question_answered").facts
    assert (facts["stood_still"], facts["promised_on"], "promised_before" in facts) == (0, "2026-03-16", False)


def test_a_chosen_date_is_not_told_as_a_promise_that_moved(client, idea, owner):
    move_idea(idea, "take_up", actor=owner, next_step="Wij kijken.")
    move_idea(idea, "promising", actor=owner, reason="Goed.", next_step="Wij bellen u.", date=date(2026, 4, 1))
    assert (idea.promised_on, idea.promised_days, idea.promised_at) == (date(2026, 4, 1), None, NOW)
    assert "Eerder beloofd" not in client.get(idea.get_absolute_url()).content.decode()


@pytest.mark.parametrize("status", Status)
def test_every_status_says_how_the_clock_stands(client, programme, resident, status):
    idea = factories.make_raw_idea(
        programme, status=status, author=resident, status_since=datetime(2026, 2, 26, 9, tzinfo=UTC),
        promised_on=date(2026, 2, 27), promised_days=1,
    )  # fmt: skip
    expected = {
        "26 februari 2026": True,
        "27 februari 2026 (1 werkdag)": BALL[status] != Ball.NOBODY,
        "Dit is te laat.": BALL[status] == Ball.PROGRAMME,
        "De klok staat stil sinds 26 februari 2026, omdat de gemeente wacht": status in STANDS_STILL,
        "12 maart 2026. Komt er voor die tijd geen antwoord?": status == Status.QUESTION,
        "12 maart 2026. Tot dan kan de partner": status == Status.REFERRED,
        str(idea.ball.label): True,
    }
    for path in (idea.get_absolute_url(), idea.get_status_url()):
        text = " ".join(BeautifulSoup(client.get(path).content, "html.parser").main.get_text(" ").split())
        found = {words: words in text for words in expected}
        assert found == {**expected, "26 februari 2026": found["26 februari 2026"]}
    assert "De klok staat stil" in client.get(idea.get_absolute_url()).content.decode() or status not in STANDS_STILL


def test_the_reads_of_the_desk(programme):
    make = factories.make_raw_idea
    days = [date(2026, 3, day) for day in (1, 2, 6, 9)]
    ideas = [make(programme, promised_on=day) for day in days]
    asked = make(programme, status=Status.QUESTION, promised_on=days[0])
    make(programme, status=Status.REALISED, promised_on=days[0])
    assert set(Idea.objects.due_by(days[2])) == set(ideas[:3])
    assert set(Idea.objects.due_between(days[1], days[3])) == set(ideas[1:3])
    assert list(Idea.objects.standing_still()) == [asked]


def test_the_desk_says_it_too(client, idea, owner):
    move_idea(idea, "ask", actor=owner, question="Waar precies?")
    assert "De klok staat stil" in sign_in(client, owner).get(idea.get_desk_url()).content.decode()
