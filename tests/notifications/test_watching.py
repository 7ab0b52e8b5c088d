"""A question that hangs hangs nobody, and a popular one is asked once."""

import threading

import pytest

from notifications import watching
from notifications.watching import Watch


@pytest.fixture
def clock(monkeypatch):
    """The time in seconds, as a list of one."""
    now = [100.0]
    monkeypatch.setattr(watching, "monotonic", lambda: now[0])
    return now


def counting():
    """A question that is answered by how often it was asked."""
    asked = []
    return Watch(lambda: asked.append(1) or len(asked))


def test_an_answer_is_kept_for_some_seconds(clock):
    watch, answers = counting(), []
    for clock[0] in (100.0, 104.9, 105.0, 109.9, 200.0):
        answers.append(watch.answer())
    assert answers == [1, 1, 2, 2, 3]


def test_an_error_is_kept_and_raised_for_everybody(clock):
    asked = []
    watch = Watch(lambda: asked.append(1) or {}["answer"])
    for clock[0] in (100.0, 104.9, 105.0):
        with pytest.raises(KeyError, match="answer"):
            watch.answer()
    assert len(asked) == 2


def test_of_many_at_once_one_asks():
    everybody = threading.Barrier(6)
    watch, answers = counting(), []

    def want():
        everybody.wait(10)
        answers.append(watch.answer())

    threads = [threading.Thread(target=want) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert answers == [1] * 6


def test_a_question_that_hangs_is_not_waited_for_and_not_asked_again(clock, monkeypatch):
    asked, go_on = [], threading.Event()
    watch = Watch(lambda: asked.append(1) or go_on.wait(30))
    for clock[0], patience in ((100.0, 0.01), (200.0, 20.0), (300.0, 20.0)):
        monkeypatch.setattr(watching, "PATIENCE_SECONDS", patience)
        with pytest.raises(TimeoutError):  # At once: who comes later has no patience of their own.
            watch.answer()
    assert len(asked) == 1
    go_on.set()
    clock[0] = 100.0
    assert watch.answer() is True
