"""Moments in the ways that people and systems write them."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime

from django.utils import timezone

from ideas.folding import fold

NOON = time(12)
EARLIEST = 1900
LONGEST = 60  # Characters. Nobody needs more for a date, and patterns take their time over long texts.
CLOCK = (
    r"(?:[T ,]+(?:om |at |um )?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?\s*(?P<half>[ap]m)?)?"
)
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})(?!\d)" + CLOCK, re.IGNORECASE)
YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + CLOCK, re.IGNORECASE)
WORDS = re.compile(r"(?:\D*?\b(?P<day>\d{1,2})\b)?\D*?\b(?P<year>\d{4})" + CLOCK, re.IGNORECASE)
SECONDS, MILLISECONDS = re.compile(r"\d{10}(?:\.\d+)?"), re.compile(r"\d{13}")
# The beginnings of month names: Dutch, English, German, Finnish, Spanish, Polish. The longest that fits wins.
MONTHS = (
    "jan ene sty tammi", "feb lut helmi", "mar maart maalis mrt", "apr abr kwi huhti", "mei may mai maj touko",
    "jun cze kesa", "jul lip heina", "aug ago sie elo", "sep wrz syys", "oct okt paz loka", "nov lis marras",
    "dec dez dic gru joulu",
)  # fmt: skip
NOT_A_MONTH = {"martes"}  # Tuesday in Spanish, and it begins like March.
MONTH_OF = {start: number for number, starts in enumerate(MONTHS, 1) for start in starts.split()}


def parse_moment(value: str, now: datetime) -> datetime | None:
    """The moment that `value` names, None when it names none, or none between 1900 and `now`.

    Without a zone the local one is meant; a date alone is noon of that day; a year alone is its first day.
    """
    text = value.strip()
    found = next(_readings(text), None) if len(text) <= LONGEST else None
    if found is None:
        return None
    with suppress(ValueError, OverflowError):
        local = timezone.make_aware(found) if timezone.is_naive(found) else found
        local = timezone.localtime(local)
        # Noon of today may be an hour ahead: an idea of today is no idea of the future.
        if local.year >= EARLIEST and local.date() <= timezone.localdate(now):
            return min(local, now)
    return None


def _readings(text: str) -> Iterator[datetime]:
    """Every way in which `text` can be read, the surest first."""
    with suppress(ValueError, OverflowError, OSError):
        if SECONDS.fullmatch(text):
            yield datetime.fromtimestamp(float(text), UTC)
        elif MILLISECONDS.fullmatch(text):
            yield datetime.fromtimestamp(int(text) / 1000, UTC)
    with suppress(ValueError):
        yield datetime.combine(date.fromisoformat(text), NOON)
    with suppress(ValueError):
        yield datetime.fromisoformat(text)
    for pattern in (YEAR_FIRST, DAY_FIRST):
        if found := pattern.match(text):
            day, month = int(found["day"]), int(found["month"])
            for number, name in ((month, day), (day, month)):
                with suppress(ValueError):
                    yield _moment(found, number, name)
    if (month_named := _month_in(text)) and (found := WORDS.search(text)):
        with suppress(ValueError):
            yield _moment(found, month_named, int(found["day"] or 1))
    if only := re.fullmatch(r"(\d{4})(?:[-/](\d{1,2}))?(?:\.0)?", text):
        with suppress(ValueError):
            yield datetime.combine(date(int(only[1]), int(only[2] or 1), 1), NOON)
    with suppress(ValueError, TypeError, IndexError):
        yield parsedate_to_datetime(text)


def _moment(found: re.Match[str], month: int, day: int) -> datetime:
    hour = found["hour"]
    clock = time(int(hour), int(found["minute"]), int(found["second"] or 0)) if hour else NOON
    if hour and (found["half"] or "").lower() == "pm" and clock.hour < NOON.hour:
        clock = clock.replace(hour=clock.hour + NOON.hour)
    return datetime.combine(date(int(found["year"]), month, day), clock)


def _month_in(text: str) -> int | None:
    for word in re.findall(r"[a-z]{3,}", fold(text)):
        starts = [start for start in MONTH_OF if word.startswith(start) and word not in NOT_A_MONTH]
        if starts:
            return MONTH_OF[max(starts, key=len)]
    return None
