"""Every address of juries and decisions, for every role, for reading and for sending: one table from the addresses."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from challenges.models import Interest
from challenges.statuses import ChallengeStatus
from challenges.urls import decision, jury
from tests import factories
from tests.challenges import scene_jury
from tests.doors import sign_in

pytestmark = pytest.mark.django_db

ANYBODY = {
    "resident",
    "stranger",
    "administrator",
    "coordinator",
    "owner",
    "deputy",
    "maker",
    "juror",
    "silent",
    "torn",
    "left",
}
DESK = {"coordinator", "owner", "deputy"}
JURY = {"juror", "silent", "torn"}
READER = {"juror"}
NOBODY = set()

# Who comes in to read, and who to send. The invitation is for whoever holds its link, also without an account.
TABLE = {
    "jury": (ANYBODY, NOBODY),
    "jury_list": (JURY, NOBODY),
    "jury_interests": (JURY, JURY),
    "jury_response": (READER, READER),
    "jury_again": (READER, READER),
    "jury_talk": (READER, READER),
    "jury_conflict": (READER, READER),
    "jury_file": (NOBODY, NOBODY),
    "desk_jury": (DESK, DESK),
    "divide": (NOBODY, DESK),
    "by_hand": (NOBODY, DESK),
    "unassign": (NOBODY, DESK),
    "end_juror": (NOBODY, DESK),
    "desk_ranking": (DESK, NOBODY),
    "desk_ranking_csv": (DESK, NOBODY),
    "verdict": (NOBODY, NOBODY),
    "desk_decision": (DESK, DESK),
    "desk_letters": (NOBODY, NOBODY),
    "send_decision": (NOBODY, DESK),
    "desk_objections": (DESK, NOBODY),
    "desk_objection": (NOBODY, NOBODY),
    "jury_invitation": (ANYBODY | {"visitor"}, ANYBODY | {"visitor"}),  # Last: who sends it is a juror.
}


@pytest.fixture
def scene(programme, owner, deputy):
    scene = scene_jury.in_review(programme, owner, deputy, jurors=1)
    for response in scene.responses:
        scene_jury.declare_nothing(scene.jurors[0], response)
        scene_jury.score(scene_jury.assign(scene.jurors[0], response), 3, 3, 3)
    scene.invited = scene.challenge.jurors.create(name="Els", email="els@example.org")
    return scene


@pytest.fixture
def people(scene, request):
    """Who there is, made when asked for: a juror who did not score holds the ranking back."""

    def person(who):
        if who in {"juror", "maker"}:
            return scene.jurors[0].person if who == "juror" else scene.makers[0]
        if who not in {"silent", "torn", "left"}:
            return request.getfixturevalue(who)
        juror = scene_jury.make_juror(scene.challenge, factories.make_resident(who))
        if who == "torn":
            Interest.objects.create(juror=juror, response=scene.responses[0], has_conflict=True, explanation="Familie.")
        if who == "left":
            scene_jury.declare_nothing(juror, *scene.responses)
            type(juror).objects.filter(pk=juror.pk).update(ended_at=timezone.now())
        if who != "silent":
            scene_jury.assign(juror, scene.responses[0])
        return juror.person

    return person


def address(scene, name):
    values = {
        "slug": scene.challenge.slug,
        "reference": scene.responses[0].reference,
        "key": uuid.UUID(int=1),
        "token": scene.invited.get_invitation_url().split("/")[2],
        "pk": scene.jurors[0].pk
        if name == "end_juror"
        else scene.jurors[0].assignments.first().pk
        if name == "unassign"
        else 1,
    }
    route = next(one for one in [*jury.urlpatterns, *decision.urlpatterns] if one.name == name)
    return reverse(f"challenges:{name}", kwargs={key: values[key] for key in route.pattern.converters})


def comes_in(answer):
    return answer.status_code in {200, 302, 422} and not answer.get("Location", "").startswith("/inloggen/")


def test_every_address_stands_in_the_table():
    assert {route.name for route in [*jury.urlpatterns, *decision.urlpatterns]} == set(TABLE)


@pytest.mark.parametrize("who", sorted(ANYBODY | {"visitor"}))
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_comes_in(client, scene, people, who, method):
    if who != "visitor":
        sign_in(client, people(who))
    found = {name: comes_in(getattr(client, method)(address(scene, name))) for name in TABLE}
    place = ["get", "post"].index(method)
    assert {name for name, inside in found.items() if inside} == {
        name for name, row in TABLE.items() if who in row[place]
    }


@pytest.mark.parametrize("status", ChallengeStatus)
@pytest.mark.parametrize("who", ["juror", "owner", "maker"])
def test_who_reads_in_which_status(client, scene, people, who, status):
    """A juror reads while the jury reads, and only then; who runs it has its pages always, and no file of a ranking."""
    with factories.thawed():
        type(scene.challenge).objects.filter(pk=scene.challenge.pk).update(status=status, reason="Geen geld.")
    sign_in(client, people(who))
    inside = {name for name in TABLE if comes_in(client.get(address(scene, name)))}
    expected = {name for name, row in TABLE.items() if who in row[0]}
    if status in {ChallengeStatus.CONCEPT, ChallengeStatus.IN_APPROVAL}:
        expected -= {"jury_invitation"}
    if status != ChallengeStatus.IN_REVIEW:
        expected -= {
            "jury_list",
            "jury_interests",
            "jury_response",
            "jury_again",
            "jury_talk",
            "jury_conflict",
            "desk_ranking_csv",
        }
    assert inside == expected
