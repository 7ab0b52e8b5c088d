"""The conditions of rules: what of an idea fits one, and whether one asks for less than another. Pure."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property, lru_cache
from typing import Any

from django.utils import timezone

from ideas.folding import fold
from ideas.models import Idea
from ideas.models.terms import Terms
from ideas.rules_statuses import RESIDENT, Anonymity, Place

MINUTES_A_DAY = 24 * 60


class Case:
    """An idea as conditions look at it. What costs something is found out once, when the first condition asks."""

    def __init__(self, idea: Idea) -> None:
        self.idea = idea
        self._found: dict[int, tuple[Terms, dict[str, Any] | None]] = {}

    def match(self, terms: Terms) -> dict[str, Any] | None:
        """What `match()` finds, looked for once: a bench asks with two lists of the same rules."""
        # With the terms in it, so that no others can get their number while this one lives.
        if id(terms) not in self._found:
            self._found[id(terms)] = terms, match(terms, self)
        return self._found[id(terms)][1]

    @cached_property
    def text(self) -> str:
        """All that the idea says, folded."""
        return folded(f"{self.idea.title} {self.idea.problem} {self.idea.proposal}")

    @cached_property
    def moment(self) -> datetime:
        """When it came in, by the clock on the wall of the town hall."""
        return timezone.localtime(self.idea.submitted_at)

    @cached_property
    def places(self) -> frozenset[Place]:
        """The kinds of place that go with it."""
        idea = self.idea
        given = {Place.POINT} if idea.longitude is not None and idea.latitude is not None else set()
        if idea.address.strip():
            given.add(Place.ADDRESS)
        return frozenset({*given, Place.GIVEN} if given or idea.area_id else {Place.NONE})

    @property
    def sender(self) -> str:
        """The kind of organisation in whose name it is, or a resident."""
        return self.idea.organisation.kind if self.idea.organisation else RESIDENT


def folded(text: str) -> str:
    """`text` as it is compared: folded, one space between words. Accents that stand apart are put on their letter."""
    return " ".join(fold(unicodedata.normalize("NFC", text)).split())


word_as_asked = lru_cache(maxsize=20_000)(folded)


def stands_in(word: str, text: str) -> bool:
    """Whether a word of `text` begins with `word`; both folded. No pattern: whatever somebody writes is only text."""
    at = text.find(word)
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_"):
        at = text.find(word, at + 1)
    return at >= 0 and bool(word)


def first_word(words: Iterable[str], text: str) -> str | None:
    """The first of `words` that `text` has, as it was written in the rule."""
    return next((word for word in words if stands_in(word_as_asked(word), text)), None)


def _theme(terms: Terms, case: Case) -> str | None:
    return terms.themes.get(case.idea.theme_id) if case.idea.theme_id else None


def _area(terms: Terms, case: Case) -> str | None:
    place = case.idea.area
    return (terms.areas.get(place.pk) or terms.areas.get(place.parent_id or 0)) if place else None


def _without(terms: Terms, case: Case) -> list[str] | None:
    return None if first_word(terms.not_words, case.text) else list(terms.not_words)


def _time(terms: Terms, case: Case) -> str | None:
    minute = case.moment.hour * 60 + case.moment.minute
    return f"{case.moment:%H:%M}" if minute in minutes_of(terms.from_time, terms.until_time) else None


def _date(terms: Terms, case: Case) -> str | None:
    day = case.moment.date()
    fits = (terms.starts_on or day) <= day <= (terms.ends_on or day)
    return day.isoformat() if fits else None


def _anonymity(terms: Terms, case: Case) -> str | None:
    given = Anonymity.ANONYMOUS if case.idea.is_anonymous else Anonymity.NAMED
    return given.value if given == terms.anonymity else None


@lru_cache(maxsize=500)
def minutes_of(begin: time | None, end: time | None) -> frozenset[int]:
    """The minutes of a day from `begin` up to `end`; over midnight when `end` is the earlier one."""
    first = begin.hour * 60 + begin.minute if begin else 0
    last = end.hour * 60 + end.minute if end else MINUTES_A_DAY
    if first < last:
        return frozenset(range(first, last))
    return frozenset([*range(first, MINUTES_A_DAY), *range(last)])


def _begins_with_one_of(word: str, beginnings: Iterable[str]) -> bool:
    return any(stands_in(word_as_asked(beginning), word_as_asked(word)) for beginning in beginnings)


def _words_covered(wide: Terms, narrow: Terms) -> bool:
    return all(_begins_with_one_of(word, wide.words) for word in narrow.words)


def _without_covered(wide: Terms, narrow: Terms) -> bool:
    return all(_begins_with_one_of(word, narrow.not_words) for word in wide.not_words)


def _areas_covered(wide: Terms, narrow: Terms) -> bool:
    return all(pk in wide.areas or narrow.parents.get(pk) in wide.areas for pk in narrow.areas)


def _place_covered(wide: Terms, narrow: Terms) -> bool:
    return wide.place == narrow.place or (wide.place == Place.GIVEN and narrow.place != Place.NONE)


def _time_covered(wide: Terms, narrow: Terms) -> bool:
    return minutes_of(narrow.from_time, narrow.until_time) <= minutes_of(wide.from_time, wide.until_time)


def _date_covered(wide: Terms, narrow: Terms) -> bool:
    begins = wide.starts_on is None or (narrow.starts_on or date.min) >= wide.starts_on
    return begins and (wide.ends_on is None or (narrow.ends_on or date.max) <= wide.ends_on)


@dataclass(frozen=True, slots=True)
class Condition:
    """`found` gives what of an idea fits, as plain JSON, and None when it does not; it is asked when terms ask it.

    `covers(wide, narrow)`, when both ask it, tells whether all that fits `narrow` fits `wide`.
    """

    found: Callable[[Terms, Case], Any]
    covers: Callable[[Terms, Terms], bool]


#: By the key under which the reason of an idea keeps what fitted.
CONDITIONS: dict[str, Condition] = {
    "theme": Condition(_theme, lambda wide, narrow: narrow.themes.keys() <= wide.themes.keys()),
    "area": Condition(_area, _areas_covered),
    "word": Condition(lambda terms, case: first_word(terms.words, case.text), _words_covered),
    "without": Condition(_without, _without_covered),
    "place": Condition(lambda terms, case: terms.place if terms.place in case.places else None, _place_covered),
    "sender": Condition(
        lambda terms, case: case.sender if case.sender in terms.senders else None,
        lambda wide, narrow: {*narrow.senders} <= {*wide.senders},
    ),
    "channel": Condition(
        lambda terms, case: str(case.idea.channel) if case.idea.channel in terms.channels else None,
        lambda wide, narrow: {*narrow.channels} <= {*wide.channels},
    ),
    "anonymity": Condition(_anonymity, lambda wide, narrow: wide.anonymity == narrow.anonymity),
    "weekday": Condition(
        lambda terms, case: case.moment.isoweekday() if case.moment.isoweekday() in terms.weekdays else None,
        lambda wide, narrow: {*narrow.weekdays} <= {*wide.weekdays},
    ),
    "time": Condition(_time, _time_covered),
    "date": Condition(_date, _date_covered),
}


def match(terms: Terms, case: Case) -> dict[str, Any] | None:
    """What of an idea fits `terms`, by condition; None when one condition does not fit, or nothing is asked."""
    why: dict[str, Any] = {}
    for key in terms.asked:
        found = CONDITIONS[key].found(terms, case)
        if found is None:
            return None
        why[key] = found
    return why or None


def covers(wide: Terms, narrow: Terms) -> bool:
    """Whether every idea that fits `narrow` fits `wide` as well. False when that cannot be told from the terms."""
    if not wide.asked:
        return False
    if "place" in wide.asked and wide.place == Place.GIVEN and narrow.areas:
        return all(_asked_and_covered(key, wide, narrow) for key in wide.asked if key != "place")
    return all(_asked_and_covered(key, wide, narrow) for key in wide.asked)


def _asked_and_covered(key: str, wide: Terms, narrow: Terms) -> bool:
    return key in narrow.asked and CONDITIONS[key].covers(wide, narrow)
