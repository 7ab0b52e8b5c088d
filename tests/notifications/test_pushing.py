"""News on people's devices: from what happened to what a browser shows, and all that can go wrong between."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions.moderate import hide_idea
from ideas.actions.support import unfollow_idea
from ideas.actions.triage import move_idea
from notifications import claims, pushing
from notifications.actions import set_preferences, set_quiet_hours
from notifications.draining import drain_all
from notifications.fanout import fan_out_waiting
from notifications.leases import release_stuck
from notifications.models import Delivery, PushDevice
from notifications.pushing import push_waiting
from notifications.sending import send_waiting
from notifications.statuses import Channel, Frequency, Group
from participation.models import Kind
from tests import factories
from tests.notifications.test_fanout import in_parallel

LEASE_OVER = timedelta(seconds=121)


@pytest.fixture
def happen(watched, owner):
    """Somebody takes the idea up."""

    def take_up():
        move_idea(watched, "take_up", actor=owner, next_step="Wij gaan kijken.")
        fan_out_waiting()
        return watched

    return take_up


def pushes(person=None):
    rows = Delivery.objects.filter(channel=Channel.PUSH).order_by("pk")
    return rows.filter(recipient=person) if person else rows


def how_it_went():
    return {row.recipient.email.partition("@")[0]: (row.state, row.last_error) for row in pushes()}


def test_a_device_shows_the_one_thing_that_happened_and_leads_to_it(on, happen, resident, neighbour):
    own, other = on(resident), on(neighbour, "ander")
    idea = happen()
    assert push_waiting() == 2
    mine, theirs = pushes(resident).get(), pushes(neighbour).get()
    assert own.read == [{
        "title": f"Uw idee {idea.reference} is in behandeling", "text": idea.title, "url": idea.get_absolute_url(),
        "tag": mine.uuid.hex, "language": "nl",
    }]  # fmt: skip
    assert other.read == [{
        "title": f"In behandeling: {idea.title}", "text": "Een medewerker neemt het idee in behandeling.",
        "url": idea.get_absolute_url(), "tag": theirs.uuid.hex, "language": "nl",
    }]  # fmt: skip
    assert how_it_went() == {"bloem": ("accepted", ""), "buur": ("accepted", "")}
    assert push_waiting() == 0


def test_it_is_told_in_the_language_of_its_reader(on, happen, resident):
    resident.language = "en"
    resident.save(update_fields=["language"])
    browser = on(resident)
    happen()
    push_waiting()
    assert browser.read[0]["language"] == "en"
    assert "in behandeling" not in browser.read[0]["title"]


def test_whoever_has_no_device_gets_no_row_and_mail_goes_on(on, happen, resident, mail_server):
    on(resident)
    happen()
    assert {row.recipient for row in pushes()} == {resident}
    drain_all()
    assert len(mail_server.letters) == 2


def test_without_a_key_nobody_is_told_by_it(on, happen, resident, settings):
    on(resident)
    settings.PUSH_KEY = ""
    happen()
    assert not pushes().exists()


def test_what_waits_when_the_key_is_taken_away_does_not_wait_for_ever(on, happen, resident, settings, push_service):
    on(resident)
    happen()
    settings.PUSH_KEY = ""
    drain_all()
    assert how_it_went() == {"bloem": ("cancelled", "They have no device that takes it.")}
    assert push_service.asked == []


def test_every_device_of_a_person_is_told(on, happen, resident):
    browsers = [on(resident, name) for name in ("een", "twee", "drie")]
    happen()
    assert push_waiting() == 1
    assert [len(browser.read) for browser in browsers] == [1, 1, 1]


def test_a_receipt_is_on_the_page_already(on, resident, last_rule):
    on(resident)
    factories.make_idea(resident)
    fan_out_waiting()
    assert not pushes(resident).exists()


def test_a_group_that_is_off_is_not_told_and_others_are(on, happen, resident, neighbour):
    on(resident)
    on(neighbour, "ander")
    set_preferences({(Group.FOLLOWED, Channel.PUSH): Frequency.OFF}, actor=neighbour)
    set_preferences({(Group.FOLLOWED, Channel.PUSH): Frequency.OFF}, actor=resident)  # About their own it goes on.
    happen()
    assert {row.recipient for row in pushes()} == {resident}


MEANWHILE = {
    "switched off": "They switched this off.",
    "stopped following": "They do not follow the idea any more.",
    "hidden": "They may not see the idea.",
    "device removed": "They have no device that takes it.",
    "account closed": "The account is not active.",
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_what_changed_meanwhile_counts(on, happen, neighbour, coordinator, what):
    browser = on(neighbour)
    idea = happen()
    if what == "switched off":
        set_preferences({(Group.FOLLOWED, Channel.PUSH): Frequency.OFF}, actor=neighbour)
    elif what == "stopped following":
        unfollow_idea(idea, actor=neighbour)
    elif what == "hidden":
        hide_idea(idea, actor=coordinator, reason="Er staat een naam in.")
    elif what == "device removed":
        PushDevice.objects.all().delete()
    else:
        type(neighbour).objects.filter(pk=neighbour.pk).update(is_active=False)
    push_waiting()
    assert how_it_went() == {"buur": ("cancelled", MEANWHILE[what])}
    assert browser.read == []


SAID = "The push service answered {}."
ANSWERS = [
    # what the service answers -> what becomes of the row, and of the device
    (200, "accepted", "", True),
    (201, "accepted", "", True),
    (404, "cancelled", "Their devices are gone. " + SAID, False),
    (410, "cancelled", "Their devices are gone. " + SAID, False),
    (400, "failed", SAID, True),
    (401, "failed", SAID, True),
    (403, "failed", SAID, True),
    (413, "failed", SAID, True),
    (307, "failed", SAID, True),
    (408, "pending", SAID, True),
    (429, "pending", SAID, True),
    (500, "pending", SAID, True),
    (503, "pending", SAID, True),
]


@pytest.mark.parametrize(("status", "state", "error", "stays"), ANSWERS)
def test_every_answer_of_a_push_service(on, happen, neighbour, push_service, status, state, error, stays):
    push_service.answer(on(neighbour), status)
    happen()
    push_waiting()
    row = pushes().get()
    assert (row.state, row.last_error, row.token, row.handed_at) == (state, error.format(status), None, None)
    assert PushDevice.objects.exists() == stays


TWO_DEVICES = [
    ((201, 410), "accepted", 1), ((410, 503), "pending", 1), ((503, 201), "accepted", 2), ((400, 410), "failed", 1),
    ((404, 410), "cancelled", 0), ((400, 503), "pending", 2),
]  # fmt: skip


@pytest.mark.parametrize(("statuses", "state", "left"), TWO_DEVICES)
def test_what_two_devices_say_together(on, happen, neighbour, push_service, statuses, state, left):
    for number, status in enumerate(statuses):
        push_service.answer(on(neighbour, str(number)), status)
    happen()
    push_waiting()
    assert (pushes().get().state, PushDevice.objects.count()) == (state, left)


def test_passing_trouble_is_tried_again_ever_less_often(on, happen, neighbour, push_service, let_pass):
    browser = on(neighbour)
    push_service.answer(browser, 503)
    happen()
    pauses = []
    for _ in range(4):
        push_waiting()
        pauses.append(pushes().get().next_attempt_at - timezone.now())
        let_pass(pauses[-1])
    assert [round(pause.total_seconds() / 60) for pause in pauses] == [1, 2, 4, 8]
    push_service.answer(browser, 201)
    push_waiting()
    assert (len(browser.read), pushes().get().state) == (1, "accepted")


def test_a_sender_that_dies_after_the_service_took_it_doubles_nothing(
    on, happen, neighbour, push_service, let_pass, monkeypatch
):
    browser = on(neighbour)
    happen()
    with monkeypatch.context() as patched:
        patched.setattr(pushing, "_settle", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            push_waiting()
    let_pass(LEASE_OVER)
    assert release_stuck() == 1
    push_waiting()
    assert (len(browser.read), len(browser.shown)) == (2, 1)
    assert {headers["Topic"] for headers in browser.headers} == {pushes().get().uuid.hex}
    assert pushes().get().state == "accepted"


@pytest.mark.django_db(transaction=True)
def test_senders_at_the_same_time_send_each_push_once(watched, owner, on, monkeypatch):
    people = [factories.make_resident(f"volger{number}") for number in range(12)]
    browsers = []
    for person in people:
        watched.follows.create(person=person)
        browsers.append(on(person, person.nickname))
    move_idea(watched, "take_up", actor=owner, next_step="Wij gaan kijken.")
    fan_out_waiting()
    monkeypatch.setattr(pushing, "BATCH", 5)

    def work():
        while push_waiting():
            pass

    in_parallel(3, work)
    assert [len(browser.read) for browser in browsers] == [1] * 12


def test_who_stops_gives_back_what_was_not_begun(on, happen, resident, neighbour):
    on(resident)
    on(neighbour, "ander")
    happen()
    stop = threading.Event()
    stop.set()
    assert push_waiting(stop) == 2
    assert {(row.state, row.attempts) for row in pushes()} == {("pending", 0)}


def test_mail_and_pushes_do_not_take_each_other(on, happen, resident, mail_server):
    browser = on(resident)
    happen()
    assert {row.channel for mail in claims.claim(100) for row in mail} == {"email"}
    assert {row.channel for mail in claims.claim_pushes(100) for row in mail} == {"push"}
    assert (send_waiting(), push_waiting(), browser.read) == (0, 0, [])


def test_at_night_nothing_comes_and_in_the_morning_all_of_it_at_once(on, news, neighbour, watched, let_pass):
    browser = on(neighbour)
    hour = timezone.localtime().hour
    set_quiet_hours(hour, (hour + 2) % 24, actor=neighbour)
    news(3)
    assert push_waiting() == 0
    assert {(row.state, row.digest) for row in pushes(neighbour)} == {("pending", True)}
    set_quiet_hours(0, 0, actor=neighbour)
    let_pass(timedelta(hours=3))
    assert push_waiting() == 1
    (shown,) = browser.read
    assert (shown["title"], shown["url"]) == (f"3 berichten over: {watched.title}", "/berichten/")


def test_quiet_hours_that_began_meanwhile_hold_it_back(on, happen, neighbour):
    browser = on(neighbour)
    happen()
    hour = timezone.localtime().hour
    set_quiet_hours(hour, (hour + 2) % 24, actor=neighbour)
    push_waiting()
    row = pushes().get()
    assert (row.state, row.attempts, row.next_attempt_at > timezone.now(), browser.read) == ("pending", 0, True, [])


def test_a_ceiling_holds_for_each_channel_apart(on, news, neighbour, settings):
    settings.MAILS_A_DAY = 2
    on(neighbour)
    for _ in range(4):
        news(1)
    for channel in (Channel.PUSH, Channel.EMAIL):
        rows = Delivery.objects.filter(recipient=neighbour, channel=channel)
        assert [row.digest for row in rows.order_by("pk")] == [False, False, True, True]


def test_a_crowd_costs_no_statements_more(watched, owner, on, django_assert_num_queries, monkeypatch, push_service):
    monkeypatch.setattr(pushing, "SIDE_BY_SIDE", 100)
    for number in range(12):
        person = factories.make_resident(f"volger{number}")
        watched.follows.create(person=person)
        on(person, str(number))
    move_idea(watched, "take_up", actor=owner, next_step="Wij gaan kijken.")
    fan_out_waiting()
    monkeypatch.setattr(pushing, "BATCH", 2)
    common = 17
    with django_assert_num_queries(common + 2):
        push_waiting()
    monkeypatch.setattr(pushing, "BATCH", 8)
    with django_assert_num_queries(common + 8):
        push_waiting()


def test_an_official_hears_of_work_and_it_leads_to_the_desk(on, owner, last_rule, resident):
    browser = on(owner)
    idea = factories.make_idea(resident)
    fan_out_waiting()
    push_waiting()
    assert owner.kind == Kind.OFFICIAL
    assert [one["url"] for one in browser.read] == [idea.get_desk_url()]


def test_hostile_words_are_only_words(on, last_rule, neighbour, owner):
    browser = on(neighbour)
    title = "<script>alert(1)</script> \u202e" + "☕" * 80
    idea = factories.make_idea(factories.make_resident("kwaad"), title=title)
    idea.follows.create(person=neighbour)
    move_idea(idea, "take_up", actor=owner, next_step="Wij gaan kijken.")
    fan_out_waiting()
    push_waiting()
    shown = browser.read[0]
    assert (idea.title[:40] in shown["title"], len(shown["title"]) <= 120, len(shown["text"]) <= 240) == (True,) * 3
