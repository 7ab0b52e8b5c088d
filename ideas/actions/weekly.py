"""The letter of the week: once for each week and person, however many clocks look."""

import logging
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.board.weekly import Line, facts_of, is_time, lines_on, readers_of, week_of
from ideas.events import BoardEvent
from ideas.models import WeekLetter
from ideas.reminding import office_on
from participation import journal
from participation.calendar import working_calendar
from participation.errors import NotPossible
from participation.models import Programme

log = logging.getLogger(__name__)


def write_week_letters() -> int:
    """Write the letters of this week that are missing when it is time; gives how many. Safe to run twice, and at once.

    Who has nothing to read is marked too: their letter is not written when something comes in an hour later.
    """
    now = timezone.localtime()
    if not is_time(now, working_calendar()):
        return 0
    today, week, written = now.date(), week_of(now.date()), 0
    read = readers_of(Programme.objects.order_by("name", "pk"), office_on(today))
    done = set(WeekLetter.objects.filter(week=week).values_list("person", flat=True))
    waiting = {person: programmes for person, programmes in read.items() if person not in done}
    lines = lines_on(today) if waiting else {}
    for person, programmes in waiting.items():
        try:
            letter = write_letter(week, person, [lines[key] for key in programmes if key in lines])
        except NotPossible:
            continue  # Another clock was first.
        except Exception:
            # It must not stop those behind it. It is tried again with the next beat.
            log.exception("The letter of the week of %s to account %s could not be written.", week, person)
            continue
        written += letter
    return written


@transaction.atomic(durable=True)
def write_letter(week: date, person: int, lines: Iterable[Line]) -> bool:
    """Mark that `person` has had the letter of `week`, and tell them its `lines`; gives whether there were any.

    The mark and the news are one transaction. Raises NotPossible when they had it before.
    """
    letter, is_new = WeekLetter.objects.get_or_create(person_id=person, week=week)
    if not is_new:
        raise NotPossible(_("Dit is al gedaan."))
    facts = facts_of(week, person, lines)
    if facts["lines"]:
        journal.record(BoardEvent.WEEK, letter, actor=None, **facts)
    return bool(facts["lines"])
