"""What an uploaded file of borders changes: which areas are new, changed or gone, and where ideas would lie."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from django.utils.translation import gettext as _

from ideas.models import Idea
from participation.areas import AreaFinder
from participation.geojson import AreaDraft
from participation.models import Area

AT_ONCE = 5_000


class Fate(StrEnum):
    """What becomes of an area."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    SAME = "same"

    @property
    def label(self) -> str:
        """In a word."""
        return {
            Fate.NEW: _("nieuw"),
            Fate.CHANGED: _("veranderd"),
            Fate.GONE: _("verdwijnt"),
            Fate.SAME: _("blijft zo"),
        }[self]


@dataclass(slots=True)
class Line:
    """One area before and after: what changes in it, and how many ideas it has and would have."""

    code: str
    name: str
    fate: Fate
    changes: list[str] = field(default_factory=list)
    before: int = 0
    after: int = 0


@dataclass(slots=True)
class Comparison:
    """Every area that the file is about, and how many ideas get another one."""

    lines: list[Line]
    moving: int

    @property
    def changes_nothing(self) -> bool:
        """Whether everything is there as the file has it, and every idea in its place."""
        return not self.moving and all(line.fate == Fate.SAME for line in self.lines)


def gone(drafts: Sequence[AreaDraft]) -> list[Area]:
    """The areas in use of the kinds that the file has, which it does not name: they go out of use."""
    kinds, codes = {draft.kind for draft in drafts}, [draft.code for draft in drafts]
    return list(Area.objects.active().filter(kind__in=kinds).exclude(code__in=codes).order_by("name"))


def changes_of(draft: AreaDraft, area: Area) -> list[str]:
    """What the file says otherwise of an area."""
    parent = area.parent.code if area.parent else ""
    told = (
        (draft.name != area.name, _("naam, was %(name)s") % {"name": area.name}),
        (draft.geometry != area.geometry, _("grens")),
        (draft.kind != area.kind, _("soort")),
        (draft.parent != parent, _("wijk eromheen")),
        (draft.attribution != area.attribution, _("bron")),
        (not area.is_active, _("weer in gebruik")),
    )
    return [words for is_so, words in told if is_so]


def compare(drafts: Sequence[AreaDraft]) -> Comparison:
    """What would happen if the file was confirmed now."""
    known = {area.code: area for area in Area.objects.select_related("parent")}
    lines = list[Line]()
    for draft in drafts:
        area = known.get(draft.code)
        changes = changes_of(draft, area) if area else []
        fate = Fate.CHANGED if changes else Fate.SAME if area else Fate.NEW
        lines.append(Line(draft.code, draft.name, fate, changes))
    lines += [Line(area.code, area.name, Fate.GONE) for area in gone(drafts)]
    before, after, moving = _ideas(_afterwards(drafts, list(known.values())))
    for line in lines:
        line.before, line.after = before[line.code], after[line.code]
    order = list(Fate)
    return Comparison(sorted(lines, key=lambda line: (order.index(line.fate), line.name)), moving)


def _afterwards(drafts: Sequence[AreaDraft], known: Sequence[Area]) -> list[Area]:
    """The areas as they would be, not stored: those of the file, and those in use of kinds that it does not have."""
    kinds, codes = {draft.kind for draft in drafts}, {draft.code for draft in drafts}
    stay = [area for area in known if area.is_active and area.kind not in kinds and area.code not in codes]
    fresh = [Area(code=one.code, name=one.name, kind=one.kind, geometry=one.geometry) for one in drafts]
    return [*stay, *fresh]


def _ideas(areas: list[Area]) -> tuple[Counter[str], Counter[str], int]:
    """How many ideas lie in which area now, how many would, and how many of them would move."""
    finder, before, after, moving = AreaFinder(areas), Counter[str](), Counter[str](), 0
    rows = Idea.objects.order_by("pk").values_list("area__code", "longitude", "latitude").iterator(AT_ONCE)
    while lot := list(islice(rows, AT_ONCE)):
        places = finder.find_many([(longitude, latitude) for _code, longitude, latitude in lot])
        for (code, *_point), place in zip(lot, places, strict=True):
            there = place.code if place else code
            before[code] += 1
            after[there] += 1
            moving += there != code
    return before, after, moving
