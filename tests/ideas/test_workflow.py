"""The whole table of an idea's life: every status, every verb, every kind of person."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from ideas.actions.triage import move_idea
from ideas.models import Answer, Idea, Referral
from ideas.statuses import Status
from ideas.workflow import MOVES
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db

# Who may do what when. The desk is the owner, the deputies and the coordinators; a dot is nobody.
TABLE = """
.                received  in_review  question  referred  promising  challenge  adopted  realised  stopped  declined  not_now     merged  withdrawn
take_up          desk      .          .         .         .          .          .        .         .        .         .           .       .
ask              desk      desk       .         .         .          .          .        .         .        .         .           .       .
answer_question  .         .          author    .         .          .          .        .         .        .         .           .       .
give_up_waiting  .         .          clock     .         .          .          .        .         .        .         .           .       .
refer            desk      desk       .         .         .          .          .        .         .        .         .           .       .
transfer         desk      desk       .         .         .          .          .        .         .        .         .           .       .
give_back        .         .          .         clock     .          .          .        .         .        .         .           .       .
return_to_review .         .          .         desk      .          .          .        .         .        .         .           .       .
promising        .         desk       .         .         .          .          .        .         .        .         .           .       .
challenge        .         .          .         .         desk       .          .        .         .        .         .           .       .
adopt            .         desk       .         .         desk       desk       .        .         .        .         .           .       .
decline          desk      desk       .         desk      desk       desk       .        .         .        .         .           .       .
not_now          desk      desk       .         .         desk       desk       .        .         .        .         .           .       .
wake             .         .          .         .         .          .          .        .         .        .         desk+clock  .       .
realise          .         .          .         desk      .          .          desk     .         .        .         .           .       .
stop             .         .          .         .         .          .          desk     .         .        .         .           .       .
reopen           .         .          .         .         .          .          .        desk      desk     desk      .           .       .
hand_over        desk      desk       .         .         .          .          .        .         .        .         .           .       .
merge            desk      desk       .         .         .          .          .        .         .        .         .           .       .
split            .         .          .         .         .          .          .        .         .        .         .           desk    .
withdraw         author    author     author    .         .          .          .        .         .        .         .           .       .
"""

# Where each verb leads, what news it makes and what it must carry.
TARGETS = {
    "take_up": ("in_review", "idea.taken_up", ("next_step",)),
    "ask": ("question", "idea.asked", ("question",)),
    "answer_question": ("in_review", "idea.question_answered", ("text",)),
    "give_up_waiting": ("in_review", "idea.question_expired", ()),
    "refer": ("referred", "idea.referred", ("partner", "partner_email", "message", "next_step")),
    "transfer": ("referred", "idea.transferred", ("party", "message", "next_step")),
    "give_back": ("in_review", "idea.referral_returned", ("text",)),
    "return_to_review": ("in_review", "idea.taken_up", ("next_step",)),
    "promising": ("promising", "idea.answered", ("reason", "next_step", "date")),
    "challenge": ("challenge", "idea.answered", ("challenge", "reason", "next_step", "date")),
    "adopt": ("adopted", "idea.answered", ("project", "reason", "next_step", "date")),
    "decline": ("declined", "idea.answered", ("reason_code", "reason", "next_step", "date")),
    "not_now": ("not_now", "idea.answered", ("reason", "next_step", "date")),
    "wake": ("in_review", "idea.woken", ()),
    "realise": ("realised", "idea.ended", ("result", "lesson")),
    "stop": ("stopped", "idea.ended", ("reason", "lesson")),
    "reopen": ("in_review", "idea.reopened", ("reason", "next_step")),
    "hand_over": ("received", "idea.handed_over", ("programme", "reason")),
    "merge": ("merged", "idea.merged", ("into", "reason")),
    "split": (None, "idea.split", ("reason",)),
    "withdraw": ("withdrawn", "idea.withdrawn", ("reason",)),
}

GROUPS = {
    ".": set(),
    "desk": {"owner", "deputy", "coordinator"},
    "author": {"author"},
    "clock": {"clock"},
    "desk+clock": {"owner", "deputy", "coordinator", "clock"},
}
HEAD, *ROWS = (line.split() for line in TABLE.strip().splitlines())
STATUSES = HEAD[1:]
MAY = {(status, row[0]): GROUPS[cell] for row in ROWS for status, cell in zip(STATUSES, row[1:], strict=True)}
VERBS = [row[0] for row in ROWS]
LEGAL = [pair for pair, roles in MAY.items() if roles]


@pytest.fixture
def roles(resident, neighbour, owner, deputy, stranger, coordinator, administrator):
    """One of each kind. The clock is nobody; a visitor is somebody whom we do not know."""
    return {
        "visitor": AnonymousUser(),
        "author": resident,
        "resident": neighbour,
        "owner": owner,
        "deputy": deputy,
        "official": stranger,
        "coordinator": coordinator,
        "administrator": administrator,
        "clock": None,
    }


@pytest.fixture
def facts(programme):
    """Everything that any move must carry."""
    return {
        "next_step": "Wij bellen u.",
        "question": "Waar precies?",
        "text": "Bij de school.",
        "party": factories.make_party(),
        "partner": "Bibliotheek",
        "partner_email": "balie@example.org",
        "message": "Kunt u helpen?",
        "reason": "Dit past goed.",
        "reason_code": "te_duur",
        "date": timezone.localdate() + timedelta(days=30),
        "challenge": "Groene daken",
        "project": "Bomen",
        "result": "Er staan bomen.",
        "lesson": "Plant in het najaar.",
        "into": factories.make_raw_idea(programme),
        "programme": factories.make_programme("water"),
    }


@pytest.fixture
def idea(programme, resident):
    """Makes an idea of the resident in a status."""
    return lambda status: factories.make_raw_idea(programme, author=resident, status=status)


def test_the_table_names_every_status_and_every_verb():
    assert set(STATUSES) == set(Status.values)
    assert VERBS == list(MOVES.moves) == list(TARGETS)
    assert len(MAY) == 13 * 21


def test_targets_news_and_what_must_be_carried():
    assert {verb: (move.target, move.kind, move.needs) for verb, move in MOVES.moves.items()} == TARGETS


def test_every_move_has_a_label_of_its_own():
    labels = [str(move.label) for move in MOVES.moves.values()]
    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("status", STATUSES)
def test_the_buttons_that_each_person_gets(status, roles, idea):
    subject = idea(status)
    offered = {role: [move.verb for move in MOVES.open_to(person, subject)] for role, person in roles.items()}
    assert offered == {role: [verb for verb in VERBS if role in MAY[status, verb]] for role in roles}


def outcome(person, subject, verb, facts):
    try:
        return MOVES.check(person, subject, verb, facts).verb
    except (NotAllowed, NotPossible) as broken:
        return type(broken)


@pytest.mark.parametrize("status", STATUSES)
def test_the_check_of_each_person_and_verb(status, roles, idea, facts):
    subject = idea(status)
    found, expected = {}, {}
    for verb in VERBS:
        for role, person in roles.items():
            found[verb, role] = outcome(person, subject, verb, facts)
            refusal = NotAllowed if MAY[status, verb] else NotPossible
            expected[verb, role] = verb if role in MAY[status, verb] else refusal
    assert found == expected


@pytest.mark.parametrize("role", ["owner", "deputy", "author"])
def test_a_closed_account_can_do_nothing(role, roles, idea, facts):
    roles[role].is_active = False
    for status in STATUSES:
        assert MOVES.open_to(roles[role], idea(status)) == []


def test_the_verb_that_nobody_knows(idea, owner):
    with pytest.raises(NotPossible):
        MOVES.check(owner, idea("received"), "burn", {})


@pytest.mark.parametrize(("status", "verb"), LEGAL)
def test_every_legal_move_arrives(status, verb, roles, idea, facts):
    subject = idea(status)
    before = subject.status_before_merge or None
    if verb == "give_back":
        facts["referral"] = factories.make_referral(subject)
    move_idea(subject, verb, actor=roles[min(MAY[status, verb])], **facts)
    assert Idea.objects.get(pk=subject.pk).status == subject.status == (TARGETS[verb][0] or before)
    assert Event.objects.filter(subject_id=subject.pk).values_list("kind", flat=True).get() == TARGETS[verb][1]


def rows():
    counts = [model.objects.count() for model in (Event, Answer, Referral)]
    return list(Idea.objects.order_by("pk").values()), counts


@pytest.mark.parametrize("status", STATUSES)
def test_every_illegal_move_leaves_everything_as_it_was(status, roles, idea, facts):
    subject = idea(status)
    before = rows()
    for verb in VERBS:
        for role, person in roles.items():
            if role not in MAY[status, verb]:
                with pytest.raises(NotAllowed if MAY[status, verb] else NotPossible):
                    move_idea(subject, verb, actor=person, **facts)
    assert rows() == before


MUST = [(verb, name) for verb, (_, _, needs) in TARGETS.items() for name in needs]


@pytest.mark.parametrize(("verb", "name"), MUST)
@pytest.mark.parametrize("nothing", ["", None, "left out"])
def test_a_move_that_lacks_something_is_refused_at_that_field(verb, name, nothing, roles, idea, facts):
    status = next(status for status, other in LEGAL if other == verb)
    subject, actor = idea(status), roles[min(MAY[status, verb])]
    facts.pop(name)
    given = facts if nothing == "left out" else {**facts, name: nothing}
    before = rows()
    with pytest.raises(Incomplete) as refusal:
        move_idea(subject, verb, actor=actor, **given)
    assert refusal.value.field == name
    assert rows() == before
