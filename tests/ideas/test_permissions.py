"""Who may do what with an idea: every kind of person, visibility and status, written out."""

import pytest
from django.contrib.auth.models import AnonymousUser

from ideas.models import Idea
from ideas.permissions import (
    is_author,
    is_clock,
    may_follow,
    may_handle,
    may_moderate,
    may_reopen,
    may_see,
    may_support,
    may_wake,
)
from ideas.statuses import Status, Visibility
from tests import factories

pytestmark = pytest.mark.django_db

ENDED = {"realised", "stopped", "declined", "merged", "withdrawn"}
ALIVE = {"received", "in_review", "question", "referred", "promising", "challenge", "adopted", "not_now"}

VISITORS = {"nobody", "visitor"}
DESK = {"owner", "deputy", "coordinator"}
PEOPLE = {
    "author",
    "resident",
    "company",
    "false coordinator",
    "owner",
    "deputy",
    "official",
    "coordinator",
    "administrator",
}
CLOSED = {"closed author", "closed owner", "closed coordinator"}


@pytest.fixture
def cast(resident, neighbour, owner, deputy, stranger, coordinator, administrator):
    closed = factories.make_resident("dicht", is_active=False)
    company = factories.make_resident("bedrijf")
    factories.make_organisation("Voorbeeld BV", company)
    return {
        "nobody": None,
        "visitor": AnonymousUser(),
        "author": resident,
        "resident": neighbour,
        "company": company,
        "false coordinator": factories.make_resident("vals", is_coordinator=True, is_superuser=True),
        "owner": owner,
        "deputy": deputy,
        "official": stranger,
        "coordinator": coordinator,
        "administrator": administrator,
        "closed author": closed,
        "closed owner": factories.make_official("oud", is_active=False),
        "closed coordinator": factories.make_official("oudcoord", is_active=False, is_coordinator=True),
    }


@pytest.fixture
def idea(cast, programme):
    """Makes an idea of the author, in the hands of owner, deputies and one whose account is closed."""
    programme.deputies.add(cast["closed owner"])

    def make(*, author="author", **fields):
        return factories.make_raw_idea(programme, author=cast[author], **fields)

    return make


def who(rule, cast, idea):
    return {role for role, person in cast.items() if rule(person, idea)}


def test_the_cast_is_everybody(cast):
    assert set(cast) == VISITORS | PEOPLE | CLOSED


SEES = {
    "public": VISITORS | PEOPLE | CLOSED,
    "held": DESK | {"author"},
    "hidden": DESK | {"author"},
}


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("visibility", Visibility.values)
def test_may_see(cast, idea, status, visibility):
    assert who(may_see, cast, idea(status=status, visibility=visibility)) == SEES[visibility]


@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("status", Status.values)
def test_may_support(cast, idea, status, visibility):
    open_to_support = status in ALIVE and visibility == "public"
    assert who(may_support, cast, idea(status=status, visibility=visibility)) == (
        PEOPLE - {"author"} if open_to_support else set()
    )


def test_every_status_is_alive_or_ended():
    assert set(Status.values) == ALIVE | ENDED
    assert not ALIVE & ENDED


FOLLOWS = {"public": PEOPLE, "held": DESK | {"author"}, "hidden": DESK | {"author"}}


@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("status", Status.values)
def test_may_follow(cast, idea, status, visibility):
    assert who(may_follow, cast, idea(status=status, visibility=visibility)) - CLOSED == FOLLOWS[visibility]


def test_a_closed_account_follows_nothing(cast, idea):
    assert who(may_follow, cast, idea()) & CLOSED == set()


RULES = [
    (is_author, {"author"}),
    (may_handle, DESK),
    (may_moderate, {"coordinator"}),
    (is_clock, {"nobody"}),
    (may_wake, DESK | {"nobody"}),
]


@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("status", Status.values)
def test_rules_that_do_not_ask_for_the_state(cast, idea, status, visibility):
    subject = idea(status=status, visibility=visibility)
    assert {rule.__name__: who(rule, cast, subject) for rule, _ in RULES} == {
        rule.__name__: roles for rule, roles in RULES
    }


def test_an_imported_idea_has_no_author(cast, idea):
    assert who(is_author, cast, idea(author="nobody")) == set()


def test_somebody_with_a_closed_account_is_no_author_any_more(cast, idea):
    assert who(is_author, cast, idea(author="closed author")) == set()


@pytest.mark.parametrize(
    ("ended_by", "reopened", "expected"),
    [
        ("owner", 0, {"deputy", "coordinator"}),
        ("deputy", 0, {"owner", "coordinator"}),
        ("coordinator", 0, {"owner", "deputy"}),
        ("official", 0, DESK),
        ("official", 1, set()),
        ("owner", 1, set()),
    ],
)
def test_who_ended_it_does_not_reopen_it_and_it_is_reopened_once(cast, idea, ended_by, reopened, expected):
    subject = idea(status="declined", reopened=reopened, handler=cast[ended_by])
    assert who(may_reopen, cast, subject) == expected


@pytest.mark.parametrize("status", ["realised", "stopped"])
def test_who_carried_it_out_does_not_reopen_it(cast, idea, status):
    """The deputy ended what came of it, and is its handler since."""
    subject = idea(status=status, handler=cast["deputy"])
    assert who(may_reopen, cast, subject) == {"owner", "coordinator"}


def test_a_list_of_ideas_asks_for_programmes_once(cast, idea, django_assert_num_queries):
    ideas = [idea() for _ in range(30)]
    person = type(cast["owner"]).objects.get(pk=cast["owner"].pk)
    with django_assert_num_queries(1):
        assert all(may_handle(person, each) for each in ideas)


def test_in_desk_of(cast, idea):
    mine, other = idea(), factories.make_raw_idea(factories.make_programme("water", owner=cast["official"]))
    desks = {role: set(Idea.objects.in_desk_of(person)) for role, person in cast.items() if person}
    assert desks == {role: set() for role in desks} | {
        "owner": {mine}, "deputy": {mine}, "official": {other}, "coordinator": {mine, other},
    }  # fmt: skip
