from datetime import UTC, datetime

import pytest
from django.utils import timezone

from ideas.importing.cleaning import LONGEST_TEXT, clean_count, clean_line, clean_name, clean_point, clean_text, shorten
from ideas.importing.dates import parse_moment
from ideas.importing.errors import Refused

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("<p>Eerste alinea.</p><p>Tweede &amp; derde.</p>", "Eerste alinea.\n\nTweede & derde."),
        ("Regel een<br/>regel twee<BR>drie", "Regel een\nregel twee\ndrie"),
        ("<ul><li>bomen</li><li>banken</li></ul>", "- bomen\n\n- banken"),
        ("<script>alert(1)</script><b onclick='x()'>Vet</b> <a href='x'>link</a>", "Vet link"),
        ("&lt;p&gt;Dubbel&lt;/p&gt;", "Dubbel"),
        ("5 &lt; 6 en 7 > 6, ik <3 bomen", "5 < 6 en 7 > 6, ik <3 bomen"),
        ("AT&T en R&D; caf&eacute; &#8364;5 &euro;6", "AT&T en R&D; café €5 €6"),
        ("Een\r\n\r\n\r\n\r\ntwee\rdrie\u2028vier  vijf\u00a0zes", "Een\n\ntwee\ndrie\nvier vijf zes"),
        ("<div>Open <b>en nooit dicht", "Open en nooit dicht"),
        ("cafe\u0301", "café"),
        ("👩‍🔧 helpt", "👩‍🔧 helpt"),
    ],
)
def test_text_is_plain_and_keeps_its_paragraphs(raw, clean):
    repairs = []
    assert (clean_text(raw, repairs), repairs) == (clean, [])


@pytest.mark.parametrize(
    ("raw", "clean", "repair"),
    [
        ("Ba\0nk\x07", "Bank", "invisible characters removed"),
        ("\u202eknaB\u202c \u200fhier\ufeff", "knaB hier", "invisible characters removed"),
        ("Bank " + chr(0xD83D), "Bank \ufffd", "unreadable characters stand as \ufffd"),
        ("Bank \ufffd", "Bank \ufffd", "unreadable characters stand as \ufffd"),
    ],
)
def test_what_cannot_be_shown_is_removed_and_said(raw, clean, repair):
    repairs = []
    assert (clean_text(raw, repairs), repairs) == (clean, [repair])


def test_a_text_that_search_could_not_hold_is_refused():
    with pytest.raises(Refused):
        clean_text("x" * (LONGEST_TEXT + 1), [])


@pytest.mark.parametrize("nasty", [" " * 400_000, "<" * 400_000, "&" * 400_000, "<p " * 100_000, "\n" * 400_000])
def test_texts_that_patterns_could_choke_on_take_no_time(nasty):
    started = timezone.now()
    assert len(clean_text(nasty[:LONGEST_TEXT], [])) <= LONGEST_TEXT
    assert (timezone.now() - started).total_seconds() < 5


def test_lines_and_names():
    assert clean_line(" Bank\n in  het <b>park</b> ", []) == "Bank in het park"
    assert [clean_name(name, []) for name in ("nan", " NULL ", "n.v.t.", "-", "Groen ")] == ["", "", "", "", "Groen"]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Bank", "Bank"),
        ("Een bank in het park", "Een bank in…"),
        ("Onoverzichtelijkheid", "Onoverzichtel…"),
    ],
)
def test_shortening_cuts_between_words(text, short):
    assert shorten(text, 14) == short


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ("12", 12),
        (" 1.234 ", 1234),
        ("1,234,567", 1234567),
        ("12.0", 12),
        ("1 234", 1234),
        ("+7", 7),
        ("", 0),
        ("nan", 0),
    ],
)
def test_counts_as_people_write_them(raw, count):
    repairs = []
    assert (clean_count(raw, repairs), repairs) == (count, [])


