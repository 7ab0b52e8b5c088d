"""Mail goes out at least once, hardly ever twice, in batches in which each mail still has a life of its own."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ideas.actions.triage import move_idea
from notifications import leases, sending
from notifications.fanout import fan_out_waiting
from notifications.leases import release_stuck
from notifications.models import Delivery
from notifications.sending import send_waiting
from tests import factories
from tests.notifications.test_fanout import in_parallel, record

LEASE_OVER = timedelta(seconds=121)
QUARTER = timedelta(minutes=15, seconds=1)


@pytest.fixture
def mail(mail):
    """The only one that is due."""
    Delivery.objects.exclude(pk=mail.pk).delete()
    return mail


@pytest.fixture
def crowd(watched, owner, mail_server):
    """Twelve people follow the idea besides the neighbour, and all of them and the author are to get a mail."""
    for number in range(12):
        watched.follows.create(person=factories.make_resident(f"volger{number}"))
    move_idea(watched, "take_up", actor=owner, next_step="Wij gaan kijken.")
    fan_out_waiting()
    return {mail.recipient.email for mail in Delivery.objects.filter(channel="email").select_related("recipient")}


def recipients(mail_server):
    return [recipient for recipient, _ in mail_server.letters]


def state_of(delivery):
    delivery.refresh_from_db()
    return delivery.state


def states():
    return sorted(Delivery.objects.filter(channel="email").values_list("state", "attempts", "resends"))


def test_a_mail_goes_out_once_and_its_row_tells_so(mail, mail_server, resident):
    assert [send_waiting(), send_waiting()] == [1, 0]
    assert state_of(mail) == "accepted"
    assert (mail.attempts, mail.resends, mail.last_error, mail.token) == (1, 0, "", None)
    assert mail.settled_at is not None
    assert len(mail_server.to(resident)) == 1


def test_a_batch_goes_out_in_one_call_to_the_mail_server(crowd, mail_server):
    assert send_waiting() == len(crowd) == 14
    assert sorted(recipients(mail_server)) == sorted(crowd)
    assert len(mail_server.calls) == 1
    assert states() == [("accepted", 1, 0)] * 14


def test_a_batch_has_a_size(crowd, mail_server, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 10)
    assert [send_waiting(), send_waiting(), send_waiting()] == [10, 4, 0]
    assert sorted(recipients(mail_server)) == sorted(crowd)


def test_a_mail_in_a_batch_costs_two_statements_of_its_own(crowd, mail_server, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(sending, "BATCH", 2)
    common = 13
    with django_assert_num_queries(common + 2 * 2):
        send_waiting()
    monkeypatch.setattr(sending, "BATCH", 12)
    with django_assert_num_queries(common + 2 * 12):
        send_waiting()


def test_mail_to_many_lets_other_mail_go_first(crowd, mail_server, resident, monkeypatch, last_rule, owner):
    Delivery.objects.update(next_attempt_at=timezone.now() - timedelta(hours=1))
    monkeypatch.setattr(sending, "BATCH", 3)
    send_waiting()
    assert recipients(mail_server)[0] == resident.email  # The idea is theirs.
    idea = factories.make_idea(factories.make_resident("laat"))
    fan_out_waiting()
    send_waiting()
    assert set(recipients(mail_server)[3:]) == {"laat@example.org", owner.email, "deputy@example.org"}
    assert mail_server.letters[-1][1]["Subject"].endswith((idea.reference, idea.title, "ontvangen"))


@pytest.mark.django_db(transaction=True)
def test_senders_at_the_same_time_send_each_mail_once(crowd, mail_server, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 3)

    def work():
        while send_waiting():
            pass

    in_parallel(5, work)
    assert sorted(recipients(mail_server)) == sorted(crowd)
    assert states() == [("accepted", 1, 0)] * 14


@pytest.mark.django_db(transaction=True)
def test_fan_outs_and_senders_on_the_same_rows_tell_everybody_once(crowd, watched, mail_server, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 5)
    for _ in range(3):
        record(watched)
    ready = threading.Barrier(4)

    def work():
        ready.wait()
        while fan_out_waiting() + send_waiting():
            pass

    in_parallel(4, work)
    assert sorted(recipients(mail_server)) == sorted([*crowd] * 4)
    assert Delivery.objects.filter(channel="inbox").count() == 4 * 14
    assert states() == [("accepted", 1, 0)] * 4 * 14


def test_passing_trouble_is_tried_again_ever_less_often_for_three_days(mail, mail_server, let_pass):
    mail_server.recipients_refused[mail.recipient.email] = "451 Try again later"
    pauses = []
    while state_of(mail) != "failed":
        send_waiting()
        mail.refresh_from_db()
        pauses.append(mail.next_attempt_at - timezone.now())
        let_pass(pauses[-1])
    minutes = [round(pause.total_seconds() / 60) for pause in pauses]
    assert minutes[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert timedelta(hours=72) <= sum(pauses[:-1], timedelta()) < timedelta(hours=73, minutes=5)
    assert mail.last_error == "451 Try again later"
    assert mail.settled_at is not None
    assert send_waiting() == 0


def test_a_mail_server_that_is_away_is_passing_trouble(mail, no_mail_server):
    send_waiting()
    assert (state_of(mail), mail.handed_at, mail.attempts) == ("pending", None, 1)
    assert mail.last_error.startswith("ConnectionRefusedError")
    assert send_waiting() == 0


def test_a_mail_server_that_is_away_is_asked_once_for_a_whole_batch(crowd, mail_server):
    mail_server.sender_answer = "421 Come back later"
    assert send_waiting() == 14
    assert len(mail_server.calls) == 1
    assert states() == [("pending", 1, 0)] * 14
    errors = Delivery.objects.filter(channel="email").values_list("last_error", flat=True)
    assert {error.partition(":")[0] for error in errors} == {"SMTPSenderRefused"}


def test_an_address_that_is_refused_fails_at_once_and_the_others_get_their_mail(crowd, mail_server):
    mail_server.recipients_refused |= {"volger3@example.org": "550 No such user", "volger7@example.org": "451 Later"}
    send_waiting()
    assert set(recipients(mail_server)) == crowd - mail_server.recipients_refused.keys()
    assert len(mail_server.calls) == 1
    assert set(Delivery.objects.filter(last_error__gt="").values_list("recipient__email", "state", "last_error")) == {
        ("volger3@example.org", "failed", "550 No such user"),
        ("volger7@example.org", "pending", "451 Later"),
    }


def crash(*_args, **_kwargs):
    raise KeyboardInterrupt


def crash_at(number, function):
    """A sender that is killed when it comes to its mail `number`, counted from 1, before `function`."""
    seen = []

    def goes_on(*args, **kwargs):
        seen.append(1)
        return crash() if len(seen) == number else function(*args, **kwargs)

    return goes_on


def test_a_sender_that_dies_before_the_hand_over_is_no_riddle(mail, mail_server, monkeypatch, let_pass):
    with monkeypatch.context() as patched:
        patched.setattr(sending, "write", crash)
        with pytest.raises(KeyboardInterrupt):
            send_waiting()
    assert state_of(mail) == "sending"
    assert release_stuck() == 0
    send_waiting()
    assert mail_server.letters == []
    let_pass(LEASE_OVER)
    assert release_stuck() == 1
    assert state_of(mail) == "pending"
    send_waiting()
    assert (state_of(mail), mail.attempts, mail.resends) == ("accepted", 2, 0)
    assert len(mail_server.letters) == 1


def test_a_sender_that_dies_after_the_hand_over_is_followed_by_one_counted_mail_with_the_same_id(
    mail, mail_server, monkeypatch, let_pass
):
    with monkeypatch.context() as patched:
        patched.setattr(leases, "accept", crash)
        with pytest.raises(KeyboardInterrupt):
            send_waiting()
    assert len(mail_server.letters) == 1
    let_pass(LEASE_OVER)
    release_stuck()
    assert state_of(mail) == "uncertain"
    assert send_waiting() == 0
    let_pass(QUARTER)
    send_waiting()
    assert (state_of(mail), mail.resends) == ("accepted", 1)
    first, second = (letter for _, letter in mail_server.letters)
    assert first["Message-ID"] == second["Message-ID"] == f"<{mail.uuid}@inbreng.example.org>"


def test_a_sender_that_dies_halfway_is_followed_by_another_who_sends_the_rest(
    crowd, mail_server, monkeypatch, let_pass
):
    with monkeypatch.context() as patched:
        patched.setattr(leases, "accept", crash_at(6, leases.accept))
        with pytest.raises(KeyboardInterrupt):
            send_waiting()
    assert len(mail_server.letters) == 6
    in_flight = recipients(mail_server)[5]
    let_pass(LEASE_OVER)
    assert release_stuck() == 14 - 5
    assert send_waiting() == 14 - 6
    assert sorted(recipients(mail_server)) == sorted(crowd)  # Each exactly once.
    let_pass(QUARTER)
    assert send_waiting() == 1
    assert sorted(recipients(mail_server)) == sorted([*crowd, in_flight])
    assert states() == [("accepted", 1, 0)] * 5 + [("accepted", 2, 0)] * 8 + [("accepted", 2, 1)]


def test_a_sender_that_dies_halfway_before_a_hand_over_leaves_nothing_in_doubt(
    crowd, mail_server, monkeypatch, let_pass
):
    with monkeypatch.context() as patched:
        patched.setattr(leases, "hand_over", crash_at(6, leases.hand_over))
        with pytest.raises(KeyboardInterrupt):
            send_waiting()
    assert len(mail_server.letters) == 5
    let_pass(LEASE_OVER)
    release_stuck()
    send_waiting()
    assert sorted(recipients(mail_server)) == sorted(crowd)
    assert states() == [("accepted", 1, 0)] * 5 + [("accepted", 2, 0)] * 9


def test_a_server_that_hangs_up_without_an_answer_leaves_doubt_about_that_mail_only(crowd, mail_server, let_pass):
    def hang_up_once():
        mail_server.hangs_up = len(mail_server.letters) == 4

    mail_server.when_taking = hang_up_once
    send_waiting()
    assert sorted(recipients(mail_server)) == sorted(crowd)
    assert len(mail_server.calls) == 2
    assert states() == [("accepted", 1, 0)] * 13 + [("uncertain", 1, 0)]
    doubted = Delivery.objects.get(state="uncertain")
    assert doubted.last_error.startswith("SMTPServerDisconnected")
    let_pass(QUARTER)
    send_waiting()
    assert (state_of(doubted), doubted.resends) == ("accepted", 1)
    assert len({letter["Message-ID"] for letter in mail_server.to(doubted.recipient)}) == 1


def test_a_mail_that_stays_in_doubt_is_sent_twice_and_no_more(mail, mail_server, let_pass):
    mail_server.hangs_up = True
    for _ in range(8):
        send_waiting()
        let_pass(timedelta(hours=10))
    assert len(mail_server.letters) == 2
    assert (state_of(mail), mail.attempts, mail.resends) == ("failed", 2, 1)
    assert mail.last_error.startswith("Sent twice without an answer, so it is not sent again by itself. SMTPServer")


def test_a_sender_that_froze_before_the_hand_over_sends_nothing_when_it_wakes(
    mail, mail_server, monkeypatch, let_pass, caplog
):
    def frozen(*told):
        monkeypatch.setattr(sending, "write", write)
        let_pass(LEASE_OVER)
        release_stuck()
        send_waiting()  # Somebody else.
        assert len(mail_server.letters) == 1
        return write(*told)

    write = sending.write
    monkeypatch.setattr(sending, "write", frozen)
    send_waiting()
    assert len(mail_server.letters) == 1
    assert (state_of(mail), mail.resends) == ("accepted", 0)
    assert "our lease ran out" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_was_slow_during_the_hand_over_may_still_tell_how_it_went(mail, mail_server, let_pass):
    def slow():
        let_pass(LEASE_OVER)
        release_stuck()
        connection.close()  # The server's thread has one of its own.

    mail_server.when_taking = slow
    send_waiting()
    assert (state_of(mail), mail.resends) == ("accepted", 0)
    let_pass(QUARTER)
    send_waiting()
    assert len(mail_server.letters) == 1


@pytest.mark.parametrize("how", ["stop", "stale"])
def test_what_a_batch_does_not_come_to_is_due_again_at_once(crowd, mail_server, monkeypatch, how):
    stop = threading.Event()
    if how == "stop":
        mail_server.when_taking = stop.set
    else:
        monkeypatch.setattr(sending.time, "monotonic", lambda: 10.0 * len(mail_server.letters))
    assert send_waiting(stop) == 14
    assert len(mail_server.letters) == 1
    assert states() == [("accepted", 1, 0)] + [("pending", 0, 0)] * 13
    assert Delivery.objects.due().count() == 13


def test_a_fault_of_ours_waits_and_stops_nobody(mail, watched, mail_server, resident, neighbour, caplog):
    broken = record(watched, promised_on="ooit")
    record(watched)
    fan_out_waiting()
    send_waiting()
    assert sorted(recipients(mail_server)) == sorted([resident.email] * 2 + [neighbour.email])
    waiting = Delivery.objects.filter(state="pending")
    assert {(row.event, row.attempts) for row in waiting} == {(broken, 1)}
    assert all(row.last_error.startswith("Invalid isoformat string") for row in waiting)
    assert "could not be written" in caplog.text


def test_two_quick_changes_give_two_mails_that_each_tell_their_own(watched, owner, drain, mail_server, resident):
    answer = {
        "reason": "Dit past goed.",
        "next_step": "Wij bellen u.",
        "date": timezone.localdate() + timedelta(days=9),
    }
    move_idea(watched, "take_up", actor=owner, next_step="Wij gaan kijken.")
    move_idea(watched, "promising", actor=owner, **answer)
    move_idea(watched, "decline", actor=owner, **{**answer, "reason": "Het kost te veel."}, reason_code="te_duur")
    drain()
    first, second, third = mail_server.to(resident)
    assert [letter["Subject"] for letter in (first, second, third)] == [
        f"Uw idee {watched.reference} is in behandeling",
        "Antwoord op uw idee: kansrijk",
        "Antwoord op uw idee: doen we niet",
    ]
    assert "Dit past goed." in second.get_body(["plain"]).get_content()
    assert "Het kost te veel." in third.get_body(["plain"]).get_content()
