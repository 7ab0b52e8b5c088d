"""Months of the audit log that had their time go, whole and in order, and whoever touches what is left is found."""

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, ProgrammingError, connection, transaction
from django.utils import timezone

from participation import audit
from participation.actions.close_audit import close_audit_month
from participation.audit import BEGINNING, record_read, verify
from participation.audit_closings import seal_of, verify_closed
from participation.errors import NotPossible
from participation.models import AuditClosing, AuditEntry, Destruction
from participation.reading import Reading
from participation.tasks import close_audit_months
from tests import factories
from tests.doors import sign_in
from tests.participation.audit_rows import tamper, write_at

REFUSED = (InternalError, ProgrammingError)
HERE = ZoneInfo("Europe/Amsterdam")


def on(year, month, day, hour=12):
    return datetime(year, month, day, hour, tzinfo=HERE)


def rows():
    return list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True))


def closed():
    return [(one.pk, one.month, one.first, one.last, one.rows) for one in AuditClosing.objects.order_by("pk")]


@pytest.fixture
def old():
    """Three rows of January, one of February and two of April 2015, and one of today."""
    moments = [
        on(2015, 1, 1, 0),
        on(2015, 1, 9),
        on(2015, 1, 31, 23),
        on(2015, 2, 1, 0),
        on(2015, 4, 2),
        on(2015, 4, 3),
    ]
    write_at(*moments, timezone.now())


@pytest.mark.django_db
def test_the_oldest_month_goes_and_leaves_where_the_chain_goes_on(old, capsys):
    first, last = AuditEntry.objects.get(pk=1), AuditEntry.objects.get(pk=3)
    closing = close_audit_month()
    assert closed() == [(1, date(2015, 1, 1), 1, 3, 3)]
    assert (bytes(closing.before), bytes(closing.after)) == (bytes(first.previous), bytes(last.hash))
    assert bytes(closing.seal) == seal_of(closing, BEGINNING)
    assert rows() == [4, 5, 6, 7, 8]
    told = AuditEntry.objects.get(pk=8)
    assert (told.who, told.kind, told.subject_id, told.reference) == (0, "audit.closed", 1, "2015-01")
    assert Destruction.objects.get(kind="participation.auditentry").count == 3
    call_command("verify_audit")
    assert capsys.readouterr().out.startswith("Whole: 8 rows, 3 of them in closed months. Head 8:")


@pytest.mark.django_db
def test_the_clock_closes_every_month_that_had_its_time_and_says_so(old, caplog):
    with caplog.at_level("INFO", logger="participation.tasks"):
        close_audit_months()
    assert [(number, month, count) for number, month, _first, _last, count in closed()] == [
        (1, date(2015, 1, 1), 3),
        (2, date(2015, 2, 1), 1),
        (3, date(2015, 4, 1), 2),
    ]
    seals = [bytes(one.seal).hex() for one in AuditClosing.objects.order_by("pk")]
    assert caplog.messages == [
        f"Audit month closed: {what} rows. Seal {seal}"
        for what, seal in zip(["2015-01: 3", "2015-02: 1", "2015-04: 2"], seals, strict=True)
    ]
    assert rows() == [7, 8, 9, 10]
    record_read(factories.make_official("later"), Reading.AUDIT)
    whole = verify(AuditEntry.objects.order_by("pk"), verify_closed(AuditClosing.objects.order_by("pk")))
    assert (whole.last, whole.broken) == (11, None)


