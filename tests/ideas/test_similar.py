"""Ideas that are like a text: which, in what order, and never one's own or what is hidden."""

import uuid

import pytest
from django.db import connection

from ideas import similar
from ideas.actions.vocabulary import count_words
from ideas.models import Idea, Synonyms
from ideas.similar import Written, distance, similar_ideas
from ideas.statuses import Visibility
from ideas.vocabulary import KEEPER
from tests import factories

OTHERS = [
    "Meer bankjes in het Wilhelminapark", "Zebrapad bij de school", "Fietspad langs de dijk verbreden", "Buurtfeest op het plein",
    "Minder lawaai van het vliegveld", "Zonnepanelen op het gemeentehuis", "Gratis zwemles voor kinderen", "Snoei de heg",
]  # fmt: skip


@pytest.fixture
def shelf(programme):
    for title in OTHERS:
        factories.make_raw_idea(programme, title=title, problem="Er is iets.", proposal="Doe iets.")
    Synonyms.objects.all().delete()
    Synonyms.objects.create(words=["bankje", "zitplek"])
    count_words()
    KEEPER.forget()


def titles(written, **options):
    found = similar_ideas(written, **options)
    rows = Idea.objects.in_bulk([one.pk for one in found])
    return [rows[one.pk].title for one in found]


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("Bankjes in het park", "Meer bankjes in het Wilhelminapark"),
        ("Een bankje bij het Wilhelminapark", "Meer bankjes in het Wilhelminapark"),
        ("Zitplekken in het park", "Meer bankjes in het Wilhelminapark"),
        ("Fiets pad langs de dijk", "Fietspad langs de dijk verbreden"),
        ("Fietspaden zijn te smal", "Fietspad langs de dijk verbreden"),
        ("Zwemlesen", "Gratis zwemles voor kinderen"),
        ("ZEBRAPAD!", "Zebrapad bij de school"),
    ],
)
def test_it_is_recognised_in_other_words(shelf, title, first):
    assert titles(Written(title=title))[:1] == [first]


@pytest.mark.parametrize("title", ["Ruimtevaart", "de het een", "", "!!!", "12345", "' | & ! \\ :*"])
def test_what_is_like_nothing_finds_nothing(shelf, title):
    assert titles(Written(title=title)) == []


def test_the_text_counts_too(shelf):
    assert titles(Written(title="Een plan", problem="De heg is te hoog.", proposal="Snoei hem."))[:1] == [
        "Snoei de heg"
    ]


def test_own_and_hidden_ideas_and_the_very_same_are_left_out(shelf, programme, resident):
    key = uuid.uuid4()
    for fields in (
        {"author": resident},
        {"client_key": key},
        {"visibility": Visibility.HIDDEN},
        {"visibility": Visibility.HELD},
    ):
        factories.make_raw_idea(programme, title="Ruimtevaart", problem="", proposal="", **fields)
    shown = factories.make_raw_idea(programme, title="Ruimtevaart in de wijk", problem="", proposal="")
    found = similar_ideas(Written(title="Ruimtevaart"), author=resident.pk, client_key=key)
    assert [one.pk for one in found] == [shown.pk]


def test_withdrawn_ideas_are_left_out_and_merged_ones_lead_to_where_they_went(shelf, programme):
    target = factories.make_raw_idea(programme, title="Iets anders", problem="", proposal="")
    factories.make_raw_idea(programme, title="Ruimtevaart", status="withdrawn")
    for _ in range(2):
        factories.make_raw_idea(
            programme, title="Ruimtevaart", status="merged", merged_into=target, status_before_merge="received"
        )
    assert [one.pk for one in similar_ideas(Written(title="Ruimtevaart"))] == [target.pk]


def test_at_most_five_and_the_nearest_place_first(programme):
    far = [factories.make_raw_idea(programme, title="Meer bankjes", longitude=4.6, latitude=52.1) for _ in range(5)]
    near = factories.make_raw_idea(programme, title="Meer bankjes", longitude=4.5001, latitude=52.05)
    found = similar_ideas(Written(title="Meer bankjes", longitude=4.5, latitude=52.05))
    assert [one.pk for one in found] == [near.pk, *(idea.pk for idea in reversed(far[1:]))]


def test_the_same_area_and_theme_go_before_others(programme):
    area, theme = factories.make_area(), factories.make_theme()
    make = factories.make_raw_idea
    ideas = [
        make(programme, title="Meer bankjes", **fields)
        for fields in ({}, {"theme": theme}, {"area": area}, {"area": area, "theme": theme})
    ]
    found = similar_ideas(Written(title="Meer bankjes", area=area.pk, theme=theme.pk))
    assert [one.pk for one in found] == [idea.pk for idea in reversed(ideas)]


@pytest.mark.parametrize("number", [1, 30])
def test_one_statement_however_many_there_are(programme, number, django_assert_num_queries):
    for _ in range(number):
        factories.make_raw_idea(programme, title="Meer bankjes")
    Synonyms.objects.all().delete()
    Synonyms.objects.create(words=["bankje", "zitplek"])
    count_words()
    KEEPER.forget()
    similar_ideas(Written(title="Meer"))
    with django_assert_num_queries(1):
        assert len(similar_ideas(Written(title="Meer bankjes", problem="Nergens zitten"))) == min(5, number)


def test_common_words_are_asked_for_in_pairs_so_that_no_query_leads_to_too_many_rows(programme, monkeypatch):
    monkeypatch.setattr(similar, "MOST_FOUND", 12)
    monkeypatch.setattr(similar, "TOGETHER", 1)
    for number in range(40):
        factories.make_raw_idea(
            programme,
            title=f"{'boom' if number % 2 else 'plein'} {'straat' if number % 3 else 'weg'}",
            problem="",
            proposal="",
        )
    both = factories.make_raw_idea(programme, title="plein zeldzaam boom", problem="", proposal="")
    Synonyms.objects.all().delete()
    Synonyms.objects.create(words=["bankje", "zitplek"])
    count_words()
    KEEPER.forget()
    seen = []
    with connection.execute_wrapper(
        lambda execute, sql, params, many, context: (seen.append(params), execute(sql, params, many, context))[1]
    ):
        assert similar_ideas(Written(title="boom plein"))[0].pk == both.pk
        assert similar_ideas(Written(title="zeldzaam boom plein"))[0].pk == both.pk
    conditions = [params[0] for params in seen if params]
    assert conditions[0].count(" & ") == 1
    assert conditions[1].startswith("('zeldzaam'")


def test_metres_between_two_points():
    assert round(distance(4.5, 52.0, 4.5, 52.01)) == 1112
    assert distance(4.5, 52.0, 4.5, 52.0) == 0
