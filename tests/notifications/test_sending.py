"""Mail goes out at least once, hardly ever twice, and never to somebody who should not have it any more."""

import threading
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.utils import timezone

from ideas.actions.moderate import hide_idea
from ideas.actions.refer import answer_referral
from ideas.actions.support import unfollow_idea
from ideas.actions.triage import move_idea
from ideas.models import Referral
from ideas.models.answer import REFERRAL_SALT
from notifications import leases, sending
from notifications.actions import set_preference
from notifications.fanout import fan_out_waiting
from notifications.leases import release_stuck
from notifications.models import Delivery
from notifications.sending import claim_waiting, send
from notifications.statuses import Channel, Frequency, Group

LEASE_OVER = timedelta(seconds=121)
MINUTE = timedelta(seconds=61)
QUARTER = timedelta(minutes=15, seconds=1)


def state_of(delivery):
    delivery.refresh_from_db()
    return delivery.state


def test_a_mail_goes_out_once_and_its_row_tells_so(mail, mail_server, resident):
    send(mail.pk)
    send(mail.pk)
    assert state_of(mail) == "accepted"
    assert (mail.attempts, mail.resends, mail.last_error, mail.token) == (1, 0, "", None)
    assert mail.settled_at is not None
    assert len(mail_server.to(resident)) == 1


@pytest.mark.django_db(transaction=True)
def test_senders_at_the_same_time_send_one_mail(mail, mail_server):
    def work():
        send(mail.pk)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mail_server.letters) == 1
    assert state_of(mail) == "accepted"


def test_a_hint_that_gets_lost_is_given_again_after_a_minute(mail, let_pass):
    keys = set(Delivery.objects.due().values_list("pk", flat=True))
    assert set(claim_waiting()) == keys
    assert claim_waiting() == []
    let_pass(MINUTE)
    assert set(claim_waiting()) == keys


def test_hints_are_given_in_portions(mail):
    first = claim_waiting(limit=1)
    second = claim_waiting(limit=1)
    assert len(first) == len(second) == 1
    assert first != second