@pytest.mark.django_db
def test_a_month_goes_when_the_term_has_passed_since_its_end_and_not_a_day_before(settings, capsys):
    ended = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    settings.TERMS = {**settings.TERMS, "KEEP_AUDIT_DAYS": 800}
    write_at(ended - timedelta(days=850), timezone.now())
    last_of_month = (timezone.localdate(AuditEntry.objects.get(pk=1).recorded_at).replace(day=1) + timedelta(31)).replace(day=1)  # fmt: skip
    passed = (timezone.localdate() - last_of_month).days
    settings.TERMS = {**settings.TERMS, "KEEP_AUDIT_DAYS": passed + 1}
    call_command("close_audit_month")
    assert (capsys.readouterr().out, closed()) == ("Nothing to close.\n", [])
    settings.TERMS = {**settings.TERMS, "KEEP_AUDIT_DAYS": passed}
    call_command("close_audit_month")
    assert capsys.readouterr().out.endswith(f": 1 rows. Seal {bytes(AuditClosing.objects.get().seal).hex()}\n")


@pytest.mark.django_db
def test_the_newest_month_stays_however_old_because_the_chain_goes_on_from_it():
    write_at(on(2015, 1, 1), on(2015, 1, 2))
    assert close_audit_month() is None
    assert rows() == [1, 2]


@pytest.mark.django_db
def test_an_empty_log_has_nothing_to_close():
    assert close_audit_month() is None


@pytest.mark.django_db
def test_a_clock_that_went_back_over_the_end_of_a_month_stops_nothing():
    write_at(on(2015, 1, 5), on(2015, 2, 1, 0), on(2015, 1, 31, 23), on(2015, 3, 1), timezone.now())
    close_audit_months()
    assert [(month, first, last) for _pk, month, first, last, _count in closed()] == [
        (date(2015, 1, 1), 1, 1),
        (date(2015, 2, 1), 2, 3),
        (date(2015, 3, 1), 4, 4),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "where",
    [
        "true",
        "id = 1",
        "id <= 2",
        "id <= 4",
        "id <= 6",
        "id IN (1, 3)",
        "id = 4",
        "id = 7",
        "id <= 3 OR id = 7",
    ],
)
def test_no_statement_removes_anything_but_exactly_the_oldest_month(old, where):
    with pytest.raises(REFUSED, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM participation_auditentry WHERE {where}")
    assert (rows(), closed()) == ([1, 2, 3, 4, 5, 6, 7], [])


@pytest.mark.django_db
def test_no_setting_makes_the_database_let_go_of_a_month_within_a_year(settings):
    write_at(timezone.now() - timedelta(days=340), timezone.now())
    settings.TERMS = {**settings.TERMS, "KEEP_AUDIT_DAYS": 1}
    with pytest.raises(REFUSED, match="only grows"), transaction.atomic():
        close_audit_month.__wrapped__()
    assert rows() == [1, 2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE participation_auditclosing SET last = last",
        "DELETE FROM participation_auditclosing",
        """INSERT INTO participation_auditclosing (id, month, first, last, before, after, closed_at, seal)
        VALUES (2, '2015-02-01', 4, 4, '', '', now(), '')""",
    ],
)
def test_a_closing_is_made_by_the_database_only_and_stays(old, sql):
    close_audit_month()
    before = closed()
    refused = pytest.raises(REFUSED, match="months of the audit log stay")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert closed() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DELETE FROM participation_auditclosing WHERE id = 1", "Closed month 1 is broken: closed month 1 is missing"),
        ("DELETE FROM participation_auditclosing WHERE id = 2", "Row 7 is broken: row 4 is missing|Row 5 is broken: row 4"),
        ("DELETE FROM participation_auditclosing", "Row 5 is broken: row 1 is missing"),
        ("UPDATE participation_auditclosing SET month = '2014-12-01' WHERE id = 1", "Closed month 1 is broken: it was changed"),
        ("UPDATE participation_auditclosing SET closed_at = now() + interval '1 s' WHERE id = 2", "Closed month 2 is broken: it was changed"),
        ("UPDATE participation_auditclosing SET last = 2 WHERE id = 1", "Closed month 1 is broken: it was changed"),
        ("UPDATE participation_auditclosing SET first = 2 WHERE id = 1", "Closed month 1 is broken: it does not follow"),
        ("UPDATE participation_auditclosing SET before = 'x' WHERE id = 2", "Closed month 2 is broken: it does not follow"),
        ("UPDATE participation_auditclosing SET after = sha256('x') WHERE id = 2", "Closed month 2 is broken: it was changed"),
        ("UPDATE participation_auditclosing SET seal = sha256('x') WHERE id = 1", "Closed month 1 is broken: it was changed"),
        ("DELETE FROM participation_auditentry WHERE id = 5", "Row 6 is broken: row 5 is missing"),
    ],
)  # fmt: skip
def test_what_is_left_of_a_month_and_was_touched_is_named(old, sql, said):
    close_audit_month()
    close_audit_month()
    call_command("verify_audit")
    tamper(sql)
    with pytest.raises(CommandError, match=said):
        call_command("verify_audit")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("month", date(2015, 3, 1), "another month was closed"),
        ("after", b"x" * 32, "it does not follow the row before"),
    ],
)
def test_a_newest_closing_with_a_seal_that_was_made_to_fit_is_found_all_the_same(old, column, value, said):
    close_audit_month()
    closing = close_audit_month()
    setattr(closing, column, value)
    seal = seal_of(closing, bytes(AuditClosing.objects.get(pk=1).seal))
    tamper(f"UPDATE participation_auditclosing SET {column} = %s, seal = %s WHERE id = 2", value, seal)
    with pytest.raises(CommandError, match=said):
        call_command("verify_audit")


