"""The idea itself."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core import signing
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.facets import INDEXED
from ideas.models.orders import DUE_ON, HEAT, LOT, NEED
from ideas.models.queries import IdeaQuerySet
from ideas.models.searchable import SEARCH_VECTOR
from ideas.status_words import explanation_of, label_of, next_step_of
from ideas.statuses import BALL, ENDED, STANDS_STILL, TONES, WAITING_DAYS, Ball, Channel, Status, Visibility
from participation.models import Area, Organisation, Programme, Theme

STATUS_SALT = "ideas.status"
STATUS_LINK_DAYS = 365
QUESTION_SALT = "ideas.question"
QUESTION_DAYS = 14


class Idea(models.Model):
    """An idea, from its submission on. Its status changes in `ideas.actions.triage.move_idea()` only."""

    reference = models.CharField(_("nummer"), max_length=12, unique=True)
    client_key = models.UUIDField(null=True, blank=True, unique=True, help_text="The concept's key: no double submits.")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="ideas",
        verbose_name=_("indiener"),
    )
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="ideas", verbose_name=_("namens")
    )
    channel = models.CharField(_("kanaal"), max_length=8, choices=Channel, default=Channel.WEB, db_default=Channel.WEB)
    source = models.CharField(_("bron"), max_length=80, blank=True)
    source_reference = models.CharField(_("nummer bij de bron"), max_length=120, blank=True)

    title = models.CharField(_("titel"), max_length=120)
    problem = models.TextField(_("probleem"), blank=True)
    proposal = models.TextField(_("voorstel"), blank=True)
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="ideas", verbose_name=_("thema"), db_index=False
    )
    area = models.ForeignKey(
        Area, models.SET_NULL, null=True, blank=True, related_name="ideas", verbose_name=_("gebied"), db_index=False
    )
    address = models.CharField(_("plek"), max_length=200, blank=True)
    longitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    latitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    is_anonymous = models.BooleanField(
        _("zonder schuilnaam"), default=False, db_default=False, help_text=_("Dan staat er “Anoniem” bij het idee.")
    )

    visibility = models.CharField(_("zichtbaarheid"), max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    hidden_reason = models.TextField(_("reden van verbergen"), blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.RECEIVED)
    status_since = models.DateTimeField(_("status sinds"), default=timezone.now)
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="ideas", verbose_name=_("programma"), db_index=False
    )
    routing = models.JSONField(_("waarom dit programma"), default=dict)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="handled_ideas",
        verbose_name=_("behandelaar"),
        db_index=False,
    )
    next_step = models.TextField(_("volgende stap"), blank=True)
    promised_on = models.DateField(_("beloofde datum"), null=True, blank=True)
    promised_days = models.PositiveSmallIntegerField(
        _("belofte in werkdagen"), null=True, blank=True, help_text="As promised then; null when a date was chosen."
    )
    promised_at = models.DateTimeField(_("beloofd op"), null=True, blank=True)
    revisit_on = models.DateField(_("opnieuw bekijken op"), null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed")
    status_before_merge = models.CharField(max_length=12, choices=Status, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    reroutes = models.PositiveSmallIntegerField(
        _("keer doorgegeven"), default=0, db_default=0, help_text="As many as there are events `idea.handed_over`."
    )

    support_count = models.PositiveIntegerField(_("steun"), default=0)
    imported_support_count = models.PositiveIntegerField(default=0, help_text="The part that came from the source.")
    submitted_at = models.DateTimeField(_("ingediend op"), default=timezone.now)
    answered_at = models.DateTimeField(_("beantwoord op"), null=True, blank=True)
    followers_told_at = models.DateTimeField(_("laatste bericht van de indiener"), null=True, blank=True)
    link_number = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="The private status links of before are over once this is counted up."
    )

    heat, lot, need = HEAT, LOT, NEED
    search = SEARCH_VECTOR
    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("idee")
        verbose_name_plural = _("ideeën")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_reference"],
                condition=~models.Q(source_reference=""),
                name="idea_source_reference_is_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(support_count__gte=models.F("imported_support_count")),
                name="idea_support_holds_what_was_imported",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.MERGED) | models.Q(merged_into__isnull=False),
                name="idea_merged_names_the_other_idea",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.NOT_NOW) | models.Q(revisit_on__isnull=False),
                name="idea_not_now_has_a_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(visibility=Visibility.HIDDEN) | ~models.Q(hidden_reason=""),
                name="idea_hidden_has_a_reason",
            ),
        ]
        # One for each order and each facet of a list. By what an index only carries along, rows are counted without the
        # table. A foreign key with which one begins needs no index of its own.
        indexes = [
            models.Index(fields=["-submitted_at", "-id"], name="idea_newest", include=["visibility"]),
            models.Index(
                fields=["-support_count", "-id"], name="idea_most_support", condition=models.Q(visibility="public")
            ),
            models.Index(
                fields=["-answered_at", "-id"],
                name="idea_recently_answered",
                condition=models.Q(visibility="public", answered_at__isnull=False),
            ),
            models.Index(fields=["-heat", "-id"], name="idea_trending", condition=models.Q(visibility="public")),
            models.Index(fields=["-lot", "-id"], name="idea_by_lot", condition=models.Q(visibility="public")),
            models.Index(
                fields=["-need", "-id"],
                name="idea_needs_support",
                condition=models.Q(visibility="public", need__isnull=False),
            ),
            models.Index(
                fields=["theme", "-submitted_at", "-id"], name="idea_theme", include=["visibility", "area", "status"]
            ),
            models.Index(
                fields=["area", "-submitted_at", "-id"], name="idea_area", include=["visibility", "theme", "status"]
            ),
            # It carries every facet, so that all ideas are counted by it (`ideas.counts`), not by the table.
            models.Index(
                fields=["programme", "-submitted_at", "-id"],
                name="idea_programme",
                include=["visibility", "theme", "area", "status", "organisation", "answered_at"],
            ),
            models.Index(fields=["status", "-answered_at", "-id"], name="idea_status", include=["visibility"]),
            models.Index(
                fields=["programme", "status", "promised_on"], name="idea_desk", include=["visibility", "answered_at"]
            ),
            models.Index(fields=["handler", "status"], name="idea_handler"),
            # The desk by promised date: what has none stands at the end, where nobody pages to.
            models.Index(DUE_ON.asc(), "id", name="idea_due", include=["programme", "status"]),
            # The clock looks through all programmes for dates that come and went.
            models.Index(fields=["promised_on"], name="idea_promised", condition=models.Q(promised_on__isnull=False)),
            models.Index(fields=["submitted_at", "id"], name="idea_held", condition=models.Q(visibility="held")),
            # A map counts all points of a view from this alone, also when the list is narrowed.
            models.Index(
                fields=["longitude", "latitude"],
                include=["id", "theme", "area", "status"],
                name="idea_map",
                condition=models.Q(visibility="public", longitude__isnull=False),
            ),
            GinIndex("search", INDEXED, name="idea_search", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("ideas:idea", args=[self.reference])

    def get_desk_url(self) -> str:
        return reverse("ideas:desk_idea", args=[self.reference])

    def get_status_url(self) -> str:
        """The private link: whoever holds it reads how the idea stands, without signing in and until it is revoked."""
        return reverse("ideas:status", args=[signing.dumps([self.pk, self.link_number], salt=STATUS_SALT)])

    def get_question_url(self) -> str:
        """Where whoever holds the link answers the question of now as its author; a later one has another link."""
        return reverse("ideas:question", args=[signing.dumps([self.pk, self.status_mark], salt=QUESTION_SALT)])

    @property
    def status_mark(self) -> int:
        """Tells whether the idea is still in the same turn of its status: a second question is another one."""
        return int(self.status_since.timestamp() * 1_000_000)

    @property
    def wording_mark(self) -> str:
        """Tells whether title, problem and proposal are still those that somebody saw."""
        words = f"{self.title}\0{self.problem}\0{self.proposal}"
        return hashlib.sha256(words.encode()).hexdigest()[:32]

    @property
    def ball(self) -> Ball:
        """Who has to act now."""
        return BALL[Status(self.status)]

    @property
    def status_label(self) -> str:
        """The status in words. As Django's own, which goes through every choice for every row of a list."""
        return label_of(self.status)

    @property
    def status_explanation(self) -> str:
        """What the status means, when administrators wrote that down."""
        return explanation_of(self.status)

    @property
    def tone(self) -> str:
        """The colour family of the status' badge."""
        return TONES[Status(self.status)]

    @property
    def what_comes_next(self) -> str:
        """The next step as an official wrote it, or else what the status itself says."""
        return self.next_step or next_step_of(self.status)

    @property
    def is_ended(self) -> bool:
        return self.status in ENDED

    @property
    def clock_stands_still(self) -> str:
        """Why the clock stands still, in words; empty when it runs."""
        return str(STANDS_STILL.get(Status(self.status), ""))

    @property
    def waits_until(self) -> date | None:
        """The last day on which we wait for somebody outside; None when we do not."""
        waits = self.status in STANDS_STILL
        return timezone.localdate(self.status_since) + timedelta(days=WAITING_DAYS) if waits else None

    @property
    def is_late(self) -> bool:
        """Whether the promised date has passed while the municipality has the ball."""
        due: date | None = self.promised_on
        return due is not None and self.ball == Ball.PROGRAMME and due < timezone.localdate()

    @property
    def author_name(self) -> str:
        """The public name, for officials too: the organisation's, the nickname, or nobody's when that was asked for."""
        holder: Any = self.organisation or (None if self.is_anonymous else self.author)
        return str(holder) if holder else str(_("Anoniem"))


class ReferenceCounter(models.Model):
    """The last reference number that was given out in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
