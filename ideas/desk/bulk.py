"""Several ideas at once: which, what can be done with all of them, and what became of each."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.desk.staff import officials_for
from ideas.desk.version import mark_of
from ideas.models import Idea
from ideas.workflow import MOVES
from participation.errors import RuleBroken
from participation.models import User
from participation.workflow import Move

MOST = 200
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # How a cell begins that a spreadsheet would calculate.


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one idea; `why_not` is empty when it was done."""

    reference: str
    title: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """What a form names: a number, and the mark of the idea as the page showed it, if it did."""

    reference: str
    mark: str = ""


def picked_in(sent: Iterable[str]) -> list[Picked]:
    """The ideas that a form names, each once, in its order, and one more than may be taken at once."""
    seen: dict[str, Picked] = {}
    for value in sent:
        reference, _colon, mark = value.partition(":")
        seen.setdefault(reference, Picked(reference, mark))
    return list(seen.values())[: MOST + 1]


def ideas_of(picked: list[Picked], person: User) -> list[Idea]:
    """Those of them that `person` handles, in the order in which they were picked."""
    mine = Idea.objects.handled_by(person).with_names().select_related("handler")
    rows = {idea.reference: idea for idea in mine.filter(reference__in=[one.reference for one in picked])}
    return [rows[one.reference] for one in picked if one.reference in rows]


def moves_of_all(ideas: list[Idea], person: User) -> list[Move]:
    """The moves that every one of `ideas` allows."""
    open_to = [{move.verb for move in MOVES.open_to(person, idea)} for idea in ideas]
    return [move for move in MOVES.moves.values() if open_to and all(move.verb in verbs for verbs in open_to)]


def staff_of_all(ideas: list[Idea]) -> list[User]:
    """The officials who may handle every one of `ideas`. One statement for each programme."""
    teams = [list(officials_for(key)) for key in sorted({idea.programme_id for idea in ideas})]
    common = set.intersection(*(set(team) for team in teams)) if teams else set()
    return [one for one in teams[0] if one in common] if teams else []


def theme_of_all(ideas: list[Idea]) -> int | None:
    """The key of the theme that every one of `ideas` has; None when they differ."""
    themes = {idea.theme_id for idea in ideas}
    return themes.pop() if len(themes) == 1 else None


def each(picked: list[Picked], person: User, deed: Callable[[Idea], object]) -> list[Result]:
    """Do `deed` with each idea that is still as the page showed it. Each is an action of its own: others go on."""
    found = {idea.reference: idea for idea in ideas_of(picked, person)}
    return [_one(one, found.get(one.reference), deed) for one in picked]


def _one(picked: Picked, idea: Idea | None, deed: Callable[[Idea], object]) -> Result:
    if idea is None:
        return Result(picked.reference, "", _("Dit idee ligt niet op uw werkplek."))
    title = idea.title
    if picked.mark and picked.mark != mark_of(idea):
        return Result(picked.reference, title, _("Iemand veranderde dit idee intussen. Bekijk het eerst."))
    try:
        deed(idea)
    except RuleBroken as broken:
        return Result(picked.reference, title, str(broken.message))
    return Result(picked.reference, title)


def csv_of(ideas: list[Idea]) -> str:
    """The ideas as a table for a spreadsheet, which calculates nothing that somebody wrote."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([
        _("Nummer"), _("Titel"), _("Status"), _("Programma"), _("Thema"), _("Gebied"), _("Behandelaar"), _("Steun"),
        _("Ingediend"), _("Beloofde datum"),
    ])  # fmt: skip
    for idea in ideas:
        names = (idea.title, idea.status_label, idea.programme, idea.theme or "", idea.area or "", idea.handler or "")
        due = idea.promised_on.isoformat() if idea.promised_on else ""
        table.writerow([
            idea.reference, *(plain_cell(str(name)) for name in names), idea.support_count,
            timezone.localdate(idea.submitted_at).isoformat(), due,
        ])  # fmt: skip
    return text.getvalue()


def plain_cell(text: str) -> str:
    """`text` as a cell that no spreadsheet calculates."""
    return f"'{text}" if text.startswith(FORMULA) else text
