"""Each sign is found where it is, and ordinary words of residents have none."""

import pytest

from ideas.comment_statuses import Sign
from ideas.spam import POINTS, blocked_word, has_link, score, signs_of

FOUND = [
    ("Zie https://a.nl en https://b.nl", []),
    ("https://a.nl https://b.nl www.c.nl", ["links"]),
    ("NIET DOEN! NIET DOEN! NIET DOEN! WAT EEN PLAN", ["capitals"]),
    ("NS en GGD, dat moet kunnen.", []),
    ("Jaaaaaaaaaaa!", ["repetition"]),
    ("koop koop koop koop koop", ["repetition"]),
    ("Nee......... ------- !!!", []),
    ("Bel mij op 06-12345678", ["personal"]),
    ("Bel +31 6 1234 5678", ["personal"]),
    ("Mail jan@voorbeeld.nl", ["personal"]),
    ("NL91 ABNA 0417 1643 00", ["personal"]),
    ("Het kost 1234567890 euro", []),
    ("Op 01-02-2026 om 12.00 uur, 2711 AB", []),
    ("Verdien snel geld verdienen met BITCOIN", ["sales"]),
    ("Het casinogebouw staat leeg", []),
    ("a\u202eb", ["hidden_signs"]),
    ("Ik fiets hier elke dag met mijn kinderen. Auto's rijden te hard.", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "signs"), FOUND)
def test_signs(text, signs):
    assert signs_of(text) == signs


def test_the_same_text_before_is_a_sign():
    assert signs_of("Hallo.", said_before=1) == ["copied"]


def test_every_sign_that_gives_points_is_tried_here():
    assert {sign for _text, signs in FOUND for sign in signs} | {"copied"} == set(POINTS)


def test_points_add_up():
    assert score([]) == 0
    assert score([Sign.CAPITALS, Sign.SALES]) == 5 == score([Sign.LINKS])


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Wat een Klojo.", ["klojo"], True),
        ("Wat een klójo!", ["KLOJO"], True),
        ("Wat een klojootje", ["klojo"], False),
        ("Ga toch - weg", ["ga toch weg"], True),
        ("Niets aan de hand", ["klojo", "ga weg"], False),
        ("Iets", [], False),
    ],
)
def test_blocked_words_are_whole_words(text, words, found):
    assert blocked_word(text, words) is found


@pytest.mark.parametrize(
    ("text", "found"), [("www.a.nl", True), ("HTTPS://A.NL", True), ("a.nl", False), ("www.", False)]
)
def test_links(text, found):
    assert has_link(text) is found
