"""What every move leaves behind: the columns that change, the rows beside the idea, and the news. As whole values."""

from datetime import UTC, date, datetime

import pytest

from ideas.actions.carry import CARRY
from ideas.actions.triage import move_idea
from ideas.desk.before import UNDOABLE
from ideas.models import Answer, Idea, Referral
from ideas.statuses import Status
from ideas.workflow import MOVES
from participation.errors import Incomplete
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db

SINCE = datetime(2026, 2, 16, 9, tzinfo=UTC)  # A Monday, ten working days before NOW.
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PROMISED = date(2026, 3, 4)
LATER = date(2026, 3, 18)  # PROMISED and the ten working days of waiting.
FRESH = date(2026, 3, 16)  # NOW and the ten working days of the promise.
SOON = date(2026, 4, 1)
ANEW = {"promised_on": FRESH, "promised_days": 10, "promised_at": NOW}
CHOSEN = {"promised_on": SOON, "promised_at": NOW}

STEP = {"next_step": "Wij bellen u."}
ANSWER = {"reason": "Dit past goed.", "next_step": "Wij bellen u.", "date": SOON}
ANSWER_SAID = {"reason": "Dit past goed.", "next_step": "Wij bellen u.", "date": "2026-04-01"}
REFER = {"partner": "Bibliotheek", "partner_email": "balie@example.org", "message": "Kunt u helpen?", **STEP}
REFER_SAID = {"partner": "Bibliotheek", "message": "Kunt u helpen?", **STEP}
WATER = {"programme": "Water", "reason": "Dit gaat over water."}
RESULT = {"result": "Er staan bomen.", "lesson": "Plant in het najaar."}
STOPPED = {"reason": "Het geld is op.", "lesson": "Reken eerder."}
AGAIN = {"reason": "Er is nu geld.", "next_step": "Wij kijken opnieuw."}
GOOD = {"handler": "owner", "next_step": "Wij bellen u.", "answered_at": NOW}
OVER = {"handler": "owner", "next_step": "", "answered_at": NOW, "promised_on": None}

