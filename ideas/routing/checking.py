"""What is wrong with a rule before anybody saves it, and which earlier rule leaves it nothing. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from ideas.models import RoutingRule
from ideas.models.rules import LONGEST_WORD
from ideas.models.terms import Terms
from ideas.routing.choosing import trouble_of
from ideas.routing.conditions import covers, first_word, word_as_asked
from ideas.rules_statuses import Place, Trouble

#: So many that a rule can still be read, and that trying all rules takes no time.
MOST_WORDS = 100
DAYS_A_WEEK = 7

Fault = tuple[str | None, str]  # The field that it belongs to, and a sentence for people.


def faults(rule: RoutingRule, today: date) -> list[Fault]:
    """All that keeps `rule` from being saved: it would never fit, or would lead nowhere."""
    terms = rule.terms
    found = list(_goal_faults(rule))
    if rule.catches_all:
        return found
    if not terms.asked:
        found.append((None, _("Kies minstens één voorwaarde. Alleen de laatste regel heeft er geen.")))
    return [*found, *_word_faults(terms), *_place_faults(terms), *_time_faults(terms), *_date_faults(terms, today)]


def _goal_faults(rule: RoutingRule) -> Iterator[Fault]:
    match trouble_of(rule):
        case Trouble.PROGRAMME:
            yield "programme", _("Dit programma is niet meer actief. Kies een ander programma.")
        case Trouble.HANDLER:
            yield "handler", _("Deze persoon werkt niet voor dit programma. Kies de eigenaar of een vervanger.")


def _word_faults(terms: Terms) -> Iterator[Fault]:
    for field in ("words", "not_words"):
        words = getattr(terms, field)
        if len(words) > MOST_WORDS:
            yield (
                field,
                _("Kies hooguit %(most)d woorden. Nu zijn het er %(number)d.")
                % {
                    "most": MOST_WORDS,
                    "number": len(words),
                },
            )
            continue
        for word in words:
            if len(word) > LONGEST_WORD:
                yield (
                    field,
                    _("“%(word)s…” is te lang. Een woord heeft hooguit %(most)d tekens.")
                    % {
                        "word": word[:20],
                        "most": LONGEST_WORD,
                    },
                )
            elif not any(letter.isalnum() for letter in word_as_asked(word)):
                yield field, _("“%(word)s” past nooit: er staat geen letter of cijfer in.") % {"word": word}
    if len(terms.words) > MOST_WORDS or len(terms.not_words) > MOST_WORDS:
        return
    for word in terms.words:
        if refused := first_word(terms.not_words, word_as_asked(word)):
            yield (
                "words",
                _("“%(word)s” past nooit: u vraagt ook dat “%(refused)s” er niet staat.")
                % {
                    "word": word,
                    "refused": refused,
                },
            )


def _place_faults(terms: Terms) -> Iterator[Fault]:
    if terms.areas and terms.place == Place.NONE:
        yield "place", _("U kiest een wijk of buurt, en ook dat er geen plek bij staat. Dat kan niet allebei.")


def _time_faults(terms: Terms) -> Iterator[Fault]:
    if (terms.from_time is None) != (terms.until_time is None):
        missing = "from_time" if terms.from_time is None else "until_time"
        yield missing, _("Vul allebei de tijden in, of geen van beide.")
    elif terms.from_time is not None and terms.from_time == terms.until_time:
        yield "until_time", _("Kies een andere tijd dan het begin.")


def _date_faults(terms: Terms, today: date) -> Iterator[Fault]:
    first, last = terms.starts_on, terms.ends_on
    if last and last < today:
        yield "ends_on", _("Deze dag is al voorbij. De regel past dan nooit meer.")
    elif first and last and last < first:
        yield "ends_on", _("De laatste dag ligt voor de eerste dag.")
    elif first and last and terms.weekdays and (last - first).days < DAYS_A_WEEK:
        days = {(first + timedelta(days=number)).isoweekday() for number in range((last - first).days + 1)}
        if not days & set(terms.weekdays):
            yield "weekdays", _("In deze periode valt geen van deze dagen. De regel past dan nooit.")


def shadow_of(rule: RoutingRule, rules: Iterable[RoutingRule]) -> RoutingRule | None:
    """The first of `rules`, which come before `rule`, that fits whenever `rule` fits and works; None without one."""
    for earlier in rules:
        if not trouble_of(earlier) and covers(earlier.terms, rule.terms):
            return earlier
    return None


def has_ended(terms: Terms, today: date) -> bool:
    """Whether the period is over, so that nothing fits any more."""
    return terms.ends_on is not None and terms.ends_on < today
