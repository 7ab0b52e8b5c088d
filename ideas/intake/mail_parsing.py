"""What a mail says, read with suspicion. Pure: bytes in, words out. Anything may come in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import parseaddr
from hashlib import sha256
from html import unescape
from typing import Any, cast

import nh3
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from ideas.models.photo import MOST_PHOTOS
from participation.plain_text import tidy

LONGEST_TEXT, LONGEST_LINE, MOST_PARTS = 20_000, 200, 60
#: Programs say so themselves (RFC 3834, RFC 2919, RFC 2369), or by what older ones send.
MACHINES = re.compile(
    r"^(mailer-daemon|postmaster|no-?reply|noreply|do-?not-?reply|bounces?)([+.-].*)?@", re.IGNORECASE
)
FROM_A_LIST = ("List-Id", "List-Unsubscribe", "List-Post", "X-Autoreply", "X-Autorespond", "Feedback-ID")
BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
BREAK = re.compile(r"<\s*(br|/p|/div|/tr|/li|/h[1-6])\b[^>]*>", re.IGNORECASE)
SPACES, EMPTY_LINES = re.compile(r"[ \t\u00a0]+"), re.compile(r"\n\s*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What somebody wrote. `pictures` are files as they came, not looked at yet; `others` name what else came along."""

    sender: str
    sender_name: str
    subject: str
    text: str
    sent_at: datetime
    pictures: list[bytes] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)


def key_of(content: bytes) -> str:
    """By what a mail is known again: its Message-ID, or without one all of it."""
    try:
        named = str(message_from_bytes(content[:100_000]).get("Message-ID", "")).strip()
    except Exception:  # noqa: BLE001 - whatever the parser cannot read is known by its bytes
        named = ""
    return sha256(named.encode("utf-8", "replace") or content).hexdigest()


def read_mail(content: bytes) -> Letter | None:
    """What the mail says; None when a program sent it, or nobody that can be answered. Raises whatever parsing does."""
    mail = message_from_bytes(content, policy=default)
    name, sender = parseaddr(_header(mail, "From"))
    if not _is_address(sender) or _is_automatic(mail, sender):
        return None
    pictures: list[bytes] = []
    others: list[dict[str, Any]] = []
    for part in _loose_parts(mail):
        kind, data = part.get_content_type(), _bytes_of(part)
        if part.get_content_maintype() == "image" and len(pictures) < MOST_PHOTOS:
            pictures.append(data)
        else:
            others.append({"name": _line(part.get_filename() or kind), "kind": _line(kind), "size": len(data)})
    return Letter(
        sender=sender.lower(), sender_name=_line(name)[:120], subject=_line(_header(mail, "Subject")),
        text=_words(mail)[:LONGEST_TEXT], sent_at=_moment(mail), pictures=pictures, others=others,
    )  # fmt: skip


def _header(mail: EmailMessage, name: str) -> str:
    """The header as text; one that breaks the parser is as good as none."""
    try:
        return str(mail.get(name, ""))
    except Exception:  # noqa: BLE001 - the standard library raises many kinds on headers that break the rules
        return ""


def _line(text: str) -> str:
    return " ".join(tidy(text).split())[:LONGEST_LINE]


def _is_address(sender: str) -> bool:
    try:
        validate_email(sender)
    except ValidationError:
        return False
    return True


def _is_automatic(mail: EmailMessage, sender: str) -> bool:
    """Whether a program sent it: an answer that somebody is away, a report, a list. Nobody wants an idea of those."""
    submitted = _header(mail, "Auto-Submitted").strip().lower()
    return (
        (submitted not in {"", "no"})
        or _header(mail, "Precedence").strip().lower() in BULK
        or any(name in mail for name in FROM_A_LIST)
        or mail.get_content_type() == "multipart/report"
        or _header(mail, "Return-Path").strip() == "<>"
        or MACHINES.match(sender) is not None
    )


def _moment(mail: EmailMessage) -> datetime:
    """When it was sent, as far as that can be believed."""
    now = timezone.now()
    try:
        said = mail["Date"].datetime
    except Exception:  # noqa: BLE001 - as in `_header()`
        return now
    if not isinstance(said, datetime):
        return now
    moment = said if timezone.is_aware(said) else timezone.make_aware(said)
    return moment if datetime(1990, 1, 1, tzinfo=moment.tzinfo) < moment < now else now


def _words(mail: EmailMessage) -> str:
    """The plain text, or else the words of the HTML."""
    body = mail.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    raw = _bytes_of(body)
    try:
        text = raw.decode(str(body.get_content_charset() or "utf-8"), "replace")
    except LookupError:  # A character set that nobody knows.
        text = raw.decode("utf-8", "replace")
    return tidy(_without_html(text) if body.get_content_subtype() == "html" else text)


def _without_html(html: str) -> str:
    bare = nh3.clean(BREAK.sub(r"\n<\1>", html), tags=set(), clean_content_tags={"script", "style", "title"})
    return EMPTY_LINES.sub("\n\n", SPACES.sub(" ", unescape(bare)))


def _loose_parts(mail: EmailMessage) -> Iterator[MIMEPart]:
    """Everything that is not the text itself, and not what stands inside a mail that came along."""
    body = mail.get_body(preferencelist=("plain", "html"))
    waiting: list[MIMEPart] = [mail]
    seen = 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting += [cast("MIMEPart", inner) for inner in payload]
        elif part is not body and not (part.get_content_maintype() == "text" and not part.is_attachment()):
            yield part


def _bytes_of(part: MIMEPart) -> bytes:
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""
