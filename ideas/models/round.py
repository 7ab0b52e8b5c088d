"""A vote round: its rules, its ideas, who took part, and the votes. Who took part and the votes are kept apart."""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from ideas.rounds.statuses import ROUND_TONES, TAKES_VOTES, Electorate, RoundStatus
from participation.models import User
from participation.roles import Role

MOST_VOTES_EACH = 100
RECENT = timedelta(days=30)


def new_salt() -> str:
    """The secret of a round, from which its seals are made. It is destroyed when the round ends."""
    return secrets.token_hex(32)


class RoundQuerySet(models.QuerySet["Round"]):
    """Reads of rounds."""

    def visible_to(self, user: User | AnonymousUser) -> "RoundQuerySet":
        """All but concepts: those are for coordinators and editors. As `ideas.permissions.may_see_round()`."""
        if not isinstance(user, User) or not user.is_active or not user.is_official:
            return self.exclude(status=RoundStatus.CONCEPT)
        sees_all = user.is_coordinator or user.has_role(Role.EDITOR)
        return self if sees_all else self.exclude(status=RoundStatus.CONCEPT)

    def on_the_front_page(self) -> "RoundQuerySet":
        """What can be voted in now, and what ended in the last month; the first to end comes first."""
        now = timezone.now()
        running = models.Q(status__in=TAKES_VOTES, opens_at__lte=now, closes_at__gt=now)
        ended = models.Q(status=RoundStatus.CLOSED, closes_at__gt=now - RECENT)
        return self.filter(running | ended).order_by("-status", "closes_at")

    def due(self, status: RoundStatus, field: str) -> "RoundQuerySet":
        """Rounds in `status` whose moment `field` has come, by the database's clock."""
        return self.filter(status=status, **{f"{field}__lte": Now()}).order_by("pk")

    def in_last(self, span: timedelta, least: timedelta) -> "RoundQuerySet":
        """Open rounds that end within `span`, that last `least` or longer, and of which nobody was reminded."""
        running = self.filter(status=RoundStatus.OPEN, reminded=False, closes_at__gt=Now())
        return running.filter(closes_at__lte=Now() + span, closes_at__gte=models.F("opens_at") + least).order_by("pk")


