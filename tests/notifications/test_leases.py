"""The states of a delivery: what each step makes of it, as whole tables."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from notifications import claims, leases
from notifications.leases import GONE, NO_ANSWER_TWICE, release_stuck
from notifications.models import Delivery
from notifications.outbox import retry_failed

YOUNG, OLD = timedelta(0), timedelta(hours=72)
LEASE_OVER = timedelta(seconds=121)
QUARTER = timedelta(minutes=15, seconds=1)
SILENCE = TimeoutError("No answer")
MINUTES = {"at once": 0, "a quarter": 15, "a minute": 1}


@pytest.fixture
def mail(mail):
    """The only one that is due."""
    Delivery.objects.exclude(pk=mail.pk).delete()
    return mail


def put(mail, **columns):
    Delivery.objects.filter(pk=mail.pk).update(**columns)
    mail.refresh_from_db()


@pytest.fixture
def taken(mail, let_pass):
    """The mail in the hands of a sender, with this history."""

    def take(*, resends=0, handed=True, age=YOUNG):
        let_pass(age)
        put(mail, resends=resends)
        [claimed] = claims.claim(1)
        if handed:
            leases.hand_over(claimed)
        return claimed

    return take


def row_of(mail):
    """What stands in the table of a mail with one delivery."""
    [delivery] = mail
    return Delivery.objects.get(pk=delivery.pk)


def story(mail):
    """Its state, what is told of it, and when it is tried again."""
    row = row_of(mail)
    minutes = round((row.next_attempt_at - timezone.now()).total_seconds() / 60)
    again = next(words for words, number in MINUTES.items() if number == minutes) if row.settled_at is None else "never"
    return row.state, row.resends, row.last_error, again


# What a sender says of a mail that the server may have, or what the clock says of a sender that said nothing.
UNSURE = [
    # resends, age    ->  state, what is told, when it is tried again
    (0, YOUNG, "uncertain", "", "a quarter"),
    (1, YOUNG, "failed", NO_ANSWER_TWICE, "never"),
    (2, YOUNG, "failed", NO_ANSWER_TWICE, "never"),
    (0, OLD, "failed", "", "never"),
    (1, OLD, "failed", NO_ANSWER_TWICE, "never"),
]


@pytest.mark.parametrize(("resends", "age", "state", "told", "again"), UNSURE)
def test_a_mail_that_the_sender_doubts(taken, resends, age, state, told, again):
    mail = taken(resends=resends, age=age)
    assert leases.doubt(mail, SILENCE)
    assert story(mail) == (state, resends, f"{told}No answer", again)


@pytest.mark.parametrize(("resends", "age", "state", "told", "again"), UNSURE)
def test_a_mail_whose_sender_did_not_come_back_after_the_hand_over(taken, let_pass, resends, age, state, told, again):
    mail = taken(resends=resends, age=age)
    let_pass(LEASE_OVER)
    assert release_stuck() == 1
    assert story(mail) == (state, resends, f"{told}{GONE}", again)


@pytest.mark.parametrize(
    ("resends", "age", "state", "again"),
    [
        (0, YOUNG, "pending", "at once"),
        (1, YOUNG, "pending", "at once"),
        (2, YOUNG, "pending", "at once"),
        (0, OLD, "failed", "never"),
        (1, OLD, "failed", "never"),
    ],
)
def test_a_mail_whose_sender_did_not_come_back_before_the_hand_over(taken, let_pass, resends, age, state, again):
    mail = taken(resends=resends, age=age, handed=False)
    let_pass(LEASE_OVER)
    assert release_stuck() == 1
    assert story(mail) == (state, resends, GONE, again)


def test_a_lease_that_still_runs_is_left_alone(taken):
    mail = taken()
    assert release_stuck() == 0
    assert row_of(mail).state == "sending"


@pytest.mark.parametrize(
    ("state", "resends", "counted"),
    [
        ("pending", 0, [0]),
        ("pending", 1, [1]),
        ("uncertain", 0, [1]),
        ("sending", 0, []),
        ("accepted", 0, []),
        ("failed", 1, []),
        ("cancelled", 0, []),
    ],
)
def test_what_may_be_claimed_and_when_that_counts_as_sent_again(mail, state, resends, counted):
    held = {"token": uuid.uuid4(), "lease_until": timezone.now()} if state == "sending" else {}
    put(mail, state=state, resends=resends, **held)
    claimed = claims.claim(1)
    assert [delivery.resends for [delivery] in claimed] == counted
    assert Delivery.objects.get(pk=mail.pk).state == ("sending" if claimed else state)


def test_what_is_claimed_together_is_held_by_one_token_and_reads_the_event_once(news, django_assert_num_queries):
    news(2)
    batch = [delivery for [delivery] in claims.claim(3)]
    assert len({delivery.token for delivery in batch}) == 1
    with django_assert_num_queries(0):
        assert len({id(delivery.event) for delivery in batch}) == 2
        assert {delivery.recipient.email for delivery in batch} == {"bloem@example.org", "buur@example.org"}
    [[left]] = claims.claim(3)
    assert left.token != batch[0].token


def test_mail_that_is_not_in_bulk_is_claimed_first_and_of_each_the_oldest(news, let_pass):
    news(1)
    let_pass(timedelta(hours=1))
    news(1)
    order = [(delivery.route, delivery.event_id) for [delivery] in claims.claim(4)]
    older, newer = sorted({event for _, event in order})
    assert order == [("author", older), ("author", newer), ("followers", older), ("followers", newer)]


def test_what_is_given_back_counts_as_never_tried(news, mail_server):
    news(2)
    batch = claims.claim(4)
    leases.hand_over(batch[0])
    leases.accept(batch[1])
    assert claims.give_back(batch) == 2
    assert [(row_of(mail).state, row_of(mail).attempts) for mail in batch] == [
        ("sending", 1), ("accepted", 1), ("pending", 0), ("pending", 0),
    ]  # fmt: skip
    assert {mail[0].pk for mail in claims.claim(4)} == {batch[2][0].pk, batch[3][0].pk}


def test_what_somebody_else_took_meanwhile_is_not_ours_to_give_back(taken, let_pass):
    slow = taken(handed=False)
    let_pass(LEASE_OVER)
    release_stuck()
    [_next] = claims.claim(1)
    assert claims.give_back([slow]) == 0
    assert row_of(slow).state == "sending"


LATE = {
    "accepted": leases.accept,
    "cancelled": lambda mail: leases.cancel(mail[0], "Why."),
    "failed": lambda mail: leases.fail(mail, SILENCE),
    "pending": lambda mail: leases.postpone(mail, SILENCE),
}


@pytest.mark.parametrize(("state", "say"), LATE.items())
@pytest.mark.parametrize("handed", [True, False])
@pytest.mark.parametrize("resends", [0, 1])
def test_a_sender_that_was_slow_may_still_tell_how_it_went(taken, let_pass, state, say, handed, resends):
    mail = taken(resends=resends, handed=handed)
    let_pass(LEASE_OVER)
    release_stuck()
    assert say(mail)
    row = row_of(mail)
    assert (row.state, row.token, row.lease_until) == (state, None, None)


@pytest.mark.parametrize("say", LATE.values())
def test_a_sender_that_was_too_slow_says_nothing_about_the_work_of_the_next(taken, let_pass, say):
    slow = taken(handed=False)
    let_pass(LEASE_OVER)
    release_stuck()
    [_next] = claims.claim(1)
    assert not say(slow)
    assert row_of(slow).state == "sending"


def test_a_mail_goes_out_twice_by_itself_and_then_once_for_each_time_that_somebody_asks(taken, let_pass):
    mail = taken()
    leases.doubt(mail, SILENCE)
    let_pass(QUARTER)
    for counted in (1, 1, 1):
        [again] = claims.claim(1)
        leases.hand_over(again)
        leases.doubt(again, SILENCE)
        assert story(again) == ("failed", counted, f"{NO_ANSWER_TWICE}No answer", "never")
        let_pass(timedelta(hours=1))
        assert claims.claim(1) == []
        retry_failed()
    [last] = claims.claim(1)
    leases.accept(last)
    assert story(last) == ("accepted", 1, "", "never")
