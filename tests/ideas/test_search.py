"""Search as people type it: stems, accents, phrases, title above text, and safe excerpts."""

import pytest

from ideas.models import Idea
from ideas.models.facets import Facets
from ideas.search import START, STOP, Search, excerpt, spans_of
from tests import factories


@pytest.fixture
def shelf(programme):
    make = factories.make_raw_idea
    make(programme, title="Meer bomen", problem="Het is warm.", proposal="Zet ze in de straat.")
    make(programme, title="Schaduw", problem="Er is geen boom te zien op het plein.", proposal="Doe iets.")
    make(programme, title="Café op het plein", problem="Geen plek om te zitten.", proposal="Een terras.")
    make(programme, title="Zitten", problem="De bank is stuk.", proposal="Een nieuwe bank op het oude plein.")


def found(words):
    page, count = Search(Idea.objects.public(), words, Facets()).page("rank")
    assert len(page.rows) == count
    return [idea.title for idea in page.rows]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("bomen", ["Meer bomen", "Schaduw"]),
        ("boom", ["Meer bomen", "Schaduw"]),
        ("BOMEN", ["Meer bomen", "Schaduw"]),
        ("cafe", ["Café op het plein"]),
        ("café", ["Café op het plein"]),
        ('"oude plein"', ["Zitten"]),
        ('"plein oude"', []),
        ("bomen warm", ["Meer bomen"]),
        ("bomen -warm", ["Schaduw"]),
        ('bomen -"het is warm"', ["Schaduw"]),
        ("plein -bomen -cafés", ["Zitten"]),
        ('plein "nieuwe bank', ["Zitten"]),
        ("bomen - warm", ["Meer bomen"]),
        ("bomen, warm!", ["Meer bomen"]),
        ("-bomen", ["Zitten", "Café op het plein"]),
        ("zebrapad", []),
        ("de", []),
        ('"', []),
        ('""', []),
        ('" "', []),
        ("-", []),
        ("'", []),
        ("\\", []),
        ("bomen:*", ["Meer bomen", "Schaduw"]),
        ("bo:*", []),
        ("(bomen", ["Meer bomen", "Schaduw"]),
        ("&|!():*'\\", []),
        ("a" * 500, []),
    ],
)
def test_what_is_found(shelf, words, titles):
    assert found(words) == titles


def test_a_word_in_the_title_goes_before_many_in_the_text(programme):
    factories.make_raw_idea(programme, title="Tekst", problem="fietspad " * 12, proposal="fietspad")
    factories.make_raw_idea(programme, title="Fietspad", problem="Warm.", proposal="Iets.")
    assert found("fietspad") == ["Fietspad", "Tekst"]


def test_the_excerpt_marks_words_with_their_accents_and_escapes_the_rest(client, programme):
    factories.make_raw_idea(programme, title="Drinken", problem="<b>Een</b> één café & <i>", proposal="Terras.")
    page = client.get("/ideeen/?q=cafe").content.decode()
    assert "&lt;b&gt;Een&lt;/b&gt; één <mark>café</mark> &amp; &lt;i&gt;" in page


@pytest.mark.parametrize(
    ("marked", "spans"),
    [
        ("", []),
        ("niets", []),
        (f"{START}een{STOP} twee", [(0, 3)]),
        (f"een {START}twee{STOP} {START}drie{STOP}", [(4, 8), (9, 13)]),
    ],
)
def test_where_the_marks_stand(marked, spans):
    assert spans_of(marked) == spans


def test_an_excerpt_of_a_long_text_lies_around_the_first_word():
    text = "woord " * 200 + "doel " + "woord " * 200
    piece = excerpt(text, text.replace("doel", f"{START}doel{STOP}"))
    assert "<mark>doel</mark>" in piece
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert len(piece) < 300
