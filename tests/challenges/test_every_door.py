"""Every address of challenges and projects, for everybody, in the statuses of a challenge, read and sent to.

`doors.txt` is the table, to be read from end to end. It is made from the URL configuration: an address without a line
fails, and so does a line without an address. A cell has a sign for each status, for GET and then for POST:

`o` shows it, `r` did something and leads on, `v` asks for more, `>` leads to the sign-in, `x` and `.` refuse (403 and
404), `-` is not asked that way, `c` is another's text in between (409), `g` is gone (410), `u` is no type we take (415).
"""

import uuid
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import challenges.urls
import projects.urls
from challenges.models import Challenge, Draft, Phase, Question
from challenges.sealed_contents import draft_context
from challenges.sealing import seal
from challenges.statuses import ChallengeStatus as S
from participation.models import MembershipInvitation, MembershipRequest
from projects.models import Project
from tests import factories
from tests.challenges import scene_jury
from tests.doors import lines_of, sign_in

TABLE = Path(__file__).with_name("doors.txt")
ROLES = ("visitor", "maker", "rival", "juror", "opener", "owner", "administrator")
SIGNS = {200: "o", 302: "r", 422: "v", 403: "x", 404: ".", 405: "-", 409: "c", 410: "g", 415: "u"}
#: What follows on a decision, and what waits for approval, stands in tables of their own: test_views_public.py,
#: test_views_desk.py, test_doors_jury.py.
STATUSES = (S.CONCEPT, S.OPEN, S.CLOSED, S.IN_REVIEW, S.DECIDED, S.CANCELLED)
#: What does not hang on the status of a challenge is tried in one only.
ALONE = ("organisaties/", "mijn/", "werkplek/organisatiegids/", "projecten/", "werkplek/projecten/")
DAY = timezone.timedelta(days=1)


def routes():
    """By address: the room it is of, and its name."""
    rooms = (("challenges", challenges.urls.urlpatterns), ("projects", projects.urls.urlpatterns))
    return {str(one.pattern): (room, one) for room, patterns in rooms for one in patterns}


def lines():
    return lines_of(TABLE, ROLES)


@pytest.fixture
def scene(programme, owner, deputy):
    """A challenge with two responses, a draft, a juror who may read, somebody who opens, a question and a project."""
    made = scene_jury.in_review(programme, owner, deputy, jurors=1)
    for response in made.responses:
        scene_jury.declare_nothing(made.jurors[0], response)
        scene_jury.score(scene_jury.assign(made.jurors[0], response), 3, 3, 3)
    response, phase = made.responses[0], made.phase
    made.opener = factories.make_official("opener")
    with factories.thawed():
        made.challenge.openers.set([owner, made.opener])
        draft = Draft.objects.create(response=response, phase=phase, edition=1)
        draft.sealed = seal(phase, draft_context(response, 1), b"{}")
        draft.save()
    made.invited = made.challenge.jurors.create(name="Els", email="els@example.org")
    made.question = Question.objects.create(
        challenge=made.challenge, asker=made.makers[1], text="Mag dit?", key=uuid.uuid4()
    )
    made.asked = MembershipInvitation.objects.create(organisation=response.organisation, email="nieuw@example.org")
    made.knocks = MembershipRequest.objects.create(
        organisation=response.organisation, person=factories.make_resident("vrager")
    )
    made.project = Project.objects.create(
        slug="groen", title="Groen", programme=programme, challenge=made.challenge, what="Doen.", starts_on="2026-03-01"
    )
    return made


def let_be(scene, status):
    """The challenge in a status, with the dates of its phase as they are then."""
    now = timezone.now()
    after = status in {S.IN_REVIEW, S.DECIDED, S.IN_EXECUTION, S.FINISHED}
    over = after or status in {S.CLOSED, S.CANCELLED}
    with factories.thawed():
        Challenge.objects.filter(pk=scene.challenge.pk).update(status=status, reason="x", status_since=now)
        Phase.objects.filter(pk=scene.phase.pk).update(
            opens_at=now - 30 * DAY, closes_at=now - 2 * DAY if over else now + DAY, unsealed_at=now if after else None,
            hashes={"hashes": []} if over else None,
        )  # fmt: skip
        Challenge.objects.filter(pk=scene.challenge.pk).update(questions_until=now + DAY / 2)


def addresses(scene):
    """By route: an address with rows in it that are there."""
    return {route: address(scene, route, pattern, room) for route, (room, pattern) in routes().items()}


