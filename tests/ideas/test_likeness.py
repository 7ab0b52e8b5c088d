import pytest

from ideas.likeness import MOST_UNITS, Question, related, units_of
from ideas.vocabulary import build

COUNTS = {"bankjes": 10, "bankje": 5, "zitplek": 3, "park": 30, "fietspad": 4, "fiets": 8, "pad": 6, "ouderen": 7, "wip": 1,
          "leikkipuisto": 2, "leikkipuiston": 2}  # fmt: skip
KNOWN = build(
    [(word, {"bankje": "bankj", "bankjes": "bankj"}.get(word, word), count) for word, count in COUNTS.items()],
    [[("bankje", "bankj"), ("zitplek", "zitplek")]],
    ideas=100,
)


def score(one, other):
    return Question(one, "", KNOWN).likeness(other, "")


def test_rare_words_weigh_most_and_lead():
    assert [unit.word for unit in units_of("een park met fietspad", "zitplek", KNOWN)] == [
        "fietspad",
        "zitplek",
        "park",
    ]


@pytest.mark.parametrize(
    ("one", "better", "worse"),
    [
        ("bankje park", "bankjes park", "ouderen park"),
        ("bankje park", "bankjes", "park"),
        ("bankje", "bankjes", "zitplek"),
        ("bankje", "zitplek", "ouderen"),
        ("fietspad", "fiets pad", "ouderen"),
        ("leikkipuisto", "leikkipuiston", "ouderen"),
        ("fietspda", "fietspad", "fiets"),
    ],
)
def test_what_is_closer(one, better, worse):
    assert score(one, better) > score(one, worse)


@pytest.mark.parametrize(
    ("one", "other"), [("", "bankje"), ("bankje", ""), ("de het", "de het"), ("bankje", "ouderen")]
)
def test_nothing_in_common(one, other):
    assert score(one, other) == 0.0


def test_a_word_in_the_title_is_worth_more_than_one_in_the_text_and_a_long_text_is_held_back():
    compare = Question("bankje", "", KNOWN).likeness
    assert (
        compare("bankje", "fiets") > compare("fiets", "bankje") > compare("fiets", "bankje park fietspad ouderen wip")
    )


def test_related_words_begin_alike():
    assert [word for word, _closeness in related("leikkipuistossa", KNOWN)] == ["leikkipuisto", "leikkipuiston"]
    assert related("wip", KNOWN) == []


def test_a_very_long_text_costs_no_more_than_its_weightiest_words():
    assert (
        len(
            units_of(
                "",
                " ".join("".join(chr(97 + (number // 26**place) % 26) for place in range(4)) for number in range(5000)),
                KNOWN,
            )
        )
        == MOST_UNITS
    )
