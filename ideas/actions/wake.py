"""What the clock does to ideas: parked ideas wake up, and questions do not wait for ever."""

import logging
from datetime import timedelta

from django.utils import timezone

from ideas.actions.triage import move_idea
from ideas.models import Idea
from ideas.statuses import WAITING_DAYS, Status
from participation.errors import NotPossible

log = logging.getLogger(__name__)

MOST_AT_ONCE = 500


def wake_ideas() -> int:
    """Move on every idea whose time has come, each in its own transaction; gives how many. Safe to run twice."""
    now = timezone.now()
    parked = Idea.objects.filter(status=Status.NOT_NOW, revisit_on__lte=timezone.localdate(now))
    unanswered = Idea.objects.filter(status=Status.QUESTION, status_since__lt=now - timedelta(days=WAITING_DAYS))
    moved = 0
    for verb, ideas in (("wake", parked), ("give_up_waiting", unanswered)):
        for idea in ideas.select_related("programme").order_by("pk")[:MOST_AT_ONCE]:
            try:
                move_idea(idea, verb, actor=None)
            except NotPossible:
                continue  # Somebody moved it between our look and our move; then there is nothing left to do.
            except Exception:
                # It must not stop those behind it. It is tried again with the next beat.
                log.exception("The clock could not %s idea %s.", verb, idea.reference)
                continue
            moved += 1
    return moved
