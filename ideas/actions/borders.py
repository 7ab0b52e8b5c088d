"""Borders that an administrator uploads: first kept to look at, then confirmed; then ideas get their area anew."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.administering.changing import begin, newest_change_in, note
from ideas.administering.obstacles import check_no_rule_looks_at
from ideas.borders.comparing import Fate, changes_of, gone
from ideas.events import AdminEvent, IdeaEvent
from ideas.models import BorderFile, Idea
from ideas.models.border_file import LONGEST_FILE_NAME, stored
from ideas.permissions import may_administer
from participation import journal
from participation.areas import AreaFinder, surface
from participation.batches import in_lots
from participation.errors import NotAllowed, NotPossible
from participation.geojson import AreaDraft, BadFile
from participation.models import Area, User
from participation.page_news import withdraw_pages
from participation.plain_text import UNSEEN
from participation.storing_areas import lock_areas, write_areas

KEPT_TO_LOOK_AT = timedelta(days=1)
#: A request that still found an area by the old borders has ended by then; see STATEMENT_TIMEOUT_MS.
SETTLED = timedelta(minutes=1)


@transaction.atomic(durable=True)
def upload_borders(drafts: list[AreaDraft], *, name: str, actor: User) -> BorderFile:
    """Keep what a file says, to look at before it counts; what nobody confirmed in a day goes. Raises NotAllowed."""
    if not may_administer(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    now = timezone.now()
    BorderFile.objects.forgotten(now - KEPT_TO_LOOK_AT).delete()
    plain = UNSEEN.sub("", name)[:LONGEST_FILE_NAME]
    return BorderFile.objects.create(name=plain, areas=stored(drafts), uploaded_at=now)


@transaction.atomic(durable=True)
def confirm_borders(file: BorderFile, *, actor: User, seen: int) -> BorderFile:
    """Have the borders of the file hold from now on; of its kinds, what it does not name goes out of use.

    `seen` is the newest change of any area when the page was drawn. Raises NotAllowed, NotPossible when somebody else
    was first, or Incomplete with the rules that wait for an area that would go.
    """
    kept = begin(file, actor=actor, seen=0)
    lock_areas()
    if kept.confirmed_at or newest_change_in(Area) != seen:
        raise NotPossible(_("Iemand anders veranderde net de gebieden. Kijk nog een keer wat er verandert."))
    drafts = kept.drafts
    leaving = gone(drafts)
    check_no_rule_looks_at(leaving, "file")
    known = {area.code: area for area in Area.objects.select_related("parent")}
    before = {code: _facts(area) for code, area in known.items()}
    fates = {draft.code: _fate(draft, known) for draft in drafts}
    try:
        write_areas(drafts)
    except BadFile:
        raise NotPossible(_("Een wijk waar dit bestand buurten in heeft, is er niet meer.")) from None
    Area.objects.filter(pk__in=[area.pk for area in leaving]).update(is_active=False)
    changed = [code for code, fate in fates.items() if fate != Fate.SAME]
    for area in Area.objects.select_related("parent").filter(code__in=changed):
        _tell_area(area, before.get(area.code, {}), kept, actor)
    for area in leaving:
        note(AdminEvent.CHANGED, area, actor=actor, versions={"is_active": [True, False]}, file=kept.name)
    kept.confirmed_at = timezone.now()
    kept.save(update_fields=["confirmed_at"])
    counts = {fate.value: sum(one == fate for one in fates.values()) for fate in Fate} | {"gone": len(leaving)}
    note(AdminEvent.ADDED, kept, actor=actor, counts=counts)
    withdraw_pages()
    return kept


def place_ideas() -> int:
    """Give ideas their area anew by the borders that were confirmed, some at a time; gives how many were looked at.

    Each lot remembers in its own transaction how far it came, so that a crash repeats nothing and forgets nothing.
    """
    return in_lots(_place_lot)


@transaction.atomic(durable=True)
def _place_lot(at_most: int) -> int:
    now = timezone.now()
    waiting = BorderFile.objects.to_place(now - SETTLED).defer("areas")
    file = waiting.select_for_update(skip_locked=True).first()
    if file is None:
        return 0
    ideas = list(
        Idea.objects.filter(pk__gt=file.last_placed, longitude__isnull=False, latitude__isnull=False)
        .order_by("pk").only("reference", "title", "area", "longitude", "latitude")
        .select_for_update(of=("self",))[:at_most]
    )  # fmt: skip
    places = AreaFinder().find_many([(idea.longitude, idea.latitude) for idea in ideas])
    names = dict(Area.objects.values_list("pk", "name"))
    moving = defaultdict[int, list[int]](list)
    news = list[tuple[str, Idea, dict[str, Any]]]()
    for idea, place in zip(ideas, places, strict=True):
        if place and place.pk != idea.area_id:
            moving[place.pk].append(idea.pk)
            facts = {"reference": idea.reference, "title": idea.title, "area": place.name}
            news.append((IdeaEvent.AREA_CHANGED, idea, facts | {"was": names.get(idea.area_id or 0, "")}))
    for area, keys in moving.items():
        Idea.objects.filter(pk__in=keys).update(area=area)
    journal.record_many(news, actor=None, dispatched_at=now)
    file.last_placed = ideas[-1].pk if ideas else file.last_placed
    file.moved += len(news)
    file.placed_at = None if len(ideas) == at_most else now
    file.save(update_fields=["last_placed", "moved", "placed_at"])
    if news:
        withdraw_pages()
    return len(ideas)


def _tell_area(area: Area, before: dict[str, Any], file: BorderFile, actor: User) -> None:
    versions = {column: [before.get(column), now] for column, now in _facts(area).items()}
    changed = {column: pair for column, pair in versions.items() if pair[0] != pair[1]}
    note(AdminEvent.CHANGED if before else AdminEvent.ADDED, area, actor=actor, versions=changed, file=file.name)


def _fate(draft: AreaDraft, known: dict[str, Area]) -> Fate:
    area = known.get(draft.code)
    return Fate.NEW if area is None else Fate.CHANGED if changes_of(draft, area) else Fate.SAME


def _facts(area: Area) -> dict[str, Any]:
    """What the history of an area tells: of its borders how large they are, because nobody reads points."""
    return {
        "name": area.name, "kind": area.kind, "parent": str(area.parent or ""), "geometry": surface(area),
        "is_active": area.is_active,
    }  # fmt: skip