@pytest.mark.django_db
@pytest.mark.parametrize("number", [2, 4])
def test_a_month_that_somebody_touched_is_proof_and_stays(old, number):
    tamper("UPDATE participation_auditentry SET who = 8, previous = 'x' WHERE id = %s", number)
    with pytest.raises(CommandError, match="niet heel"):
        call_command("close_audit_month")
    with pytest.raises(NotPossible):
        close_audit_months()
    assert (len(rows()), closed()) == (7, [])


@pytest.mark.django_db
def test_what_the_log_showed_of_the_last_row_of_a_month_is_compared_and_of_an_earlier_one_cannot_be(old, capsys):
    heads = {one.pk: f"{one.pk}:{bytes(one.hash).hex()}" for one in AuditEntry.objects.all()}
    close_audit_month()
    call_command("verify_audit", "--head", heads[3], "--head", heads[4])
    with pytest.raises(CommandError, match="Row 3 is broken: it is not the row"):
        call_command("verify_audit", "--head", f"3:{BEGINNING.hex()}")
    with pytest.raises(CommandError, match="Row 2 went with its month"):
        call_command("verify_audit", "--head", heads[2])
    assert audit.head().startswith("8:")


@pytest.mark.django_db
def test_the_log_says_that_it_was_the_system(client, administrator, old):
    close_audit_month()
    page = sign_in(client, administrator).get("/werkplek/logboek/").content.decode()
    assert "Maand van het logboek gesloten" in page
    assert "Het systeem" in page
    assert "2015-01" in page


@pytest.mark.django_db(transaction=True)
def test_two_that_close_at_once_close_one_month():
    moments = [on(2015, 1, 1), on(2015, 1, 2), on(2015, 2, 1), timezone.now()]
    write_at(*moments)
    start, gave = threading.Barrier(2), []

    def work():
        try:
            start.wait(20)
            gave.append(close_audit_month())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    months = [month for _pk, month, *_rest in closed()]
    assert months in ([date(2015, 1, 1)], [date(2015, 1, 1), date(2015, 2, 1)])
    assert len(gave) == 2
    call_command("verify_audit")


@pytest.mark.django_db(transaction=True)
def test_a_crash_after_the_rows_went_leaves_them_all(monkeypatch):
    write_at(on(2015, 1, 1), on(2015, 1, 2), timezone.now())

    def crash(*_):
        raise RuntimeError

    monkeypatch.setattr("participation.actions.close_audit.note", crash)
    with pytest.raises(RuntimeError):
        close_audit_month()
    assert (rows(), closed()) == ([1, 2, 3], [])
    call_command("verify_audit")
