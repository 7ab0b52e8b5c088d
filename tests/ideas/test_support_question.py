"""Support goes along with its giver's consent only, nobody counts twice, and a split takes it back out exactly."""

import uuid

import pytest
from django.db.models import Count

from ideas.actions.clean_up import remove_false_support
from ideas.actions.divide import Part, divide_idea
from ideas.actions.moderate import hide_idea
from ideas.actions.support import follow_idea, support_idea, withdraw_support
from ideas.actions.support_question import answer_all_questions, answer_support_question
from ideas.actions.triage import move_idea
from ideas.models import Follow, Idea, Support, SupportQuestion
from ideas.models.carrying import Asked, Reply
from participation.errors import Incomplete, NotPossible
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db

REASON = "Dit is hetzelfde."
CAST = ("arend", "bever", "cavia", "duif")


@pytest.fixture
def cast():
    return {name: factories.make_resident(name) for name in CAST}


@pytest.fixture
def a(resident, last_rule):
    return factories.make_idea(resident, title="Bomen in de straat")


@pytest.fixture
def b(neighbour, last_rule):
    return factories.make_idea(neighbour, title="Bomen op het plein")


@pytest.fixture(autouse=True)
def counts_are_right():
    """After every test, whatever it did: each total is what a recount gives."""
    yield
    wrong = Idea.objects.annotate(rows=Count("supports", distinct=True)).values_list(
        "reference", "support_count", "imported_support_count", "rows"
    )
    assert [row for row in wrong if row[1] != row[2] + row[3]] == []


def merge(one, other, owner):
    one.refresh_from_db()
    move_idea(one, "merge", actor=owner, into=Idea.objects.get(pk=other.pk), reason=REASON)


def split(one, owner):
    move_idea(Idea.objects.get(pk=one.pk), "split", actor=owner, reason="Het is iets anders.")


def supporters(idea):
    return set(Support.objects.filter(idea=idea).values_list("person__nickname", flat=True))


def asked(answer=Reply.WAITING):
    return set(SupportQuestion.objects.filter(answer=answer).values_list("person__nickname", flat=True))


def say(person, *, yes=True):
    question = SupportQuestion.objects.get(person=person)
    return answer_support_question(question, says_yes=yes)


def test_nothing_moves_by_itself_and_each_is_asked_once(a, b, cast, owner, neighbour):
    for name in ("arend", "bever", "cavia"):
        support_idea(a, actor=cast[name])
    support_idea(b, actor=cast["bever"])  # Supports both already.
    support_idea(a, actor=neighbour)  # The author of the other one.
    merge(a, b, owner)
    assert (supporters(a), supporters(b)) == ({"Arend", "Bever", "Cavia", "Buur"}, {"Bever"})
    assert asked() == {"Arend", "Cavia"}
    assert set(SupportQuestion.objects.values_list("source", "target", "kind")) == {(a.pk, b.pk, Asked.MERGED)}


