"""How programmes keep their promise: the figures of a year, against counting by hand."""

import random
import statistics
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from ideas.models import Answer
from ideas.programme_figures import ALL, FEWEST, Figures, this_year, year_until
from ideas.statuses import Status, Visibility
from participation.calendar import working_calendar
from participation.models import ClosedDay
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 11, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def frozen(time_machine):
    cache.clear()
    time_machine.move_to(NOW, tick=False)


def idea(programme, came, *answered, **fields):
    """An idea that came so many days ago, with answers so many days ago."""
    moments = [NOW - timedelta(days=days) for days in answered]
    fields = {"submitted_at": NOW - timedelta(days=came), "answered_at": max(moments, default=None), **fields}
    made = factories.make_raw_idea(programme, **fields)
    for moment in moments:
        Answer.objects.create(
            idea=made, decision="promising", reason="Ja.", next_step="Wij bellen.", date=TODAY, given_at=moment
        )
    return made


def of(programme):
    return this_year().of(programme.pk)


def test_what_counts_and_what_does_not(programme):
    water = factories.make_programme("water")
    yesterday = TODAY - timedelta(days=1)
    idea(programme, 364)  # The first day of the year.
    idea(programme, 365)  # One too early: it waits, and was not received in this year.
    idea(programme, 400, 390, 30)  # Answered again in this year, and first before it.
    idea(programme, 400, 30, status=Status.ADOPTED, promised_on=yesterday)
    idea(programme, 30, 20, 10, status=Status.DECLINED)
    idea(programme, 30, status=Status.QUESTION, promised_on=yesterday)  # The clock stands still.
    idea(programme, 30, status=Status.IN_REVIEW, promised_on=TODAY)
    idea(programme, 30, status=Status.IN_REVIEW, promised_on=yesterday)
    idea(programme, 30, status=Status.REALISED, answered_at=NOW - timedelta(days=3))  # Without an answer in four parts.
    for visibility in (Visibility.HIDDEN, Visibility.HELD):
        idea(programme, 30, 20, visibility=visibility, status=Status.IN_REVIEW, promised_on=yesterday)
    idea(programme, 30, 20, source="Stad", source_reference="1", status=Status.IN_REVIEW, promised_on=yesterday)
    idea(water, 3)
    assert of(programme) == Figures(received=6, waiting=5, late=2, answered=3)
    assert of(water) == Figures(received=1, waiting=1)
    assert this_year().of(ALL) == Figures(received=7, waiting=6, late=2, answered=3)
    assert this_year().of(999_999) == Figures()
    assert (this_year().first, this_year().last) == (date(2025, 11, 21), TODAY)


def test_how_fast_in_working_days_as_counted_one_by_one(programme):
    ClosedDay.objects.create(day="2026-05-15", name="Brug")
    water, chance, spans = factories.make_programme("water"), random.Random(3), {}
    for number in range(90):
        which = (programme, water)[number % 3 == 0]
        answered = chance.randrange(1, 360)
        came = answered + chance.randrange(0, 500 if number % 10 == 0 else 60)
        made = idea(which, came, answered, status=Status.PROMISING)
        first, last = (timezone.localdate(moment) for moment in (made.submitted_at, made.answered_at))
        spans.setdefault(which.pk, []).append(working_calendar().between(first, last))
    spans[ALL] = [days for found in spans.values() for days in found]
    year = year_until(TODAY)
    for key, days in spans.items():
        ordered = sorted(days)
        slow = ordered[-(-len(ordered) * 9 // 10) - 1]  # The first that nine of ten do not pass.
        assert (year.of(key).median, year.of(key).slow) == (statistics.median_low(ordered), slow)
        assert year.of(key).answered == len(days)


def test_too_few_answers_say_no_speed(programme):
    for _ in range(FEWEST - 1):
        idea(programme, 20, 10, status=Status.PROMISING)
    assert (of(programme).answered, of(programme).median) == (FEWEST - 1, None)
    idea(programme, 20, 10, status=Status.PROMISING)
    cache.clear()
    assert (of(programme).answered, of(programme).median) == (FEWEST, 7)


def test_the_day_is_amsterdams(programme, time_machine):
    """From a quarter to midnight on Monday to a quarter past it on Wednesday is two working days, in winter too."""
    for _ in range(FEWEST):
        made = factories.make_raw_idea(
            programme,
            submitted_at=datetime(2026, 11, 9, 22, 45, tzinfo=UTC),
            answered_at=datetime(2026, 11, 10, 23, 15, tzinfo=UTC),
        )
        Answer.objects.create(
            idea=made, decision="promising", reason="Ja.", next_step="Wij.", date=TODAY, given_at=made.answered_at
        )
    assert of(programme).median == 2


def test_one_statement_however_many_programmes_and_it_is_kept(programme, django_assert_num_queries):
    year_until(TODAY)
    for number in range(10):
        idea(factories.make_programme(f"p{number}"), 20, 10)
    with django_assert_num_queries(1):
        year_until(TODAY)
    this_year()
    assert this_year().of(ALL).received == 10
    idea(programme, 1)
    assert this_year().of(ALL).received == 10


def test_the_pages_say_it_in_words_and_in_a_table(client, programme):
    for _ in range(FEWEST):
        idea(programme, 20, 10, status=Status.PROMISING, promised_on=TODAY - timedelta(days=2))
    page = client.get("/programmas/groen/").content.decode()
    for words in (
        "Van 21 november 2025 tot en met 20 november 2026 kreeg Team Groen 5 ideeën en gaf 5 keer een eerste antwoord.",
        "De helft daarvan kwam binnen 7 werkdagen.",
        "9 van de 10 kwamen binnen 7 werkdagen.",
        "Nu zijn 5 antwoorden te laat.",
    ):
        assert words in page
    overview = client.get("/programmas/").content.decode()
    assert overview.count("<tr>") == 3  # The head, the programme, and all together.
    assert "Cijfers per programma" in overview


def test_an_empty_town_has_pages_too(client, programme):
    assert "kreeg Team Groen 0 ideeën" in client.get("/programmas/groen/").content.decode()
    assert "Nu is geen enkel antwoord te laat." in client.get("/programmas/groen/").content.decode()
    assert client.get("/programmas/").status_code == 200


def test_a_theme_that_goes_faster_stands_on_the_page(client, programme):
    factories.make_theme("afval", name="Afval", promise_days=5)
    factories.make_theme("water", name="Water", promise_days=30)
    page = client.get("/programmas/groen/").content.decode()
    assert ("Afval binnen 5 werkdagen" in page, "Water binnen" in page) == (True, False)


@pytest.mark.parametrize("path", ["/programmas/", "/programmas/groen/"])
def test_the_pages_cost_the_same_for_one_and_for_thirty(client, programme, path, django_assert_max_num_queries):
    client.get(path)
    for number in range(30):
        idea(factories.make_programme(f"p{number}"), 20, 10)
    with django_assert_max_num_queries(8):
        client.get(path)
