"""Every combination of filters finds what a plain reading of the ideas finds, and counts what each choice leads to."""

import itertools

import pytest
from django.http import QueryDict
from django.utils import timezone

from ideas import counts
from ideas.counts import FACETS, counts_of
from ideas.filters import IdeaFilter
from ideas.finding import found, newest_of, page_for
from ideas.models import Idea
from ideas.statuses import Status, Visibility
from ideas.vocabulary import lexicon
from tests import factories

CHOICES = {
    "thema": ["", "bomen", "water"],
    "gebied": ["", "WK01", "BU09"],
    "programma": ["", "groen"],
    "status": ["", "received", "adopted"],
    "indiener": ["", "inwoner", "organisatie"],
    "antwoord": ["", "ja", "nee"],
}
QUERIES = [
    "&".join(f"{name}={value}" for name, value in zip(CHOICES, values, strict=True) if value)
    for values in itertools.product(*CHOICES.values())
]


@pytest.fixture
def every(programme):
    """An idea of each kind; every seventh is hidden."""
    other, company = factories.make_programme("water"), factories.make_organisation()
    district = factories.make_area("WK01", "Centrum", kind="wijk")
    areas = [factories.make_area("BU01", "Dorp", parent=district), factories.make_area("BU09", "Verweg"), None]
    themes = [factories.make_theme("bomen"), factories.make_theme("water"), None]
    kinds = itertools.product(
        themes, [district, *areas], [programme, other], [None, company], [Status.RECEIVED, Status.ADOPTED]
    )
    for number, (theme, area, its, organisation, status) in enumerate(kinds):
        factories.make_raw_idea(
            its, theme=theme, area=area, organisation=organisation, status=status,
            answered_at=timezone.now() if status == Status.ADOPTED and number % 3 else None,
            visibility=Visibility.HIDDEN if number % 7 == 0 else Visibility.PUBLIC,
        )  # fmt: skip
    return list(Idea.objects.select_related("theme", "area__parent", "programme"))


def value_of(idea, name):
    """What `idea` has for a parameter of the address; of an area also the district."""
    if name == "gebied":
        return {place.code for place in (idea.area, idea.area and idea.area.parent) if place}
    values = {
        "thema": idea.theme and idea.theme.slug,
        "programma": idea.programme.slug,
        "status": idea.status,
        "indiener": "organisatie" if idea.organisation_id else "inwoner",
        "antwoord": "ja" if idea.answered_at else "nee",
    }
    return {values[name]}


def plainly(ideas, query):
    chosen = QueryDict(query)
    return {
        idea.pk
        for idea in ideas
        if idea.visibility == Visibility.PUBLIC and all(chosen[name] in value_of(idea, name) for name in chosen)
    }


def test_every_combination_finds_what_it_says(every):
    assert len(QUERIES) == 486
    for query in QUERIES:
        assert set(found(QueryDict(query)).values_list("pk", flat=True)) == plainly(every, query), query


@pytest.mark.parametrize(
    "query", ["", "thema=bomen", "thema=bomen&status=adopted", "gebied=WK01&antwoord=nee", "indiener=organisatie"]
)
@pytest.mark.parametrize("words", ["", "bomen"])
def test_a_figure_is_the_length_of_the_list_behind_it(every, query, words):
    chosen = IdeaFilter.of(QueryDict(f"{query}&q={words}"))
    counted = counts_of(chosen.words, chosen.facets)
    assert set(counted) == set(FACETS)
    for parameter, facet in (("thema", "theme"), ("programma", "programme"), ("status", "status")):
        rest = QueryDict(query).copy()
        rest.pop(parameter, None)
        for key, column in (("bomen", "theme__slug"), ("groen", "programme__slug"), ("adopted", "status")):
            if column.startswith(facet):
                its = Idea.objects.filter(**{column: key})
                value = its.values_list(facet, flat=True)[0]
                assert counted[facet].get(value, 0) == len(plainly(its, rest.urlencode()))


def test_beside_too_many_ideas_stand_no_figures(every, monkeypatch):
    monkeypatch.setattr(counts, "MOST", 40)
    themes = IdeaFilter.of(QueryDict("thema=bomen&status=adopted")).facets
    counted = counts_of("", themes)
    assert set(counted) == set(FACETS) - {"theme"}  # Adopted ideas are more than forty, those of one theme are not.
    assert set(counts_of("", IdeaFilter.of(QueryDict("")).facets)) == set(FACETS)


def test_figures_are_one_statement(every, django_assert_num_queries):
    facets = IdeaFilter.of(QueryDict("gebied=WK01&thema=bomen&antwoord=nee")).facets
    lexicon()  # What a process knows of words, it knows for a minute.
    with django_assert_num_queries(1):
        counts_of("", facets)
    with django_assert_num_queries(1):
        counts_of("bomen", facets)


def near(metres, latitude=52.06, longitude=4.49):
    return f"lat={latitude}&lon={longitude}&straal={metres}"


@pytest.mark.parametrize(
    ("metres", "titles"),
    [
        (250, {"Hier"}),
        (500, {"Hier", "Noord"}),
        (1000, {"Hier", "Noord", "Oost"}),
        (5000, {"Hier", "Noord", "Oost", "Schuin"}),
    ],
)
def test_near_is_a_circle_in_metres(programme, metres, titles):
    a_metre = 1 / 111_195
    places = {
        "Hier": (0, 0),
        "Noord": (499, 0),
        "Oost": (0, 990),
        "Schuin": (1010, 10),
        "Hoek": (3700, 3700),  # In the square around the circle of 5 km, and not in the circle.
    }
    for title, (north, east) in places.items():
        factories.make_raw_idea(
            programme, title=title, latitude=52.06 + north * a_metre, longitude=4.49 + east * a_metre / 0.6148
        )
    factories.make_raw_idea(programme, title="Nergens")
    factories.make_raw_idea(programme, title="Geheim", latitude=52.06, longitude=4.49, visibility=Visibility.HELD)
    assert {idea.title for idea in found(QueryDict(near(metres)))} == titles
    assert {idea.title for idea in found(QueryDict(f"{near(metres)}&q=bomen"))} == titles


@pytest.mark.parametrize("latitude", [90, -90, 0])
@pytest.mark.parametrize("longitude", [180, -180])
def test_the_ends_of_the_world_are_no_error(programme, latitude, longitude):
    assert not found(QueryDict(near(5000, latitude, longitude)))


def test_the_newest_are_in_order_with_their_texts(every, django_assert_num_queries):
    chosen = IdeaFilter.of(QueryDict("thema=bomen&sorteer=steun"))
    with django_assert_num_queries(2):
        newest = newest_of(chosen)
        assert [idea.problem for idea in newest] == ["Warm."] * len(newest)
    assert newest == list(found(QueryDict("thema=bomen")).order_by("-submitted_at", "-pk")[:20])


@pytest.mark.parametrize(
    "query", ["", "q=bomen", "sorteer=populair", "sorteer=steun-nodig", "sorteer=willekeurig&loting=5"]
)
def test_a_page_does_not_ask_again_for_each_row(every, django_assert_max_num_queries, query):
    chosen = IdeaFilter.of(QueryDict(query))
    with django_assert_max_num_queries(3):
        page, _count = page_for(chosen)
        assert [(row.title, row.theme, row.area) for row in page.rows]
