"""A proof of work counts once, for a while, and only when it is ours."""

import base64
import json
from datetime import timedelta

import altcha
import pytest
from django.utils import timezone

from participation import robots
from participation.robots import LONGEST_PROOF, is_proven, new_challenge

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def little_work(monkeypatch):
    monkeypatch.setattr(robots, "COST", 10)


def solved(task=None):
    challenge = altcha.Challenge.from_dict(task or new_challenge())
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def changed(proof, **parameters):
    content = json.loads(base64.b64decode(proof))
    content["challenge"]["parameters"] |= parameters
    return base64.b64encode(json.dumps(content).encode()).decode()


def test_a_proof_counts_once_however_it_is_written():
    proof = solved()
    assert is_proven(proof)
    assert not is_proven(proof)
    assert not is_proven(base64.b64encode(json.dumps(json.loads(base64.b64decode(proof)), indent=1).encode()).decode())


def test_each_task_is_another():
    assert [is_proven(solved()) for _ in range(3)] == [True] * 3


def test_an_old_proof_is_none(monkeypatch):
    monkeypatch.setattr(robots, "VALID", timedelta(seconds=-1))
    assert not is_proven(solved())


def test_a_task_that_somebody_made_easier_is_not_ours():
    later = (timezone.now() + timedelta(days=9)).timestamp()
    proof = solved()
    for parameters in ({"cost": 1}, {"expiresAt": int(later)}, {"keyPrefix": "00"}):
        assert not is_proven(changed(proof, **parameters))


def test_the_work_must_be_done():
    task = altcha.Challenge.from_dict(new_challenge())
    assert not is_proven(altcha.Payload(task, altcha.Solution(1, "00" * 32)).to_base64())


@pytest.mark.parametrize(
    "rubbish",
    [
        "",
        "x",
        "e30=",
        "bnVsbA==",
        "W10=",
        "é",
        "AAAA" * LONGEST_PROOF,
        base64.b64encode(b'{"challenge":1,"solution":2}').decode(),
    ],
)
def test_rubbish_is_no_proof(rubbish):
    assert not is_proven(rubbish)
