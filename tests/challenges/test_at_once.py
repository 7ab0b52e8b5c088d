"""Closing and handing in never happen at once: each waits for who was first."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from challenges.actions.draft import save_draft
from challenges.actions.response import start_response, submit_response
from challenges.clock import TooLate
from challenges.models import Challenge, Draft, Phase, Submission
from challenges.sealed_contents import answers_in
from challenges.statuses import ChallengeStatus
from participation.errors import NotPossible
from tests.challenges.scene_seal import base_of

pytestmark = pytest.mark.django_db(transaction=True)
LONG = 20


@pytest.fixture
def begun(challenge, company, text):
    response = start_response(challenge, company[0], actor=company[1])
    save_draft(response, {text: "Plan", "agrees": False}, actor=company[1], base={})
    return response


def at_once(*deeds):
    """Do the deeds in threads with connections of their own; gives what each came to, in that order."""
    found = {}

    def do(number, deed):
        try:
            found[number] = deed()
        except NotPossible as error:
            found[number] = type(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    return [found[number] for number in range(len(deeds))]


def test_who_hands_in_while_it_closes_is_too_late(begun, company, phase):
    """Closing holds the phase; who comes meanwhile waits, and then sees that it has closed."""
    held, goes_on = threading.Event(), threading.Event()

    def closes():
        with transaction.atomic():
            Phase.objects.select_for_update().get(pk=phase.pk)
            held.set()
            goes_on.wait(LONG)
            Challenge.objects.filter(pk=phase.challenge_id).update(status=ChallengeStatus.CLOSED)

    def hands_in():
        held.wait(LONG)
        threading.Timer(0.5, goes_on.set).start()
        return submit_response(begun, actor=company[1])

    assert at_once(closes, hands_in) == [None, TooLate]
    assert not Submission.objects.exists()


def test_two_members_who_hand_in_at_once_make_two_that_follow(begun, company):
    made = at_once(*(lambda who=who: submit_response(begun, actor=who).number for who in company[1:3]))
    assert sorted(made) == [1, 2]
    assert Submission.objects.counting().get().number == 2


def test_of_two_members_who_save_one_field_at_once_one_is_told(begun, company, text):
    base = base_of(begun)
    made = at_once(saves(begun, company[1], base, {text: "Een"}), saves(begun, company[2], base, {text: "Twee"}))
    assert sorted(made, key=len) == [frozenset(), {text}]
    assert said(begun) == {text: ("Een", "Twee")[made.index(frozenset())], "agrees": False}


def test_what_two_members_save_at_once_in_two_fields_is_both_there(begun, company, text):
    base = base_of(begun)
    one, two = {text: "Een", "agrees": False}, {text: "Plan", "agrees": True}
    made = at_once(saves(begun, company[1], base, one), saves(begun, company[2], base, two))
    assert (made, said(begun)) == ([frozenset()] * 2, {text: "Een", "agrees": True})


def saves(response, who, base, answers):
    return lambda: save_draft(response, answers, actor=who, base=base)[1].conflicts


def said(response):
    return answers_in(Draft.objects.select_related("phase__seal_key", "response").get(response=response))


def test_the_moment_is_that_of_the_database(begun, company):
    made = submit_response(begun, actor=company[1])
    assert abs((Submission.objects.get(pk=made.pk).submitted_at - timezone.now()).total_seconds()) < LONG
