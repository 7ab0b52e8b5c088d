"""A hundred responses with a file each: handed in, closed, opened by two people, and taken along as one file."""

import io
import json
import zipfile

import pytest

from challenges.actions.response import start_response
from challenges.actions.upload import announce_file, look_at, take_piece
from challenges.statuses import FieldKind
from tests import factories
from tests.challenges import scene_seal
from tests.challenges.scene_seal import PDF
from tests.doors import sign_in

MANY = 100


@pytest.fixture
def opened(programme, owner):
    """The challenge, and the reference of each of its responses."""
    openers = [owner, factories.make_official("opener")]
    challenge = scene_seal.make_open_challenge("veel", openers=openers, programme=programme)
    phase = scene_seal.phase_of(challenge)
    scene_seal.make_fields(phase, FieldKind.TEXT)
    [field] = scene_seal.make_fields(phase, FieldKind.FILE)
    made = {}
    for number in range(MANY):
        organisation, person = scene_seal.make_company(f"m{number} BV")
        response = start_response(challenge, organisation, actor=person)
        file = announce_file(response, field, f"plan-{number}.pdf", len(PDF), actor=person)
        look_at(take_piece(file, 0, PDF, actor=person))
        scene_seal.hand_in(challenge, organisation, person, f"Plan {number}", **{str(field.uuid): [str(file.uuid)]})
        made[response.reference] = number
    scene_seal.open_all(phase, openers)
    return challenge, made


def test_a_hundred_are_read_and_taken_along_with_their_proof(client, opened, owner):
    challenge, made = opened
    sign_in(client, owner)
    desk = f"/werkplek/uitdagingen/{challenge.slug}/"
    assert client.get(f"{desk}inzendingen/").status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"{desk}inzendingen.zip"))))
    assert archive.testzip() is None
    told = {
        name.split("/")[0]: json.loads(archive.read(name))
        for name in archive.namelist()
        if name.endswith("inzending.json")
    }
    assert {key: (one["answers"][0]["answer"], one["is_published"]) for key, one in told.items()} == {
        key: (f"Plan {number}", True) for key, number in made.items()
    }
    files = [name for name in archive.namelist() if name.endswith(".pdf")]
    assert {(name.split("/")[0], archive.read(name)) for name in files} == {(key, PDF) for key in made}
    assert len(client.get(f"/uitdagingen/{challenge.slug}/controlelijst-1.json").json()["responses"]) == MANY
