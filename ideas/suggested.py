"""Ideas that are like what somebody is writing, as they are shown: what each has to do with it, and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from django.db.models import Exists, OuterRef, Subquery, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.models import Answer, Follow, Idea, Support
from ideas.permissions import is_author, may_follow, may_support
from ideas.similar import LONGEST_TEXT, Written, similar_ideas
from ideas.statuses import Status
from participation.permissions import Person

ALIKE, UNDER_WAY, DONE, ASKED_BEFORE = (
    _("Dit lijkt op uw idee"), _("Dit loopt al"), _("Dit is al gedaan"), _("Eerder gevraagd")
)  # fmt: skip
RELATIONS: dict[Status, Promise] = {
    Status.PROMISING: UNDER_WAY,
    Status.CHALLENGE: UNDER_WAY,
    Status.ADOPTED: UNDER_WAY,
    Status.REALISED: DONE,
    Status.STOPPED: ASKED_BEFORE,
    Status.DECLINED: ASKED_BEFORE,
    Status.NOT_NOW: ASKED_BEFORE,
}
TEXTS = ("title", "problem", "proposal")
NUMBERS: dict[str, type[int] | type[float]] = {"theme": int, "area": int, "longitude": float, "latitude": float}
SHOWN = ("reference", "title", "status", "visibility", "author", "support_count", "theme__name", "area__name")


@dataclass(frozen=True, slots=True)
class Suggested:
    """One idea, and what the writer may do with it instead of writing their own."""

    idea: Any
    relation: Promise
    can_support: bool
    can_follow: bool

    @property
    def tells_status(self) -> bool:
        """Whether the status says more than `relation` does already."""
        return bool(self.idea.answer) or str(self.relation) != str(self.idea.status_label)


def suggested_for(answers: Mapping[str, Any], *, reader: Person, client_key: Any = None) -> list[Suggested]:
    """What is like these `answers` of the form, valid or not, the most alike first; nothing while nothing is written.

    Never the reader's own, the one that was made with `client_key`, or what is hidden. Two statements.
    """
    texts: dict[str, Any] = {name: str(answers.get(name) or "").replace("\0", "")[:LONGEST_TEXT] for name in TEXTS}
    if not any(text.strip() for text in texts.values()):
        return []
    numbers: dict[str, Any] = {name: _number(answers.get(name), kind) for name, kind in NUMBERS.items()}
    near = similar_ideas(Written(**texts, **numbers), author=getattr(reader, "pk", None), client_key=client_key)
    rows = _rows(reader).in_bulk([one.pk for one in near]) if near else {}
    return [shown(rows[one.pk], reader) for one in near if one.pk in rows and not is_author(reader, rows[one.pk])]


def suggested_one(reference: str, *, reader: Person) -> Suggested | None:
    """The same of one idea, when its number is known; None when there is no such public idea."""
    idea = _rows(reader).filter(reference=reference).first()
    return idea and shown(idea, reader)


def shown(idea: Idea, reader: Person) -> Suggested:
    """`idea` must come with `supported` and `followed`."""
    row: Any = idea
    return Suggested(
        idea,
        RELATIONS.get(Status(idea.status), ALIKE),
        can_support=may_support(reader, idea) and not row.supported,
        can_follow=may_follow(reader, idea) and not row.followed,
    )


def _rows(reader: Person) -> Any:
    """Public ideas with what is shown of them, what was answered, and what the reader did with them."""
    answer = Answer.objects.filter(idea=OuterRef("pk")).order_by("-given_at", "-pk").values("reason")[:1]
    mine: dict[str, Any] = {"supported": Value(False), "followed": Value(False)}
    if reader is not None and reader.is_authenticated:
        mine = {
            name: Exists(model._default_manager.filter(idea=OuterRef("pk"), person=reader))
            for name, model in (("supported", Support), ("followed", Follow))
        }
    return Idea.objects.public().select_related("theme", "area").only(*SHOWN).annotate(answer=Subquery(answer), **mine)


def _number(value: Any, kind: type[int] | type[float]) -> int | float | None:
    try:
        number = kind(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if isfinite(number) else None
