"""The borders of audiences: nobody twice, nobody who is gone, and never nobody at all."""

from datetime import timedelta

from django.utils import timezone

from ideas.actions.moderate import hide_idea
from ideas.actions.support import follow_idea
from ideas.actions.triage import move_idea
from ideas.events import IdeaEvent as E
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from participation.models import Event
from tests import factories

LATER = {"reason": "Nu is er geen geld.", "next_step": "Wij wachten.", "date": timezone.localdate() + timedelta(days=9)}


def told(kind, channel="inbox"):
    fan_out_waiting()
    rows = Delivery.objects.filter(event__kind=kind, channel=channel).select_related("recipient")
    return {(row.recipient.email.partition("@")[0], row.route) for row in rows}


def switch_off(person):
    person.is_active = False
    person.save(update_fields=["is_active"])


def test_one_person_in_two_audiences_is_told_once_per_channel_by_the_first_route(watched, deputy, owner):
    follow_idea(watched, actor=deputy)
    move_idea(watched, "not_now", actor=owner, **LATER)
    move_idea(watched, "wake", actor=None)
    assert told(E.WOKEN) == {("bloem", "author"), ("owner", "handler"), ("deputy", "desk"), ("buur", "followers")}
    # The desk hears it in the inbox only, and a follower by mail too.
    assert told(E.WOKEN, "email") == {
        ("bloem", "author"), ("owner", "handler"), ("deputy", "followers"), ("buur", "followers"),
    }  # fmt: skip


def test_the_actor_never_hears_of_their_own_deed(watched, owner):
    follow_idea(watched, actor=owner)
    move_idea(watched, "take_up", actor=owner, next_step="Wij gaan kijken.")
    assert told(E.TAKEN_UP) == {("bloem", "author"), ("buur", "followers")}


def test_an_owner_who_submits_gets_a_receipt_and_the_deputy_the_news(last_rule, owner, deputy):
    factories.make_idea(owner)
    assert told(E.SUBMITTED) == {("owner", "author")}
    assert told(E.ROUTED) == {("deputy", "desk")}


def test_accounts_that_are_not_active_hear_nothing(watched, owner, neighbour):
    switch_off(neighbour)
    move_idea(watched, "take_up", actor=owner, next_step="Wij gaan kijken.")
    assert told(E.TAKEN_UP) == {("bloem", "author")}


def test_followers_do_not_hear_of_an_idea_that_they_may_not_see(watched, owner, coordinator):
    hide_idea(watched, actor=coordinator, reason="Er staat een naam in.")
    move_idea(watched, "take_up", actor=owner, next_step="Wij gaan kijken.")
    assert told(E.TAKEN_UP) == {("bloem", "author")}


def test_a_handler_who_left_gives_way_to_the_desk(watched, owner, deputy, resident):
    move_idea(watched, "ask", actor=owner, question="Waar precies?")
    switch_off(owner)
    move_idea(watched, "answer_question", actor=resident, text="Bij de school.")
    assert told(E.QUESTION_ANSWERED, "email") == {("deputy", "handler")}


def test_an_empty_desk_falls_back_to_the_coordinators(idea, owner, deputy, coordinator, administrator):
    switch_off(owner)
    switch_off(deputy)
    assert told(E.ROUTED) == told(E.ROUTED, "email") == {("coordinator", "fallback")}


def test_without_coordinators_it_falls_back_to_the_administrators(idea, owner, deputy, administrator):
    switch_off(owner)
    switch_off(deputy)
    assert told(E.ROUTED) == {("admin", "fallback")}


def test_nobody_at_all_is_an_error_that_waits_in_view(idea, owner, deputy, caplog):
    switch_off(owner)
    switch_off(deputy)
    assert told(E.ROUTED) == set()
    event = Event.objects.get(kind=E.ROUTED)
    assert event.dispatched_at is None
    assert event.attempts == 1
    assert event.last_error.startswith("NobodyToTell")
    assert "could not be fanned out" in caplog.text