@pytest.mark.parametrize("raw", ["-3", "veel", "12.5", "99999999999", "3000000000", "²"])
def test_what_is_no_count_is_zero_and_said(raw):
    repairs = []
    assert (clean_count(raw, repairs), repairs) == (0, [f"support count {raw!r} counted as 0"])


@pytest.mark.parametrize(
    ("latitude", "longitude", "point"),
    [("52,05", "4,49", (4.49, 52.05)), ("-33.9", "18.4", (18.4, -33.9)), ("", "", None), ("nan", "NaN", None)],
)
def test_points(latitude, longitude, point):
    repairs = []
    assert (clean_point(latitude, longitude, repairs), repairs) == (point, [])


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("52", ""), ("0", "0.0"), ("91", "4"), ("52", "181"), ("noord", "4"), ("inf", "4")]
)
def test_impossible_points_are_left_out_and_said(latitude, longitude):
    repairs = []
    assert clean_point(latitude, longitude, repairs) is None
    assert repairs == [f"point {f'{latitude} / {longitude}'!r} left out"]


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("2019-12-31", "2019-12-31T12:00:00+01:00"),
        ("31-12-2019", "2019-12-31T12:00:00+01:00"),
        ("1/7/2019", "2019-07-01T12:00:00+02:00"),
        ("31.12.2019 8.05", "2019-12-31T08:05:00+01:00"),
        ("12/31/2019", "2019-12-31T12:00:00+01:00"),
        ("2019/07/01 14:30:15", "2019-07-01T14:30:15+02:00"),
        ("01-07-2019 02:30 PM", "2019-07-01T14:30:00+02:00"),
        ("2019-07-01T14:30:00Z", "2019-07-01T16:30:00+02:00"),
        ("2019-07-01 14:30:00+03:00", "2019-07-01T13:30:00+02:00"),
        ("2019-07-01T14:30:00.123456", "2019-07-01T14:30:00.123456+02:00"),
        ("20190701", "2019-07-01T12:00:00+02:00"),
        ("2019", "2019-01-01T12:00:00+01:00"),
        ("2019.0", "2019-01-01T12:00:00+01:00"),
        ("2019-07", "2019-07-01T12:00:00+02:00"),
        ("1561984200", "2019-07-01T14:30:00+02:00"),
        ("1561984200000", "2019-07-01T14:30:00+02:00"),
        ("12 maart 2019", "2019-03-12T12:00:00+01:00"),
        ("dinsdag 12 maart 2019, 14:30", "2019-03-12T14:30:00+01:00"),
        ("maandag 1 april 2019", "2019-04-01T12:00:00+02:00"),
        ("12 mrt. 2019", "2019-03-12T12:00:00+01:00"),
        ("March 12, 2019", "2019-03-12T12:00:00+01:00"),
        ("12. März 2019", "2019-03-12T12:00:00+01:00"),
        ("maanantai 4. marraskuuta 2019", "2019-11-04T12:00:00+01:00"),
        ("martes, 12 de abril de 2016", "2016-04-12T12:00:00+02:00"),
        ("12 października 2019", "2019-10-12T12:00:00+02:00"),
        ("mei 2019", "2019-05-01T12:00:00+02:00"),
        ("Mon, 01 Jul 2019 14:30:00 +0000", "2019-07-01T14:30:00+02:00"),
        ("1-3-2026", "2026-03-01T10:00:00+01:00"),
    ],
)
def test_moments_as_people_and_systems_write_them(raw, moment):
    found = parse_moment(raw, NOW)
    assert found is not None
    assert found == datetime.fromisoformat(moment)
    assert timezone.is_aware(found)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "gisteren",
        "31-02-2019",
        "12 foo 2019",
        "2027-01-01",
        "0001-01-01",
        "1850",
        "12345",
        "9999999999999",
        "1" * 500,
    ],
)
def test_what_is_no_moment_is_none(raw):
    assert parse_moment(raw, NOW) is None