def test_passing_trouble_is_tried_again_ever_less_often_for_three_days(mail, mail_server, let_pass):
    mail_server.recipients_refused[mail.recipient.email] = "451 Try again later"
    pauses = []
    while state_of(mail) != "failed":
        send(mail.pk)
        mail.refresh_from_db()
        pauses.append(mail.next_attempt_at - timezone.now())
        let_pass(pauses[-1])
    minutes = [round(pause.total_seconds() / 60) for pause in pauses]
    assert minutes[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert timedelta(hours=72) <= sum(pauses[:-1], timedelta()) < timedelta(hours=73, minutes=5)
    assert "451" in mail.last_error
    assert mail.settled_at is not None
    send(mail.pk)
    assert state_of(mail) == "failed"


def test_a_mail_server_that_is_away_is_passing_trouble(mail, mail_server, no_mail_server, settings, let_pass):
    send(mail.pk)
    assert (state_of(mail), mail.handed_at) == ("pending", None)
    assert mail.last_error.startswith("ConnectionRefusedError")


def test_a_stale_hint_does_not_shorten_the_pause(mail, mail_server):
    mail_server.recipients_refused[mail.recipient.email] = "451 Try again later"
    send(mail.pk)
    send(mail.pk)
    assert (state_of(mail), mail.attempts) == ("pending", 1)


def test_an_address_that_is_refused_fails_at_once_and_the_others_get_their_mail(mail, mail_server, drain, neighbour):
    mail_server.recipients_refused[mail.recipient.email] = "550 No such user"
    drain()
    assert (state_of(mail), mail.attempts) == ("failed", 1)
    assert "550" in mail.last_error
    assert len(mail_server.to(neighbour)) == 1


def crash(*_args, **_kwargs):
    raise KeyboardInterrupt


def test_a_sender_that_dies_before_the_hand_over_is_no_riddle(mail, mail_server, monkeypatch, let_pass):
    with monkeypatch.context() as patched:
        patched.setattr(sending, "write", crash)
        with pytest.raises(KeyboardInterrupt):
            send(mail.pk)
    assert state_of(mail) == "sending"
    assert release_stuck() == 0
    send(mail.pk)
    assert mail_server.letters == []
    let_pass(LEASE_OVER)
    assert release_stuck() == 1
    assert state_of(mail) == "pending"
    send(mail.pk)
    assert (state_of(mail), mail.attempts, mail.resends) == ("accepted", 2, 0)
    assert len(mail_server.letters) == 1


def test_a_sender_that_dies_after_the_hand_over_is_followed_by_one_counted_mail_with_the_same_id(
    mail, mail_server, monkeypatch, let_pass
):
    with monkeypatch.context() as patched:
        patched.setattr(leases, "accept", crash)
        with pytest.raises(KeyboardInterrupt):
            send(mail.pk)
    assert len(mail_server.letters) == 1
    let_pass(LEASE_OVER)
    release_stuck()
    assert state_of(mail) == "uncertain"
    send(mail.pk)
    assert len(mail_server.letters) == 1
    let_pass(QUARTER)
    assert mail.pk in claim_waiting()
    send(mail.pk)
    assert (state_of(mail), mail.resends) == ("accepted", 1)
    first, second = (letter for _, letter in mail_server.letters)
    assert first["Message-ID"] == second["Message-ID"] == f"<{mail.uuid}@inbreng.example.org>"


def test_a_server_that_hangs_up_without_an_answer_leaves_doubt(mail, mail_server, let_pass):
    mail_server.hangs_up = True
    send(mail.pk)
    assert state_of(mail) == "uncertain"
    assert mail.last_error.startswith("SMTPServerDisconnected")
    mail_server.hangs_up = False
    let_pass(QUARTER)
    send(mail.pk)
    assert (state_of(mail), mail.resends) == ("accepted", 1)
    assert len({letter["Message-ID"] for _, letter in mail_server.letters}) == 1


def test_a_sender_that_froze_before_the_hand_over_sends_nothing_when_it_wakes(
    mail, mail_server, monkeypatch, let_pass, caplog
):
    def frozen(letter, *, about_to_hand_over):
        monkeypatch.setattr(sending, "deliver_email", deliver_email)
        let_pass(LEASE_OVER)
        release_stuck()
        send(mail.pk)  # Somebody else.
        assert len(mail_server.letters) == 1
        deliver_email(letter, about_to_hand_over=about_to_hand_over)

    deliver_email = sending.deliver_email
    monkeypatch.setattr(sending, "deliver_email", frozen)
    send(mail.pk)
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
    send(mail.pk)
    assert (state_of(mail), mail.resends) == ("accepted", 0)
    let_pass(QUARTER)
    send(mail.pk)
    assert len(mail_server.letters) == 1


def test_doubt_ends_after_three_days(mail, mail_server, let_pass):
    mail_server.hangs_up = True
    let_pass(timedelta(hours=72))
    send(mail.pk)
    assert state_of(mail) == "failed"


def test_a_fault_of_ours_waits_and_stops_nobody(mail, mail_server, drain, neighbour, caplog):
    mail.event.facts = {**mail.event.facts, "reference": None, "promised_on": "ooit"}
    mail.event.save(update_fields=["facts"])
    send(mail.pk)
    assert state_of(mail) == "pending"
    assert mail.last_error.startswith("Invalid isoformat string")
    assert "could not be written" in caplog.text


def test_no_mail_to_an_account_that_is_not_active_any_more(mail, mail_server, resident):
    resident.is_active = False
    resident.save(update_fields=["is_active"])
    send(mail.pk)
    assert (state_of(mail), mail.last_error) == ("cancelled", "The account is not active.")
    assert mail_server.letters == []


@pytest.fixture
def mail_to_follower(mail, neighbour):
    return Delivery.objects.get(recipient=neighbour, channel="email")


def test_no_mail_about_an_idea_that_was_hidden_meanwhile(mail, mail_to_follower, mail_server, watched, coordinator):
    hide_idea(watched, actor=coordinator, reason="Er staat een naam in.")
    send(mail_to_follower.pk)
    send(mail.pk)
    assert (state_of(mail_to_follower), mail_to_follower.last_error) == ("cancelled", "They may not see the idea.")
    assert state_of(mail) == "accepted"  # The author may see it.


def test_no_mail_to_who_switched_it_off_meanwhile(mail_to_follower, mail_server, neighbour):
    set_preference(Group.FOLLOWED, Channel.EMAIL, Frequency.OFF, actor=neighbour)
    send(mail_to_follower.pk)
    assert (state_of(mail_to_follower), mail_to_follower.last_error) == ("cancelled", "They switched this off.")
    assert mail_server.letters == []


def test_no_mail_to_who_stopped_following_meanwhile(mail_to_follower, mail_server, watched, neighbour):
    unfollow_idea(watched, actor=neighbour)
    send(mail_to_follower.pk)
    assert state_of(mail_to_follower) == "cancelled"
    assert mail_server.letters == []


def test_no_mail_about_an_idea_that_is_gone(mail, mail_server, watched):
    watched.delete()
    send(mail.pk)
    assert (state_of(mail), mail.last_error) == ("cancelled", "The idea is gone.")


@pytest.fixture
def mail_to_partner(watched, owner, mail_server):
    move_idea(
        watched, "refer", actor=owner, partner="Bibliotheek", partner_email="balie@example.org",
        message="Kunt u helpen?", next_step="Wij wachten op antwoord.",
    )  # fmt: skip
    fan_out_waiting()
    return Delivery.objects.get(address="balie@example.org")


def test_a_partner_gets_the_link_by_mail(mail_to_partner, mail_server):
    send(mail_to_partner.pk)
    (letter,) = mail_server.to("balie@example.org")
    text = letter.get_body(["plain"]).get_content()
    path = next(line for line in text.split() if line.startswith("https://inbreng.example.org/")).removesuffix("/")
    assert signing.loads(path.rpartition("/")[2], salt=REFERRAL_SALT) == Referral.objects.get().pk
    assert "Kunt u helpen?" in text
    assert letter["List-Unsubscribe"] is None


@pytest.mark.parametrize("why", ["answered", "expired"])
def test_no_mail_to_a_partner_when_the_question_is_not_open_any_more(mail_to_partner, mail_server, why):
    if why == "answered":
        answer_referral(Referral.objects.get(), text="Ja, dat kan.")
    else:
        Referral.objects.update(asked_at=timezone.now() - timedelta(days=15))
    send(mail_to_partner.pk)
    assert state_of(mail_to_partner) == "cancelled"
    assert mail_server.letters == []


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
