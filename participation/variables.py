"""Turns the text of environment variables into values; each parser raises `Malformed` with what is expected."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from participation.environment import Malformed

SHORTEST_SECRET, FEWEST_CHARACTERS = 50, 5  # As Django's own deployment check wants it.
HOST_NAME = re.compile(r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$|^\[[0-9a-f:.]+\]$", re.IGNORECASE)
LAST_HOUR = 23
MAILBOX = re.compile(r"[A-Za-z0-9._-]+@[A-Za-z0-9.-]+")
MAIL_SCHEMES = {"smtp": (25, False, False), "smtp+tls": (587, True, False), "smtps": (465, False, True)}
BOX_SCHEMES = ("imaps", "imap+tls", "imap")
MAIL_ADDRESS = re.compile(r"^[^@\s<>\"]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", re.IGNORECASE)
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
# As participation/openid_roles.py knows them.
ROLES = ("official", "coordinator", "moderator", "editor", "clerk", "administrator")
ROLE_IN_PROGRAMME = re.compile(r"(deputy|official|reader):[a-z0-9-]+")
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def flag(value: str) -> bool:
    """Give True or False for the usual ways of writing them."""
    if value.lower() not in YES + NO:
        raise Malformed("must be 1 or 0")
    return value.lower() in YES


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    """Give a parser of whole numbers between `lowest` and `highest`."""

    def parse(value: str) -> int:
        if not value.isascii() or not value.isdigit() or not lowest <= int(value) <= highest:
            raise Malformed(f"must be a whole number from {lowest} to {highest}")
        return int(value)

    return parse


def hours(value: str) -> tuple[int, int]:
    """Give the two hours of the day between which something holds; two equal ones are none."""
    starts, dash, ends = value.partition("-")
    if not dash or not all(hour.isascii() and hour.isdigit() and int(hour) <= LAST_HOUR for hour in (starts, ends)):
        raise Malformed("must be two hours of the day, such as 22-7, or 0-0 for none")
    return int(starts), int(ends)


def mailbox(value: str) -> str:
    """Give a bare address of mail, to which a part with + can be added."""
    if not MAILBOX.fullmatch(value):
        raise Malformed("must be an address without a name, such as bounces@inbreng.example.nl")
    return value


def words(value: str) -> list[str]:
    """Give the parts of a comma-separated list."""
    return [part.strip() for part in value.split(",") if part.strip()]


def hosts(value: str) -> list[str]:
    """Give exact host names; a wildcard is refused, because links in mails and caches rely on them."""
    names = words(value)
    if not names or not all(HOST_NAME.match(name) for name in names):
        raise Malformed("must list host names without http://, port or *, such as inbreng.example.nl")
    return names


def secret(value: str) -> str:
    """Give the secret when it is long and varied enough to sign sessions with."""
    if len(value) < SHORTEST_SECRET or len(set(value)) < FEWEST_CHARACTERS or value.startswith("django-insecure-"):
        raise Malformed(f"must be at least {SHORTEST_SECRET} random characters")
    return value


def secret_list(value: str) -> list[str]:
    """Give earlier secrets, that still open sessions signed with them."""
    return [secret(part) for part in words(value)]


def folder(value: str) -> Path:
    """Give the full path of a folder."""
    return Path(value).resolve()


def mail_source(value: str) -> str:
    """Give the address of a box that mail is read from: `imaps://name:password@host/INBOX`, or `maildir:///path`."""
    parts = urlsplit(value)
    if parts.scheme == "maildir" and parts.path.startswith("/"):
        return value
    if parts.scheme not in BOX_SCHEMES or not parts.hostname or not parts.username or not parts.password:
        raise Malformed("must be imaps://name:password@host/folder, imap+tls://... or maildir:///path")
    return value


def log_level(value: str) -> str:
    """Give a level of Python's logging."""
    if value.upper() not in LOG_LEVELS:
        raise Malformed(f"must be one of {', '.join(LOG_LEVELS)}")
    return value.upper()


def site_address(value: str) -> str:
    """Give scheme and host of the site, without a slash at the end."""
    parts = _split(value, ("http", "https"), "must look like https://inbreng.example.nl")
    if not parts.hostname or parts.path.strip("/") or parts.query:
        raise Malformed("must look like https://inbreng.example.nl")
    return value.rstrip("/")


