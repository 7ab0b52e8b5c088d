"""The letter of the week: once for each week and person, however many clocks look."""

import logging
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.board.orphans import orphans_now
from ideas.board.weekly import Line, facts_of, is_time, lines_on, readers_of, week_of
from ideas.events import BoardEvent
from ideas.models import WeekLetter
from ideas.reminding import office_on
from participation import journal
from participation.calendar import working_calendar
from participation.errors import NotPossible
from participation.models import Programme

NOTHING: Mapping[str, int] = MappingProxyType({})

log = logging.getLogger(__name__)


def write_week_letters() -> int:
    """Write the letters of this week that are missing when it is time; gives how many. Safe to run twice, and at once.

    Who has nothing to read is marked too: their letter is not written when something comes in an hour later.
    """
    now = timezone.localtime()
    if not is_time(now, working_calendar()):
        return 0
    today, week, written = now.date(), week_of(now.date()), 0
    office = office_on(today)
    read = readers_of(Programme.objects.order_by("name", "pk"), office)
    done = set(WeekLetter.objects.filter(week=week).values_list("person", flat=True))
    waiting = {person: programmes for person, programmes in read.items() if person not in done}
    lines = lines_on(today) if waiting else {}
    coordinators = frozenset(office.there(office.coordinators))
    orphans = orphans_now() if coordinators & waiting.keys() else {}
    for person, programmes in waiting.items():
        told = [lines[key] for key in programmes if key in lines]
        try:
            letter = write_letter(week, person, told, orphans if person in coordinators else {})
        except NotPossible:
            continue  # Another clock was first.
        except Exception:
            # It must not stop those behind it. It is tried again with the next beat.
            log.exception("The letter of the week of %s to account %s could not be written.", week, person)
            continue
        written += letter
    return written


@transaction.atomic(durable=True)
def write_letter(week: date, person: int, lines: Iterable[Line], orphans: Mapping[str, int] = NOTHING) -> bool:
    """Mark that `person` has had the letter of `week`, and tell them its `lines`, and `orphans` by their kind.

    Gives whether there was anything to tell.

    The mark and the news are one transaction. Raises NotPossible when they had it before.
    """
    letter, is_new = WeekLetter.objects.get_or_create(person_id=person, week=week)
    if not is_new:
        raise NotPossible(_("Dit is al gedaan."))
    facts = facts_of(week, person, lines, orphans)
    if is_news := bool(facts["lines"] or facts["orphans"]):
        journal.record(BoardEvent.WEEK, letter, actor=None, **facts)
    return is_news
