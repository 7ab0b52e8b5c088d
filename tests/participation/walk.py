"""Walking through the pages of signing in, as a person does."""

import json
import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core import mail  # noqa: TID251 only the test mailbox is read
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from tests.participation.conftest import PASSWORD
from tests.participation.passkey import Device

SECRET = "JBSWY3DPEHPK3PXP"


def ask_code(client, email, **query):
    return client.post("/inloggen/", {"email": email}, query_params=query)


def by_code(client, email):
    """Sign in with a code; gives the last response."""
    ask_code(client, email)
    found = re.search(r"\d{6}", mail.outbox[-1].subject)
    return client.post("/inloggen/code/", {"code": found.group() if found else "000000"})


def by_password(client, email, password=PASSWORD, **query):
    return client.post("/inloggen/medewerker/", {"login": email, "password": password}, query_params=query)


def app_code(secret=SECRET, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def by_app(client, email, password=PASSWORD, **query):
    """Sign in with password and app."""
    by_password(client, email, password, **query)
    return client.post("/inloggen/medewerker/stap-2/", {"code": app_code()})


def give_app(person):
    TOTP.activate(person, SECRET)
    assert decrypt(Authenticator.objects.get(user=person, type="totp").data["secret"]) == SECRET


def options_on(response):
    found = re.search(r'<script id="passkey-options" type="application/json">(.*?)</script>', response.content.decode())
    return json.loads(found.group(1))


def add_passkey(client, device=None):
    """Add a passkey as the signed-in official; gives the device and the response."""
    device = device or Device()
    page = client.get("/account/tweede-stap/passkeys/nieuw/")
    credential = device.create(options_on(page)["creation_options"])
    return device, client.post(
        "/account/tweede-stap/passkeys/nieuw/", {"name": "Sleutel", "credential": json.dumps(credential)}
    )


def by_passkey(client, device, **query):
    """Sign in with nothing but a passkey."""
    options = client.get("/inloggen/medewerker/passkey/", headers={"accept": "application/json"}).json()
    answer = {"credential": json.dumps(device.get(options["request_options"])), **query}
    return client.post("/inloggen/medewerker/passkey/", answer)


def is_in(client):
    return "_auth_user_id" in client.session


SAMPLES = {
    "answering": "decline",
    "reference": "2026-00042",
    "int": "1",
    "slug": "x",
    "str": "x",
    "path": "x",
    "uuid": "7b7b4c1c-7d0b-4b0b-8f1e-0f6f3f1a2b3c",
}
GROUPS = {"uidb36": "1", "key": "a-b", "url": "x", "app_label": "participation"}


def sample_of(pattern):
    """An address that fits `pattern`."""
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1] or "str", "x"), str(pattern))
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda found: GROUPS[found[1]], str(pattern))
    return re.sub(r"[\^$?\\]|\\Z", "", text)


def addresses(patterns=None, before="/"):
    """Every address of the site, once each, with its name."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = before + sample_of(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address
