"""What makers fill in on the form of a phase: reading what a browser sent, and saying what is wrong with it.

Pure: fields and values in, values and sentences out. A draft keeps everything as it was typed, also what is wrong, so
that nothing is lost; a submission keeps what `final()` gives.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.models import FormField
from challenges.statuses import FieldKind
from participation.plain_text import tidy

#: By the uuid of the field. Text, number and choice: a string; budget: a list of lines; declaration: a boolean.
Answers = dict[str, Any]
Line = dict[str, str]

#: Beside the fields: that what is not confidential may be published after the decision.
AGREES = "agrees"
MOST_LINES = 60
LONGEST_LINE = 200
MOST_DIGITS = 15
#: As people write figures here, with or without points: 1250, 1.250 and 1.250,50. Also as a telephone does: 1250.50.
FIGURE = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?|-?\d+\.\d{1,2}")
CENTS = 2


def posted(fields: Iterable[FormField], sent: QueryDict) -> Answers:
    """What a browser sent for `fields`, as it was typed. Files come by doors of their own."""
    read = {str(field.uuid): _READ[field.kind](sent, str(field.uuid)) for field in fields if field.kind in _READ}
    return read | {AGREES: AGREES in sent}


def encoded(answers: Answers) -> bytes:
    """The answers as they are sealed."""
    return json.dumps(answers, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def decoded(plain: bytes) -> Answers:
    """The answers as `encoded()` wrote them; of a draft that was never saved there are none."""
    answers: Answers = json.loads(plain) if plain else {}
    return answers


def problems_of(fields: Iterable[FormField], answers: Answers, files: Mapping[str, int]) -> dict[str, str]:
    """What keeps this from being handed in: by field a sentence for people. `files`: how many there are, by field."""
    found = {}
    for field in fields:
        key = str(field.uuid)
        value = files.get(key, 0) if field.kind == FieldKind.FILE else answers.get(key)
        if value:
            found[key] = _WRONG.get(field.kind, lambda _field, _value: "")(field, value)
        elif field.is_required:
            found[key] = _missing(field)
    return {key: text for key, text in found.items() if text}


def final(fields: Iterable[FormField], answers: Answers, files: Mapping[str, list[str]]) -> Answers:
    """The answers as they are handed in: figures written in one way, and of each file field the keys of its files."""
    done: Answers = {}
    for field in fields:
        key = str(field.uuid)
        value = answers.get(key)
        match field.kind:
            case FieldKind.FILE:
                done[key] = files.get(key, [])
            case FieldKind.BUDGET:
                done[key] = [line | {"amount": str(figure_in(line["amount"]))} for line in value or ()]
            case FieldKind.NUMBER:
                done[key] = str(figure_in(value)) if value else ""
            case FieldKind.DECLARATION:
                done[key] = bool(value)
            case _:
                done[key] = value or ""
    return done


def figure_in(text: str) -> Decimal | None:
    """The figure that somebody typed; None when it is none, or larger than anybody means."""
    text = text.strip().replace(" ", "").removeprefix("€")
    if not text.isascii() or not FIGURE.fullmatch(text) or len(text) > MOST_DIGITS:
        return None
    is_plain = "," not in text and re.fullmatch(r"-?\d+\.\d{1,2}", text)
    return Decimal(text if is_plain else text.replace(".", "").replace(",", "."))


def total_of(lines: Iterable[Line]) -> Decimal:
    """What the lines of a budget come to; a line that is no amount yet counts as nothing."""
    return sum((figure_in(line["amount"]) or Decimal() for line in lines), Decimal())


def _text(sent: QueryDict, key: str) -> str:
    return tidy(sent.get(key, ""))


def _ticked(sent: QueryDict, key: str) -> bool:
    return key in sent


def _lines(sent: QueryDict, key: str) -> list[Line]:
    pairs = zip(sent.getlist(f"{key}-what"), sent.getlist(f"{key}-amount"), strict=False)
    lines = [{"what": tidy(what), "amount": tidy(amount)} for what, amount in pairs]
    return [line for line in lines if line["what"] or line["amount"]]


_READ: dict[str, Callable[[QueryDict, str], Any]] = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _text,
    FieldKind.CHOICE: _text,
    FieldKind.BUDGET: _lines,
    FieldKind.DECLARATION: _ticked,
}


def _missing(field: FormField) -> str:
    match field.kind:
        case FieldKind.FILE:
            return _("Voeg een bestand toe.")
        case FieldKind.DECLARATION:
            return _("Zet een vinkje als dit klopt. Anders kunt u niet indienen.")
        case FieldKind.CHOICE:
            return _("Maak een keuze.")
        case FieldKind.BUDGET:
            return _("Vul minstens één regel in.")
    return _("Vul dit in.")


def _wrong_text(field: FormField, value: str) -> str:
    over = len(value) - field.longest
    if over <= 0:
        return ""
    return ngettext(
        "Deze tekst is %(over)s teken te lang.", "Deze tekst is %(over)s tekens te lang.", over
    ) % {"over": over}  # fmt: skip


def _wrong_number(_field: FormField, value: str) -> str:
    return "" if figure_in(value) is not None else _("Dit is geen getal. Schrijf het zo: 1250 of 1.250,50.")


def _wrong_choice(field: FormField, value: str) -> str:
    return "" if value in field.choices else _("Kies uit de lijst.")


def _wrong_budget(_field: FormField, lines: list[Line]) -> str:
    if len(lines) > MOST_LINES:
        return _("Een begroting heeft hooguit %(most)s regels.") % {"most": MOST_LINES}
    for number, line in enumerate(lines, 1):
        if not line["what"] or not line["amount"]:
            return _("Regel %(number)s is niet af. Vul in wat het is en hoeveel het kost.") % {"number": number}
        if len(line["what"]) > LONGEST_LINE:
            return _("De tekst van regel %(number)s is te lang.") % {"number": number}
        amount = figure_in(line["amount"])
        if amount is None or amount < 0 or int(amount.as_tuple().exponent) < -CENTS:
            return _("Regel %(number)s heeft geen goed bedrag. Schrijf het zo: 1250 of 1.250,50.") % {"number": number}
    return ""


_WRONG: dict[str, Callable[[FormField, Any], str]] = {
    FieldKind.TEXT: _wrong_text,
    FieldKind.NUMBER: _wrong_number,
    FieldKind.CHOICE: _wrong_choice,
    FieldKind.BUDGET: _wrong_budget,
}
