import pytest

from ideas.readability import MOST_WORDS, TOWN_HALL_WORDS, objections


def words(count):
    return " ".join(["een"] * count)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", []),
        ("Dit past goed. Wij bellen u.", []),
        (words(25) + ".", []),
        (words(25) + ". " + words(25) + "! " + words(25) + "? " + words(25), []),
        (words(25) + "\n" + words(25), []),
        (words(26) + ".", ["Maak deze zin korter (26 woorden): “een een een een een een …”"]),
        ("Wij bellen u derhalve.", ["Schrijf “daarom” in plaats van “derhalve”."]),
        ("INDIEN het regent, indien.", ["Schrijf “als” in plaats van “indien”."]),
        ("Bovenindien en indienen mag.", []),
        (
            "Derhalve " + words(26),
            [
                "Maak deze zin korter (27 woorden): “Derhalve een een een een een …”",
                "Schrijf “daarom” in plaats van “derhalve”.",
            ],
        ),
    ],
)
def test_objections(text, advice):
    assert objections(text) == advice


def test_every_word_of_the_list_has_a_plain_one():
    for word, plain in TOWN_HALL_WORDS.items():
        assert objections(f"Wij doen dit {word} graag.") == [f"Schrijf “{plain}” in plaats van “{word}”."]
        assert objections(plain) == []
    assert MOST_WORDS == 25
