import pytest

from ideas.importing.errors import Unreadable
from ideas.importing.mapping import FIELDS, Wishes, choose_columns, parse_pairs, read_wishes


def chosen(header, wishes=None):
    return {name: column for name, column in choose_columns(header, wishes or {}).describe() if column}


@pytest.mark.parametrize(
    ("header", "guess"),
    [
        (
            ["id", "title", "body", "category", "votes", "lat", "lon", "created_at"],
            {
                "reference": "id", "title": "title", "text": "body", "theme": "category", "support": "votes",
                "latitude": "lat", "longitude": "lon", "date": "created_at",
            },
        ),
        (
            ["Kenmerk", "Titel", "Probleem", "Oplossing", "Thema", "Wijk", "Aantal stemmen", "Datum"],
            {
                "reference": "Kenmerk", "title": "Titel", "problem": "Probleem", "proposal": "Oplossing",
                "theme": "Thema", "place": "Wijk", "support": "Aantal stemmen", "date": "Datum",
            },
        ),
        (
            ["Nummer", "Betreff", "Beschreibung", "Kategorie", "Stadtteil", "Stimmen", "Jahr"],
            {
                "reference": "Nummer", "title": "Betreff", "text": "Beschreibung", "theme": "Kategorie",
                "place": "Stadtteil", "support": "Stimmen", "date": "Jahr",
            },
        ),
        (
            ["Tunniste", "Otsikko", "Kuvaus", "Teema", "Kaupunginosa", "Äänet", "Päivämäärä"],
            {
                "reference": "Tunniste", "title": "Otsikko", "text": "Kuvaus", "theme": "Teema",
                "place": "Kaupunginosa", "support": "Äänet", "date": "Päivämäärä",
            },
        ),
        (
            ["Título", "Descripción", "Categoría", "Distrito", "Votos", "Fecha"],
            {
                "title": "Título", "text": "Descripción", "theme": "Categoría", "place": "Distrito",
                "support": "Votos", "date": "Fecha",
            },
        ),
        (
            ["Tytuł", "Opis", "Kategoria", "Dzielnica", "Głosy", "Data"],
            {
                "title": "Tytuł", "text": "Opis", "theme": "Kategoria", "place": "Dzielnica", "support": "Głosy",
                "date": "Data",
            },
        ),
    ],
)  # fmt: skip
def test_columns_are_guessed_in_six_languages(header, guess):
    assert chosen(header) == guess


def test_wishes_go_before_guesses_and_a_column_serves_once():
    header = ["id", "round", "title", "name"]
    assert chosen(header, {"reference": "round+id", "title": "name"}) == {"reference": "round + id", "title": "name"}
    assert chosen(header, {"reference": ""}) == {"title": "title"}


def test_joined_columns_leave_out_what_is_empty():
    columns = choose_columns(["a+b", "a", "b"], {"title": "a+b", "text": "a + b", "reference": "a+b"})
    row = {"a+b": "whole", "a": "first", "b": " "}
    assert [columns.value(row, name) for name in ("title", "text", "reference", "place")] == [
        "whole",
        "first",
        "whole",
        "",
    ]


@pytest.mark.parametrize(
    ("header", "wishes", "message"),
    [
        (["id", "votes"], {}, "No column looks like a title. The file has: id, votes."),
        (["titel"], {"colour": "titel"}, "'colour' is no field of an idea."),
        (["titel"], {"text": "body"}, "The file has no column 'body'. It has: titel."),
    ],
)
def test_a_mapping_that_cannot_be_gets_a_clear_message(header, wishes, message):
    with pytest.raises(Unreadable) as raised:
        choose_columns(header, wishes)
    assert message in str(raised.value)


def test_pairs_are_field_and_column():
    assert parse_pairs(["title=Titel = kop", " text = Tekst "]) == {"title": "Titel = kop", "text": "Tekst"}
    with pytest.raises(Unreadable):
        parse_pairs(["title"])


def test_a_mapping_file_says_everything(tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_text('source = "Stad"\nencoding = "cp1252"\n[columns]\ntitle = "Kop"\n[themes]\nRatten = "Afval"\n')
    assert read_wishes(path) == Wishes({"title": "Kop"}, {"Ratten": "Afval"}, "Stad", "cp1252", "")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("title = ", "is no TOML"),
        ('title = "Kop"', "says 'title'. Known are: columns, themes, source, encoding, delimiter."),
        ("[columns]\ntitle = 1", "'columns' must hold texts only"),
        ('columns = "title"', "'columns' must be a table"),
        (None, "cannot be opened"),
    ],
)
def test_a_mapping_file_that_is_not_good_gets_a_clear_message(tmp_path, content, message):
    path = tmp_path / "mapping.toml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(Unreadable) as raised:
        read_wishes(path)
    assert message in str(raised.value)


def test_every_field_can_be_wished_for():
    assert chosen(list(FIELDS), {name: name for name in FIELDS}) == {name: name for name in FIELDS}
