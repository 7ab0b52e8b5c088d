"""How we say who we are: to one service, for some hours, signed."""

import json
from base64 import urlsafe_b64decode

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from notifications.push.vapid import authorization, public_key
from participation.push_key import new_push_key

ENDPOINT = "https://push.example.org:8443/send/abc?x=1"


@pytest.fixture(autouse=True)
def key(settings, time_machine):
    time_machine.move_to("2026-03-02T10:20:00+00:00", tick=False)
    settings.PUSH_KEY = new_push_key()
    settings.MUNICIPALITY_CONTACT = ""
    settings.DEFAULT_FROM_EMAIL = "Inbreng <noreply@inbreng.example.nl>"


def parts(header):
    token, key = (part.split("=", 1)[1] for part in header.removeprefix("vapid ").split(", "))
    return token, key


def unwrap(text):
    return urlsafe_b64decode(text + "==")


def test_the_note_says_for_whom_until_when_and_whom_to_ask():
    token, key = parts(authorization(ENDPOINT))
    head, claims, _signature = token.split(".")
    assert json.loads(unwrap(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(unwrap(claims)) == {
        "aud": "https://push.example.org:8443", "exp": 1772445600 + 12 * 3600, "sub": "mailto:noreply@inbreng.example.nl",
    }  # fmt: skip
    assert key == public_key()


def test_the_note_is_signed_with_the_key_that_browsers_know():
    token, key = parts(authorization(ENDPOINT))
    signed, _, signature = token.rpartition(".")
    r, s = (int.from_bytes(unwrap(signature)[half]) for half in (slice(32), slice(32, 64)))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unwrap(key))
    public.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(hashes.SHA256()))


def test_the_same_note_serves_for_an_hour_and_another_service_gets_another(time_machine):
    first = authorization(ENDPOINT)
    time_machine.move_to("2026-03-02T10:59:59+00:00", tick=False)
    assert authorization(ENDPOINT) == first
    assert authorization("https://other.example.org/x") != first
    time_machine.move_to("2026-03-02T11:00:00+00:00", tick=False)
    assert authorization(ENDPOINT) != first


def test_services_ask_the_municipality_when_it_says_where(settings):
    settings.MUNICIPALITY_CONTACT = "inbreng@example.nl"
    claims = parts(authorization(ENDPOINT))[0].split(".")[1]
    assert json.loads(unwrap(claims))["sub"] == "mailto:inbreng@example.nl"


def test_without_a_key_there_is_none_to_give(settings):
    settings.PUSH_KEY = ""
    assert public_key() == ""
