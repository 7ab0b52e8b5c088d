"""OpenID Connect as a relying party: the code flow with PKCE, state and nonce, and an ID token that is checked in full.

https://openid.net/specs/openid-connect-core-1_0.html, sections 3.1.2, 3.1.3 and 3.1.3.7. It knows nothing of accounts.
"""

import json
import secrets
from base64 import b64encode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from hashlib import sha256
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote_plus, urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

PATIENCE = 8  # Somebody watches the page load.
MOST_BYTES = 1_000_000
KNOWN_FOR = 60 * 60  # Seconds that what the provider says of itself is kept.
ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
#: Where a session keeps what the provider gave, until somebody is in.
KEPT = "openid_kept"
PENDING_FOR = 10 * 60  # Seconds in which somebody comes back from the provider.
CLOCKS_DIFFER = 60
#: Asymmetric only: with HS256 whoever knows the client's secret could write tokens.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384"]
#: What every ID token has (section 2), and the nonce that we asked for.
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]


#: What a provider answers (RFC 6749, 5.2; OpenID Connect, 3.1.2.6) about who has no access now, or must come by anew.
NO = {"invalid_grant", "interaction_required", "login_required", "consent_required", "account_selection_required"}


@dataclass(frozen=True, slots=True)
class Client:
    """This site at one provider, by the prefix of its settings, which are read when they are asked for."""

    prefix: str

    @property
    def issuer(self) -> str:
        """How the provider names itself; empty when there is none."""
        return str(getattr(settings, f"{self.prefix}_ISSUER"))

    @property
    def id(self) -> str:
        """By what the provider knows this site."""
        return str(getattr(settings, f"{self.prefix}_CLIENT_ID"))

    @property
    def secret(self) -> str:
        return str(getattr(settings, f"{self.prefix}_CLIENT_SECRET"))

    @property
    def scope(self) -> str:
        """What we ask to know."""
        return str(getattr(settings, f"{self.prefix}_SCOPE"))


OFFICIALS, EHERKENNING = Client("OPENID"), Client("EHERKENNING")


class Refused(Exception):
    """The provider, or what came back from it, is not to be trusted or not there. The text is for the log."""


class Denied(Refused):
    """The provider itself says no."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the provider says of somebody, and with what it can be asked again; that may be empty."""

    claims: dict[str, Any]
    refresh: str


@dataclass(frozen=True, slots=True)
class Pending:
    """What the session keeps of somebody who is at the provider."""

    state: str
    nonce: str
    verifier: str
    next: str
    at: float

    @classmethod
    def new(cls, following: str) -> "Pending":
        """Secrets of one way there and back."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, following, timezone.now().timestamp())

    @property
    def kept(self) -> dict[str, Any]:
        """As the session stores it."""
        return asdict(self)


class _NoRedirects(HTTPRedirectHandler):
    """The provider's addresses are as it says they are: a secret follows no detour."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def provider(client: Client = OFFICIALS) -> dict[str, Any]:
    """What the provider says of itself (discovery). Raises Refused."""
    key = f"openid.provider.{client.issuer}"
    if (known := cache.get(key)) is not None:
        return dict(known)
    said = _ask(Request(f"{client.issuer}/.well-known/openid-configuration"))  # noqa: S310 settings name it
    if said.get("issuer") != client.issuer:
        raise Refused(f"The provider calls itself {said.get('issuer')!r}.")
    scheme = client.issuer.partition("//")[0]
    if not all(str(said.get(name)).startswith(f"{scheme}//") for name in ADDRESSES):
        raise Refused("The provider does not say where it is asked.")
    cache.set(key, said, KNOWN_FOR)
    return said


