"""Reminders by mail: all of a day in one, and none that is no longer true."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from ideas.actions.remind import remind_officials
from ideas.actions.triage import move_idea
from ideas.statuses import Status
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from notifications.statuses import CHOICES, Channel, Frequency, Group
from participation.actions.absence import end_absence, set_absence
from participation.calendar import is_working_day
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def on_a_working_day(time_machine):
    """The database's clock is its own, so that days are told from today; on a working one."""
    now = timezone.now()
    while not is_working_day(timezone.localdate(now)):
        now += DAY
    time_machine.move_to(now, tick=False)


def late(programme, **fields):
    day = timezone.localdate() - 10 * DAY
    return factories.make_raw_idea(programme, **{"status": Status.IN_REVIEW, "promised_on": day, **fields})


def test_forty_late_ideas_are_one_mail(programme, coordinator, mail_server, drain, let_pass):
    for _ in range(40):
        late(programme)
    assert remind_officials() == 40
    drain()
    assert mail_server.to(coordinator) == []  # They wait for the digest of eight o'clock.
    let_pass(DAY)
    drain()
    (letter,) = mail_server.to(coordinator)
    text = letter.get_body(("plain",)).get_content()
    assert text.count("Te laat: de beloofde dag was") == 20  # As much as somebody reads, and where the rest is.
    assert "20" in text
    assert Delivery.objects.filter(Q(channel="email"), state="accepted").count() == 40


def test_one_alone_says_what_to_do(programme, owner, coordinator, mail_server, drain, let_pass):
    late(programme, title="Een bankje")
    remind_officials()
    fan_out_waiting()
    let_pass(DAY)
    drain()
    (letter,) = mail_server.to(coordinator)
    text = letter.get_body(("plain",)).get_content()
    assert letter["Subject"] == "Te laat met antwoord: Een bankje"
    for words in ("Kunt u helpen?", "omdat u zorgt dat dit idee op tijd antwoord krijgt", "/werkplek/"):
        assert words in text
    assert mail_server.to(owner) == []


def test_what_was_answered_before_the_mail_goes_is_not_mailed(
    programme, owner, coordinator, mail_server, drain, let_pass
):
    answered, moved, asked, kept = (late(programme) for _ in range(4))
    remind_officials()
    fan_out_waiting()
    four = {"reason": "Goed idee.", "next_step": "Wij bellen u.", "date": timezone.localdate() + 30 * DAY}
    move_idea(answered, "decline", actor=owner, reason_code="te_duur", **four)
    move_idea(moved, "promising", actor=owner, **four)
    move_idea(asked, "ask", actor=owner, question="Waar precies?")
    let_pass(DAY)
    drain()
    (letter,) = mail_server.to(coordinator)
    assert kept.title in letter["Subject"]
    cancelled = Delivery.objects.filter(recipient=coordinator, channel="email", state="cancelled")
    assert {row.event.subject_id for row in cancelled} == {answered.pk, moved.pk, asked.pk}
    assert {row.last_error for row in cancelled} == {"The date does not hold any more."}


def test_they_always_come_once_a_day_and_only_officials_read_of_them(client, owner, resident):
    assert CHOICES[Group.REMINDERS, Channel.EMAIL] == (Frequency.DAILY,)
    pages = [sign_in(client, person).get("/berichten/voorkeuren/").content.decode() for person in (owner, resident)]
    assert ["Herinneringen aan beloofde data" in page for page in pages] == [True, False]


def test_mail_for_the_desk_goes_to_the_stand_in_too(resident, last_rule, owner, deputy, stranger):
    today = timezone.localdate()
    set_absence(owner, stand_in=stranger, first_day=today, last_day=today + DAY, actor=owner)
    factories.make_idea(resident)
    fan_out_waiting()
    rows = Delivery.objects.filter(event__kind="idea.routed", channel="email")
    assert {(row.recipient, row.route) for row in rows} == {(one, "desk") for one in (owner, deputy, stranger)}


def test_news_for_the_handler_goes_to_the_stand_in_too(idea, owner, resident, stranger):
    today = timezone.localdate()
    move_idea(idea, "ask", actor=owner, question="Waar precies?")
    set_absence(owner, stand_in=stranger, first_day=today, last_day=today + DAY, actor=owner)
    move_idea(idea, "answer_question", actor=resident, text="Bij de school.")
    fan_out_waiting()
    rows = Delivery.objects.filter(event__kind="idea.question_answered", channel="email")
    assert {(row.recipient, row.route) for row in rows} == {(owner, "handler"), (stranger, "handler")}


def test_who_stands_in_is_told_when_and_where_to_look(owner, stranger, mail_server, drain):
    today = timezone.localdate()
    absence = set_absence(owner, stand_in=stranger, first_day=today, last_day=today + DAY, actor=owner)
    type(stranger).objects.filter(pk=stranger.pk).update(last_login=timezone.now() + DAY)  # They are at work.
    drain()
    end_absence(absence, actor=owner)
    drain()
    away, back = mail_server.to(stranger)
    text = away.get_body(("plain",)).get_content()
    assert str(away["Subject"]).startswith("U vervangt een collega van ")
    assert "https://inbreng.example.org/werkplek/afwezig/" in text
    assert owner.nickname not in text  # The journal and the mail name nobody; the page does.
    assert str(back["Subject"]) == "U vervangt uw collega niet meer"
    assert mail_server.to(owner) == []