class Round(models.Model):
    """A vote on a set of ideas. `ideas.actions.round.move_round()` alone changes its status.

    From `planned` on nothing that the rules say can change: a trigger in the database refuses it.
    """

    slug = models.SlugField(unique=True, max_length=80)
    title = models.CharField(_("titel"), max_length=120)
    question = models.TextField(_("waar gaat het om"))
    promise = models.TextField(_("wat doet de gemeente met de uitslag"))
    electorate = models.CharField(_("wie mag stemmen"), max_length=10, choices=Electorate)
    opens_at = models.DateTimeField(_("begint op"))
    closes_at = models.DateTimeField(_("eindigt op"))
    votes_each = models.PositiveSmallIntegerField(_("stemmen per persoon"), default=3)
    threshold = models.PositiveIntegerField(_("stemmen nodig per idee"), default=0, help_text="0: no threshold.")
    hides_totals = models.BooleanField(_("tussenstand verbergen"), default=True)
    rules = models.TextField(_("regels"), blank=True, help_text="As they were when the round was planned or opened.")

    status = models.CharField(_("status"), max_length=10, choices=RoundStatus, default=RoundStatus.CONCEPT)
    reason = models.TextField(_("reden van stoppen"), blank=True)
    reminded = models.BooleanField(default=False, help_text="Whether the last day was announced.")
    salt = models.CharField(max_length=64, blank=True, default=new_salt)
    key_check = models.CharField(max_length=64, blank=True, help_text="Tells which SECRET_KEY the round began with.")
    turnout = models.PositiveIntegerField(_("opkomst"), null=True, blank=True)
    csv_sha256 = models.CharField(max_length=64, blank=True)
    json_sha256 = models.CharField(max_length=64, blank=True)

    ideas = models.ManyToManyField(Idea, through="RoundIdea", related_name="rounds")

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("stemronde")
        verbose_name_plural = _("stemrondes")
        ordering = ["-closes_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="round_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(votes_each__range=(1, MOST_VOTES_EACH)), name="round_votes_each_is_sane"
            ),
            models.CheckConstraint(
                condition=models.Q(status=RoundStatus.CONCEPT) | ~models.Q(rules=""), name="round_has_rules"
            ),
            models.CheckConstraint(
                condition=~models.Q(status=RoundStatus.CANCELLED) | ~models.Q(reason=""),
                name="round_cancelled_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=(RoundStatus.CLOSED, RoundStatus.CANCELLED)) | models.Q(salt=""),
                name="round_that_ended_has_no_secret",
            ),
        ]
        indexes = [models.Index(fields=["status", "closes_at"], name="round_status")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ideas:round", args=[self.slug])

    def get_desk_url(self) -> str:
        return reverse("ideas:desk_round", args=[self.slug])

    @property
    def phase(self) -> RoundStatus:
        """The status for people to read: a round that was planned is open when its moment has come."""
        status = RoundStatus(self.status)
        return RoundStatus.OPEN if status == RoundStatus.PLANNED and self.opens_at <= timezone.now() else status

    @property
    def phase_label(self) -> str:
        """The phase in words; between the last moment and the count there are a few seconds."""
        return str(_("De stemmen worden geteld") if self.is_being_counted else self.phase.label)

    @property
    def tone(self) -> str:
        """The colour family of the badge."""
        return "wait" if self.is_being_counted else ROUND_TONES[self.phase]

    @property
    def is_open(self) -> bool:
        """Whether votes are taken, by this process' clock: for pages. Votes themselves ask the database's."""
        return self.phase == RoundStatus.OPEN and timezone.now() < self.closes_at

    @property
    def is_being_counted(self) -> bool:
        return self.phase == RoundStatus.OPEN and not self.is_open

    @property
    def is_closed(self) -> bool:
        return self.status == RoundStatus.CLOSED

    @property
    def by_code(self) -> bool:
        return self.electorate == Electorate.CODES

    @property
    def shows_totals(self) -> bool:
        """Whether a count may be shown now: never while it is hidden, to nobody."""
        return self.is_closed or (self.phase == RoundStatus.OPEN and not self.hides_totals)


class RoundIdea(models.Model):
    """That an idea takes part in a round, and how many votes it got once the round is closed.

    The number stays when the idea is deleted with its author's account: what was counted can be counted again.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="entries")
    idea = models.ForeignKey(Idea, models.SET_NULL, null=True, related_name="round_entries")
    reference = models.CharField(_("nummer"), max_length=12)
    votes = models.PositiveIntegerField(_("stemmen"), null=True, blank=True)

    class Meta:
        verbose_name = _("idee in een stemronde")
        verbose_name_plural = _("ideeën in een stemronde")
        constraints = [models.UniqueConstraint(fields=["round", "reference"], name="round_has_an_idea_once")]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.reference}"


class Voter(models.Model):
    """A line of the roll: that an account, or whoever holds a code, used so many votes. Never which, never when.

    Of a code only a keyed hash is kept. A line with neither is of an account that is gone.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="voters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="votings")
    code_hash = models.CharField(max_length=64, blank=True)
    votes = models.PositiveSmallIntegerField(_("gebruikte stemmen"), default=0)
    is_barred = models.BooleanField(default=False, help_text="Their votes were removed; they cannot vote again.")

    class Meta:
        verbose_name = _("stemmer")
        verbose_name_plural = _("stemmers")
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="voter_is_once_in_a_round"),
            models.UniqueConstraint(
                fields=["round", "code_hash"], condition=~models.Q(code_hash=""), name="voter_code_is_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) | models.Q(code_hash=""), name="voter_is_a_person_or_a_code"
            ),
            models.CheckConstraint(condition=models.Q(votes__lte=MOST_VOTES_EACH), name="voter_votes_are_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.votes}"


class Ballot(models.Model):
    """A vote: the receipt says for which idea, by its number. No moment, no number in a row, and no way to the roll.

    While the round runs, `seal` keeps one voter from choosing an idea twice: a keyed hash that the round's secret
    makes, and that goes with it at the end. See docs/decisions/0010-ballot-and-roll-apart.md.
    """

    receipt = models.CharField(_("stembewijs"), max_length=19, primary_key=True)
    round = models.ForeignKey(Round, models.CASCADE, related_name="ballots", db_index=False)
    reference = models.CharField(_("nummer"), max_length=12)
    seal = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        verbose_name = _("stem")
        verbose_name_plural = _("stemmen")
        indexes = [models.Index(fields=["round", "reference"], name="ballot_count")]

    def __str__(self) -> str:
        return str(self.receipt)


def running_round() -> models.Subquery:
    """The address of a round in which the idea takes part now, as a column of ideas."""
    running = RoundIdea.objects.filter(
        idea=models.OuterRef("pk"),
        round__status__in=TAKES_VOTES,
        round__opens_at__lte=Now(),
        round__closes_at__gt=Now(),
    )
    return models.Subquery(running.order_by("round__closes_at").values("round__slug")[:1])


def tally_of(round_: Round) -> dict[str, int]:
    """How many votes each idea has now, by its number; an idea without votes is not in it."""
    counted: Any = round_.ballots.order_by().values_list("reference").annotate(models.Count("pk"))
    return dict(counted)
