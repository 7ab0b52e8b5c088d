"""The ideas behind a figure of the board: the same words as `ideas.board.count`, for rows instead of numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.board.count import AGES, OPEN, still_since
from ideas.board.period import Days
from ideas.events import IdeaEvent
from ideas.models import Answer, Idea
from ideas.models.queries import IdeaQuerySet
from ideas.statuses import AWAITING_ANSWER, STANDS_STILL, ReasonCode, Status
from participation.models import Event


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which programmes and days; `key` is a reason, a band of `AGES` or who handles it, and empty for all."""

    programmes: frozenset[int]
    days: Days
    today: date
    key: str = ""

    @property
    def counted(self) -> IdeaQuerySet:
        """What counts: the rule of the public figures."""
        return Idea.objects.public().filter(source="", programme__in=self.programmes)


def _received(asked: Asked) -> IdeaQuerySet:
    return asked.counted.filter(submitted_at__gte=asked.days.since, submitted_at__lt=asked.days.until)


def _answered(asked: Asked) -> IdeaQuerySet:
    first = Answer.objects.filter(idea=OuterRef("pk")).order_by("given_at").values("given_at")[:1]
    ideas = asked.counted.filter(answered_at__gte=asked.days.since)
    ideas = ideas.alias(first=Coalesce(Subquery(first), "answered_at"))
    return ideas.filter(Q(first__gte=asked.days.since), Q(first__lt=asked.days.until))


def _declined(asked: Asked) -> IdeaQuerySet:
    in_time = {"given_at__gte": asked.days.since, "given_at__lt": asked.days.until}
    said = Answer.objects.filter(idea=OuterRef("pk"), decision=Status.DECLINED, **in_time)
    last = Subquery(said.order_by("-given_at", "-pk").values("reason_code")[:1])
    ideas = asked.counted.filter(answered_at__gte=asked.days.since).annotate(no=last)
    return ideas.filter(no=asked.key) if asked.key else ideas.filter(no__isnull=False)


def _handed_over(asked: Asked) -> IdeaQuerySet:
    """Wherever they are now."""
    steps = Event.objects.filter(subject_type=Idea._meta.label_lower).filter(
        Q(kind=IdeaEvent.HANDED_OVER) | Q(kind=IdeaEvent.UNDONE, facts__undone="hand_over")
    )
    later = Q(recorded_at__gt=OuterRef("recorded_at")) | Q(recorded_at=OuterRef("recorded_at"), pk__gt=OuterRef("pk"))
    following = steps.filter(later, subject_id=OuterRef("subject_id")).order_by("recorded_at", "pk").values("kind")[:1]
    left = steps.filter(
        kind=IdeaEvent.HANDED_OVER, subject_id=OuterRef("pk"), facts__from_id__in=sorted(asked.programmes),
        recorded_at__gte=asked.days.since, recorded_at__lt=asked.days.until,
    ).annotate(following=Subquery(following))  # fmt: skip
    stayed = left.filter(Q(following__isnull=True) | ~Q(following=IdeaEvent.UNDONE))
    return Idea.objects.public().filter(Exists(stayed), source="", reroutes__gt=0)


def _open(asked: Asked) -> IdeaQuerySet:
    ideas = asked.counted.filter(status__in=OPEN)
    if not asked.key:
        return ideas
    band = int(asked.key)
    if band > 0:
        ideas = ideas.filter(submitted_at__lt=_end_of(asked.today - timedelta(days=AGES[band - 1])))
    if band < len(AGES):
        ideas = ideas.filter(submitted_at__gte=_end_of(asked.today - timedelta(days=AGES[band])))
    return ideas


def _end_of(day: date) -> datetime:
    return Days(day, day).until


def _left(asked: Asked) -> IdeaQuerySet:
    seen_to = Q(handler__isnull=False, handler__is_active=True)
    still = Q(status_since__lt=still_since(asked.today)) | Q(programme__owner__is_active=False)
    return asked.counted.filter(still, status__in=AWAITING_ANSWER).exclude(seen_to)


def _of_handler(ideas: IdeaQuerySet, key: str) -> IdeaQuerySet:
    return ideas.filter(handler=int(key) or None) if key else ideas


def _late(asked: Asked) -> IdeaQuerySet:
    return _of_handler(asked.counted.late(asked.today), asked.key)


def _load(asked: Asked) -> IdeaQuerySet:
    return _of_handler(asked.counted.filter(status__in=OPEN), asked.key)


def _outside(asked: Asked) -> IdeaQuerySet:
    return _load(asked).filter(status__in=STANDS_STILL)


def _rated(asked: Asked) -> IdeaQuerySet:
    return asked.counted.filter(rating__answered_at__gte=asked.days.since, rating__answered_at__lt=asked.days.until)


def _good(asked: Asked) -> IdeaQuerySet:
    return _rated(asked).filter(rating__is_good=True)


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure that opens as a list."""

    label: Promise
    ideas: Callable[[Asked], IdeaQuerySet]
    is_now: bool = False


LISTS = {
    "received": Shown(_("Binnengekomen"), _received),
    "answered": Shown(_("Voor het eerst beantwoord"), _answered),
    "declined": Shown(_("Nee gezegd"), _declined),
    "handed_over": Shown(_("Doorgegeven aan een ander programma"), _handed_over),
    "rated": Shown(_("Indiener gaf een oordeel"), _rated),
    "good": Shown(_("Indiener is tevreden"), _good),
    "open": Shown(_("Nog geen besluit"), _open, is_now=True),
    "left": Shown(_("Blijft liggen"), _left, is_now=True),
    "late": Shown(_("Nu te laat"), _late, is_now=True),
    "load": Shown(_("Open bij een behandelaar"), _load, is_now=True),
    "outside": Shown(_("Wacht op indiener of partner"), _outside, is_now=True),
}
REASONS = frozenset(ReasonCode.values)
BANDS = frozenset(str(band) for band in range(len(AGES) + 1))
OF_PEOPLE = frozenset({"late", "load", "outside"})
LONGEST_KEY = 12  # Digits of an account's key.


def is_key(figure: str, key: str) -> bool:
    """Whether `key` can narrow this figure; no key narrows nothing."""
    if figure in OF_PEOPLE:
        return key == "" or (key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY)
    return key == "" or key in {"declined": REASONS, "open": BANDS}.get(figure, frozenset())
