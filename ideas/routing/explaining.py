"""Rules and reasons in words: one sentence a rule for officials, one sentence an idea for everybody."""

from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.models.terms import Terms
from ideas.routing.choosing import CATCHES_ALL, SUGGESTED
from ideas.rules_statuses import RESIDENT, Anonymity, Place, Weekday
from ideas.statuses import Channel
from participation.models import OrganisationKind

#: Senders as the subject of a sentence.
WHO = {
    RESIDENT: gettext_lazy("een inwoner"),
    OrganisationKind.COMPANY: gettext_lazy("een bedrijf"),
    OrganisationKind.STARTUP: gettext_lazy("een start-up"),
    OrganisationKind.EDUCATION: gettext_lazy("een onderwijsinstelling"),
    OrganisationKind.RESEARCH: gettext_lazy("een onderzoeksinstelling"),
    OrganisationKind.SOCIETY: gettext_lazy("een vereniging of stichting"),
    OrganisationKind.PUBLIC: gettext_lazy("een overheid"),
}
#: Channels after “it came in”.
HOW = {
    Channel.WEB: gettext_lazy("via de website"),
    Channel.COUNTER: gettext_lazy("aan de balie"),
    Channel.PHONE: gettext_lazy("per telefoon"),
    Channel.LETTER: gettext_lazy("per brief"),
    Channel.MEETING: gettext_lazy("op een bijeenkomst"),
    Channel.MAIL: gettext_lazy("per e-mail"),
    Channel.IMPORT: gettext_lazy("van een andere plek"),
}
PLACE_SAID = {
    Place.GIVEN: gettext_lazy("er een plek bij staat"),
    Place.POINT: gettext_lazy("er een punt op de kaart bij staat"),
    Place.ADDRESS: gettext_lazy("er een straat of adres bij staat"),
    Place.NONE: gettext_lazy("er geen plek bij staat"),
}
PLACE_BECAUSE = {
    Place.GIVEN: gettext_lazy("er staat een plek bij"),
    Place.POINT: gettext_lazy("er staat een punt op de kaart bij"),
    Place.ADDRESS: gettext_lazy("er staat een straat of adres bij"),
    Place.NONE: gettext_lazy("er staat geen plek bij"),
}
NAME_SAID = {
    Anonymity.NAMED: gettext_lazy("de indiener een naam laat zien"),
    Anonymity.ANONYMOUS: gettext_lazy("de indiener geen naam laat zien"),
}
NAME_BECAUSE = {
    Anonymity.NAMED: gettext_lazy("de indiener laat een naam zien"),
    Anonymity.ANONYMOUS: gettext_lazy("de indiener laat geen naam zien"),
}


def one_of(names: Iterable[Any]) -> str:
    """“A, B of C”."""
    *others, last = [str(name) for name in names]
    return _(" of ").join([", ".join(others), last]) if others else last


def _quoted(words: Iterable[str]) -> str:
    return one_of(f"“{word}”" for word in words)


def _day(value: date) -> str:
    return date_format(value, "DATE_FORMAT")


def _hour(value: time) -> str:
    return time_format(value, "TIME_FORMAT")


def _date_said(terms: Terms) -> str:
    if terms.starts_on and terms.ends_on:
        days = {"first": _day(terms.starts_on), "last": _day(terms.ends_on)}
        return _("het van %(first)s tot en met %(last)s binnenkomt") % days
    if terms.starts_on:
        return _("het vanaf %(first)s binnenkomt") % {"first": _day(terms.starts_on)}
    return _("het tot en met %(last)s binnenkomt") % {"last": _day(terms.ends_on)} if terms.ends_on else ""


def _time_said(terms: Terms) -> str:
    hours = {"first": _hour(terms.from_time or time.min), "last": _hour(terms.until_time or time.min)}
    return _("het tussen %(first)s en %(last)s uur binnenkomt") % hours


