import pytest
from django.db import connection

from ideas.folding import PAIRS, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Cafés", "cafes"),
        ("ÉÉN", "een"),
        ("IJsselstraße", "ijsselstraße"),
        ("Œuvre", "œuvre"),
        ("Şişli", "sisli"),
        ("İzmir", "izmir"),
        ("Foto’s", "foto's"),
        ("“bomen” – € 5…", " bomen      5 "),
        ("bomen🌳", "bomen "),
        ("你好, м²", "你好, м "),
        ("", ""),
    ],
)
def test_accents_go_and_the_length_stays(text, folded):
    assert fold(text) == folded
    assert len(fold(text)) == len(text)


def test_every_mark_stands_once_and_becomes_one_plain_character():
    marks = "".join(PAIRS)
    assert len(marks) == len(set(marks)) == len(marks.upper())
    assert set(PAIRS.values()) <= set("abcdefghijklmnopqrstuvwxyz'")


@pytest.mark.django_db
def test_the_database_folds_in_the_same_way():
    parts = ((0x20, 0x7F), (0xA0, 0x180), (0x218, 0x21C), (0x2B0, 0x2C0), (0x2000, 0x2C00), (0x3000, 0x3040),
             (0xFE00, 0xFE10), (0x1F000, 0x1FB00))  # fmt: skip
    letters = [chr(code) for first, last in parts for code in range(first, last)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT letter, inbreng_fold(letter) FROM unnest(%s::text[]) AS letter", [letters])
        assert {letter: folded for letter, folded in cursor.fetchall() if folded != fold(letter)} == {}
