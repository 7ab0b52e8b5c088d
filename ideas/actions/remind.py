"""What the clock does about promised dates: each reminder once, however many clocks look."""

import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import clock
from ideas.clock import Step
from ideas.events import IdeaEvent
from ideas.models import Idea, Reminder, was_taken
from ideas.reminding import Office, office_on, people_for
from participation import journal
from participation.calendar import working_calendar
from participation.errors import NotPossible

log = logging.getLogger(__name__)

MOST_AT_ONCE = 500


def remind_officials() -> int:
    """Remind of every promised date that asks for it today; gives how many. Safe to run twice, also at once."""
    today = timezone.localdate()
    office, reminded = office_on(today), 0
    for step, first, until in clock.windows(today, working_calendar()):
        ideas = Idea.objects.due_between(first, until).filter(~was_taken(step)).select_related("programme")
        for idea in ideas.order_by("promised_on", "pk")[:MOST_AT_ONCE]:
            try:
                remind(idea, step, office=office)
            except NotPossible:
                continue  # Another clock was first, or the idea was answered meanwhile.
            except Exception:
                # It must not stop those behind it. It is tried again with the next beat.
                log.exception("The clock could not remind anybody of idea %s.", idea.reference)
                continue
            reminded += 1
    return reminded


@transaction.atomic(durable=True)
def remind(idea: Idea, step: Step, *, office: Office) -> Reminder:
    """Take one step for the promised date of `idea`, and tell those whose turn it is.

    The mark that it was taken and the news of it are one transaction. Raises NotPossible when it was taken before, or
    when the date does not hold any more.
    """
    if idea.promised_on is None:
        raise NotPossible(_("Dit kan nu niet meer."))
    # Held, so that of two clocks the second one sees what the first one wrote.
    due = Idea.objects.due_by(idea.promised_on).select_for_update(no_key=True).only("handler")
    held = due.filter(pk=idea.pk, promised_on=idea.promised_on, programme=idea.programme_id).first()
    if held is None:
        raise NotPossible(_("Dit kan nu niet meer."))
    reminder, is_new = Reminder.objects.get_or_create(idea=held, promised_on=idea.promised_on, step=step)
    if not is_new:
        raise NotPossible(_("Dit is al gedaan."))
    people = people_for(
        step, handler=held.handler_id, owner=idea.programme.owner_id, programme=idea.programme_id, office=office
    )
    journal.record(
        IdeaEvent.REMINDED, idea, actor=None, reference=idea.reference, title=idea.title, step=step,
        promised_on=reminder.promised_on.isoformat(), programme_id=idea.programme_id, people=people,
    )  # fmt: skip
    return reminder
