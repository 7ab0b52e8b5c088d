"""Two officials who take the same idea at the same moment: one has it, and the other is told."""

import threading

import pytest
from django.db import connection

from ideas.actions.assign import assign_idea
from ideas.actions.triage import move_idea
from ideas.events import DeskEvent
from ideas.models import Idea
from ideas.statuses import Status
from participation.errors import NotPossible
from participation.models import Event, User


def at_once(*deeds):
    """Do all of `deeds` in threads of their own, from the same moment on; gives the class of what each gave."""
    gate, given = threading.Barrier(len(deeds)), []

    def work(deed):
        try:
            gate.wait(20)
            given.append(type(deed()))
        except NotPossible as refused:
            given.append(type(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return given


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_at_once_one_has_it(idea, owner, deputy):
    def take(person):
        shown, actor = Idea.objects.get(pk=idea.pk), User.objects.get(pk=person.pk)
        return lambda: assign_idea(shown, actor=actor, to=actor)

    assert sorted(one.__name__ for one in at_once(take(owner), take(deputy))) == ["Idea", "NotPossible"]
    event = Event.objects.get(kind=DeskEvent.ASSIGNED)
    assert Idea.objects.get(pk=idea.pk).handler_id == event.actor_id == event.facts["handler_id"]


@pytest.mark.django_db(transaction=True)
def test_of_one_who_answers_and_one_who_takes_it_one_is_told(idea, owner, deputy):
    shown, again = Idea.objects.get(pk=idea.pk), Idea.objects.get(pk=idea.pk)
    colleague = User.objects.get(pk=deputy.pk)
    given = at_once(
        lambda: move_idea(shown, "take_up", actor=owner, next_step="Wij gaan kijken."),
        lambda: assign_idea(again, actor=colleague, to=colleague),
    )
    assert sorted(one.__name__ for one in given) == ["Idea", "NotPossible"]
    now = Idea.objects.get(pk=idea.pk)
    assert (now.status, now.handler) in {(Status.IN_REVIEW, owner), (Status.RECEIVED, deputy)}
