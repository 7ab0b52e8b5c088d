"""Support is one per person, may be withdrawn, is counted exactly and never shown by name."""

import threading

import pytest
from django.db import connection

from ideas.actions.support import SUPPORTING, follow_idea, support_idea, unfollow_idea, withdraw_support
from ideas.models import Follow, Idea, Support
from participation.errors import NotAllowed, TooMany
from participation.models import Event
from tests import factories


def tally(idea):
    return Idea.objects.get(pk=idea.pk).support_count, Support.objects.filter(idea=idea).count()


@pytest.mark.django_db
def test_once_and_back(idea, neighbour):
    assert (support_idea(idea, actor=neighbour), idea.support_count, tally(idea)) == (True, 1, (1, 1))
    assert (support_idea(idea, actor=neighbour), idea.support_count, tally(idea)) == (False, 1, (1, 1))
    assert (withdraw_support(idea, actor=neighbour), idea.support_count, tally(idea)) == (True, 0, (0, 0))
    assert (withdraw_support(idea, actor=neighbour), idea.support_count, tally(idea)) == (False, 0, (0, 0))
    assert support_idea(idea, actor=neighbour)


@pytest.mark.django_db
def test_imported_support_stays(programme, neighbour):
    idea = factories.make_raw_idea(programme, support_count=7, imported_support_count=7)
    support_idea(idea, actor=neighbour)
    withdraw_support(idea, actor=neighbour)
    withdraw_support(idea, actor=neighbour)
    assert tally(idea) == (7, 0)


@pytest.mark.django_db
def test_who_may_not(idea, resident, neighbour):
    neighbour.is_active = False
    for person in (resident, neighbour):
        with pytest.raises(NotAllowed):
            support_idea(idea, actor=person)
    assert tally(idea) == (0, 0)


@pytest.mark.django_db
def test_support_can_be_taken_back_when_it_can_no_longer_be_given(idea, neighbour):
    support_idea(idea, actor=neighbour)
    Idea.objects.update(status="declined", visibility="hidden", hidden_reason="Naam.")
    idea.refresh_from_db()
    with pytest.raises(NotAllowed):
        support_idea(idea, actor=neighbour)
    assert withdraw_support(idea, actor=neighbour)
    assert tally(idea) == (0, 0)


@pytest.mark.django_db
def test_it_is_no_news(idea, neighbour):
    before = list(Event.objects.values())
    support_idea(idea, actor=neighbour)
    withdraw_support(idea, actor=neighbour)
    follow_idea(idea, actor=neighbour)
    unfollow_idea(idea, actor=neighbour)
    assert list(Event.objects.values()) == before


@pytest.mark.django_db
def test_sixty_times_and_no_more(idea, neighbour):
    for _ in range(SUPPORTING.size // 2):
        support_idea(idea, actor=neighbour)
        withdraw_support(idea, actor=neighbour)
    with pytest.raises(TooMany):
        support_idea(idea, actor=neighbour)
    assert tally(idea) == (0, 0)


def at_once(people, idea, deed, width=5):
    """Each of `people` at once, a few connections at a time."""
    seats, results, errors = threading.Semaphore(width), [], []

    def act(person):
        with seats:
            try:
                results.append(deed(Idea.objects.get(pk=idea.pk), actor=person))
            except Exception as problem:  # noqa: BLE001 the test shows it
                errors.append(problem)
            finally:
                connection.close()

    threads = [threading.Thread(target=act, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    return results


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_of_one_person_count_once(idea, neighbour):
    assert sorted(at_once([neighbour] * 20, idea, support_idea)) == [False] * 19 + [True]
    assert tally(idea) == (1, 1)
    assert sorted(at_once([neighbour] * 20, idea, withdraw_support)) == [False] * 19 + [True]
    assert tally(idea) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_count_twenty(idea):
    people = [factories.make_resident(f"p{number}") for number in range(20)]
    assert at_once(people, idea, support_idea) == [True] * 20
    assert tally(idea) == (20, 20)


@pytest.mark.django_db
def test_follow_once_and_stop(idea, resident, neighbour):
    follow_idea(idea, actor=neighbour)
    follow_idea(idea, actor=neighbour)
    assert set(Follow.objects.values_list("person", flat=True)) == {resident.pk, neighbour.pk}
    unfollow_idea(idea, actor=neighbour)
    unfollow_idea(idea, actor=neighbour)
    assert set(Follow.objects.values_list("person", flat=True)) == {resident.pk}


@pytest.mark.django_db
def test_what_one_may_not_see_one_does_not_follow(programme, neighbour):
    idea = factories.make_raw_idea(programme, visibility="held")
    with pytest.raises(NotAllowed):
        follow_idea(idea, actor=neighbour)
    assert not Follow.objects.exists()
