"""Mail that came back: what a report of a mail server says, and about which of our mails.

Understood are reports that a mail could not be delivered (RFC 3464) and that somebody called it unwanted (RFC 5965). A
report counts when it names one of our mails: by the address that it came back to, or by its Message-ID. Both hold a
number that only the receiver of that mail has seen, so nobody can stop the mail of somebody else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from notifications.models import Delivery
from notifications.statuses import Trouble

NUMBER = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
CODE = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
REPLY = re.compile(r"^\D*(\d{3})\b")

#: Fields in which a mail server may say for which address this report came to us.
ADDRESSED = ("Delivered-To", "X-Original-To", "To")
MENTIONED = ("Message-ID", "In-Reply-To", "References")

#: Permanent, and yet not about the address: the mailbox is full, or this one mail was too large or not liked.
PASSING = ("5.2.2", "5.2.3", "5.3.4", "5.6.", "5.7.")
#: Of a server that gives no code of RFC 3463: no such mailbox (RFC 5321, section 4.2.3).
NO_MAILBOX = ("550", "551", "553")


@dataclass(frozen=True, slots=True)
class Returned:
    """That mail to `address` came back. `told` is what the mail server said, `letter` the number of our mail."""

    address: str
    kind: Trouble
    told: str
    letter: UUID


def envelope_of(letter: UUID) -> str:
    """The address to which a mail comes back that cannot be delivered; empty: to the sender that people see."""
    name, _, host = settings.BOUNCE_ADDRESS.partition("@")
    return f"{name}+{letter}@{host}" if host else ""


def kind_of(told: str) -> Trouble:
    """Whether the address is bad for good, by the code in what a mail server `told`, or by its bare reply."""
    if code := CODE.search(told):
        permanent = code[1] == "5" and not code[0].startswith(PASSING)
    else:
        reply = REPLY.match(told)
        permanent = reply is not None and reply[1] in NO_MAILBOX
    return Trouble.HARD if permanent else Trouble.SOFT


def understand(content: bytes) -> Returned | None:
    """What a report says about one of our mails; None when it is no report, or about no mail of ours."""
    report = message_from_bytes(content)
    if report.get_content_type() != "multipart/report":
        return None
    found = _complaint(report) or _failure(report)
    letter = next(_letters(report), None)
    sent = Delivery.objects.in_letter(letter).select_related("recipient").first() if letter else None
    if found is None or letter is None or sent is None:
        return None
    kind, told = found
    return Returned(sent.recipient.email if sent.recipient else sent.address, kind, told, letter)


def _complaint(report: Message) -> tuple[Trouble, str] | None:
    for part in _parts(report, "message/feedback-report"):
        for fields in _inside(part):
            kind = str(fields.get("Feedback-Type", "")).strip().lower()
            if kind in {"abuse", "fraud"}:
                return Trouble.COMPLAINT, f"Feedback-Type: {kind}"
    return None


def _failure(report: Message) -> tuple[Trouble, str] | None:
    """What failed for good this time; that a mail is only late says nothing."""
    for part in _parts(report, "message/delivery-status"):
        for fields in _inside(part):
            if str(fields.get("Action", "")).strip().lower() == "failed":
                status, diagnosis = (str(fields.get(name, "")) for name in ("Status", "Diagnostic-Code"))
                told = " ".join(f"{status} {diagnosis}".split())
                return kind_of(told), told
    return None


def _letters(report: Message) -> Iterator[UUID]:
    """The numbers of our mails that the report names, the surest first."""
    ours = re.compile(rf"<({NUMBER})@{re.escape(urlsplit(settings.BASE_URL).hostname or '')}>")
    places: list[tuple[Message, tuple[str, ...], re.Pattern[str]]] = [
        (mail, ("Message-ID",), ours) for mail in _returned(report)
    ]
    places.append((report, MENTIONED, ours))
    if settings.BOUNCE_ADDRESS:
        name = settings.BOUNCE_ADDRESS.partition("@")[0]
        places.insert(0, (report, ADDRESSED, re.compile(rf"\b{re.escape(name)}\+({NUMBER})@")))
    for source, fields, pattern in places:
        for field in fields:
            for value in source.get_all(field, []):
                yield from (UUID(number) for number in pattern.findall(str(value)))


def _returned(report: Message) -> Iterator[Message]:
    """Our mail, or its head, as the report holds it."""
    for part in _parts(report, "message/rfc822"):
        yield from _inside(part)
    for part in _parts(report, "text/rfc822-headers"):
        raw = part.get_payload(decode=True)
        yield message_from_bytes(raw if isinstance(raw, bytes) else b"")


def _parts(report: Message, kind: str) -> Iterator[Message]:
    return (part for part in report.walk() if part.get_content_type() == kind)


def _inside(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    return (inner for inner in (payload if isinstance(payload, list) else []) if isinstance(inner, Message))
