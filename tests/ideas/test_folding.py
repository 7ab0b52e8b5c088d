import pytest
from django.db import connection

from ideas.folding import ACCENTED, PLAIN, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Cafés", "cafes"),
        ("ÉÉN", "een"),
        ("IJsselstraße", "ijsselstraße"),
        ("Œuvre", "œuvre"),
        ("Şişli", "sisli"),
        ("", ""),
    ],
)
def test_accents_go_and_the_length_stays(text, folded):
    assert fold(text) == folded
    assert len(fold(text)) == len(text)


def test_every_accent_has_one_plain_letter():
    assert len(ACCENTED) == len(PLAIN) == len(set(ACCENTED))
    assert set(PLAIN) <= set("abcdefghijklmnopqrstuvwxyz")


@pytest.mark.django_db
def test_the_database_folds_in_the_same_way():
    letters = [chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C))]
    with connection.cursor() as cursor:
        cursor.execute("SELECT letter, inbreng_fold(letter) FROM unnest(%s::text[]) AS letter", [letters])
        assert {letter: folded for letter, folded in cursor.fetchall() if folded != fold(letter)} == {}
