import pytest

from ideas.inflection import forms_of


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("cafe", ["cafe", "cafes"]),
        ("cafes", ["cafes", "cafe", "cafesen", "cafessen"]),
        ("auto's", ["auto's", "auto"]),
        ("idee", ["idee", "idees", "ideeen"]),
        ("ideeen", ["ideeen", "idee"]),
        ("brug", ["brug", "bruggen"]),
        ("bruggen", ["bruggen", "bruggennen", "brug"]),
        ("snelle", ["snelle", "snelles", "snel"]),
        ("huis", ["huis", "huisen", "huizen"]),
        ("halve", ["halve", "halves", "half"]),
        ("kinderen", ["kinderen", "kinderennen", "kind"]),
        ("binnenstad", ["binnenstad", "binnensteden"]),
        ("huis?", ["huis?", "huisen", "huizen"]),
        ("straat", ["straat"]),
        ("", []),
        ("?", ["?"]),
    ],
)
def test_what_another_form_may_be(word, forms):
    assert forms_of(word) == forms
