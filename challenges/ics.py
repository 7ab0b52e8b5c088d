"""The dates of a challenge as a calendar file (RFC 5545): in UTC, so that every calendar shows its own time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from challenges.models import Challenge, Phase
from challenges.statuses import ChallengeStatus

CALENDAR_TYPE = "text/calendar; charset=utf-8"
#: Octets of a line before it is folded (section 3.1).
LONGEST = 75


def calendar_of(challenge: Challenge, phases: list[Phase]) -> bytes:
    """Opening and closing of each phase, and until when questions may be asked."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Inbreng//uitdagingen//NL", "CALSCALE:GREGORIAN"]
    for name, moment, title in _moments(challenge, phases):
        lines += _event(challenge, name, moment, title)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _moments(challenge: Challenge, phases: list[Phase]) -> Iterator[tuple[str, datetime, str]]:
    for phase in phases:
        named = {"phase": phase.title, "title": challenge.title}
        yield f"opent-{phase.number}", phase.opens_at, _("%(phase)s opent: %(title)s") % named
        yield f"sluit-{phase.number}", phase.closes_at, _("%(phase)s sluit: %(title)s") % named
    if challenge.questions_until:
        yield (
            "vragen",
            challenge.questions_until,
            _("Laatste moment voor vragen: %(title)s") % {"title": challenge.title},
        )


def _event(challenge: Challenge, name: str, moment: datetime, title: str) -> list[str]:
    address = f"{settings.BASE_URL.rstrip('/')}{challenge.get_absolute_url()}"
    return [
        "BEGIN:VEVENT",
        f"UID:{challenge.slug}-{name}@{urlsplit(settings.BASE_URL).hostname}",
        f"DTSTAMP:{_utc(challenge.status_since)}",
        # A calendar that has the event already takes the one with the higher number.
        f"SEQUENCE:{challenge.notice_number}",
        f"DTSTART:{_utc(moment)}",
        f"DTEND:{_utc(moment)}",
        f"SUMMARY:{escaped(title)}",
        f"URL:{address}",
        "TRANSP:TRANSPARENT",
        f"STATUS:{'CANCELLED' if challenge.status == ChallengeStatus.CANCELLED else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """Text as a value (section 3.3.11). Signs that would end the line become spaces."""
    kept = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text.replace("\r\n", "\n"))
    for sign, instead in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        kept = kept.replace(sign, instead)
    return kept


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, none of which cuts a letter in two."""
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece])