def address_of(pending: Pending, back: str, client: Client = OFFICIALS, **more: str) -> str:
    """Where to send somebody who signs in; `more` is what else the provider is asked. Raises Refused."""
    challenge = urlsafe_b64encode(sha256(pending.verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": back,
        "scope": client.scope,
        "state": pending.state,
        "nonce": pending.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **more,
    }
    return f"{provider(client)['authorization_endpoint']}?{urlencode(asked)}"


def tokens_of(pending: Pending, *, state: str, code: str, back: str, client: Client = OFFICIALS) -> Tokens:
    """What the provider gives for who came back with `state` and `code`. Raises Refused."""
    if not secrets.compare_digest(pending.state.encode(), state.encode()):
        raise Refused("The state is not the one that was sent.")
    if timezone.now().timestamp() - pending.at > PENDING_FOR:
        raise Refused("It took too long.")
    given = _ask_for_tokens(
        client, grant_type="authorization_code", code=code, redirect_uri=back, code_verifier=pending.verifier
    )
    claims = verified(str(given.get("id_token", "")), nonce=pending.nonce, client=client)
    return Tokens(claims, str(given.get("refresh_token") or ""))


def renewed(refresh: str) -> str:
    """Ask whether whoever `refresh` was given for still has access; gives what to ask with the next time.

    Raises Denied when they have not, and Refused when there is no answer.
    """
    given = _ask_for_tokens(OFFICIALS, grant_type="refresh_token", refresh_token=refresh)
    return str(given.get("refresh_token") or refresh)


def _ask_for_tokens(client: Client, **sent: str) -> dict[str, Any]:
    """Ask at the token endpoint, as this client: by a header, unless the provider only knows the other way."""
    known = provider(client)
    if "client_secret_basic" in known.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
        pair = b64encode(f"{quote_plus(client.id)}:{quote_plus(client.secret)}".encode()).decode()  # RFC 6749, 2.3.1.
        headers = {"Authorization": f"Basic {pair}"}
    else:
        headers, sent = {}, {**sent, "client_id": client.id, "client_secret": client.secret}
    return _ask(Request(known["token_endpoint"], urlencode(sent).encode(), headers))  # noqa: S310 discovery names it


def verified(token: str, *, nonce: str, client: Client = OFFICIALS) -> dict[str, Any]:
    """The claims of an ID token: signed by the provider, for us, still valid, and asked for with `nonce`."""
    claims = signed(token, REQUIRED, client)
    if not secrets.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise Refused("The ID token was made for another sign-in.")
    if claims.get("azp", client.id) != client.id:
        raise Refused("The ID token was given to somebody else.")
    return claims


def signed(token: str, required: list[str], client: Client = OFFICIALS) -> dict[str, Any]:
    """The claims of any token of the provider for us, with the `required` ones among them. Raises Refused."""
    try:
        header = jwt.get_unverified_header(token)
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key(header.get("kid"), client),
            algorithms=ALGORITHMS,
            audience=client.id,
            issuer=client.issuer,
            leeway=CLOCKS_DIFFER,
            options={"require": required},
        )
    except jwt.PyJWTError as problem:
        raise Refused(f"The token is no good: {problem}") from problem
    return claims


def _key(kid: str | None, client: Client) -> jwt.PyJWK:
    """The provider's public key of that name, or its only one when a token names none (section 10.1).

    Asked anew each time, because keys change when they leaked. Raises Refused, or PyJWKSetError for what is no key.
    """
    known = jwt.PyJWKSet.from_dict(_ask(Request(provider(client)["jwks_uri"]))).keys  # noqa: S310 discovery names it
    fitting = [key for key in known if kid in {None, key.key_id}]
    if len(fitting) != 1:
        raise Refused(f"The provider has {len(fitting)} keys that fit the token.")
    return fitting[0]


def _ask(request: Request) -> dict[str, Any]:
    try:
        with build_opener(_NoRedirects).open(request, timeout=PATIENCE) as answer:
            said = json.loads(answer.read(MOST_BYTES))
    except HTTPError as problem:
        raise _why_not(problem) from problem
    except (OSError, ValueError, HTTPException) as problem:
        raise Refused(f"The provider does not answer well: {problem}") from problem
    if not isinstance(said, dict):
        raise Refused("The provider does not answer with an object.")
    return said


def _why_not(problem: HTTPError) -> Refused:
    """What an answer with an error means: that somebody has no access, or that it did not work."""
    try:
        with problem:
            said = json.loads(problem.read(MOST_BYTES))
    except (OSError, ValueError, HTTPException):
        said = None
    error = said.get("error") if isinstance(said, dict) else None
    if isinstance(error, str) and error in NO:
        return Denied(f"The provider says: {error}.")
    return Refused(f"The provider does not answer well: {problem} {error or ''}".rstrip())
