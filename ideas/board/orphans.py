"""What nobody looks after: each kind of it, what is in it now, and the deed that mends it.

A kind is a set of rows of one table, so that the count on the page, the count in the letter of the week and the list
are the same question. Ideas count when the public may read them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.board.count import still_since
from ideas.board.period import Days
from ideas.events import IdeaEvent
from ideas.models import Idea, RoutingRule
from ideas.models.queries import IdeaQuerySet
from ideas.models.rules import who_handle
from ideas.reminding import Office, office_on
from ideas.routing import CATCHES_ALL
from ideas.statuses import AWAITING_ANSWER, WAITING_DAYS
from participation.models import Absence, Event, Kind, Programme, Theme, User
from participation.paging import MOST_COUNTED, counts_up_to

SILENT_FOR = 10  # Working days: two weeks in which nobody did or said anything.
OLD_DRAFT = timedelta(days=14)
WORKS_HERE = {"kind": Kind.OFFICIAL, "is_active": True}


@dataclass(frozen=True)
class Moment:
    """When one looks, and the office as it stands that day."""

    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @cached_property
    def office(self) -> Office:
        return office_on(self.today)


@dataclass(frozen=True, slots=True)
class Orphan:
    """A kind. `mend` says in a sentence what to do; `step` is the move that does it at the desk, if one does."""

    label: Promise
    mend: Promise
    rows: Callable[[Moment], QuerySet[Any]]
    step: str = ""


def _stopped(_when: Moment) -> IdeaQuerySet:
    return Idea.objects.public().open().filter(programme__is_active=False)


def _without_owner(_when: Moment) -> QuerySet[Programme]:
    return Programme.objects.active().exclude(owner__in=User.objects.filter(**WORKS_HERE))


def _without_deputy(_when: Moment) -> QuerySet[Programme]:
    deputies = Programme.deputies.through.objects.filter(programme=OuterRef("pk"))
    there = deputies.filter(user__kind=Kind.OFFICIAL, user__is_active=True)
    return Programme.objects.active().filter(~Exists(there))


def _nobody_there(when: Moment) -> QuerySet[Programme]:
    """Away, and the chain of who stands in leads to nobody. Owners who work here no more have a kind of their own."""
    owners = Programme.objects.active().filter(owner__in=when.office.officials).values_list("pk", "owner")
    return Programme.objects.filter(pk__in=[key for key, owner in owners if not when.office.there([owner])])


def _wrong_handler(when: Moment) -> IdeaQuerySet:
    """Somebody who went, or has nothing to do with the programme; who stands in for anybody today may handle it."""
    fits = User.objects.filter(who_handle(OuterRef("programme")), pk=OuterRef("handler"))
    stands_in = Absence.objects.on(when.today).filter(stand_in=OuterRef("handler"), stand_in__is_active=True)
    return Idea.objects.public().open().filter(~Exists(fits), ~Exists(stands_in), handler__isnull=False)


def _theme_without_rule(_when: Moment) -> QuerySet[Theme]:
    """Only where it matters: its ideas wait because no rule but the last one fitted."""
    rules = RoutingRule.objects.filter(is_active=True, themes=OuterRef("pk"))
    caught = Idea.objects.public().filter(
        theme=OuterRef("pk"), status__in=AWAITING_ANSWER, routing__has_key=CATCHES_ALL
    )
    return Theme.objects.active().filter(~Exists(rules), Exists(caught))


def _silent(when: Moment) -> IdeaQuerySet:
    """A reminder of the clock is no sign of life."""
    since = still_since(when.today, SILENT_FOR)
    events = Event.objects.filter(subject_type=Idea._meta.label_lower, subject_id=OuterRef("pk"))
    life = events.filter(recorded_at__gte=since).exclude(kind=IdeaEvent.REMINDED)
    waiting = Idea.objects.public().awaiting_answer().filter(status_since__lt=since, submitted_at__lt=since)
    return waiting.filter(~Exists(life))


def _past_term(when: Moment) -> IdeaQuerySet:
    last = when.today - timedelta(days=WAITING_DAYS)
    return Idea.objects.public().standing_still().filter(status_since__lt=Days(last, last).since)


def _old_draft(when: Moment) -> IdeaQuerySet:
    """One that is planned comes by itself, unless something stands in the way."""
    lies = Q(draft__publish_at=None) | ~Q(draft__trouble="")
    return Idea.objects.public().filter(lies, draft__saved_at__lt=when.now - OLD_DRAFT)


ORPHANS: Mapping[str, Orphan] = {
    "programma-gestopt": Orphan(
        _("Ideeën van een programma dat is gestopt"), _("Geef elk idee door aan een ander programma."), _stopped,
        step="hand_over",
    ),
    "zonder-eigenaar": Orphan(
        _("Programma's zonder eigenaar"), _("De eigenaar werkt hier niet meer. Kies een andere."), _without_owner,
    ),
    "zonder-vervanger": Orphan(
        _("Programma's zonder vervanger"), _("Kies iemand die helpt en die er is als de eigenaar er niet is."),
        _without_deputy,
    ),
    "niemand-aanwezig": Orphan(
        _("Programma's waar vandaag niemand is"), _("De eigenaar is er niet en de vervanging klopt niet. Pas die aan."),
        _nobody_there,
    ),
    "verkeerde-behandelaar": Orphan(
        _("Ideeën van een behandelaar die er niet meer over gaat"), _("Kies een andere behandelaar."), _wrong_handler,
    ),
    "thema-zonder-regel": Orphan(
        _("Thema's zonder programma"), _("Geen regel stuurt dit thema naar een programma. Maak een regel."),
        _theme_without_rule,
    ),
    "stil": Orphan(
        _("Ideeën waarbij 10 werkdagen niets gebeurde"), _("Neem het idee in behandeling, of vertel wat er gebeurt."),
        _silent,
    ),
    "termijn-voorbij": Orphan(
        _("Vragen en doorverwijzingen zonder antwoord"), _("Er is langer dan 14 dagen gewacht. Ga zelf verder."),
        _past_term,
    ),
    "oud-concept": Orphan(
        _("Antwoorden die al 14 dagen klaarliggen"), _("Verstuur het antwoord, of maak het af."), _old_draft,
    ),
}  # fmt: skip


def orphans_now() -> dict[str, int]:
    """How many rows each kind has, up to `MOST_COUNTED` + 1. Five statements, whatever there is."""
    when = Moment(timezone.now())
    return counts_up_to({name: kind.rows(when) for name, kind in ORPHANS.items()}, MOST_COUNTED)
