"""The spelling of texts: forms and compounds of any language, rare pieces above common ones."""

import pytest

from ideas.folding import pieces_of
from ideas.pieces import TITLE, Spelled, counted
from ideas.vocabulary import Lexicon, build

COUNTS = {"leikkipuisto": 3, "leikkipuiston": 2, "puisto": 40, "puiston": 30, "koirapuisto": 2, "lautta": 1, "meri": 5}
KNOWN = build([(word, word, count) for word, count in COUNTS.items()], ideas=50)


def score(one, other, known=KNOWN):
    return Spelled(counted(one, ""), known).likeness(counted(other, ""))


def test_pieces_have_the_ends_of_a_word():
    assert pieces_of("puisto") == {" pui", "puis", "uist", "isto", "sto "}
    assert pieces_of("de") == {" de "}


def test_a_repeated_word_counts_little_more_one_in_the_title_much_and_small_words_nothing():
    words = counted("Meri", "meri meri puisto de het")
    assert list(words) == ["meri", "puisto"]
    assert words["meri"] == pytest.approx(1.693 + TITLE, abs=0.001)
    assert words["puisto"] == 1.0


@pytest.mark.parametrize(
    ("one", "better", "worse"),
    [
        ("leikkipuisto", "leikkipuisto", "leikkipuiston"),
        ("leikkipuistossa", "leikkipuiston", "koirapuisto"),
        ("leikkipuisto", "leikki", "puisto"),
        ("koirapuistojen", "koirapuisto", "puisto"),
        ("puisto", "puiston", "meri"),
        ("meri puisto", "meri", "puisto"),
    ],
)
def test_what_is_spelled_more_alike(one, better, worse):
    assert score(one, better) > score(one, worse)


def test_the_same_text_is_about_one_and_another_nothing():
    assert score("koirapuisto meri", "koirapuisto meri") == pytest.approx(1.0, abs=0.05)
    assert (score("lautta", "meri"), score("", "meri"), score("meri", ""), score("de", "het")) == (0, 0, 0, 0)


def test_without_any_known_word_all_pieces_weigh_the_same():
    assert score("lautta", "lauttaa", Lexicon()) > 0.6


def test_what_is_remembered_is_bounded_by_the_known_words():
    known = build([("meri", "meri", 5)], ideas=50)
    score("meri tuntematon", "meri outo sana", known)
    assert set(known.sizes) == {"meri"}
