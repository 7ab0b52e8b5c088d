"""Writing areas down: the step that loading a file and confirming uploaded borders share."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from participation.areas import forget_outlines
from participation.geojson import AreaDraft, BadFile
from participation.models import Area, AreaKind


@dataclass(frozen=True, slots=True)
class Stored:
    """How many areas are new, and how many changed; the others were there as they are in the file."""

    made: int
    changed: int


def lock_areas() -> None:
    """Let one write areas at a time, until the transaction ends; readers go on."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE participation_area IN SHARE ROW EXCLUSIVE MODE")


def write_areas(drafts: Sequence[AreaDraft]) -> Stored:
    """Make or renew the areas, known by their code, and put them in use. The caller holds `lock_areas()`.

    Districts go first, so that a neighbourhood finds the one around it. Raises BadFile for a parent that is not there.
    """
    known = {area.code: area for area in Area.objects.all()}
    made = changed = 0
    for draft in sorted(drafts, key=lambda draft: (draft.kind == AreaKind.NEIGHBOURHOOD, draft.code)):
        if draft.parent and draft.parent not in known:
            raise BadFile(
                f"{draft.code} {draft.name} lies in {draft.parent}, which is not there; load the districts first"
            )
        area = known.get(draft.code) or Area(code=draft.code)
        columns = {
            "name": draft.name,
            "kind": draft.kind,
            "parent_id": known[draft.parent].pk if draft.parent else None,
            "geometry": draft.geometry,
            "attribution": draft.attribution,
            "is_active": True,
        }
        if area.pk and all(getattr(area, name) == value for name, value in columns.items()):
            continue
        made, changed = made + (area.pk is None), changed + (area.pk is not None)
        for name, value in columns.items():
            setattr(area, name, value)
        area.save()
        known[draft.code] = area
    transaction.on_commit(forget_outlines)
    return Stored(made, changed)
