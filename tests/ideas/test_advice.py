"""Advice on what people write: warnings first, in their own words, a few at most."""

from ideas.advice import LONGEST_QUOTE, MOST_PIECES, Advice, advise, warnings_about

LONG = " ".join(["woord"] * 30) + "."


def test_warnings_come_before_what_is_hard_to_read():
    assert [(one.words, one.is_warning) for one in advise({"title": "Derhalve", "problem": "Mail a@example.org."})] == [
        ("a@example.org", True), ("Derhalve", False),
    ]  # fmt: skip


def test_a_long_sentence_is_quoted_in_part():
    (one,) = advise({"problem": " ".join(["lang" * 8] * 30)})
    assert len(one.words) <= LONGEST_QUOTE + 2
    assert one.words.endswith(" …")
    assert one.message == "Deze zin is lang (30 woorden). Maak er twee zinnen van."


def test_the_same_twice_is_said_once_and_there_is_no_lecture():
    assert advise({"a": "indien", "b": "indien"}) == [Advice("indien", "Schrijf liever “als”. Dat begrijpt iedereen.")]
    assert len(advise({"a": " ".join(f"{n}@example.org" for n in range(20))})) == MOST_PIECES


def test_plain_text_gets_no_advice():
    assert advise({"problem": "Het is hier te warm.", "title": ""}) == []
    assert warnings_about(f"{LONG} Derhalve.") == []
