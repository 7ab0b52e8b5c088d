"""Authors change their words until others go by them, and add to them afterwards; nobody else does either."""

import pytest
from django.test import Client

from ideas.actions.edit import ADDING, WORDS, add_to_idea, edit_idea
from ideas.actions.support import support_idea, withdraw_support
from ideas.actions.triage import move_idea
from ideas.models import Idea
from ideas.models.facets import Facets
from ideas.search import Search
from ideas.statuses import ENDED, Status
from participation.errors import Incomplete, NotAllowed, NotPossible, TooMany
from participation.models import Event
from tests import factories
from tests.doors import sign_in
from tests.journeys.people import Visitor

pytestmark = pytest.mark.django_db
FRESH = {"title": "Meer schaduw", "problem": "Te warm.", "proposal": "Zet linden neer."}


def edit(idea, actor, seen=None, **words):
    return edit_idea(idea, {**FRESH, **words}, actor=actor, seen=idea.wording_mark if seen is None else seen)


def news(kind):
    return [event.facts for event in Event.objects.filter(kind=f"idea.{kind}")]


def test_what_changed_is_told_and_not_what_stood_there(idea, resident):
    edit(idea, resident, problem=idea.problem)
    stored = Idea.objects.get()
    assert {name: getattr(stored, name) for name in WORDS} == {**FRESH, "problem": idea.problem}
    assert news("edited") == [{"reference": idea.reference, "title": "Meer schaduw", "changed": ["title", "proposal"]}]
    found, _count = Search(Idea.objects.public().for_cards("problem", "proposal"), "linden", Facets()).page("rank", "")
    assert [row.pk for row in found.rows] == [idea.pk]


def test_nothing_changed_is_no_news(idea, resident):
    edit_idea(
        idea, {name: f" \u202e{getattr(idea, name)}\r\n" for name in WORDS}, actor=resident, seen=idea.wording_mark
    )
    assert news("edited") == []


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("supports", [0, 1])
def test_until_when_an_author_edits_and_from_when_they_add(programme, resident, status, supports):
    idea = factories.make_raw_idea(programme, author=resident, status=status, support_count=supports)
    may_edit = not supports and status in {"received", "in_review", "question"}
    may_add = not may_edit and status not in ENDED
    for may, act in (
        (may_edit, lambda: edit(idea, resident)),
        (may_add, lambda: add_to_idea(idea, actor=resident, text="Ook een bank.")),
    ):
        if may:
            act()
        else:
            with pytest.raises((NotAllowed, NotPossible)):
                act()
    assert (len(news("edited")), len(news("added"))) == (may_edit, may_add)


def test_nobody_else_edits_or_adds(idea, neighbour, owner, coordinator):
    support_idea(idea, actor=neighbour)
    for person in (neighbour, owner, coordinator):
        with pytest.raises(NotAllowed):
            edit(idea, person)
        with pytest.raises(NotAllowed):
            add_to_idea(idea, actor=person, text="Gekaapt.")
    assert Idea.objects.get().title == idea.title


def test_support_that_came_meanwhile_stops_it_and_goes_as_it_goes(idea, resident, neighbour):
    support_idea(Idea.objects.get(), actor=neighbour)
    with pytest.raises(NotPossible, match="gesteund of beantwoord"):
        edit(idea, resident)
    withdraw_support(Idea.objects.get(), actor=neighbour)
    edit(idea, resident)


def test_an_answer_stops_it(idea, resident, owner):
    move_idea(idea, "take_up", actor=owner, next_step="Wij kijken.")
    edit(idea, resident)
    Idea.objects.update(answered_at=idea.submitted_at)
    with pytest.raises(NotPossible):
        edit(Idea.objects.get(), resident, title="Nog een keer")


def test_two_tabs_do_not_undo_each_other(idea, resident):
    seen = idea.wording_mark
    edit(idea, resident, seen, title="Eerste titel")
    with pytest.raises(NotPossible, match="in een ander venster"):
        edit(idea, resident, seen, title="Tweede titel")
    assert Idea.objects.get().title == "Eerste titel"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("title", " "),
        ("title", "\u202e"),
        ("problem", ""),
        ("proposal", "\n"),
        ("title", "a" * 121),
        ("problem", "a" * 5001),
    ],
)
def test_what_is_missing_or_too_long(idea, resident, name, text):
    with pytest.raises(Incomplete) as refusal:
        edit(idea, resident, **{name: text})
    assert refusal.value.field == name


def test_additions_are_bounded(idea, resident, neighbour):
    support_idea(idea, actor=neighbour)
    for number in range(ADDING.size):
        add_to_idea(idea, actor=resident, text=f"Nummer {number}")
    with pytest.raises(TooMany):
        add_to_idea(idea, actor=resident, text="Te veel")
    for text in ("", " ", "a" * 5001):
        with pytest.raises(Incomplete):
            add_to_idea(idea, actor=resident, text=text)
    assert len(news("added")) == ADDING.size


def test_by_hand(idea, resident, neighbour):
    author = Visitor(sign_in(Client(), resident)).open(f"{idea.get_absolute_url()}wijzigen/")
    author.press("Bewaar de verandering", status=422, title="", problem="Bel 06-12345678.")
    assert "Geef uw idee een titel." in author.error_beside("title")
    author.press("Bewaar de verandering", title="Meer schaduw")
    assert "Let op" in author.text
    assert "“06-12345678”: Dit is een telefoonnummer." in author.text
    assert "De indiener veranderde de tekst." in Visitor().open(idea.get_absolute_url()).text
    support_idea(Idea.objects.get(), actor=neighbour)
    author.open(f"{idea.get_absolute_url()}wijzigen/")
    assert author.path == f"{idea.get_absolute_url()}aanvullen/"
    author.press("Voeg toe", status=422, text="")
    author.press("Voeg toe", text="<script>Ook een bank.</script>")
    page = Visitor().open(idea.get_absolute_url())
    assert "<script>Ook een bank.</script>" in page.text
    assert "Ook een bank.</script>" not in page.response.content.decode()


@pytest.mark.parametrize("address", ["wijzigen", "aanvullen", "bericht", "statuslink", "mede-indieners"])
def test_the_author_s_pages_are_not_there_for_others(client, idea, neighbour, owner, address):
    for person in (neighbour, owner):
        response = sign_in(client, person).post(f"{idea.get_absolute_url()}{address}/", {**FRESH, "text": "x"})
        assert response.status_code == 404
