from collections import defaultdict
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from ideas.events import IdeaEvent
from tests.chaos.breaking_surroundings import CIVIL
from tests.chaos.ledger import ACKNOWLEDGED, Ledger, Post
from tests.chaos.oracle import HEARS, INBOX, MAIL, MAY_HEAR, Oracle

NOON = datetime(2026, 11, 22, 12, tzinfo=CIVIL)


@pytest.fixture
def ledger(tmp_path):
    made = Ledger(tmp_path / "posts.jsonl")
    yield made
    made.close()


def event(kind, actor, minutes=0, **facts):
    at = NOON + timedelta(minutes=minutes)
    return {
        "kind": kind, "actor": actor, "subject_id": 1, "facts": facts, "recorded_at": at,
        "dispatched_at": at + timedelta(seconds=1),
    }  # fmt: skip


def oracle(ledger, *events):
    idea = {"id": 1, "reference": "2026-00001", "author": "author"}
    facts = SimpleNamespace(
        events=events, ideas={1: idea}, author_of={}, referrals={}, switched_off={("deputy", MAIL)},
        desks=defaultdict(set, {7: {"owner", "deputy"}, 8: {"other"}}),
    )  # fmt: skip
    return Oracle(facts, ledger)


def wants(ledger, who, on, minutes, outcome=ACKNOWLEDGED):
    at = (NOON + timedelta(minutes=minutes)).timestamp()
    ledger.posts.append(
        Post("follow", who, {"reference": "2026-00001", "on": on}, at, ended_at=at + 1, outcome=outcome)
    )


def test_the_desk_hears_of_a_new_idea_except_by_the_way_it_switched_off(ledger):
    routed = event("idea.routed", "author", programme_id=7)
    told = oracle(ledger, routed).expected(routed)
    assert (told.must, told.may) == ({("owner", INBOX), ("owner", MAIL), ("deputy", INBOX)}, set())


def test_followers_hear_if_they_surely_followed_and_may_hear_if_it_was_close(ledger):
    for who, on, minutes in (("early", True, -5), ("left", True, -5), ("left", False, -4), ("close", True, 0.3)):
        wants(ledger, who, on, minutes)
    wants(ledger, "late", True, 5)
    asked = event("idea.asked", "owner", question="?")
    told = oracle(ledger, asked).expected(asked)
    assert told.must == {("author", INBOX), ("author", MAIL), ("early", INBOX)}
    assert told.may == {("close", INBOX)}


def test_the_handler_hears_an_answer_and_after_a_hand_over_the_new_desk(ledger):
    routed = event("idea.routed", "author", -9, programme_id=7)
    asked = event("idea.asked", "owner", -8)
    first = event("idea.question_answered", "author", -7)
    moved = event("idea.handed_over", "owner", -5, programme_id=8, from_id=7)
    second = event("idea.question_answered", "author", 0)
    told = oracle(ledger, routed, asked, first, moved, second)
    assert told.expected(first).must == {("owner", INBOX), ("owner", MAIL), ("deputy", INBOX)}
    assert told.expected(second).must == {("other", INBOX), ("other", MAIL)}


def test_the_oracle_knows_every_kind_that_a_run_can_cause():
    nobody_does = {
        IdeaEvent.IMPORTED, IdeaEvent.HIDDEN, IdeaEvent.SHOWN, IdeaEvent.SUPPORT_REMOVED,
        IdeaEvent.EDITED, IdeaEvent.ADDED, IdeaEvent.UPDATED, IdeaEvent.INVITED, IdeaEvent.JOINED,
        IdeaEvent.DIVIDED, IdeaEvent.LINKED, IdeaEvent.UNLINKED, IdeaEvent.THEMED, IdeaEvent.AREA_CHANGED,
        IdeaEvent.UNDONE,
        IdeaEvent.ANSWER_PLANNED, IdeaEvent.ANSWER_STUCK, IdeaEvent.ANSWER_CORRECTED, IdeaEvent.TRANSFERRED,
        IdeaEvent.REFERRAL_NUMBERED, IdeaEvent.REFERRAL_RETURNED, IdeaEvent.CONTACT_SHARED,
        IdeaEvent.WEIGHED, IdeaEvent.WEIGHING_PUBLISHED, IdeaEvent.RATED,
        IdeaEvent.CONSULTED, IdeaEvent.CONSULT_ANSWERED, IdeaEvent.CONSULT_PUBLISHED, IdeaEvent.CONSULT_HIDDEN,
        IdeaEvent.CONSULT_REMINDED, IdeaEvent.CONSULT_EXPIRED,
    }  # fmt: skip
    assert {*HEARS, *MAY_HEAR} == set(IdeaEvent) - nobody_does
    assert HEARS.keys() & MAY_HEAR.keys() == set()
