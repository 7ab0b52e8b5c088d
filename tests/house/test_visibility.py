"""The two forms of one rule agree: the list that somebody gets, and the question whether they may see one idea."""

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser

from ideas.models import Idea
from ideas.permissions import may_see
from ideas.statuses import Status, Visibility
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(resident, neighbour, owner, deputy, stranger, coordinator, administrator):
    return {
        "visitor": AnonymousUser(),
        "author": resident,
        "resident": neighbour,
        "resident who calls themselves coordinator": factories.make_resident("vals", is_coordinator=True),
        "resident with all rights": factories.make_resident("alles", is_superuser=True),
        "owner": owner,
        "deputy": deputy,
        "other official": stranger,
        "coordinator": coordinator,
        "administrator": administrator,
        "official who is an author": factories.make_official("schrijver"),
        "closed author": factories.make_resident("dicht", is_active=False),
        "closed owner": factories.make_official("oud", is_active=False),
        "closed coordinator": factories.make_official("oudcoord", is_active=False, is_coordinator=True),
    }


@pytest.fixture
def ideas(cast, programme):
    """An idea for each status, visibility, programme and author."""
    left = factories.make_programme("oud", owner=cast["closed owner"], is_active=False)
    programme.deputies.add(cast["resident"])  # Whoever is no official handles nothing.
    authors = [None, cast["author"], cast["closed author"], cast["official who is an author"]]
    every = itertools.product(Status.values, Visibility.values, [programme, left], authors)
    return [
        factories.make_raw_idea(programme, status=status, visibility=visibility, author=author)
        for status, visibility, programme, author in every
    ]


def test_the_list_and_the_question_agree(cast, ideas):
    assert len(ideas) == 13 * 3 * 2 * 4
    everything = list(Idea.objects.order_by("pk"))
    for role, person in cast.items():
        listed = set(Idea.objects.visible_to(person).values_list("pk", flat=True))
        assert listed == {idea.pk for idea in everything if may_see(person, idea)}, role


def test_each_idea_is_listed_once(cast, ideas):
    for person in cast.values():
        found = list(Idea.objects.visible_to(person).values_list("pk", flat=True))
        assert len(found) == len(set(found))
