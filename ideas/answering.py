"""What an answer in four parts must be, what it makes of an idea, and what is said of it. Pure: nothing is stored here.

The action, the check before planning and the preview all ask here, so that a preview shows what will be.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ideas.clock import chosen_date
from ideas.models import AnswerDraft, Idea
from ideas.readability import objections
from ideas.statuses import ReasonCode, Status
from participation.errors import Incomplete, RuleBroken

WRITTEN = ("reason", "next_step")
TYPED = (*WRITTEN, "reason_code", "challenge", "project", "hard_because")
PARTS = {
    "reason_code": lambda: _("Waarom niet"),
    "challenge": lambda: _("Uitdaging"),
    "project": lambda: _("Project"),
    "reason": lambda: _("Reden"),
    "next_step": lambda: _("Volgende stap"),
    "date": lambda: _("Datum"),
}
#: What a template can leave open. The words stand between square brackets in the text.
PLACES = ("titel", "nummer", "schuilnaam", "team", "beloofde datum")
TO_FILL_IN = "vul in"
BRACKETS = re.compile(r"\[([^\[\]\n]{1,60})\]")
#: There is no answer to it in these, so that no date can be promised.
WITHOUT_PROMISE = frozenset({Status.DECLINED, Status.NOT_NOW})


def check_answer(facts: Mapping[str, Any], today: date) -> None:
    """Raise Incomplete, with its field, for the first thing that is wrong with an answer that has its four parts.

    Text above B1 is refused, unless an official says why it cannot be plainer (`hard_because`); that is recorded.
    """
    for name in WRITTEN:
        if left := unfilled(facts[name]):
            message = _("Vul dit nog in, of haal het weg: %(places)s.")
            raise Incomplete(message % {"places": ", ".join(left)}, field=name)
        advice = objections(facts[name])
        if advice and not facts.get("hard_because", "").strip():
            raise Incomplete(" ".join(advice), field=name)
    if facts["date"] < today:
        raise Incomplete(_("Kies een datum die nog komt."), field="date")
    code = facts.get("reason_code", "")
    if code and code not in ReasonCode.values:
        raise Incomplete(_("Kies een reden uit de lijst."), field="reason_code")


def answered(
    decision: Status, facts: Mapping[str, Any], now: datetime, *extra: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of an idea that was answered so, and what the news says."""
    columns: dict[str, Any] = {
        "next_step": facts["next_step"],
        "answered_at": now,
        **chosen_date(None if decision in WITHOUT_PROMISE else facts["date"], now),
        "revisit_on": facts["date"] if decision == Status.NOT_NOW else None,
    }
    told = {name: facts[name] for name in ("reason", "next_step", *extra, "hard_because") if facts.get(name)}
    said = {"decision": decision, **told, "date": facts["date"].isoformat()}
    if facts.get("reason_code"):
        said["reason_code"] = ReasonCode(facts["reason_code"]).value
    return columns, said


def in_words(broken: RuleBroken) -> str:
    """What is wrong with an answer, with the part that it is about, for who does not have its form before them."""
    part = PARTS.get(broken.field or "")
    return f"{part()}: {broken.message}" if part else str(broken.message)


def facts_of(draft: AnswerDraft) -> dict[str, Any]:
    """What `move_idea()` takes, from what was typed in a draft; what is missing or no date is left out."""
    facts: dict[str, Any] = {name: str(draft.facts.get(name, "")).strip() for name in TYPED}
    try:
        facts["date"] = date.fromisoformat(str(draft.facts.get("date", "")))
    except ValueError:
        facts["date"] = None
    return {**facts, "draft": draft}


def unfilled(text: str) -> list[str]:
    """The places of a template that nobody filled in, as they stand in `text`."""
    return [f"[{name}]" for name in dict.fromkeys(BRACKETS.findall(text)) if _is_place(name)]


def unknown_places(text: str) -> list[str]:
    """What stands between brackets in a template and is nothing that we can fill in."""
    return [f"[{name}]" for name in dict.fromkeys(BRACKETS.findall(text)) if not _is_place(name)]


def filled(text: str, idea: Idea) -> str:
    """`text` with what we know of `idea` in its places; what we do not know stays open, for the official to fill in."""
    known = {
        "titel": idea.title,
        "nummer": idea.reference,
        "schuilnaam": idea.author_name,
        "team": idea.programme.team,
        "beloofde datum": date_format(idea.promised_on) if idea.promised_on else "",
    }
    return BRACKETS.sub(lambda hit: known.get(hit[1].lower()) or hit[0], text)


def with_template(typed: Mapping[str, str], offered: Mapping[str, str], idea: Idea | None) -> dict[str, str]:
    """What was typed, with the words of a template: in what is empty, and below what is not. Nothing typed is lost.

    Without an idea the places of the template stay as they are: for several ideas at once.
    """
    merged = dict(typed)
    for name, text in offered.items():
        own, new = typed.get(name, "").strip(), filled(text, idea) if idea else text
        if not own or name == "reason_code":
            merged[name] = own or new
        elif new and new not in own:
            merged[name] = f"{own}\n\n{new}"
    return merged


def _is_place(name: str) -> bool:
    return name.lower() in PLACES or name.lower().startswith(TO_FILL_IN)