#: Each condition as a clause of the rule's sentence, behind “Als”.
SAID: dict[str, Callable[[Terms], str]] = {
    "theme": lambda terms: _("het thema %(names)s is") % {"names": one_of(terms.themes.values())},
    "area": lambda terms: _("de plek in %(names)s ligt") % {"names": one_of(terms.areas.values())},
    "word": lambda terms: _("in de tekst %(words)s staat") % {"words": _quoted(terms.words)},
    "without": lambda terms: _("in de tekst niet %(words)s staat") % {"words": _quoted(terms.not_words)},
    "place": lambda terms: str(PLACE_SAID[Place(terms.place)]),
    "sender": lambda terms: _("%(who)s het indient") % {"who": one_of(WHO[sender] for sender in terms.senders)},
    "channel": lambda terms: _("het %(how)s binnenkomt") % {"how": one_of(HOW[Channel(way)] for way in terms.channels)},
    "anonymity": lambda terms: str(NAME_SAID[Anonymity(terms.anonymity)]),
    "weekday": lambda terms: (
        _("het op %(days)s binnenkomt") % {"days": one_of(Weekday(day).label for day in terms.weekdays)}
    ),
    "time": _time_said,
    "date": _date_said,
}

#: What was found of each condition, as a sentence of its own.
BECAUSE: dict[str, Callable[[Any], str]] = {
    "theme": lambda name: _("het thema is “%(name)s”") % {"name": name},
    "area": lambda name: _("de plek ligt in %(name)s") % {"name": name},
    "word": lambda word: _("in de tekst staat “%(word)s”") % {"word": word},
    "without": lambda words: _("in de tekst staat niet %(words)s") % {"words": _quoted(words)},
    "place": lambda place: str(PLACE_BECAUSE[Place(place)]),
    "sender": lambda sender: _("%(who)s diende het in") % {"who": WHO[sender]},
    "channel": lambda way: _("het kwam %(how)s binnen") % {"how": HOW[Channel(way)]},
    "anonymity": lambda choice: str(NAME_BECAUSE[Anonymity(choice)]),
    "weekday": lambda day: _("het kwam binnen op %(day)s") % {"day": Weekday(day).label},
    "time": lambda hour: _("het kwam binnen om %(hour)s uur") % {"hour": _hour(time.fromisoformat(hour))},
    "date": lambda day: _("het kwam binnen op %(day)s") % {"day": _day(date.fromisoformat(day))},
}


def sentence(terms: Terms, *, programme: str, handler: str = "", catches_all: bool = False) -> str:
    """A rule as one sentence, such as “Als het thema Water is, dan naar programma X, behandelaar Y”."""
    goal = _("%(programme)s, behandelaar %(handler)s") % {"programme": programme, "handler": handler}
    goal = goal if handler else programme
    if catches_all:
        return _("Past geen enkele andere regel, dan naar %(goal)s.") % {"goal": goal}
    clauses = _(" en ").join(SAID[key](terms) for key in terms.asked)
    if not clauses:
        return _("Deze regel vraagt niets en past dus nooit. Anders ging een idee naar %(goal)s.") % {"goal": goal}
    return _("Als %(conditions)s, dan naar %(goal)s.") % {"conditions": clauses, "goal": goal}


def explain(why: dict[str, Any]) -> str:
    """The stored reason as a sentence that anyone can read, in the language of the reader."""
    if "programme" in why:
        return _("Een medewerker gaf dit idee door: %(reason)s") % {"reason": why.get("reason", "")}
    if SUGGESTED in why:
        words = ", ".join(f"“{word}”" for word in why[SUGGESTED]["words"])
        return _("Het systeem las in de tekst: %(words)s. Een medewerker kijkt het na.") % {"words": words}
    if CATCHES_ALL in why or "rule" not in why:
        return _("Geen andere regel paste. Daarom kijkt dit programma ernaar.")
    because = _(" en ").join(say(why[key]) for key, say in BECAUSE.items() if key in why)
    return _("Regel “%(rule)s”: %(because)s.") % {"rule": why["rule"], "because": because}
