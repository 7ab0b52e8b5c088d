"""The ID token: every way in which it can be wrong, and a provider that does not behave."""

import time
from base64 import b64encode
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import caches

from participation.openid import Denied, Pending, Refused, address_of, renewed, tokens_of, verified
from tests.participation.openid_service import CLIENT, STRANGERS_KEY, jwk_of, lying_provider

pytestmark = pytest.mark.django_db
DISCOVERY = "/.well-known/openid-configuration"
BACK = "http://localhost:8000/inloggen/medewerker/gemeente/terug/"


@pytest.fixture
def provider(settings):
    with lying_provider(settings) as provider:
        yield provider


def test_a_good_token_gives_its_claims(provider):
    claims = verified(provider.token(groups=["g"]), nonce="n")
    assert (claims["sub"], claims["groups"]) == ("s-1", ["g"])


PAST, FUTURE = int(time.time()) - 3600, int(time.time()) + 3600
WRONG = {
    "signed by somebody else": {"key": STRANGERS_KEY},
    "signed by a key of another name": {"kid": "twee"},
    "not signed": {"key": None, "alg": "none"},
    "signed with a shared secret": {"key": "geheim" * 10, "alg": "HS256"},
    "for another client": {"aud": "iemand-anders"},
    "for others only": {"aud": ["een", "twee"]},
    "from another issuer": {"iss": "https://elders.example"},
    "expired": {"exp": PAST},
    "not valid yet": {"nbf": FUTURE},
    "made in the future": {"iat": FUTURE},
    "for another sign-in": {"nonce": "ander"},
    "without a nonce": {"nonce": None},
    "without a subject": {"sub": None},
    "without an end": {"exp": None},
    "without an audience": {"aud": None},
    "without an issuer": {"iss": None},
    "given to somebody else": {"azp": "iemand-anders"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_token_is_refused(provider, wrong):
    with pytest.raises(Refused):
        verified(provider.token(**wrong), nonce="n")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "\0", "." * 9, "é" * 9])
def test_what_is_no_token_is_refused(provider, token):
    with pytest.raises(Refused):
        verified(token, nonce="n")


def test_a_token_that_was_changed_is_refused(provider):
    head, _claims, signature = provider.token().split(".")
    other = provider.token(sub="s-2").split(".")[1]
    with pytest.raises(Refused, match="Signature"):
        verified(f"{head}.{other}.{signature}", nonce="n")


def test_a_key_that_is_withdrawn_counts_for_nothing_at_once(provider):
    token = provider.token()
    verified(token, nonce="n")
    provider.pages["/keys"] = (200, {"keys": [jwk_of(STRANGERS_KEY, kid="nieuw")]})
    with pytest.raises(Refused):
        verified(token, nonce="n")


def test_who_signs_in_is_sent_with_secrets_of_their_own(provider):
    first, second = Pending.new("/werkplek/"), Pending.new("/werkplek/")
    asked = parse_qs(urlsplit(address_of(first, BACK)).query)
    assert {name: values for name, values in asked.items() if name != "code_challenge"} == {
        "response_type": ["code"],
        "client_id": [CLIENT],
        "redirect_uri": [BACK],
        "scope": ["openid profile email"],
        "state": [first.state],
        "nonce": [first.nonce],
        "code_challenge_method": ["S256"],
    }
    assert first.verifier not in address_of(first, BACK)
    assert not {first.state, first.nonce, first.verifier} & {second.state, second.nonce, second.verifier}


def test_the_code_is_changed_for_a_token_with_the_verifier(provider):
    pending = Pending.new("")
    provider.pages["/token"] = (200, {"id_token": provider.token(nonce=pending.nonce)})
    assert tokens_of(pending, state=pending.state, code="c", back=BACK).claims["sub"] == "s-1"
    sent = parse_qs(provider.sent[0])
    assert (sent["code"], sent["code_verifier"]) == (["c"], [pending.verifier])
    assert "client_secret" not in sent
    assert provider.shown == [f"Basic {b64encode(b'inbreng:geheim%2B').decode()}"]


