"""A save that comes in while the idea is being submitted does not bring the concept back, whoever is first."""

import threading
import uuid
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.db import connection

from ideas.actions.concept import Writing, keep_concept
from ideas.actions.submit import submit_idea
from ideas.models import Concept, Idea
from participation.errors import NotPossible
from tests import factories
from tests.participation.running import wait_for

pytestmark = pytest.mark.django_db(transaction=True)
KEY = uuid.UUID(int=7)
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def keep(person, title="Bo"):
    return keep_concept(KEY, Writing(answers={"title": title}, actor=person, place="bibliotheek"))


def submit(person):
    return submit_idea(factories.draft(), actor=person, client_key=KEY)


def stored():
    return list(Concept.objects.values_list("answers__title", flat=True)), Idea.objects.filter(client_key=KEY).count()


class Other(threading.Thread):
    """What another connection does meanwhile. `outcome()` waits for what it gave or raised."""

    def __init__(self, work):
        super().__init__()
        self.work = work

    def run(self):
        try:
            self.given = self.work()
        except Exception as error:  # noqa: BLE001 the test looks at it
            self.given = error
        finally:
            connection.close()

    def start_and_wait_for_a_lock(self):
        self.start()
        assert wait_for(somebody_waits_for_a_lock)

    def outcome(self):
        self.join(20)
        return self.given


def somebody_waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0] == 1


@contextmanager
def before_commit(look):
    """Whatever this thread does here is done but for its COMMIT when `look()` is called."""
    commit = connection.commit

    def look_first():
        look()
        commit()

    with patch.object(connection, "commit", look_first):
        yield


def test_a_save_that_waits_while_the_idea_goes_in_is_refused(resident, last_rule):
    keep(resident)
    late = Other(lambda: keep(resident, "Te laat"))
    with before_commit(late.start_and_wait_for_a_lock):
        submit(resident)
    assert isinstance(late.outcome(), NotPossible)
    assert str(late.outcome()) == "Dit idee is al verstuurd."
    assert stored() == ([], 1)


def test_an_idea_that_goes_in_while_a_save_is_busy_takes_the_concept_away(resident, last_rule):
    keep(resident)
    sent = Other(lambda: submit(resident))
    with before_commit(sent.start_and_wait_for_a_lock):
        keep(resident, "Net op tijd")
    assert sent.outcome().client_key == KEY
    assert stored() == ([], 1)


def test_a_save_after_the_idea_is_in_is_refused(resident, neighbour, last_rule):
    keep(resident)
    submit(resident)
    for person in (resident, neighbour, None):
        with pytest.raises(NotPossible):
            keep(person)
    assert stored() == ([], 1)


@contextmanager
def before_insert(look):
    """Everything that a first save asks is asked, and nothing is stored, when `look()` is called: once."""
    waiting = [look]

    def note(execute, sql, *rest):
        if waiting and sql.startswith('INSERT INTO "ideas_concept"'):
            waiting.pop()()
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield


def test_a_first_save_that_is_late_by_all_that_the_other_tab_did_is_refused(resident, last_rule):
    other = Other(lambda: (keep(resident), submit(resident)))

    def send_it_all():
        other.start()
        other.outcome()

    with before_insert(send_it_all), pytest.raises(NotPossible):
        keep(resident, "Te laat")
    assert stored() == ([], 1)
