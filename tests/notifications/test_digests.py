"""Many news in one mail: all of it once, per idea, the newest first, and with one Message-ID whatever breaks."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from ideas.actions.moderate import hide_idea
from ideas.actions.support import follow_idea, unfollow_idea
from notifications import claims, leases, sending
from notifications.actions import set_preferences
from notifications.fanout import fan_out_waiting
from notifications.leases import release_stuck
from notifications.models import Delivery
from notifications.sending import send_waiting
from notifications.statuses import Channel, Frequency, Group
from tests import factories
from tests.notifications.test_fanout import in_parallel, record
from tests.notifications.test_sending import LEASE_OVER, QUARTER, crash, crash_at


def choose(frequency, *people):
    for person in people:
        set_preferences({(Group.FOLLOWED, Channel.EMAIL): frequency}, actor=person)


def morning():
    """The moment of the digest has come."""
    Delivery.objects.filter(digest=True, state="pending").update(due_at=Now(), next_attempt_at=Now())


def happen(idea, times=1):
    for _ in range(times):
        record(idea)
    fan_out_waiting()
    # What goes to the author is not what these tests are about.
    Delivery.objects.filter(route="author", channel="email").delete()


@pytest.fixture
def daily(watched, neighbour, mail_server):
    """The neighbour follows two ideas, and gets one mail a day about them."""
    other = factories.make_raw_idea(watched.programme, title="Een fietspad")
    follow_idea(other, actor=neighbour)
    choose(Frequency.DAILY, neighbour)
    return watched, other


def rows(person):
    return Delivery.objects.filter(recipient=person, channel="email").order_by("pk")


def states(person):
    return list(rows(person).values_list("state", "attempts", "resends"))


def text_of(letter):
    return letter.get_body(["plain"]).get_content()


def test_nothing_goes_before_the_moment_and_then_all_of_it_in_one_mail(daily, neighbour, mail_server):
    one, other = daily
    happen(one, 2)
    happen(other)
    assert (send_waiting(), Delivery.objects.due().count()) == (0, 0)
    morning()
    assert [send_waiting(), send_waiting()] == [1, 0]
    [letter] = mail_server.to(neighbour)
    assert letter["Subject"] == "Een fietspad, en nieuws over nog 1 onderwerp"
    assert states(neighbour) == [("accepted", 1, 0)] * 3
    text = text_of(letter)
    assert text.index(f"Een fietspad ({other.reference})") < text.index(f"{one.title} ({one.reference})")
    assert text.count("Een medewerker neemt het idee in behandeling.") == 3
    assert text.count("U krijgt dit bericht omdat u dit idee volgt.") == 2
    assert "U krijgt dit nieuws in één mail, omdat u dat koos of omdat er veel tegelijk gebeurde." in text


def test_news_of_one_idea_says_so_in_its_subject(daily, neighbour, mail_server):
    happen(daily[0], 3)
    morning()
    send_waiting()
    [letter] = mail_server.to(neighbour)
    assert letter["Subject"] == f"3 berichten over: {daily[0].title}"
    assert letter["References"] == f"<ideas.idea.{daily[0].pk}@inbreng.example.org>"


def test_one_message_is_the_mail_that_it_would_have_been_alone(daily, neighbour, mail_server):
    happen(daily[0])
    morning()
    send_waiting()
    [letter] = mail_server.to(neighbour)
    assert letter["Subject"] == f"In behandeling: {daily[0].title}"
    assert letter["Message-ID"] == f"<{rows(neighbour).get().uuid}@inbreng.example.org>"


def test_each_has_a_way_out_in_the_mail_and_in_its_headers(client, daily, neighbour, mail_server, settings):
    happen(daily[0])
    happen(daily[1])
    morning()
    send_waiting()
    [letter] = mail_server.to(neighbour)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = text_of(letter)
    assert text.count("Stop het nieuws over dit idee: https://inbreng.example.org/afmelden/") == 2
    assert "Stop alle mail die niet hoeft: https://inbreng.example.org/afmelden/" in text
    path = letter["List-Unsubscribe"].strip(" <>").removeprefix(settings.BASE_URL)
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert neighbour.preferences.get(group="followed").frequency == "off"


def test_what_may_not_be_told_any_more_drops_out_of_it(daily, neighbour, mail_server, coordinator):
    happen(daily[0])
    happen(daily[1], 2)
    hide_idea(daily[0], actor=coordinator, reason="Er staat een naam in.")
    morning()
    send_waiting()
    [letter] = mail_server.to(neighbour)
    assert daily[0].title not in text_of(letter)
    assert states(neighbour) == [("cancelled", 1, 0)] + [("accepted", 1, 0)] * 2


def test_a_digest_with_nothing_left_is_not_sent(daily, neighbour, mail_server):
    for idea in daily:
        happen(idea, 2)
        unfollow_idea(idea, actor=neighbour)
    morning()
    assert send_waiting() == 1
    assert mail_server.letters == []
    assert states(neighbour) == [("cancelled", 1, 0)] * 4


def test_an_idea_with_much_news_is_shortened(daily, neighbour, mail_server):
    happen(daily[0], 9)
    morning()
    send_waiting()
    text = text_of(mail_server.to(neighbour)[0])
    assert text.count("Een medewerker neemt") == 5
    assert "En nog 4 berichten." in text
    assert states(neighbour) == [("accepted", 1, 0)] * 9


def test_a_title_in_a_digest_is_text(daily, neighbour, mail_server):
    hostile = factories.make_raw_idea(daily[0].programme, title="<script>x</script>\u202e\r\nBcc: a@example.org")
    follow_idea(hostile, actor=neighbour)
    happen(daily[0])
    happen(hostile)
    morning()
    send_waiting()
    [letter] = mail_server.to(neighbour)
    assert letter["Bcc"] is None
    assert "<script" not in letter.get_body(["html"]).get_content()


@pytest.mark.parametrize("crash_in", ["write", "hand_over"])
def test_a_sender_that_dies_before_the_hand_over_leaves_no_doubt(
    daily, neighbour, mail_server, monkeypatch, let_pass, crash_in
):
    happen(daily[0], 3)
    morning()
    with monkeypatch.context() as patched:
        patched.setattr(leases if crash_in == "hand_over" else sending, crash_in, crash)
        with pytest.raises(KeyboardInterrupt):
            send_waiting()
    let_pass(LEASE_OVER)
    assert release_stuck() == 3
    send_waiting()
    assert len(mail_server.to(neighbour)) == 1
    assert states(neighbour) == [("accepted", 2, 0)] * 3


def test_a_sender_that_dies_before_it_settles_is_followed_by_the_same_mail_once(
    daily, neighbour, mail_server, monkeypatch, let_pass
):
    happen(daily[0], 3)
    morning()
    with monkeypatch.context() as patched:
        patched.setattr(leases, "accept", crash)
        with pytest.raises(KeyboardInterrupt):
            send_waiting()
    assert len(mail_server.letters) == 1
    let_pass(LEASE_OVER)
    assert release_stuck() == 3
    assert {state for state, *_ in states(neighbour)} == {"uncertain"}
    assert send_waiting() == 0
    happen(daily[1], 2)  # News of the next day is no part of the mail that is in doubt.
    morning()
    let_pass(QUARTER)
    assert send_waiting() == 2
    first, again = (letter for letter in mail_server.to(neighbour) if daily[0].title in letter["Subject"])
    assert first["Message-ID"] == again["Message-ID"] == f"<{rows(neighbour)[0].uuid}@inbreng.example.org>"
    assert first["Subject"] == again["Subject"]
    assert [text_of(letter).count("Een medewerker neemt") for letter in (first, again)] == [3, 3]
    [other] = (letter for letter in mail_server.to(neighbour) if daily[1].title in letter["Subject"])
    assert other["Message-ID"] == f"<{rows(neighbour)[3].uuid}@inbreng.example.org>"
    assert states(neighbour) == [("accepted", 2, 1)] * 3 + [("accepted", 1, 0)] * 2


def test_a_digest_in_doubt_keeps_its_message_id_when_its_first_message_drops_out(
    daily, neighbour, mail_server, let_pass
):
    mail_server.hangs_up = True
    for idea in daily:
        happen(idea)
    morning()
    send_waiting()
    unfollow_idea(daily[0], actor=neighbour)
    mail_server.hangs_up = False
    let_pass(QUARTER)
    send_waiting()
    first, again = mail_server.to(neighbour)
    assert first["Message-ID"] == again["Message-ID"]
    assert states(neighbour) == [("cancelled", 2, 1), ("accepted", 2, 1)]


def test_a_digest_that_stays_in_doubt_is_sent_twice_and_no_more(daily, neighbour, mail_server, let_pass):
    mail_server.hangs_up = True
    happen(daily[0], 2)
    morning()
    for _ in range(6):
        send_waiting()
        let_pass(timedelta(hours=10))
    assert len(mail_server.letters) == 2
    assert states(neighbour) == [("failed", 2, 1)] * 2


def test_a_digest_that_surely_did_not_go_out_goes_with_the_next_news(daily, neighbour, mail_server, let_pass):
    mail_server.data_answer = "451 Later"
    happen(daily[0], 2)
    morning()
    send_waiting()
    mail_server.data_answer = ""
    happen(daily[1])
    morning()
    let_pass(timedelta(minutes=2))
    assert send_waiting() == 1
    assert len(mail_server.letters) == 1
    assert states(neighbour) == [("accepted", 2, 0)] * 2 + [("accepted", 1, 0)]


def test_a_weekly_digest_may_be_tried_for_three_days_after_it_is_due(daily, neighbour, mail_server, let_pass):
    choose(Frequency.WEEKLY, neighbour)
    happen(daily[0], 2)
    rows(neighbour).update(created_at=Now() - timedelta(days=6))
    morning()
    mail_server.recipients_refused[neighbour.email] = "451 Later"
    send_waiting()
    assert states(neighbour) == [("pending", 1, 0)] * 2
    let_pass(timedelta(hours=73))
    send_waiting()
    assert states(neighbour) == [("failed", 2, 0)] * 2


def test_one_message_that_cannot_be_told_does_not_keep_the_others(daily, neighbour, mail_server, let_pass, caplog):
    happen(daily[0], 2)
    broken = record(daily[0], "idea.handed_over", from_id=0, programme_id=0)
    fan_out_waiting()
    morning()
    send_waiting()
    assert mail_server.letters == []
    let_pass(timedelta(minutes=2))
    send_waiting()
    assert len(mail_server.to(neighbour)) == 2
    assert set(Delivery.objects.filter(state="pending", channel="email").values_list("event", flat=True)) == {broken.pk}
    assert "could not be written together" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_senders_at_the_same_time_give_everybody_one_mail(daily, neighbour, mail_server, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 3)
    people = [factories.make_resident(f"volger{number}") for number in range(12)]
    for person in people:
        for idea in daily:
            follow_idea(idea, actor=person)
    choose(Frequency.DAILY, *people)
    for idea in (*daily, *daily):
        happen(idea)
    morning()

    def work():
        while send_waiting():
            pass

    in_parallel(5, work)
    assert sorted(recipient for recipient, _ in mail_server.letters) == sorted(p.email for p in (neighbour, *people))
    assert set(Delivery.objects.filter(channel="email").values_list("state", "attempts")) == {("accepted", 1)}


@pytest.mark.django_db(transaction=True)
def test_who_comes_while_somebody_claims_passes_the_whole_digest_by(daily, neighbour, monkeypatch):
    happen(daily[0], 3)
    morning()
    seen = []
    together = claims._with_the_rest

    def meanwhile(channel, first):
        monkeypatch.setattr(claims, "_with_the_rest", together)
        in_parallel(1, lambda: seen.extend(claims.claim(10)))
        return together(channel, first)

    monkeypatch.setattr(claims, "_with_the_rest", meanwhile)
    [mail] = claims.claim(10)
    assert ([row.pk for row in mail], seen) == (list(rows(neighbour).values_list("pk", flat=True)), [])


@pytest.mark.parametrize("news", [2, 30])
def test_a_digest_costs_the_same_however_much_is_in_it(daily, mail_server, django_assert_num_queries, news):
    happen(daily[0], news)
    morning()
    with django_assert_num_queries(17):
        assert send_waiting() == 1
    assert len(mail_server.letters) == 1


def test_a_digest_for_many_lets_a_receipt_go_first(daily, mail_server, monkeypatch, last_rule):
    monkeypatch.setattr(sending, "BATCH", 1)
    happen(daily[0], 2)
    morning()
    author = factories.make_resident("laat")
    factories.make_idea(author)
    fan_out_waiting()
    send_waiting()
    assert [recipient for recipient, _ in mail_server.letters] == [author.email]


def test_each_digest_of_a_batch_has_a_life_of_its_own(daily, neighbour, supporter, mail_server, monkeypatch, let_pass):
    follow_idea(daily[0], actor=supporter)
    choose(Frequency.DAILY, supporter)
    happen(daily[0], 2)
    morning()
    with monkeypatch.context() as patched:
        patched.setattr(leases, "accept", crash_at(2, leases.accept))
        with pytest.raises(KeyboardInterrupt):
            send_waiting()
    let_pass(LEASE_OVER)
    assert release_stuck() == 2
    settled = {state for state, *_ in states(neighbour)} | {state for state, *_ in states(supporter)}
    assert settled == {"accepted", "uncertain"}
    let_pass(QUARTER)
    send_waiting()
    assert {len(mail_server.to(person)) for person in (neighbour, supporter)} == {1, 2}
    assert len({letter["Message-ID"] for _, letter in mail_server.letters}) == 2