@pytest.mark.parametrize(
    ("methods", "in_the_form"),
    [
        (["client_secret_post"], True),
        (["client_secret_post", "client_secret_basic"], False),
        (["client_secret_basic", "private_key_jwt"], False),
    ],
)
def test_the_secret_goes_as_the_provider_wants_it(provider, methods, in_the_form):
    provider.pages[DISCOVERY][1]["token_endpoint_auth_methods_supported"] = methods
    provider.pages["/token"] = (200, {"access_token": "x"})
    assert renewed("r-1") == "r-1"
    sent = parse_qs(provider.sent[0])
    assert sent["grant_type"] + sent["refresh_token"] == ["refresh_token", "r-1"]
    assert (sent.get("client_secret"), provider.shown[0] is None) == (["geheim+"] if in_the_form else None, in_the_form)


def test_a_new_token_takes_the_place_of_the_old(provider):
    provider.pages["/token"] = (200, {"refresh_token": "r-2"})
    assert renewed("r-1") == "r-2"


@pytest.mark.parametrize(
    ("answer", "denied"),
    [
        ((400, {"error": "invalid_grant"}), True),
        ((400, {"error": "interaction_required"}), True),
        ((401, {"error": "login_required"}), True),
        ((401, {"error": "invalid_client"}), False),
        ((400, {"error": ["invalid_grant"]}), False),
        ((400, {}), False),
        ((400, []), False),
        ((400, b"geen json"), False),
        ((400, b"\xff"), False),
        ((500, {}), False),
        ((503, b""), False),
        ((302, b""), False),
        ((200, []), False),
    ],
)
def test_only_a_clear_no_is_a_no(provider, answer, denied):
    """Else a provider with a bad day would put everybody out."""
    provider.pages["/token"] = answer
    with pytest.raises(Refused) as refused:
        renewed("r-1")
    assert isinstance(refused.value, Denied) == denied


@pytest.mark.parametrize("state", ["", "x", "é"])
def test_another_state_is_refused_before_the_provider_is_asked(provider, state):
    with pytest.raises(Refused, match="state"):
        tokens_of(Pending.new(""), state=state, code="c", back=BACK)
    assert provider.sent == []


def test_who_comes_back_after_ten_minutes_starts_again(provider):
    pending = Pending("s", "n", "v", "", time.time() - 601)
    with pytest.raises(Refused, match="too long"):
        tokens_of(pending, state="s", code="c", back=BACK)


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}),
        (400, {"error": "invalid_grant"}),
        (302, b""),
        (200, b"geen json"),
        (200, b"\xff\xfe"),
        (200, []),
        (200, {}),
        (200, {"id_token": None}),
        (200, {"id_token": ["x"]}),
    ],
)
def test_a_provider_that_does_not_behave_is_refused(provider, answer):
    provider.pages["/token"] = answer
    pending = Pending.new("")
    with pytest.raises(Refused):
        tokens_of(pending, state=pending.state, code="c", back=BACK)


@pytest.mark.parametrize("keys", [(500, {}), (200, {}), (200, {"keys": []}), (200, {"keys": [{"kty": "x"}]})])
def test_without_keys_nothing_is_trusted(provider, keys):
    provider.pages["/keys"] = keys
    with pytest.raises(Refused):
        verified(provider.token(), nonce="n")


def test_a_provider_that_calls_itself_something_else_is_refused(provider, settings):
    settings.OPENID_ISSUER = provider.url.replace("127.0.0.1", "localhost")
    with pytest.raises(Refused, match="calls itself"):
        address_of(Pending.new(""), BACK)


@pytest.mark.parametrize("address", [None, "", 5, ["https://x.example"], "x.example", "javascript:alert(1)"])
@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_a_provider_that_does_not_say_where_it_is_asked_is_refused(provider, name, address):
    provider.pages[DISCOVERY][1][name] = address
    with pytest.raises(Refused, match="does not say"):
        address_of(Pending.new(""), BACK)


def test_a_provider_that_is_away_is_refused(settings):
    caches["default"].clear()
    settings.OPENID_ISSUER = "http://127.0.0.1:9"
    with pytest.raises(Refused, match="does not answer"):
        address_of(Pending.new(""), BACK)