# From, verb, by, with these facts: the changed columns beside status and status_since, the promise in the news, and
# what the news says beside its headline.
MOVES_MADE = [
    ("received", "take_up", "owner", STEP, {"handler": "owner", **STEP}, PROMISED, STEP),
    ("received", "ask", "owner", {"question": "Waar?"}, {"handler": "owner", "next_step": ""}, PROMISED, {"question": "Waar?"}),
    ("in_review", "ask", "owner", {"question": "Waar?"}, {"handler": "owner", "next_step": ""}, PROMISED, {"question": "Waar?"}),
    ("question", "answer_question", "bloem", {"text": "Hier."}, {"next_step": "", "promised_on": LATER}, LATER, {"text": "Hier."}),
    ("question", "give_up_waiting", None, {}, {"next_step": "", "promised_on": LATER}, LATER, {}),
    ("received", "refer", "owner", REFER, {"handler": "owner", **STEP}, PROMISED, REFER_SAID),
    ("in_review", "refer", "owner", REFER, {"handler": "owner", **STEP}, PROMISED, REFER_SAID),
    ("referred", "return_to_review", "owner", STEP, {"handler": "owner", "promised_on": LATER, **STEP}, LATER, STEP),
    ("in_review", "promising", "owner", ANSWER, {**GOOD, **CHOSEN}, SOON, {"decision": "promising", **ANSWER_SAID}),
    (
        "promising", "challenge", "owner", {"challenge": "Groene daken", **ANSWER}, {**GOOD, **CHOSEN}, SOON,
        {"decision": "challenge", "challenge": "Groene daken", **ANSWER_SAID},
    ),
    (
        "in_review", "adopt", "owner", {"project": "Bomen", **ANSWER}, {**GOOD, **CHOSEN}, SOON,
        {"decision": "adopted", "project": "Bomen", **ANSWER_SAID},
    ),
    (
        "challenge", "adopt", "owner", {"project": "Bomen", **ANSWER}, {**GOOD, **CHOSEN}, SOON,
        {"decision": "adopted", "project": "Bomen", **ANSWER_SAID},
    ),
    (
        "received", "decline", "owner", {"reason_code": "te_duur", **ANSWER}, {**GOOD, "promised_on": None}, None,
        {"decision": "declined", "reason_code": "te_duur", **ANSWER_SAID},
    ),
    (
        "referred", "decline", "owner", {"reason_code": "te_duur", **ANSWER}, {**GOOD, "promised_on": None}, None,
        {"decision": "declined", "reason_code": "te_duur", **ANSWER_SAID},
    ),
    (
        "in_review", "not_now", "owner", ANSWER, {**GOOD, "promised_on": None, "revisit_on": SOON}, None,
        {"decision": "not_now", **ANSWER_SAID},
    ),
    ("not_now", "wake", None, {}, {"next_step": "", **ANEW, "revisit_on": None}, FRESH, {}),
    ("not_now", "wake", "owner", {}, {"next_step": "", **ANEW, "revisit_on": None}, FRESH, {}),
    ("referred", "realise", "owner", RESULT, OVER, None, RESULT),
    ("adopted", "realise", "owner", RESULT, OVER, None, RESULT),
    ("adopted", "stop", "owner", STOPPED, OVER, None, STOPPED),
    (
        "declined", "reopen", "owner", AGAIN,
        {"handler": "owner", "next_step": "Wij kijken opnieuw.", **ANEW, "reopened": 1}, FRESH, AGAIN,
    ),
    ("received", "merge", "owner", {"into": "2026-00002", "reason": "Dit is hetzelfde."},
        {"handler": "owner", "merged_into": "2026-00002", "status_before_merge": "received", "next_step": ""}, PROMISED,
        {"into": "2026-00002", "into_title": "Bankjes", "reason": "Dit is hetzelfde."},
    ),
    ("in_review", "merge", "owner", {"into": "2026-00002", "reason": "Dit is hetzelfde."},
        {"handler": "owner", "merged_into": "2026-00002", "status_before_merge": "in_review", "next_step": ""}, PROMISED,
        {"into": "2026-00002", "into_title": "Bankjes", "reason": "Dit is hetzelfde."},
    ),
    ("received", "withdraw", "bloem", {"reason": "Ik verhuis."}, {"next_step": "", "promised_on": None}, None,
        {"reason": "Ik verhuis."},
    ),
    ("question", "withdraw", "bloem", {"reason": "Het is al klaar."}, {"next_step": "", "promised_on": None}, None,
        {"reason": "Het is al klaar."},
    ),
]  # fmt: skip
TARGETS = {
    "take_up": "in_review", "ask": "question", "answer_question": "in_review", "give_up_waiting": "in_review",
    "refer": "referred", "return_to_review": "in_review", "promising": "promising", "challenge": "challenge",
    "adopt": "adopted", "decline": "declined", "not_now": "not_now", "wake": "in_review", "realise": "realised",
    "stop": "stopped", "reopen": "in_review", "merge": "merged", "withdraw": "withdrawn",
}  # fmt: skip


