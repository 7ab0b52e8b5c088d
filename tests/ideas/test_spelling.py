import pytest

from ideas import spelling
from ideas.spelling import corrected, nearest
from ideas.vocabulary import build

WORDS = {"speelplek": 30, "speelplekken": 4, "spiegel": 2, "fietspad": 12, "boom": 40, "boot": 2, "bankje": 8, "veiligheid": 5,
         "straat": 50, "straatt": 1, "plein": 9, "klein": 30}  # fmt: skip
KNOWN = build(
    [*((word, word.removesuffix("ken"), count) for word, count in WORDS.items()), ("worden", "", 90)], ideas=100
)


@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        ("speelpek", "speelplek"),
        ("sppelplek", "speelplek"),
        ("speeplekk", "speelplek"),
        ("SPEELPEK", "speelplek"),
        ("speelplek", ""),
        ("fietpad", "fietspad"),
        ("fitespad bij de boom", "fietspad bij de boom"),
        ("een fietpda, graag", "een fietspad, graag"),
        ("speel pleken", "speelplekken"),
        ("meer speel pleken nu", "meer speelplekken nu"),
        ("straatt", "straat"),
        ("plein", ""),
        ("worde", ""),
        ("vieligheid", "veiligheid"),
        ("xyzzy", ""),
        ("bom", ""),
        ('"speelpek"', ""),
        ("-speelpek", "-speelplek"),
        ("fietpad1", ""),
        ("", ""),
        ("a" * 500, ""),
    ],
)
def test_what_is_proposed(words, proposed):
    assert corrected(words, KNOWN) == proposed


def test_of_two_that_are_as_near_the_common_one_comes_first():
    assert nearest("boos", KNOWN) == ("boom", "boot")


def test_what_was_looked_up_is_remembered_within_bounds(monkeypatch):
    monkeypatch.setattr(spelling, "MOST_REMEMBERED", 2)
    known = build([("boom", "boom", 3)], ideas=3)
    for word in ("boon", "bool", "boor"):
        assert nearest(word, known) == ("boom",)
    assert known.nearest == {"boor": ("boom",)}


def test_nobody_knows_anything_without_words():
    assert corrected("speelpek", build([])) == ""