# (who supports a, who supports b, what they do after the merge) -> (a, b) then, and after a split
STORIES = {
    "yes": ("arend", "", [("yes", "arend")], (set(), {"Arend"}), ({"Arend"}, set())),
    "no": ("arend", "", [("no", "arend")], ({"Arend"}, set()), ({"Arend"}, set())),
    "no, then yes": ("arend", "", [("no", "arend"), ("yes", "arend")], (set(), {"Arend"}), ({"Arend"}, set())),
    "twice yes": ("arend", "", [("yes", "arend")] * 2, (set(), {"Arend"}), ({"Arend"}, set())),
    "one of two": ("arend bever", "", [("yes", "bever")], ({"Arend"}, {"Bever"}), ({"Arend", "Bever"}, set())),
    "own support of b stays": (
        "arend", "bever", [("yes", "arend")], (set(), {"Arend", "Bever"}), ({"Arend"}, {"Bever"})),
    "supports b itself before answering": (
        "arend", "", [("support b", "arend"), ("yes", "arend")], ({"Arend"}, {"Arend"}), ({"Arend"}, {"Arend"})),
    "withdraws from b after it": (
        "arend", "", [("yes", "arend"), ("withdraw b", "arend")], (set(), set()), (set(), set())),
    "withdraws and supports b anew": (
        "arend", "", [("yes", "arend"), ("withdraw b", "arend"), ("support b", "arend")],
        (set(), {"Arend"}), (set(), {"Arend"})),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_who_supports_what(a, b, cast, owner, story):
    of_a, of_b, deeds, merged, apart = STORIES[story]
    for idea, names in ((a, of_a), (b, of_b)):
        for name in names.split():
            support_idea(idea, actor=cast[name])
    merge(a, b, owner)
    for deed, name in deeds:
        if deed in {"yes", "no"}:
            say(cast[name], yes=deed == "yes")
        else:
            (support_idea if deed == "support b" else withdraw_support)(b, actor=cast[name])
    assert (supporters(a), supporters(b)) == merged
    split(a, owner)
    assert (supporters(a), supporters(b)) == apart
    assert Idea.objects.get(pk=a.pk).status == "received"


def test_after_a_split_and_a_second_merge_only_a_no_is_kept(a, b, cast, owner):
    for name in ("arend", "bever"):
        support_idea(a, actor=cast[name])
    merge(a, b, owner)
    say(cast["arend"])
    say(cast["bever"], yes=False)
    split(a, owner)
    merge(a, b, owner)
    assert (asked(), asked(Reply.NO)) == ({"Arend"}, {"Bever"})
    assert (supporters(a), supporters(b)) == ({"Arend", "Bever"}, set())


def test_two_ideas_in_one_and_one_of_them_out_again(a, b, cast, owner):
    third = factories.make_idea(cast["duif"], title="Bomen bij de school")
    support_idea(a, actor=cast["arend"])
    support_idea(third, actor=cast["arend"])
    support_idea(third, actor=cast["bever"])
    merge(a, b, owner)
    merge(third, b, owner)
    assert answer_all_questions(cast["arend"], says_yes=True) == 2
    assert answer_all_questions(cast["bever"], says_yes=True) == 1
    # Arend moved one of two, and is counted once.
    assert (supporters(a), supporters(third), supporters(b)) == (set(), {"Arend"}, {"Arend", "Bever"})
    split(third, owner)
    assert (supporters(third), supporters(b)) == ({"Arend", "Bever"}, {"Arend"})
    assert answer_all_questions(cast["arend"], says_yes=True) == 0


def test_chains_are_refused_from_either_end(a, b, cast, owner):
    third = factories.make_idea(cast["duif"], title="Bomen bij de school")
    merge(a, b, owner)
    for one, other in ((b, third), (third, a)):
        with pytest.raises(Incomplete) as refused:
            merge(one, other, owner)
        assert refused.value.field == "into"


def close_a(a, b, cast, owner, coordinator):
    split(a, owner)


def hide_b(a, b, cast, owner, coordinator):
    hide_idea(Idea.objects.get(pk=b.pk), actor=coordinator, reason="Er stond een naam in.")


def end_b(a, b, cast, owner, coordinator):
    move_idea(Idea.objects.get(pk=b.pk), "withdraw", actor=b.author, reason="Het is al gedaan.")


def withdraw_from_a(a, b, cast, owner, coordinator):
    withdraw_support(a, actor=cast["arend"])


@pytest.mark.parametrize("happens", [close_a, hide_b, end_b, withdraw_from_a])
def test_too_late(a, b, cast, owner, coordinator, happens):
    support_idea(a, actor=cast["arend"])
    merge(a, b, owner)
    happens(a, b, cast, owner, coordinator)
    before = (supporters(a), supporters(b))
    with pytest.raises(NotPossible):
        say(cast["arend"])
    assert (supporters(a), supporters(b), asked()) == (*before, {"Arend"})


def test_what_went_along_is_withdrawn_at_the_other_idea(a, b, cast, owner):
    support_idea(a, actor=cast["arend"])
    merge(a, b, owner)
    say(cast["arend"])
    with pytest.raises(NotPossible):
        say(cast["arend"], yes=False)
    assert supporters(b) == {"Arend"}


def test_followers_follow_both_until_a_split(a, b, cast, owner):
    follow_idea(a, actor=cast["arend"])
    for idea in (a, b):
        follow_idea(idea, actor=cast["bever"])
    merge(a, b, owner)
    assert {*Follow.objects.filter(idea=b).values_list("person__nickname", flat=True)} == {
        "Bloem",
        "Buur",
        "Arend",
        "Bever",
    }
    split(a, owner)
    assert {*Follow.objects.filter(idea=b).values_list("person__nickname", flat=True)} == {"Buur", "Bever"}


def test_both_histories_tell_it_by_number(a, b, owner):
    merge(a, b, owner)
    split(a, owner)
    told = Event.objects.filter(kind__in=["idea.absorbed", "idea.released"]).order_by("pk")
    assert [(event.kind, event.subject_id, event.facts) for event in told] == [
        ("idea.absorbed", b.pk, {"reference": b.reference, "title": b.title, "other": a.reference}),
        ("idea.released", b.pk, {
            "reference": b.reference, "title": b.title, "other": a.reference, "reason": "Het is iets anders."}),
    ]  # fmt: skip


def test_false_support_that_went_along_is_removed_at_its_new_place(a, b, cast, owner, coordinator):
    support_idea(a, actor=cast["arend"])
    merge(a, b, owner)
    say(cast["arend"])
    cast["arend"].is_active = False
    cast["arend"].save(update_fields=["is_active"])
    assert remove_false_support(Idea.objects.get(pk=b.pk), actor=coordinator, reason="Vals account.") == 1
    split(a, owner)
    assert (supporters(a), supporters(b)) == (set(), set())


def test_supporters_of_a_divided_idea_may_support_both(a, cast, owner):
    for name in ("arend", "bever"):
        support_idea(a, actor=cast[name])
    part = Part(title="Een bankje erbij", problem="Je kunt nergens zitten.", proposal="Zet een bankje.", reason=REASON)
    second = divide_idea(Idea.objects.get(pk=a.pk), part, actor=owner, client_key=uuid.uuid4())
    assert asked() == {"Arend", "Bever"}
    say(cast["arend"])
    say(cast["bever"], yes=False)
    assert (supporters(a), supporters(second)) == ({"Arend", "Bever"}, {"Arend"})