def address(scene, route, pattern, room):
    response = scene.responses[0]
    keys = {
        "end_juror": scene.jurors[0].pk, "unassign": scene.jurors[0].assignments.first().pk,
        "desk_question": scene.question.pk, "desk_field": scene.phase.fields.first().pk,
        "desk_place": scene.phase.fields.first().pk,
    }  # fmt: skip
    token = (
        scene.asked.get_absolute_url().split("/")[3]
        if "organisaties" in route
        else scene.invited.get_invitation_url().split("/")[2]
    )
    values = {
        "slug": scene.project.slug if room == "projects" else scene.challenge.slug, "reference": response.reference,
        "key": uuid.UUID(int=1), "token": token, "phase": 1, "number": 1, "edition": 1,
        "verb": "start" if room == "projects" else "cancel", "membership": scene.makers[0].memberships.get().pk,
        "invitation": scene.asked.pk, "asked": scene.knocks.pk,
        "pk": keys.get(pattern.name, response.organisation_id if "organisati" in route else 1),
    }  # fmt: skip
    return reverse(f"{room}:{pattern.name}", kwargs={key: values[key] for key in pattern.pattern.converters})


def sign(answer):
    if answer.status_code == 302 and answer["Location"].startswith("/inloggen/"):
        return ">"
    if answer.status_code == 302 and answer["Location"].startswith("/account/"):
        return "s"  # A second step is asked for anew.
    return SIGNS.get(answer.status_code, f"<{answer.status_code}>")


def answer(client, method, path):
    """What comes back; whatever the request did is undone."""
    point = transaction.savepoint()
    got = getattr(client, method)(path)
    found = sign(got)
    b"".join(got)
    transaction.savepoint_rollback(point)
    return found


def tried(scene, person):
    client = sign_in(Client(), person) if person else Client()
    found, paths = {}, addresses(scene)
    for status in STATUSES:
        let_be(scene, status)
        for route, path in paths.items():
            if route.startswith(ALONE) and status != S.OPEN:
                continue
            got = found.setdefault(route, ["", ""])
            for place, method in enumerate(("get", "post")):
                got[place] += answer(client, method, path)
    return {route: "/".join(cells) for route, cells in found.items()}


def who_is(scene, role, request):
    made = {"maker": scene.makers[0], "rival": scene.makers[1], "juror": scene.jurors[0].person, "opener": scene.opener}
    return None if role == "visitor" else made[role] if role in made else request.getfixturevalue(role)


def test_every_address_has_a_line_and_every_line_is_an_address():
    assert set(lines()) == set(routes())


@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize("role", ROLES)
def test_the_doors_answer_as_the_table_says(scene, request, role):
    found = tried(scene, who_is(scene, role, request))
    assert found == {route: row[role] for route, row in lines().items()}


#: What a response says, and that there is one, by the statuses before two people opened it.
SEALED = (S.CONCEPT, S.OPEN, S.CLOSED)
OF_MAKERS = ("inzendingen/<",)
OF_OFFICIALS = ("werkplek/inzendingen/", "werkplek/uitdagingen/<slug:slug>/inzendingen")


def test_nobody_but_its_makers_finds_a_response():
    """The promise itself, asked of the table."""
    inside = {
        (route, role)
        for route, row in lines().items()
        if route.startswith(OF_MAKERS)
        for role in set(ROLES) - {"maker"}
        if set(row[role]) - set(".->/")
    }
    assert inside == set()


def test_no_official_reads_a_response_before_it_was_opened_and_an_administrator_never():
    places = [STATUSES.index(status) for status in SEALED]
    rows = {route: row for route, row in lines().items() if route.startswith(OF_OFFICIALS)}
    assert len(rows) == 4
    for row in rows.values():
        for role in ROLES:
            reads, sends = row[role].split("/")
            assert not [place for place in places if reads[place] in "or" or sends[place] in "or"]
        assert set(row["administrator"]) <= set(".-x/")


@pytest.mark.parametrize("status", [S.OPEN, S.CLOSED])
@pytest.mark.parametrize("role", ["visitor", "rival", "juror", "opener", "owner", "administrator"])
def test_no_page_names_who_responds_before_the_opening(scene, request, role, status):
    let_be(scene, status)
    person = who_is(scene, role, request)
    client = sign_in(Client(), person) if person else Client()
    secrets = [scene.companies[0].name, scene.responses[0].reference]
    told = {}
    for route, path in addresses(scene).items():
        if route.startswith(ALONE):
            continue
        got = client.get(path)
        if got.status_code == 200:
            text = b"".join(got).decode(errors="replace")
            told[route] = [secret for secret in secrets if secret in text]
    assert {route: names for route, names in told.items() if names} == {}
    assert len(told) >= 9
