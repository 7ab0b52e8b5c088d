"""When a mail goes, as whole tables: by what its reader chose, by the hour, and by how much went before."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from notifications import schedule
from notifications.actions import set_preferences, set_quiet_hours
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from notifications.sending import send_waiting
from notifications.statuses import Channel, Frequency, Group
from tests import factories
from tests.notifications.test_fanout import record

HERE = ZoneInfo("Europe/Amsterdam")
NIGHT, NONE = (22, 7), (0, 0)

# 2026-01-14 is a Wednesday, 2026-01-19 a Monday.
MOMENTS = [
    # what was chosen, quiet hours, now -> when it goes
    ("at_once", NONE, "2026-01-14 23:30", "at once"),
    ("at_once", NIGHT, "2026-01-14 21:59", "at once"),
    ("at_once", NIGHT, "2026-01-14 22:00", "2026-01-15 07:00"),
    ("at_once", NIGHT, "2026-01-15 06:59", "2026-01-15 07:00"),
    ("at_once", NIGHT, "2026-01-15 07:00", "at once"),
    ("at_once", (9, 17), "2026-01-14 12:00", "2026-01-14 17:00"),
    ("at_once", (9, 17), "2026-01-14 17:00", "at once"),
    ("daily", NONE, "2026-01-14 07:54", "2026-01-14 08:00"),
    ("daily", NONE, "2026-01-14 07:56", "2026-01-15 08:00"),
    ("daily", NONE, "2026-01-14 23:00", "2026-01-15 08:00"),
    ("daily", (22, 10), "2026-01-14 12:00", "2026-01-15 10:00"),
    ("weekly", NONE, "2026-01-14 12:00", "2026-01-19 08:00"),
    ("weekly", NONE, "2026-01-19 07:00", "2026-01-19 08:00"),
    ("weekly", NONE, "2026-01-19 08:00", "2026-01-26 08:00"),
    ("weekly", (22, 10), "2026-01-14 12:00", "2026-01-19 10:00"),
    # Eight o'clock stays eight o'clock in the weekends in which the clock changes.
    ("daily", NONE, "2026-03-28 12:00", "2026-03-29 08:00"),
    ("daily", NONE, "2026-10-24 12:00", "2026-10-25 08:00"),
]


@pytest.fixture
def it_is(monkeypatch):
    """Let the schedule read another clock."""

    def read(moment):
        monkeypatch.setattr(schedule, "NOW", f"timestamptz '{moment} Europe/Amsterdam'")

    return read


def mail_to(person):
    return Delivery.objects.filter(recipient=person, channel="email").latest("pk")


@pytest.mark.parametrize(("frequency", "quiet", "now", "goes"), MOMENTS)
def test_when_a_mail_goes(watched, neighbour, it_is, settings, frequency, quiet, now, goes):
    set_preferences({(Group.FOLLOWED, Channel.EMAIL): Frequency(frequency)}, actor=neighbour)
    set_quiet_hours(*quiet, actor=neighbour)
    it_is(now)
    record(watched)
    fan_out_waiting()
    mail = mail_to(neighbour)
    expected = now if goes == "at once" else goes
    assert mail.due_at == mail.next_attempt_at == datetime.fromisoformat(expected).replace(tzinfo=HERE)
    assert (mail.digest, mail.bulk) == (goes != "at once", True)


def test_who_chose_nothing_has_the_hours_of_the_municipality(watched, resident, neighbour, it_is, settings):
    settings.QUIET_HOURS = NIGHT
    set_quiet_hours(*NONE, actor=neighbour)
    it_is("2026-01-14 23:30")
    record(watched)
    fan_out_waiting()
    assert (mail_to(resident).digest, mail_to(neighbour).digest) == (True, False)


def test_a_receipt_goes_at_once_at_any_hour(last_rule, it_is, settings):
    settings.QUIET_HOURS = (0, 23)
    it_is("2026-01-14 12:00")
    author = factories.make_resident("laat")
    factories.make_idea(author)
    fan_out_waiting()
    assert not mail_to(author).digest


def test_the_inbox_waits_for_nothing(watched, neighbour, it_is, settings):
    settings.QUIET_HOURS = (0, 23)
    set_preferences({(Group.FOLLOWED, Channel.EMAIL): Frequency.WEEKLY}, actor=neighbour)
    record(watched)
    fan_out_waiting()
    row = Delivery.objects.inbox_of(neighbour).get()
    assert (row.state, row.digest, row.due_at) == ("accepted", False, row.created_at)


def test_a_day_has_a_ceiling_and_the_rest_comes_together(watched, resident, neighbour, it_is, settings, let_pass):
    settings.MAILS_A_DAY = 3
    for _ in range(5):
        record(watched)
    fan_out_waiting()

    def apart(person):
        return list(Delivery.objects.filter(recipient=person, channel="email").order_by("pk").values_list("digest"))

    assert apart(neighbour) == [(False,)] * 3 + [(True,)] * 2
    assert apart(resident) == [(False,)] * 5  # News of their own idea is never held back.
    together = set(Delivery.objects.filter(digest=True).values_list("due_at", flat=True))
    assert len(together) == 1
    let_pass(timedelta(days=1))
    record(watched)
    fan_out_waiting()
    assert not mail_to(neighbour).digest


@pytest.mark.parametrize("followers", [0, 40])
def test_everybody_s_moment_costs_no_statement(watched, django_assert_num_queries, followers, settings):
    settings.QUIET_HOURS, settings.MAILS_A_DAY = NIGHT, 3
    for number in range(followers):
        person = factories.make_resident(f"volger{number}")
        watched.follows.create(person=person)
        set_preferences({(Group.FOLLOWED, Channel.EMAIL): list(Frequency)[number % 3]}, actor=person)
    record(watched)
    with django_assert_num_queries(16):
        fan_out_waiting()


def test_a_mail_that_failed_by_day_is_not_tried_at_night(taken_up, mail_server, resident, neighbour, it_is):
    set_quiet_hours(22, 7, actor=resident)
    it_is("2099-01-14 23:30")
    assert send_waiting() == 2
    assert mail_server.subjects() == {(neighbour.email, f"In behandeling: {taken_up.title}")}
    mail = mail_to(resident)
    assert (mail.state, mail.attempts, mail.token) == ("pending", 0, None)
    assert mail.next_attempt_at == datetime(2099, 1, 15, 7, tzinfo=HERE)


def test_who_did_it_at_night_is_awake(idea, resident, mail_server, it_is, settings):
    settings.QUIET_HOURS = NIGHT
    it_is("2026-01-14 23:30")
    fan_out_waiting()
    send_waiting()
    assert [recipient for recipient, _ in mail_server.letters] == [resident.email]