@pytest.fixture(autouse=True)
def frozen(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def people(resident, owner, deputy, coordinator):
    return {"bloem": resident, "owner": owner, "deputy": deputy, "coordinator": coordinator, None: None}


@pytest.fixture
def other(programme):
    return factories.make_raw_idea(programme, reference="2026-00002", title="Bankjes")


@pytest.fixture
def begin(programme, resident, deputy):
    """Makes the idea as it stood two weeks ago, in the hands of the deputy."""
    was = {
        "author": resident, "reference": "2026-00001", "title": "Meer bomen", "status_since": SINCE, "handler": deputy,
        "promised_on": PROMISED, "next_step": "Wij lezen het.", "routing": {"rule": "Groen", "word": "boom"},
    }  # fmt: skip
    return lambda status, **fields: factories.make_raw_idea(programme, status=status, **{**was, **fields})


def columns(idea):
    """Every column by name, with people, programmes and ideas by the names that the tables above use."""
    stored = Idea.objects.select_related("handler", "programme", "merged_into").get(pk=idea.pk)
    written = (field for field in Idea._meta.concrete_fields if not field.generated)
    row = {field.name: getattr(stored, field.attname) for field in written}
    return row | {
        "handler": stored.handler and stored.handler.email.partition("@")[0],
        "programme": stored.programme.slug,
        "merged_into": stored.merged_into and stored.merged_into.reference,
    }


def move(idea, verb, actor, **facts):
    """Make the move; gives the columns that changed, and its one event."""
    before = columns(idea)
    move_idea(idea, verb, actor=actor, **facts)
    after = columns(idea)
    return {name: value for name, value in after.items() if value != before[name]}, Event.objects.get(
        subject_id=idea.pk
    )


def test_every_move_carries_something():
    assert set(CARRY) == set(MOVES.moves) == {*TARGETS, "hand_over", "split", "transfer", "give_back"}
    assert {verb for _, verb, *_ in MOVES_MADE} == set(TARGETS)


@pytest.mark.parametrize(
    ("status", "verb", "by", "facts", "changed", "promised", "said"),
    MOVES_MADE,
    ids=[f"{made[1]}-from-{made[0]}-by-{made[2]}" for made in MOVES_MADE],
)
def test_a_move(begin, people, other, status, verb, by, facts, changed, promised, said):
    idea = begin(status, revisit_on=date(2026, 3, 2) if status == "not_now" else None)
    given = {**facts, "into": other} if verb == "merge" else facts
    found, event = move(idea, verb, people[by], **given)
    assert found == {"status": TARGETS[verb], "status_since": NOW, **changed}
    assert (event.kind, event.actor, event.subject_type, event.subject_id) == (
        MOVES.moves[verb].kind, people[by], "ideas.idea", idea.pk,
    )  # fmt: skip
    beside = {"referral_id": Referral.objects.get().pk} if verb == "refer" else {}
    if promised not in {None, PROMISED}:
        beside["promised_before"] = "2026-03-04"
    if promised == LATER:
        beside["stood_still"] = 10
    assert event.facts.pop("was", {}).get("status") == (status if verb in UNDOABLE else None)
    assert event.facts == {
        "verb": verb, "before": status, "after": TARGETS[verb], "reference": "2026-00001", "title": "Meer bomen",
        "promised_on": promised and promised.isoformat(), **said, **beside,
    }  # fmt: skip


@pytest.mark.parametrize("status", ["received", "in_review"])
def test_handing_over(begin, people, deputy, status):
    water = factories.make_programme("water", owner=factories.make_official("owner2"), promise_days=5)
    idea = begin(status)
    old = idea.programme
    found, event = move(idea, "hand_over", deputy, programme=water, reason="Dit gaat over water.")
    due = date(2026, 3, 9)
    moved = {} if status == "received" else {"status": "received"}
    assert found == {
        **moved, "status_since": NOW, "programme": "water", "routing": WATER, "handler": None, "next_step": "",
        "promised_on": due, "promised_days": 5, "promised_at": NOW, "reroutes": 1,
    }  # fmt: skip
    assert (event.kind, event.actor) == ("idea.handed_over", deputy)
    was = event.facts.pop("was")
    assert (was["status"], was["programme_id"], was["promised_on"], was["reroutes"]) == (
        status,
        old.pk,
        "2026-03-04",
        0,
    )
    assert event.facts == {
        "verb": "hand_over", "before": status, "after": "received", "reference": "2026-00001", "title": "Meer bomen",
        "promised_on": "2026-03-09", "promised_before": "2026-03-04", "from": "Groen", "from_id": old.pk, "to": "Water", "programme_id": water.pk,
        "team": "Team Water", "reason": "Dit gaat over water.",
    }  # fmt: skip


@pytest.mark.parametrize("before", ["received", "in_review"])
def test_splitting_gives_back_what_was(begin, other, owner, before):
    idea = begin("merged", merged_into=other, status_before_merge=before)
    found, event = move(idea, "split", owner, reason="Het is iets anders.")
    assert found == {
        "status": before, "status_since": NOW, "status_before_merge": "", "merged_into": None, "handler": "owner",
        "promised_on": LATER,
    }  # fmt: skip
    assert (event.kind, event.actor) == ("idea.split", owner)
    assert event.facts == {
        "verb": "split", "before": "merged", "after": before, "reference": "2026-00001", "title": "Meer bomen",
        "promised_on": "2026-03-18", "promised_before": "2026-03-04", "stood_still": 10, "from": "2026-00002",
        "reason": "Het is iets anders.",
    }  # fmt: skip


def test_an_idea_without_a_promise_gets_one_when_the_clock_runs_again(begin, resident):
    idea = begin("question", promised_on=None)
    found, _event = move(idea, "answer_question", resident, text="Hier.")
    assert found["promised_on"] == FRESH


ANSWERS = [
    ("promising", "in_review", {}, ""),
    ("challenge", "promising", {"challenge": "Groene daken"}, ""),
    ("adopt", "in_review", {"project": "Bomen"}, ""),
    ("decline", "in_review", {"reason_code": "te_duur"}, "te_duur"),
    ("not_now", "in_review", {}, ""),
]


@pytest.mark.parametrize(("verb", "status", "extra", "code"), ANSWERS)
def test_an_answer_is_kept_in_four_parts(begin, owner, verb, status, extra, code):
    idea = begin(status)
    move_idea(idea, verb, actor=owner, **extra, **ANSWER)
    assert list(Answer.objects.values()) == [
        {
            "id": Answer.objects.get().pk, "idea_id": idea.pk, "decision": TARGETS[verb], "reason_code": code,
            "reason": "Dit past goed.", "next_step": "Wij bellen u.", "date": SOON, "official_id": owner.pk,
            "given_at": NOW, "hard_because": "",
        }
    ]  # fmt: skip


def test_a_referral_is_kept_with_its_question(begin, owner):
    idea = begin("received")
    move_idea(idea, "refer", actor=owner, **REFER)
    assert list(Referral.objects.values()) == [
        {
            "id": Referral.objects.get().pk, "idea_id": idea.pk, "partner": "Bibliotheek", "email": "balie@example.org",
            "message": "Kunt u helpen?", "asked_at": NOW, "answer": "", "answered_at": None,
            "party_id": None, "outside_number": "", "was_returned": False, "reminders": 0, "wants_contact": False,
            "contact_shared_at": None,
        }
    ]  # fmt: skip


def test_the_partners_address_is_no_news(begin, owner):
    move_idea(begin("received"), "refer", actor=owner, **REFER)
    assert "balie@example.org" not in str(Event.objects.get().facts)


@pytest.mark.parametrize(("day", "taken"), [(date(2026, 3, 1), False), (date(2026, 3, 2), True)])
def test_a_date_that_has_passed_is_refused(begin, owner, day, taken):
    idea = begin("in_review")
    if taken:
        move_idea(idea, "promising", actor=owner, **{**ANSWER, "date": day})
        return
    with pytest.raises(Incomplete) as refusal:
        move_idea(idea, "promising", actor=owner, **{**ANSWER, "date": day})
    assert (refusal.value.field, Answer.objects.count(), Event.objects.count()) == ("date", 0, 0)


TEXTS = [
    ("received", "take_up", STEP, "next_step"),
    ("received", "ask", {"question": "Waar?"}, "question"),
    ("received", "refer", REFER, "next_step"),
    ("referred", "return_to_review", STEP, "next_step"),
    ("in_review", "promising", ANSWER, "reason"),
    ("in_review", "promising", ANSWER, "next_step"),
    ("promising", "challenge", {"challenge": "Daken", **ANSWER}, "reason"),
    ("in_review", "adopt", {"project": "Bomen", **ANSWER}, "reason"),
    ("in_review", "decline", {"reason_code": "te_duur", **ANSWER}, "reason"),
    ("in_review", "not_now", ANSWER, "reason"),
    ("adopted", "realise", RESULT, "result"),
    ("adopted", "realise", RESULT, "lesson"),
    ("adopted", "stop", STOPPED, "reason"),
    ("adopted", "stop", STOPPED, "lesson"),
    ("declined", "reopen", AGAIN, "reason"),
    ("declined", "reopen", AGAIN, "next_step"),
    ("received", "hand_over", {"reason": "Water."}, "reason"),
    ("received", "merge", {"reason": "Hetzelfde."}, "reason"),
    ("merged", "split", {"reason": "Anders."}, "reason"),
]


@pytest.mark.parametrize(("status", "verb", "facts", "name"), TEXTS)
def test_town_hall_language_is_refused_with_advice(begin, other, owner, status, verb, facts, name):
    water = factories.make_programme("water")
    beside = {"hand_over": {"programme": water}, "merge": {"into": other}}.get(verb, {})
    extra = {"merged_into": other} if status == "merged" else {}
    idea = begin(status, **extra)
    before = columns(idea)
    with pytest.raises(Incomplete) as refusal:
        move_idea(idea, verb, actor=owner, **{**facts, **beside, name: "Wij bellen u derhalve."})
    assert (refusal.value.field, refusal.value.message) == (name, "Schrijf “daarom” in plaats van “derhalve”.")
    assert columns(idea) == before
    assert (Answer.objects.count(), Referral.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_the_words_of_a_resident_are_not_corrected(begin, resident):
    move_idea(begin("question"), "answer_question", actor=resident, text="Derhalve " + "heel " * 40 + "graag.")


def refused_field(idea, verb, actor, **facts):
    with pytest.raises(Incomplete) as refusal:
        move_idea(idea, verb, actor=actor, **facts)
    return refusal.value.field


def test_an_idea_goes_to_another_programme_that_is_active(begin, owner, programme):
    gone = factories.make_programme("oud", is_active=False)
    fields = [refused_field(begin("received"), "hand_over", owner, programme=programme, reason="Water.")]
    idea = Idea.objects.get()
    fields.append(refused_field(idea, "hand_over", owner, programme=gone, reason="Water."))
    assert fields == ["programme", "programme"]
    assert not Event.objects.exists()


def test_an_idea_is_merged_into_another_that_stands_by_itself(begin, owner, other, programme):
    idea = begin("received")
    merged = factories.make_raw_idea(programme, status="merged", merged_into=other)
    assert refused_field(idea, "merge", owner, into=idea, reason="Hetzelfde.") == "into"
    assert refused_field(idea, "merge", owner, into=merged, reason="Hetzelfde.") == "into"
    assert refused_field(other, "merge", owner, into=idea, reason="Hetzelfde.") == "into"
    assert not Event.objects.exists()


def test_what_was_parked_twice_has_the_last_date(begin, owner):
    idea = begin("in_review")
    move_idea(idea, "not_now", actor=owner, **ANSWER)
    move_idea(idea, "wake", actor=owner)
    move_idea(idea, "not_now", actor=owner, **{**ANSWER, "date": date(2026, 5, 1)})
    assert columns(idea)["revisit_on"] == date(2026, 5, 1)
    assert [answer.decision for answer in Answer.objects.all()] == [Status.NOT_NOW, Status.NOT_NOW]
