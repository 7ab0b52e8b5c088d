"""Pairs of ideas that are probably the same: found by the clock, and what became of each."""

import logging
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.doubles.search import doubles_of
from ideas.events import DeskEvent, IdeaEvent
from ideas.models import Chosen, DoubleSearch, Idea, IdeaDouble
from ideas.permissions import may_settle_doubles
from ideas.statuses import ENDED
from participation import journal
from participation.errors import NotAllowed, NotPossible
from participation.models import Event, User

log = logging.getLogger(__name__)

#: After these an idea may be like another one of which nobody knew yet: it came, said something else, or came back.
LOOKED_AFTER = (
    IdeaEvent.SUBMITTED, IdeaEvent.IMPORTED, IdeaEvent.ROUTED, IdeaEvent.EDITED, IdeaEvent.SHOWN, IdeaEvent.SPLIT,
    IdeaEvent.REOPENED,
)  # fmt: skip
SETTLED = timedelta(minutes=10)  # Longer than a transaction lasts: no event of before this comes to light any more.
LOT = 200
LONGEST = 20 * 60.0  # Seconds. What is not compared by then is compared the next night.
MOST_NOTED = 5_000


def find_doubles(*, longest: float = LONGEST, settled: timedelta = SETTLED) -> int:
    """Compare what came or changed since the last time with all that goes on; gives how many ideas were compared.

    In lots, each with its own mark of how far it came, so that a stop costs one lot. Safe to run twice, also at once:
    whoever is later stops. What is younger than `settled` is left for the next time.
    """
    until, compared = time.monotonic() + longest, 0
    while time.monotonic() < until:
        mark = DoubleSearch.objects.filter(pk=1).values_list("newest", flat=True).first() or 0
        events = _events_after(mark, timezone.now() - settled)
        if not events:
            break
        wanted = Idea.objects.public().exclude(status__in=ENDED).filter(pk__in={event.subject_id for event in events})
        ideas = list(wanted.defer("search"))
        if not _keep(mark, events, [pair for idea in ideas for pair in doubles_of(idea)]):
            break
        compared += len(ideas)
    return compared


def _events_after(mark: int, until: datetime) -> list[Event]:
    events = Event.objects.filter(pk__gt=mark, kind__in=LOOKED_AFTER, subject_type=Idea._meta.label_lower)
    told = events.filter(recorded_at__lte=until).order_by("pk")
    return list(told.only("kind", "subject_id")[:LOT])


@transaction.atomic(durable=True)
def _keep(mark: int, events: list[Event], pairs: list[IdeaDouble]) -> bool:
    """Store the pairs of a lot and how far it came; False when another run was first.

    Of an idea that says something else now, pairs of before go that nobody judged. What somebody chose stays.
    """
    DoubleSearch.objects.get_or_create(pk=1)
    if not DoubleSearch.objects.filter(pk=1, newest=mark).update(newest=events[-1].pk):
        return False
    edited = [event.subject_id for event in events if event.kind == IdeaEvent.EDITED]
    IdeaDouble.objects.unsettled().filter(Q(first__in=edited) | Q(second__in=edited)).delete()
    # One of them may have gone for good meanwhile.
    keys = {key for pair in pairs for key in (pair.first_id, pair.second_id)}
    held = Idea.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
    there = set(held.values_list("pk", flat=True))
    kept = [pair for pair in pairs if {pair.first_id, pair.second_id} <= there]
    IdeaDouble.objects.bulk_create(kept, ignore_conflicts=True)
    return True


@transaction.atomic(durable=True)
def note_settled() -> int:
    """Write beside each pair that it was merged or linked since; gives how many. Safe to repeat.

    Ideas are merged and linked through doors of their own, which know nothing of pairs.
    """
    noted, now = 0, timezone.now()
    for chosen, rows in ((Chosen.MERGED, IdeaDouble.objects.merged()), (Chosen.LINKED, IdeaDouble.objects.linked())):
        keys = list(rows.unsettled().values_list("pk", flat=True)[:MOST_NOTED])
        noted += IdeaDouble.objects.unsettled().filter(pk__in=keys).update(chosen=chosen, chosen_at=now)
    return noted


@transaction.atomic(durable=True)
def say_different(pair: IdeaDouble, *, actor: User) -> IdeaDouble:
    """Say that the two are not the same: the pair is never shown again, and both ideas tell it at the desk.

    Raises NotAllowed, or NotPossible when somebody chose something before.
    """
    if not may_settle_doubles(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    chosen = {"chosen": Chosen.DIFFERENT, "chosen_at": timezone.now(), "official": actor}
    if not IdeaDouble.objects.unsettled().filter(pk=pair.pk).update(**chosen):
        raise NotPossible(_("Dit is al gedaan."))
    news: list[journal.News] = [
        (DeskEvent.NOT_DOUBLE, one, {"reference": one.reference, "title": one.title, "other": other.reference})
        for one, other in ((pair.first, pair.second), (pair.second, pair.first))
    ]
    journal.record_many(news, actor=actor)
    return pair