def issuer(value: str) -> str:
    """Give the address by which an OpenID provider names itself."""
    example = "must look like https://login.example.nl/tenant/v2.0, without a slash at the end"
    parts = _split(value, ("http", "https"), example)
    local = parts.hostname in {"localhost", "127.0.0.1"}
    if not parts.hostname or parts.query or value.endswith("/") or (parts.scheme == "http" and not local):
        raise Malformed(example)
    return value


def roles(value: str) -> dict[str, str]:
    """Give which group of the OpenID provider gives which role."""
    pairs = [part.rpartition("=") for part in words(value)]
    if not pairs or not all(group.strip() and _is_role(role.strip()) for group, _is, role in pairs):
        raise Malformed(
            f"must list groups with a role ({', '.join(ROLES)}, or deputy, official or reader with a programme), "
            "such as 6f1c…=official,a90b…=coordinator,77e0…=reader:green"
        )
    return {group.strip(): role.strip() for group, _is, role in pairs}


def _is_role(name: str) -> bool:
    return name in ROLES or ROLE_IN_PROGRAMME.fullmatch(name) is not None


def mail_address(value: str) -> str:
    """Give one mail address, without a name."""
    if not MAIL_ADDRESS.match(value):
        raise Malformed("must be one mail address, such as inbreng@example.nl")
    return value


def database(value: str) -> dict[str, Any]:
    """Give Django's database settings of a PostgreSQL address; its query becomes connection options."""
    example = "must look like postgresql://user:password@host:5432/name"
    parts = _split(value, ("postgres", "postgresql"), example)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    name = unquote(parts.path.lstrip("/"))
    if not name or not host:
        raise Malformed(example)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def redis(value: str) -> str:
    """Give the address of a Redis or Valkey server as Celery reads it."""
    example = "must look like redis://:password@host:6379/0"
    parts = _split(value, ("redis", "rediss", "redis+socket"), example)
    if not (parts.path if parts.scheme == "redis+socket" else parts.hostname):
        raise Malformed(example)
    return value


class MailServer(NamedTuple):
    """What Django has to know of the server that takes our mail."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False


def mail_server(value: str) -> MailServer:
    """Give the server of an address; smtp+tls means STARTTLS, smtps means TLS from the start."""
    example = "must look like smtp+tls://user:password@host:587 (or smtp://, smtps://)"
    parts = _split(value, tuple(MAIL_SCHEMES), example)
    if not parts.hostname or parts.path.strip("/"):
        raise Malformed(example)
    port, start_tls, tls = MAIL_SCHEMES[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, parts.port or port, user, password, start_tls, tls)


def scanner(value: str) -> str:
    """Give the address of clamd: `tcp://host:3310`, or the path of its socket as `unix:///run/clamd.sock`."""
    example = "must look like unix:///run/clamav/clamd.ctl or tcp://127.0.0.1:3310"
    parts = _split(value, ("unix", "tcp"), example)
    if not (parts.path if parts.scheme == "unix" else parts.hostname and parts.port):
        raise Malformed(example)
    return value


def tiles(value: str) -> str:
    """Give the address of the pictures of a map, with {z}, {x} and {y} in it; an empty text for `off`."""
    example = "must look like https://tiles.example.nl/{z}/{x}/{y}.png, or be off"
    if not all(part in value for part in ("{z}", "{x}", "{y}")) and value.lower() not in NO:
        raise Malformed(example)
    return _service(value, example)


def address_search(value: str) -> str:
    """Give the address of a search for addresses; an empty text for `off`."""
    return _service(value, "must look like https://addresses.example.nl/search, or be off")


def _service(value: str, example: str) -> str:
    """Give the address of somebody else's service as it is, or an empty text when it is switched off."""
    if value.lower() in NO:
        return ""
    parts = _split(value, ("http", "https"), example)
    if not HOST_NAME.match(parts.hostname or ""):
        raise Malformed(example)
    return value


def _split(value: str, schemes: tuple[str, ...], example: str) -> SplitResult:
    """Give the parts of an address with one of `schemes` and a sensible port, else refuse with `example`."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # Reading it is what checks it.
    except ValueError:
        raise Malformed(example) from None
    if parts.scheme not in schemes:
        raise Malformed(example)
    return parts
