"""What became of what people put in: who does what, when, what came out, and what was learnt."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge, Response
from ideas.models import Idea
from participation.models import Organisation, Programme
from projects.statuses import ENDED, PROJECT_TONES, ProjectStatus


class Project(models.Model):
    """A project, which everybody may read. `projects.actions.project` alone changes it."""

    slug = models.SlugField(unique=True, max_length=80)
    client_key = models.UUIDField(null=True, blank=True, unique=True, help_text="Of its form: no double projects.")
    title = models.CharField(_("titel"), max_length=120)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="projects", verbose_name=_("programma"))
    challenge = models.ForeignKey(
        Challenge, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("uitdaging")
    )
    response = models.OneToOneField(
        Response, models.PROTECT, null=True, blank=True, related_name="project", verbose_name=_("inzending")
    )
    ideas = models.ManyToManyField(Idea, blank=True, related_name="projects", verbose_name=_("ideeën"))
    partners = models.ManyToManyField(Organisation, blank=True, related_name="projects", verbose_name=_("partners"))
    what = models.TextField(_("wat gaan wij doen"))
    starts_on = models.DateField(_("begint op"))
    ends_on = models.DateField(_("klaar op"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=ProjectStatus, default=ProjectStatus.PREPARING)
    status_since = models.DateTimeField(default=timezone.now)
    result = models.TextField(_("resultaat"), blank=True)
    lesson = models.TextField(_("les"), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projecten")
        ordering = ["-status_since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="project_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(status__in=ENDED) | ~Q(lesson=""), name="project_ended_has_a_lesson"),
            models.CheckConstraint(
                condition=~Q(status=ProjectStatus.FINISHED) | ~Q(result=""), name="project_finished_has_a_result"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:project", args=[self.slug])

    def get_desk_url(self) -> str:
        return reverse("projects:desk_project", args=[self.slug])

    @property
    def tone(self) -> str:
        return PROJECT_TONES[ProjectStatus(self.status)]

    @property
    def is_ended(self) -> bool:
        return self.status in ENDED


class Update(models.Model):
    """What was told of a project on the way."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="updates")
    title = models.CharField(_("kop"), max_length=120)
    text = models.TextField(_("wat is er gebeurd"), max_length=4_000)
    told_at = models.DateTimeField(default=timezone.now)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("bericht over een project")
        verbose_name_plural = _("berichten over een project")
        ordering = ["-told_at", "-pk"]

    def __str__(self) -> str:
        return self.title
