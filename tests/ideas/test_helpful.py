"""A mark counts once per person, can be taken back, is exact under any race and is never news."""

import threading

import pytest
from django.db import connection

from ideas.actions.helpful import MARKING, follow_thread, mark_helpful, unfollow_thread, unmark_helpful
from ideas.models import Comment, Helpful, ThreadFollow
from participation.errors import NotAllowed, TooMany
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(idea, resident):
    return factories.make_raw_comment(idea, author=resident)


def tally():
    return Comment.objects.get().helpful_count, Helpful.objects.count()


def test_once_and_back(comment, neighbour):
    assert (mark_helpful(comment, actor=neighbour), comment.helpful_count, tally()) == (True, 1, (1, 1))
    assert (mark_helpful(comment, actor=neighbour), tally()) == (False, (1, 1))
    assert (unmark_helpful(comment, actor=neighbour), comment.helpful_count, tally()) == (True, 0, (0, 0))
    assert (unmark_helpful(comment, actor=neighbour), tally()) == (False, (0, 0))


def test_not_ones_own_and_it_is_no_news(comment, resident, neighbour):
    before = Event.objects.count()
    with pytest.raises(NotAllowed):
        mark_helpful(comment, actor=resident)
    mark_helpful(comment, actor=neighbour)
    follow_thread(comment, actor=neighbour)
    assert (tally(), Event.objects.count()) == ((1, 1), before)


def test_a_mark_can_be_taken_back_from_what_is_hidden(comment, neighbour):
    mark_helpful(comment, actor=neighbour)
    Comment.objects.update(state="hidden", hidden_reason="Reclame.")
    hidden = Comment.objects.select_related("idea").get()
    with pytest.raises(NotAllowed):
        mark_helpful(hidden, actor=neighbour)
    assert (unmark_helpful(hidden, actor=neighbour), tally()) == (True, (0, 0))


def test_so_many_times_an_hour(comment, neighbour):
    for _ in range(MARKING.size // 2):
        mark_helpful(comment, actor=neighbour)
        unmark_helpful(comment, actor=neighbour)
    with pytest.raises(TooMany):
        mark_helpful(comment, actor=neighbour)
    assert tally() == (0, 0)


def test_follow_a_thread_by_any_of_its_comments(comment, neighbour):
    answer = factories.make_raw_comment(comment.idea, thread=comment)
    follow_thread(answer, actor=neighbour)
    follow_thread(comment, actor=neighbour)
    assert list(ThreadFollow.objects.values_list("comment", "person")) == [(comment.pk, neighbour.pk)]
    unfollow_thread(answer, actor=neighbour)
    assert not ThreadFollow.objects.exists()


def test_what_one_may_not_see_one_does_not_follow(programme, neighbour):
    comment = factories.make_raw_comment(factories.make_raw_idea(programme, visibility="held"))
    with pytest.raises(NotAllowed):
        follow_thread(comment, actor=neighbour)


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_count_once(comment, neighbour):
    results = []

    def click():
        try:
            results.append(mark_helpful(Comment.objects.select_related("idea").get(), actor=neighbour))
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (sorted(results), tally()) == ([False] * 9 + [True], (1, 1))
