"""The stored search text: Dutch stems, accents folded, title above text, never behind its row."""

import pytest
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F

from ideas.folding import fold
from ideas.models import Idea
from tests import factories

pytestmark = pytest.mark.django_db


def lexemes(idea):
    return Idea.objects.values_list("search", flat=True).get(pk=idea.pk)


def test_weights_stems_and_accents(programme):
    idea = factories.make_raw_idea(programme, title="Twee Cafés", problem="De bomen", proposal="op het plein")
    assert lexemes(idea) == "'bom':4C 'cafes':2A 'plein':7C 'twee':1A"


def test_it_follows_the_row(programme):
    idea = factories.make_raw_idea(programme, title="Bomen", problem="", proposal="")
    Idea.objects.filter(pk=idea.pk).update(title="Bankjes")
    assert lexemes(idea) == "'bankjes':1A"


@pytest.mark.parametrize(
    ("asked", "found"),
    [("boom", True), ("bomen", True), ("BOMEN", True), ("cafés", True), ("cafes", True), ("fietsen", False)],
)
def test_what_finds_it(programme, asked, found):
    factories.make_raw_idea(programme, title="Cafés", problem="Meer bomen", proposal="")
    assert Idea.objects.filter(search=SearchQuery(fold(asked), config="dutch")).exists() is found


def test_the_title_counts_more_than_the_text(programme):
    text = factories.make_raw_idea(programme, title="Warm", problem="bomen bomen", proposal="bomen")
    title = factories.make_raw_idea(programme, title="Bomen", problem="Warm", proposal="")
    query = SearchQuery("bomen", config="dutch")
    ranked = Idea.objects.filter(search=query).order_by(SearchRank(F("search"), query).desc())
    assert list(ranked) == [title, text]
