"""A rule that somebody is writing: what they want it to say, and the rule that it would be."""

import unicodedata
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from ideas.models import RoutingRule
from ideas.models.terms import LISTS, OWN_COLUMNS
from ideas.routing.conditions import word_as_asked
from participation.models import Area, Programme, Theme, User
from participation.permissions import handles_programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a rule should ask, and where ideas should go. Of the last rule only name, programme and handler count."""

    name: str
    programme: Programme
    handler: User | None = None
    themes: tuple[Theme, ...] = ()
    areas: tuple[Area, ...] = ()
    words: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()
    place: str = ""
    senders: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    anonymity: str = ""
    weekdays: tuple[int, ...] = ()
    from_time: time | None = None
    until_time: time | None = None
    starts_on: date | None = None
    ends_on: date | None = None


def words_from(text: str) -> tuple[str, ...]:
    """The words of a text with commas or lines between them, each once, whatever its accents and capitals."""
    kept: dict[str, str] = {}
    for part in unicodedata.normalize("NFC", text).replace("\n", ",").split(","):
        if word := " ".join(part.split()):
            kept.setdefault(word_as_asked(word) or word, word)
    return tuple(kept.values())


def rule_of(wish: Wish, *, stored: RoutingRule | None = None, catches_all: bool = False) -> RoutingRule:
    """The rule that `wish` describes, to be checked, tried out or stored; with the key and version of `stored`.

    Asks the database whether the handler works for the programme, and nothing else.
    """
    last = stored.catches_all if stored else catches_all
    own: dict[str, Any] = {} if last else {name: getattr(wish, name) for name in OWN_COLUMNS}
    own = {name: list(value) if name in LISTS else value for name, value in own.items()}
    rule = RoutingRule(
        pk=stored.pk if stored else None,
        version=stored.version if stored else 1,
        order=stored.order if stored else 0,
        name=wish.name.strip(),
        catches_all=last,
        programme=wish.programme,
        handler=wish.handler,
        names_handler=wish.handler is not None,
        **own,
    )
    rule.theme_names = [] if last else [{"pk": theme.pk, "name": theme.name} for theme in wish.themes]
    rule.area_names = (
        [] if last else [{"pk": area.pk, "name": area.name, "parent": area.parent_id} for area in wish.areas]
    )
    rule.handler_name = wish.handler.nickname if wish.handler else None
    rule.handler_fits = wish.handler is None or handles_programme(wish.handler, wish.programme.pk)
    return rule


def written_as(rule: RoutingRule) -> dict[str, Any]:
    """The plain values of a stored rule as a form shows them, by the names of a wish; keys for what is chosen."""
    own = {name: getattr(rule.terms, name) for name in OWN_COLUMNS}
    chosen = {"themes": list(rule.terms.themes), "areas": list(rule.terms.areas)}
    return {**own, **chosen, "name": rule.name, "programme": rule.programme_id, "handler": rule.handler_id}


def facts_of(rule: RoutingRule) -> dict[str, Any]:
    """What a version says, as plain JSON. People are named by key: a name must not live on in the journal."""
    return {
        "terms": rule.terms.as_facts(), "name": rule.name, "programme": rule.programme.name,
        "programme_id": rule.programme.pk, "handler_id": rule.handler_id, "names_handler": rule.names_handler,
        "catches_all": rule.catches_all,
    }  # fmt: skip
