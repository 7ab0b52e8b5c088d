"""The audit log only grows, its chain shows who touched it, and a change writes itself down."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from participation import audit, journal
from participation.audit import BEGINNING, Seen, hash_of, record_read, verify
from participation.models import AuditEntry, User
from participation.reading import Reading
from participation.tasks import log_audit_head
from tests import factories
from tests.doors import sign_in
from tests.participation.audit_rows import tamper

REFUSED = (InternalError, ProgrammingError)
NASTY = "x'; DROP--\u202e<b>"


def rows():
    return list(AuditEntry.objects.order_by("pk"))


def commit():
    """What the database leaves to the end of a transaction, now."""
    connection.check_constraints()


@pytest.fixture
def five(administrator, resident):
    for number in range(5):
        record_read(administrator, Reading.PERSON, Seen(resident, about=resident.pk, reference=f"2026-0000{number}"))
    return rows()


@pytest.mark.django_db
def test_a_look_is_one_statement(administrator, resident, django_assert_num_queries):
    with django_assert_num_queries(1):
        record_read(administrator, Reading.PERSON, Seen(resident, about=resident.pk), Seen(administrator))
    said = [(one.who, one.kind, one.subject_type, one.subject_id, one.about, one.told_in) for one in rows()]
    assert said == [
        (administrator.pk, "read.person", "participation.user", resident.pk, resident.pk, None),
        (administrator.pk, "read.person", "participation.user", administrator.pk, None, None),
    ]


@pytest.mark.django_db
def test_rows_are_numbered_and_each_holds_the_hash_of_the_one_before(five):
    assert [one.pk for one in five] == [1, 2, 3, 4, 5]
    assert [bytes(one.previous) for one in five] == [BEGINNING, *(bytes(one.hash) for one in five[:-1])]
    assert [bytes(one.hash) for one in five] == [hash_of(one) for one in five]
    assert verify(five) == audit.Verified(5, bytes(five[-1].hash))


@pytest.mark.django_db
def test_what_is_given_for_number_and_hash_counts_for_nothing(administrator, five):
    AuditEntry.objects.create(pk=1, who=administrator.pk, kind=NASTY, reference=NASTY, previous=b"a", hash=b"b")
    assert [one.pk for one in rows()] == [1, 2, 3, 4, 5, 6]
    assert verify(rows()).broken is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE participation_auditentry SET who = 1",
        "UPDATE participation_auditentry SET who = 1 WHERE false",
        "DELETE FROM participation_auditentry",
        # Whoever gives the number of a row that is there, in the hope that it is put over it.
        """INSERT INTO participation_auditentry (id, who, kind, subject_type, reference, recorded_at, previous, hash)
        VALUES (1, 1, 'x', '', '', now(), '', '') ON CONFLICT (id) DO UPDATE SET who = 9""",
        "TRUNCATE participation_auditentry",
    ],
)
def test_the_owner_of_the_table_cannot_change_remove_or_empty(five, sql):
    with connection.cursor() as cursor:  # The tests themselves need it off: see `django_db_setup`.
        cursor.execute("ALTER TABLE participation_auditentry ENABLE ALWAYS TRIGGER audit_is_not_emptied")
    with pytest.raises(REFUSED, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE participation_auditentry DISABLE TRIGGER audit_is_not_emptied")
    assert rows() == five


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "broken", "why"),
    [
        ("UPDATE participation_auditentry SET who = who + 1 WHERE id = 3", 3, "it was changed"),
        ("UPDATE participation_auditentry SET about = NULL WHERE id = 3", 3, "it was changed"),
        ("UPDATE participation_auditentry SET kind = 'read.idea' WHERE id = 3", 3, "it was changed"),
        ("UPDATE participation_auditentry SET recorded_at = recorded_at - interval '1 day' WHERE id = 5", 5, "it was changed"),
        ("UPDATE participation_auditentry SET told_in = 7 WHERE id = 1", 1, "it was changed"),
        ("DELETE FROM participation_auditentry WHERE id = 3", 4, "row 3 is missing before it"),
        ("DELETE FROM participation_auditentry WHERE id = 1", 2, "row 1 is missing before it"),
        ("UPDATE participation_auditentry SET previous = hash WHERE id = 2", 2, "it does not follow the row before it"),
        ("UPDATE participation_auditentry SET hash = sha256('x') WHERE id = 2", 2, "it was changed"),
    ],
)  # fmt: skip
def test_the_first_row_that_was_touched_is_named(five, capsys, sql, broken, why):
    tamper(sql)
    found = verify(AuditEntry.objects.order_by("pk"))
    assert (found.broken, found.why) == (broken, why)
    with pytest.raises(CommandError, match=f"Row {broken} is broken: {why}"):
        call_command("verify_audit")


@pytest.mark.django_db
def test_values_that_run_on_into_each_other_do_not_give_the_same_hash(five):
    row = five[0]
    before = hash_of(row)
    row.subject_type, row.reference = row.subject_type + row.reference, ""
    assert hash_of(row) != before


@pytest.mark.django_db
def test_rows_cut_off_at_the_end_are_found_by_what_the_log_showed(five, capsys):
    head = audit.head()
    call_command("verify_audit", "--head", head, "--head", f"0:{BEGINNING.hex()}")
    assert capsys.readouterr().out == f"Whole: 5 rows. Head {head}\n"
    tamper("DELETE FROM participation_auditentry WHERE id = 5")
    call_command("verify_audit")
    with pytest.raises(CommandError, match="Row 5 is broken: it was cut off"):
        call_command("verify_audit", "--head", head)
    record_read(factories.make_official("ander"), Reading.AUDIT)
    with pytest.raises(CommandError, match="Row 5 is broken: it is not the row that was shown earlier"):
        call_command("verify_audit", "--head", head)


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["5", "x:00", "5:zz", "5:00", "", f"x:{BEGINNING.hex()}"])
def test_a_head_that_is_none_is_refused(written):
    with pytest.raises(CommandError, match="--head"):
        call_command("verify_audit", "--head", written)


@pytest.mark.django_db
def test_an_empty_log_is_whole(capsys):
    call_command("verify_audit")
    assert capsys.readouterr().out == f"Whole: 0 rows. Head 0:{BEGINNING.hex()}\n"


@pytest.mark.django_db
def test_the_clock_shows_the_head(five, caplog):
    with caplog.at_level("INFO"):
        log_audit_head()
    assert caplog.messages == [f"Audit head: 5:{bytes(five[-1].hash).hex()}"]


@pytest.mark.django_db
def test_what_an_official_does_is_linked_to_its_event_and_what_others_do_is_not(owner, resident):
    with transaction.atomic():
        event = journal.record("idea.answered", owner, actor=owner, reference="2026-00001", title="Geheim")
        journal.record("idea.supported", owner, actor=resident)
        journal.record("idea.woken", owner, actor=None)
    commit()
    said = [(one.who, one.kind, one.subject_type, one.subject_id, one.reference, one.told_in) for one in rows()]
    assert said == [(owner.pk, "idea.answered", "participation.user", owner.pk, "2026-00001", event.pk)]
    assert verify(rows()).broken is None


@pytest.mark.django_db
@pytest.mark.parametrize("reference", [None, 5, ["x"], NASTY * 9])
def test_odd_facts_never_stop_a_change(owner, reference):
    with transaction.atomic():
        journal.record("idea.answered", owner, actor=owner, reference=reference)
    commit()
    assert [one.kind for one in rows()] == ["idea.answered"]
    assert verify(rows()).broken is None


@pytest.mark.django_db
def test_what_is_not_carried_out_is_not_in_the_log(owner):
    with transaction.atomic():
        journal.record("idea.answered", owner, actor=owner)
        transaction.set_rollback(True)
    commit()
    assert rows() == []


@pytest.mark.django_db
def test_the_administration_is_in_the_log(client, administrator, owner):
    sign_in(client, administrator)
    page = f"/beheer/participation/user/{owner.pk}/change/"
    fields = {"email": owner.email, "nickname": owner.nickname, "language": "nl", "kind": "official", "is_active": "on"}
    client.get("/beheer/participation/user/?q=bloem")
    client.get(page)
    assert client.post(page, {**fields, "is_coordinator": "on"}).status_code == 302
    assert client.post(page, {**fields, "email": "geen adres"}).status_code == 200
    commit()
    assert [(one.who, one.kind, one.about) for one in rows()] == [
        (administrator.pk, "read.people", None),
        (administrator.pk, "read.person", owner.pk),
        (administrator.pk, "read.person", owner.pk),
        (administrator.pk, "admin.changed", owner.pk),
    ]


@pytest.mark.django_db
def test_a_row_outlives_the_account_and_names_nobody(five, resident):
    User.objects.filter(pk=resident.pk).delete()
    assert [one.about for one in rows()] == [resident.pk] * 5
    assert resident.email not in str(AuditEntry.objects.values_list()[0])


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one_chain():
    officials = [factories.make_official(f"collega{number}") for number in range(4)]

    def work(person):
        try:
            for _ in range(5):
                record_read(person, Reading.IDEA, Seen(person))
                with transaction.atomic():
                    journal.record("idea.answered", person, actor=person)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[person]) for person in officials]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.pk for one in rows()] == list(range(1, 41))
    assert verify(rows()).broken is None


@pytest.mark.django_db(transaction=True)
def test_two_changes_that_want_each_others_rows_do_not_meet_at_the_chain(owner, deputy):
    """The second writes its news first and then waits for the row of the first, which commits all the same."""
    recorded, done = threading.Event(), []

    def second():
        try:
            with transaction.atomic():
                journal.record("idea.answered", deputy, actor=deputy)
                recorded.set()
                User.objects.select_for_update().get(pk=owner.pk)
            done.append("second")
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        thread.start()
        assert recorded.wait(20)
        journal.record("idea.answered", owner, actor=owner)
    done.append("first")
    thread.join()
    assert sorted(done) == ["first", "second"]
    assert [one.who for one in rows()] == [owner.pk, deputy.pk]
    assert verify(rows()).broken is None


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_sees_an_old_log_fails_and_does_not_fork(owner):
    record_read(owner, Reading.AUDIT)

    def other():
        record_read(owner, Reading.AUDIT)
        connection.close()

    thread = threading.Thread(target=other)

    @transaction.atomic
    def late():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        AuditEntry.objects.count()
        thread.start()
        thread.join()
        AuditEntry.objects.create(who=owner.pk, kind="read.audit")

    with pytest.raises(IntegrityError, match="duplicate key"):
        late()
    assert [one.pk for one in rows()] == [1, 2]
    assert verify(rows()).broken is None
