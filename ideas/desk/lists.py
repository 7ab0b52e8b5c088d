"""The lists of the desk: what each holds, and in which order one reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea, Report, Watch
from ideas.models.queries import MUNICIPALITY_ACTS, IdeaQuerySet
from ideas.routing import CATCHES_ALL
from ideas.statuses import AWAITING_ANSWER, Status, Visibility
from participation.models import User

HOT_SUPPORT = 20  # So many people wait for an answer that it should not lie.
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Order:
    """A way through a list, by a field from high to low, or `rising`."""

    label: Promise
    field: str
    rising: bool = False

    def value_of(self, idea: Idea) -> object:
        """Where `idea` stands in this order, whether it is in the list or not."""
        return idea.promised_on or date.max if self.field == "due_on" else getattr(idea, self.field)


SOONEST, NEWEST, OLDEST, SUPPORT = "beloofd", "nieuw", "oud", "steun"
ORDERS = {
    SOONEST: Order(_("Beloofde datum"), "due_on", rising=True),
    NEWEST: Order(_("Nieuwste eerst"), "submitted_at"),
    OLDEST: Order(_("Oudste eerst"), "submitted_at", rising=True),
    SUPPORT: Order(_("Meeste steun"), "support_count"),
}

Narrow = Callable[[IdeaQuerySet, User, date], IdeaQuerySet]


@dataclass(frozen=True, slots=True)
class List:
    """One list of the desk. `what` says in a sentence which ideas are in it."""

    label: Promise
    what: Promise
    narrow: Narrow
    order: str = SOONEST


def _due_soon(ideas: IdeaQuerySet, _person: User, today: date) -> IdeaQuerySet:
    return ideas.filter(status__in=MUNICIPALITY_ACTS, promised_on__range=(today, today + WEEK))


def _flagged(ideas: IdeaQuerySet, _person: User, _today: date) -> IdeaQuerySet:
    held = Idea.objects.filter(visibility=Visibility.HELD).order_by().values("pk")
    reported = Report.objects.filter(settled_at=None, comment=None).order_by().values("idea")
    # Together, each along its own index; as one condition with OR, PostgreSQL would read every idea.
    return ideas.filter(pk__in=held.union(reported))


def _unrouted(ideas: IdeaQuerySet, _person: User, _today: date) -> IdeaQuerySet:
    return ideas.filter(status__in=AWAITING_ANSWER, routing__has_key=CATCHES_ALL)


def _hot(ideas: IdeaQuerySet, _person: User, _today: date) -> IdeaQuerySet:
    return ideas.filter(status__in=AWAITING_ANSWER, support_count__gte=HOT_SUPPORT)


LISTS = {
    "wacht": List(_("Wacht"), _("Nog niemand nam deze ideeën in behandeling."), lambda ideas, _p, _t: ideas.waiting()),
    "mijn": List(
        _("Van mij"), _("Lopende ideeën die u behandelt."),
        lambda ideas, person, _t: ideas.open().filter(handler=person),
    ),
    "programma": List(
        _("Mijn programma's"), _("Lopende ideeën van programma's waarvoor u werkt."),
        lambda ideas, person, _t: ideas.open().filter(programme__in=list(person.own_programmes)),
    ),
    "te-laat": List(
        _("Te laat"), _("De beloofde datum is voorbij en de gemeente is aan zet."),
        lambda ideas, _p, today: ideas.late(today),
    ),
    "week": List(_("Binnen een week"), _("Beloofd voor de komende 7 dagen."), _due_soon),
    "vraag": List(
        _("Vraag staat uit"), _("De indiener heeft een vraag van de gemeente."),
        lambda ideas, _p, _t: ideas.filter(status=Status.QUESTION), OLDEST,
    ),
    "doorverwezen": List(
        _("Bij een partner"), _("Een partner buiten de gemeente is aan zet."),
        lambda ideas, _p, _t: ideas.filter(status=Status.REFERRED), OLDEST,
    ),
    "steun": List(_("Veel steun"), _("Minstens 20 mensen steunen het, en er is nog geen antwoord."), _hot, SUPPORT),
    "gemeld": List(_("Gemeld"), _("Iemand meldde het idee, of het wacht op controle."), _flagged, OLDEST),
    "geen-regel": List(_("Geen regel"), _("Alleen de laatste regel paste. Klopt het programma?"), _unrouted, OLDEST),
    "ping-pong": List(
        _("Vaak doorgegeven"), _("Zo vaak doorgegeven dat een coördinator zegt waar ze horen."),
        lambda ideas, _p, _t: ideas.bouncing(), OLDEST,
    ),
    "volgt": List(
        _("Ik kijk mee"), _("Ideeën waarmee u meekijkt."),
        lambda ideas, person, _t: ideas.filter(pk__in=Watch.objects.filter(official=person).values("idea")), NEWEST,
    ),
    "alle": List(_("Alles"), _("Elk idee van uw programma's."), lambda ideas, _p, _t: ideas, NEWEST),
}  # fmt: skip
FIRST = "wacht"
