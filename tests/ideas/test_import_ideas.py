import csv
import functools
import json

import pytest
from django.core.management import CommandError
from django.utils import timezone

from ideas.models import Idea, ReferenceCounter, RoutingRule
from participation.models import Event, Theme
from tests import factories
from tests.ideas.import_files import take, total, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path, last_rule):
    """Writes a file of ideas; the municipality can take them."""
    return functools.partial(write, tmp_path)


def test_what_was_refused_and_repaired_stands_in_the_report_in_full(file, tmp_path):
    factories.make_theme()
    long_title = "Een heel lange titel die " + "maar doorgaat en " * 10
    path = file(
        "id,titel,tekst,thema,datum,lat,lon,stemmen\n"
        "1,,leeg,,,,,\n"
        f"2,{long_title},De rest,Bomen,,,,\n"
        "3,Bank,,Ratten,gisteren,99,4,veel\n"
        "4,Boom\n"
        "5,\u202eraar\u202c,,,,,,\n"
    )
    report = tmp_path / "report.csv"
    lines = take(path, report=report)
    with report.open(encoding="utf-8-sig", newline="") as found:
        rows = list(csv.DictReader(found))
    short = Idea.objects.get(source_reference="2").title
    why = [
        "theme 'Ratten' is not known here and left out",
        "point '99 / 4' left out",
        "support count 'veel' counted as 0",
        "date 'gisteren' not understood; the day of the import stands instead",
    ]
    assert [tuple(row.values()) for row in rows] == [
        ("2", "refused", "", "", "has no title"),
        ("5", "refused", "", "", "has 2 columns where the header has 8"),
        ("3", "repaired", "2", short, "title of 194 characters shortened; it stands whole in the text"),
        ("4", "repaired", "3", "Bank", "; ".join(why)),
        ("6", "repaired", "5", "raar", "invisible characters removed"),
    ]
    assert lines[-1] == total(new=3, repaired=3, refused=2)
    assert len(short) <= 120
    assert Idea.objects.get(source_reference="2").proposal == f"{long_title.strip()}\n\nDe rest"


def test_a_dry_run_shows_everything_and_changes_nothing(file):
    factories.make_theme()
    path = file('Titel;Tekst;Rubriek;Stemmen\nBank;"Hier\nstaan";Bomen;3\n;x;;\nPad;;Water;\n', encoding="cp1252")
    assert take(path, "--dry-run", "--create-themes") == [
        "plannen.csv: CSV, semicolon, utf-8, 4 columns",
        "  reference  <- (nothing)",
        "  source     <- (nothing)",
        "  title      <- Titel",
        "  text       <- Tekst",
        "  problem    <- (nothing)",
        "  proposal   <- (nothing)",
        "  theme      <- Rubriek",
        "  place      <- (nothing)",
        "  latitude   <- (nothing)",
        "  longitude  <- (nothing)",
        "  support    <- Stemmen",
        "  date       <- (nothing)",
        f"  line 2: Bank | Hier staan | Bomen | - | 3 | {timezone.localdate()}",
        "  line 4: refused: has no title",
        f"  line 5: Pad |  | Water (new) | - | 0 | {timezone.localdate()}",
        "line 4: refused: has no title",
        total(new=2, refused=1),
        "Dry run: nothing was changed.",
    ]
    assert not Idea.objects.exists()
    assert not Event.objects.exists()
    assert not ReferenceCounter.objects.exists()
    assert list(Theme.objects.values_list("slug", flat=True)) == ["bomen"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "leeg.csv"),
        (bytes(range(256)) * 50, "binair.csv"),
        (b"PK\x03\x04" + bytes(500), "plannen.xlsx"),
        ("bedrag,stemmen\n1,2\n", "geen_titel.csv"),
        ("[]", "lijst.json"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_ends_with_one_clear_message(file, content, name):
    path = file(content, name)
    with pytest.raises(CommandError) as raised:
        take(path)
    assert str(raised.value).startswith(f"{path}: ")
    assert raised.value.returncode == 1
    assert not Idea.objects.exists()


@pytest.mark.parametrize(
    "options", [{"batch": 0}, {"delimiter": "ab"}, {"column": ["title"]}, {"column": ["kop=Titel"]}]
)
def test_an_option_that_cannot_be_gets_a_clear_message(file, options):
    with pytest.raises(CommandError):
        take(file("titel\nBank\n"), **options)


def test_without_a_last_rule_nothing_is_lost(file):
    path = file("titel\nBank\n")
    RoutingRule.objects.all().delete()
    with pytest.raises(CommandError, match="No routing rule catches all ideas"):
        take(path)
    assert not Idea.objects.exists()


def test_nasty_rows_are_refused_or_repaired_and_the_others_stored(file):
    rows = [
        {"id": "1", "title": "Bank\x00 bij\x07 het pad"},
        {"id": "2", "title": "Half een emoji \ud83d"},
        {"id": "3", "title": "\u202eegnarO\u202c bank"},
        {"id": "4", "title": "Lang", "text": "x " * 60_000},
        {"id": "5", "title": "<script>alert(1)</script>"},
        {"id": "6" * 400, "title": "Lang kenmerk"},
        {
            "id": "7",
            "title": "'; DROP TABLE ideas_idea; --",
            "date": "9" * 4000,
            "votes": "1e999",
            "lat": "NaN",
            "lon": "4",
        },
        {"id": "8", "title": ["een", "lijst"], "text": {"diep": {"dieper": 1}}},
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    assert take(file(lines, "nasty.jsonl"))[-1] == total(new=6, repaired=5, refused=2)
    assert sorted(Idea.objects.values_list("title", flat=True)) == sorted(
        [
            "Bank bij het pad",
            "Half een emoji \ufffd",
            "egnarO bank",
            "Lang kenmerk",
            "'; DROP TABLE ideas_idea; --",
            "een lijst",
        ]
    )
