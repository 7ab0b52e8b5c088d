"""The letter of the week: when it is time, what stands in it, and who gets which programmes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.board.period import WEEK, Days
from ideas.models import Idea
from ideas.models.queries import MUNICIPALITY_ACTS
from ideas.reminding import Office
from ideas.statuses import Status
from participation.calendar import Calendar
from participation.models import Programme

HOUR = 8  # By the municipality's clock.
LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Line:
    """What there is to say of one programme; only ideas count that count on the board.

    `new` came in the week before. `late` and `due` have a promised date that is over, or that is in this week, while
    the municipality has the ball. Others wait for their author, for a partner, or for somebody to take them up.
    """

    name: str
    slug: str
    new: int = 0
    late: int = 0
    due: int = 0
    author: int = 0
    partner: int = 0
    nobody: int = 0

    @property
    def is_silent(self) -> bool:
        return not (self.new or self.late or self.due or self.author or self.partner or self.nobody)


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def is_time(now: datetime, calendar: Calendar) -> bool:
    """Whether `now`, by the municipality's clock, is the first working day of the week, and HOUR has struck.

    A clock that stood still in the morning catches up later that day; on another day the letter would be old news.
    """
    week = week_of(now.date())
    days = (week + timedelta(days=number) for number in range(WEEK.days))
    return now.hour >= HOUR and next(filter(calendar.is_working, days), None) == now.date()


def lines_on(today: date) -> dict[int, Line]:
    """The line of each programme of which there is something to say, by its key. Two statements."""
    week = week_of(today)
    before = Days(week - WEEK, week - timedelta(days=1))
    acting = Q(status__in=MUNICIPALITY_ACTS)
    figures = {
        "new": Q(submitted_at__gte=before.since, submitted_at__lt=before.until),
        "late": acting & Q(promised_on__lt=today),
        "due": acting & Q(promised_on__gte=today, promised_on__lt=week + WEEK),
        "author": Q(status=Status.QUESTION),
        "partner": Q(status=Status.REFERRED),
        "nobody": Q(status=Status.RECEIVED, handler=None),
    }
    counts = {f"{name}_count": Count("pk", filter=condition) for name, condition in figures.items()}
    rows = Idea.objects.public().filter(source="").order_by().values_list("programme").annotate(**counts)
    counted = {programme: numbers for programme, *numbers in rows}
    known = Programme.objects.filter(pk__in=counted).values_list("pk", "name", "slug")
    lines = {pk: Line(name, slug, *counted[pk]) for pk, name, slug in known}
    return {pk: line for pk, line in lines.items() if not line.is_silent}


def readers_of(programmes: Iterable[Programme], office: Office) -> dict[int, list[int]]:
    """Who gets a letter about which programmes, by key: the owner, or who stands in; coordinators get all of them.

    Of a programme whose owner and their stand-ins are all gone the deputies hear.
    """
    read = defaultdict[int, list[int]](list)
    everything = list(programmes)
    coordinators = office.there(office.coordinators)
    for programme in everything:
        owners = office.there([programme.owner_id]) or office.there(office.deputies.get(programme.pk, ()))
        for person in dict.fromkeys([*coordinators, *owners]):
            read[person].append(programme.pk)
    return dict(read)


def facts_of(week: date, person: int, lines: Iterable[Line], orphans: Mapping[str, int]) -> dict[str, Any]:
    """The news as the journal keeps it."""
    told = list(lines)
    names = ", ".join(line.name for line in told) or _("Alle programma's")
    title = names if len(names) <= LONGEST_TITLE else f"{names[: LONGEST_TITLE - 1]}…"
    return {
        "reference": "", "title": title, "week": week.isoformat(), "people": [person],
        "lines": [asdict(line) for line in told],
        "orphans": [{"kind": kind, "count": count} for kind, count in orphans.items() if count],
    }  # fmt: skip


def headline_of(facts: Mapping[str, Any]) -> str:
    """The week in one sentence: all programmes of the letter together."""
    new, late, due = (sum(line[name] for line in facts["lines"]) for name in ("new", "late", "due"))
    parts = [
        ngettext("%(n)d nieuw idee", "%(n)d nieuwe ideeën", new) % {"n": new},
        _("%(n)d te laat") % {"n": late},
        _("%(n)d deze week te beantwoorden") % {"n": due},
    ]
    # A letter of before there were these has none.
    if orphans := sum(orphan["count"] for orphan in facts.get("orphans", ())):
        parts.append(_("%(n)d waar niemand op let") % {"n": orphans})
    return _("Uw week: %(what)s.") % {"what": ", ".join(parts)}
