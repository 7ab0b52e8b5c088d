"""The author is asked once, a week after the end, and answers once; a no waits for another official."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions.rate import ask_for_ratings, rate_idea
from ideas.actions.triage import move_idea
from ideas.models import Rating
from ideas.statuses import Status
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
WEEK = timezone.now() - timedelta(days=8)


@pytest.fixture
def ended(programme, resident, owner):
    def make(status=Status.DECLINED, **fields):
        usual = {"author": resident, "status_since": WEEK, "handler": owner}
        return factories.make_raw_idea(programme, status=status, **{**usual, **fields})

    return make


@pytest.mark.parametrize("status", Status.values)
def test_who_is_asked(ended, status):
    ended(status)
    assert ask_for_ratings() == (status in {"realised", "stopped", "declined"})


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"status_since": timezone.now() - timedelta(days=6)}, 0),
        ({"status_since": timezone.now() - timedelta(days=91)}, 0),
        ({"author": None}, 0),
        ({"visibility": "hidden"}, 0),
        ({"visibility": "held"}, 1),
    ],
)
def test_when_nobody_is_asked(ended, fields, asked):
    ended(**fields)
    assert ask_for_ratings() == asked


def test_once(ended):
    idea = ended()
    assert (ask_for_ratings(), ask_for_ratings()) == (1, 0)
    assert list(Event.objects.values_list("kind", "subject_id", "actor")) == [("idea.rating_asked", idea.pk, None)]


def test_an_account_that_is_gone_is_not_asked(ended, resident):
    ended()
    resident.is_active = False
    resident.save(update_fields=["is_active"])
    assert ask_for_ratings() == 0


def test_answered_once(ended, resident):
    rating = Rating.objects.create(idea=ended())
    stale = Rating.objects.get()
    with pytest.raises(Incomplete):
        rate_idea(rating, is_good=False, reason=" \u200b")
    rate_idea(rating, is_good=False, reason=" Tr\u202eaag. ")
    with pytest.raises(NotPossible):
        rate_idea(stale, is_good=True, reason="")
    assert Rating.objects.values_list("is_good", "reason").get() == (False, "Traag.")
    event = Event.objects.get()
    assert (event.kind, event.actor, event.facts["is_good"]) == ("idea.rated", resident, False)


def test_a_no_is_looked_at_by_another_official_once(ended, owner, deputy):
    idea = ended()
    rate_idea(Rating.objects.create(idea=idea), is_good=False, reason="Traag.")
    again = {"reason": "De indiener heeft gelijk.", "next_step": "Wij kijken opnieuw."}
    assert [rating.idea for rating in Rating.objects.unhappy()] == [idea]
    with pytest.raises(NotAllowed):
        move_idea(idea, "reopen", actor=owner, **again)
    move_idea(idea, "reopen", actor=deputy, **again)
    assert list(Rating.objects.unhappy()) == []


def test_the_figures_of_each_programme(ended, programme, resident):
    water = factories.make_programme("water")
    for says in (True, True, False, None):
        answered = None if says is None else timezone.now()
        Rating.objects.create(idea=ended(), is_good=says, reason="Traag.", answered_at=answered)
    Rating.objects.create(idea=factories.make_raw_idea(water, status=Status.REALISED))
    assert [(row["idea__programme__name"], row["asked"], row["answered"], row["good"]) for row in Rating.objects.figures()] == [
        ("Groen", 4, 3, 2), ("Water", 1, 0, 0),
    ]  # fmt: skip
