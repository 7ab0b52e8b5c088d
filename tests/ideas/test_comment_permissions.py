"""Who may say what and who judges: every kind of person against every state, written out."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from ideas.comment_permissions import (
    AFTER_THE_END,
    EDITABLE,
    closes_at,
    is_blocked,
    is_open,
    may_answer,
    may_answer_objection,
    may_comment,
    may_delete,
    may_edit,
    may_judge,
    may_mark,
    may_object,
    may_read,
    may_report,
    may_take_part,
    wrote,
)
from ideas.comment_statuses import CommentState
from ideas.models import BlockedPerson, Comment, Ruling
from ideas.statuses import ENDED, Status, Visibility
from participation.models import User
from tests import factories

pytestmark = pytest.mark.django_db

DESK = {"owner", "deputy", "coordinator"}
RESIDENTS = {"author", "writer", "resident"}
EVERYBODY = {"nobody", "visitor", *RESIDENTS, *DESK, "blocked", "closed", "official", "administrator"}
STATES = CommentState.values


@pytest.fixture
def cast(resident, neighbour, owner, deputy, stranger, coordinator, administrator):
    blocked = factories.make_resident("boos")
    BlockedPerson.objects.create(person=blocked, reason="Schelden.", moderator=coordinator)
    return {
        "nobody": None,
        "visitor": AnonymousUser(),
        "author": resident,
        "writer": neighbour,
        "resident": factories.make_resident("ander"),
        "blocked": blocked,
        "closed": factories.make_resident("dicht", is_active=False),
        "owner": owner,
        "deputy": deputy,
        "coordinator": coordinator,
        "official": stranger,
        "administrator": administrator,
    }


@pytest.fixture
def idea(cast, programme):
    def make(**fields):
        return factories.make_raw_idea(programme, author=cast["author"], **fields)

    return make


@pytest.fixture
def comment(cast, idea):
    def make(*, writer="writer", state="public", about=None, **fields):
        return factories.make_raw_comment(about or idea(), author=cast[writer], state=state, **fields)

    return make


def who(rule, cast, *subject):
    """The roles that may, each asked as a request would: with a fresh account."""
    fresh = {
        role: User.objects.get(pk=person.pk) if getattr(person, "pk", None) else person for role, person in cast.items()
    }
    return {role for role, person in fresh.items() if rule(person, *subject)}


def test_the_cast_is_everybody(cast):
    assert set(cast) == EVERYBODY


def test_who_is_blocked(cast):
    assert who(is_blocked, cast) == {"blocked"}


@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("days", [0, 29, 31])
def test_when_a_discussion_is_open(idea, status, visibility, days):
    subject = idea(status=status, visibility=visibility, status_since=timezone.now() - timedelta(days=days))
    talked_over = status not in ENDED or (status in {"realised", "stopped", "declined"} and days < 30)
    assert is_open(subject) is (visibility == "public" and talked_over)
    assert (closes_at(subject) is None) is (status not in ENDED)


def test_a_programme_without_comments_has_none(cast, idea, programme):
    programme.comments_are_open = False
    assert who(may_comment, cast, idea()) == set()
    assert timedelta(days=30) == AFTER_THE_END


@pytest.mark.parametrize("visibility", Visibility.values)
def test_who_comments(cast, idea, visibility):
    subject = idea(visibility=visibility)
    assert who(may_take_part, cast, subject) == RESIDENTS | DESK
    assert who(may_comment, cast, subject) == (RESIDENTS | DESK if visibility == "public" else set())


@pytest.mark.parametrize("state", STATES)
def test_who_answers_and_who_finds_it_helpful(cast, comment, state):
    subject = comment(state=state)
    may = RESIDENTS | DESK if state == "public" else set()
    assert who(may_answer, cast, subject) == may
    assert who(may_mark, cast, subject) == may - {"writer"}


def test_in_a_closed_discussion_nobody_answers_but_marks_stay_possible(cast, idea, comment):
    subject = comment(about=idea(status="withdrawn"))
    assert who(may_answer, cast, subject) == set()
    assert who(may_mark, cast, subject) == (RESIDENTS | DESK) - {"writer"}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("age", "young"), [(timedelta(0), True), (EDITABLE, False)])
def test_who_edits_and_who_takes_back(cast, comment, state, age, young):
    subject = comment(state=state, created_at=timezone.now() - age)
    assert who(wrote, cast, subject) == {"writer"}
    assert who(may_edit, cast, subject) == ({"writer"} if young and state in {"public", "held"} else set())
    assert who(may_delete, cast, subject) == ({"writer"} if state != "deleted" else set())


def test_the_blocked_take_back_and_do_not_edit(cast, comment):
    subject = comment(writer="blocked")
    assert (who(may_edit, cast, subject), who(may_delete, cast, subject)) == (set(), {"blocked"})


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("visibility", Visibility.values)
def test_who_reads_the_text(cast, idea, comment, state, visibility):
    subject = comment(state=state, about=idea(visibility=visibility))
    inside = DESK | {"writer"} if state != "public" else EVERYBODY
    assert who(may_read, cast, subject) == (inside if visibility == "public" else inside & (DESK | {"author"}))


@pytest.mark.parametrize("state", STATES)
def test_who_reports_a_comment(cast, comment, state):
    assert who(lambda person, subject: may_report(person, subject.idea, subject), cast, comment(state=state)) == (
        EVERYBODY - {"blocked", "writer"} if state == "public" else set()
    )


@pytest.mark.parametrize("visibility", Visibility.values)
def test_who_reports_an_idea(cast, idea, visibility):
    assert who(may_report, cast, idea(visibility=visibility)) == (
        EVERYBODY - {"blocked", "author"} if visibility == "public" else set()
    )


@pytest.mark.parametrize("state", STATES)
def test_who_judges(cast, comment, state):
    assert who(may_judge, cast, comment(state=state)) == DESK
    assert who(may_judge, cast, comment(state=state, writer="owner", team="Team Groen")) == DESK - {"owner"}


@pytest.mark.parametrize("state", STATES)
def test_who_objects_for_a_comment(cast, comment, state):
    subject = comment(state=state)
    ruling = Ruling(idea=subject.idea, comment=subject, moderator=cast["owner"])
    assert who(may_object, cast, ruling) == ({"writer"} if state == "hidden" else set())
    ruling.objected_at = timezone.now()
    assert who(may_object, cast, ruling) == set()


@pytest.mark.parametrize("visibility", Visibility.values)
def test_who_objects_for_an_idea(cast, idea, visibility):
    ruling = Ruling(idea=idea(visibility=visibility), moderator=cast["coordinator"])
    assert who(may_object, cast, ruling) == ({"author"} if visibility == "hidden" else set())


def test_the_blocked_may_still_object(cast, comment):
    subject = comment(writer="blocked", state="hidden")
    assert who(may_object, cast, Ruling(idea=subject.idea, comment=subject)) == {"blocked"}


@pytest.mark.parametrize("moderator", ["owner", "deputy", "coordinator", None])
@pytest.mark.parametrize("writer", ["writer", "deputy"])
@pytest.mark.parametrize("is_comment", [True, False])
def test_another_than_the_first_answers_an_objection(cast, comment, idea, moderator, writer, is_comment):
    subject = comment(state="hidden", writer=writer) if is_comment else None
    ruling = Ruling(
        idea=subject.idea if subject else idea(), comment=subject, moderator=cast[moderator] if moderator else None
    )
    assert who(may_answer_objection, cast, ruling) == set()
    ruling.objected_at = timezone.now()
    assert who(may_answer_objection, cast, ruling) == DESK - {moderator} - ({writer} if is_comment else set())
    ruling.answered_at = timezone.now()
    assert who(may_answer_objection, cast, ruling) == set()


def test_a_page_of_comments_asks_for_programme_and_block_once(cast, comment, django_assert_num_queries):
    about = comment().idea
    comments = [comment(about=about) for _ in range(30)]
    person = User.objects.get(pk=cast["owner"].pk)
    with django_assert_num_queries(2):
        assert all(may_answer(person, each) for each in comments)
    assert Comment.objects.count() == 31
