"""The challenges of the demonstration: made through the real doors, once, and nobody is mailed of them."""

import pytest
from django.core.management import call_command

from challenges.clock import now
from challenges.completeness import missing_in
from challenges.demo import calls
from challenges.models import Challenge, Notice
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_open_one_and_one_that_waits_once(programme, owner, coordinator, idea, resident):
    crowd = [factories.make_resident(f"mens{number}") for number in range(3)]
    made = [calls.load(owner, coordinator, programme, crowd) for _twice in range(2)]
    assert made == [2, 0]
    running, waiting = Challenge.objects.order_by("pk")
    assert (running.status, waiting.status, list(running.ideas.all())) == ("open", "in_approval", [idea])
    assert [missing_in(challenge, now()) for challenge in (running, waiting)] == [[], []]
    assert (running.phases.count(), running.questions.filter(answered_at=None).count()) == (2, 1)
    assert not Notice.objects.unread_by(resident).exists()
    fan_out_waiting()
    assert not Delivery.objects.filter(event__kind__startswith="challenge.").exists()
    assert Event.objects.filter(kind="challenge.challenge_opened").count() == 1


def test_what_broke_off_is_taken_up_again_and_told_to_nobody(programme, owner, coordinator, idea):
    factories.make_concept(title=calls.SHADE.title, programme=programme, actor=owner)
    Event.objects.all().delete()
    with pytest.raises(IndexError):
        calls.load(owner, coordinator, programme, [])  # Nobody is there to ask a question.
    assert not Event.objects.filter(dispatched_at=None).exists()
    running = Challenge.objects.get()
    assert (running.status, missing_in(running, now())) == ("open", [])
    assert calls.load(owner, coordinator, programme, []) == 1
    assert list(Challenge.objects.order_by("pk").values_list("status", flat=True)) == ["open", "in_approval"]


def test_the_command_finds_the_people_of_the_demonstration(programme, owner, coordinator, capsys):
    for number in range(10):
        factories.make_resident(f"meedoener-0{number}")
    for _twice in range(2):
        call_command("load_demo_challenges")
    said = [
        "challenges made now: 2",
        "organisations made now: 6",
        "responses to challenges made now: 2",
        "challenges answered and judged now: 2",
        "project made now: Afval ophalen zonder lawaai",
    ]
    assert (capsys.readouterr().out.splitlines(), Challenge.objects.count()) == (said, 4)
