"""Organisations outside: an idea is handed over, comes back with a number, an answer, or unanswered."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ideas.actions.refer import answer_referral, number_referral, remind_partners, share_contact
from ideas.actions.triage import move_idea
from ideas.models import Idea, Referral
from ideas.statuses import Status
from participation.errors import Incomplete, NotPossible
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORDS = {"message": "Kunt u dit doen?", "next_step": "Wij wachten."}


@pytest.fixture(autouse=True)
def frozen(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def waiting(programme, resident):
    def make(status="referred", visibility="public", **fields):
        idea = factories.make_raw_idea(
            programme,
            author=resident,
            status=status,
            visibility=visibility,
            status_since=NOW,
            promised_on=date(2026, 3, 4),
        )
        return factories.make_referral(idea, asked_at=NOW, **fields)

    return make


def kinds():
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("wants", [True, False])
def test_handing_over(programme, resident, owner, wants):
    idea = factories.make_raw_idea(programme, author=resident, status="in_review")
    party = factories.make_party()
    move_idea(idea, "transfer", actor=owner, party=party, wants_contact=wants, **WORDS)
    asked = Referral.objects.get()
    assert (asked.partner, asked.email, asked.party, asked.wants_contact) == (party.name, party.email, party, wants)
    assert (idea.status, idea.ball, idea.next_step) == ("referred", "partner", "Wij wachten.")
    facts = Event.objects.get().facts
    assert (facts["partner"], facts["message"], facts["wants_contact"]) == ("Buurgemeente", "Kunt u dit doen?", wants)
    assert resident.email not in str(facts)
    assert party.email not in str(facts)


def test_an_organisation_that_went_out_of_the_list(programme, owner):
    idea = factories.make_raw_idea(programme)
    with pytest.raises(Incomplete) as refusal:
        move_idea(idea, "transfer", actor=owner, party=factories.make_party(is_active=False), **WORDS)
    assert (refusal.value.field, Referral.objects.count()) == ("party", 0)


def test_giving_back_lets_the_clock_go_on(waiting, frozen):
    asked = waiting()
    frozen.move_to(NOW + timedelta(days=7), tick=False)
    move_idea(asked.idea, "give_back", actor=None, referral=asked, text="Dit is niet van ons.")
    assert Idea.objects.values_list("status", "promised_on").get() == ("in_review", date(2026, 3, 11))
    asked.refresh_from_db()
    assert (asked.answer, asked.was_returned, asked.answered_at) == (
        "Dit is niet van ons.",
        True,
        NOW + timedelta(days=7),
    )
    assert kinds() == ["idea.referral_returned"]


def test_only_the_question_of_now_is_given_back(waiting):
    old = waiting()
    factories.make_referral(old.idea, asked_at=NOW + timedelta(seconds=1))
    with pytest.raises(NotPossible):
        move_idea(old.idea, "give_back", actor=None, referral=old, text="Nee.")
    assert Idea.objects.get().status == "referred"


@pytest.mark.parametrize("deed", ["answer", "number", "contact"])
@pytest.mark.parametrize(
    ("fields", "later"),
    [
        *(({"status": status}, timedelta()) for status in set(Status.values) - {"referred", "merged", "not_now"}),
        ({"visibility": "held"}, timedelta()),
        ({"answered_at": NOW}, timedelta()),
        ({}, timedelta(days=14, seconds=1)),
    ],
)
def test_what_is_over_takes_nothing(waiting, frozen, deed, fields, later):
    asked = waiting(wants_contact=True, **fields)
    frozen.move_to(NOW + later, tick=False)
    deeds = {
        "answer": lambda: answer_referral(asked, text="Ja."),
        "number": lambda: number_referral(asked, outside_number="A1"),
        "contact": lambda: share_contact(asked, shared=True),
    }
    with pytest.raises(NotPossible):
        deeds[deed]()
    assert kinds() == []


def test_a_number_comes_before_the_answer(waiting):
    asked = waiting()
    number_referral(asked, outside_number=" A1 ")
    number_referral(asked, outside_number="A1")
    answer_referral(asked, text="Ja.")
    asked.refresh_from_db()
    assert (asked.outside_number, asked.answer) == ("A1", "Ja.")
    assert kinds() == ["idea.referral_numbered", "idea.referral_answered"]
    assert Event.objects.last().facts["outside_number"] == "A1"


def test_the_author_says_yes_and_takes_it_back(waiting):
    asked = waiting(wants_contact=True)
    share_contact(asked, shared=True)
    share_contact(asked, shared=True)
    assert Referral.objects.get().contact_shared_at == NOW
    share_contact(asked, shared=False)
    assert Referral.objects.get().contact_shared_at is None
    assert kinds() == ["idea.contact_shared"] * 2


def test_nobody_shares_what_nobody_asked(waiting):
    with pytest.raises(NotPossible):
        share_contact(waiting(), shared=True)


REMINDERS = [
    (timedelta(days=6, hours=23), [], 0),
    (timedelta(days=7), ["idea.referral_reminded"], 1),
    (timedelta(days=13), ["idea.referral_reminded"], 2),
    (timedelta(days=14), ["idea.referral_reminded"], 2),
    (timedelta(days=14, seconds=1), ["idea.referral_expired"], 3),
]


@pytest.mark.parametrize(("later", "told", "reminders"), REMINDERS)
def test_a_silent_partner_hears_of_it(waiting, frozen, later, told, reminders):
    waiting()
    frozen.move_to(NOW + later, tick=False)
    assert (remind_partners(), remind_partners()) == (len(told), 0)
    assert (kinds(), Referral.objects.get().reminders) == (told, reminders)


def test_every_reminder_once_in_two_weeks(waiting, frozen):
    waiting()
    for hour in range(24 * 16):
        frozen.move_to(NOW + timedelta(hours=hour), tick=False)
        if hour % 12 == 0:
            remind_partners()
    assert kinds() == ["idea.referral_reminded", "idea.referral_reminded", "idea.referral_expired"]


@pytest.mark.parametrize("fields", [{"status": "in_review"}, {"visibility": "held"}, {"answered_at": NOW}])
def test_who_need_not_answer_is_left_alone(waiting, frozen, fields):
    waiting(**fields)
    frozen.move_to(NOW + timedelta(days=20), tick=False)
    assert remind_partners() == 0


def test_without_an_address_only_the_end_is_told(waiting, frozen):
    waiting(email="")
    for days in (8, 13, 15):
        frozen.move_to(NOW + timedelta(days=days), tick=False)
        remind_partners()
    assert kinds() == ["idea.referral_expired"]
