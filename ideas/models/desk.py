"""What officials keep among themselves about an idea. Nothing of it is ever on a public page or in a feed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.models.idea import Idea
from participation.errors import NotPossible


class NoteQuerySet(models.QuerySet["Note"]):
    """Reads of notes."""

    def threads_of(self, idea: Idea, most: int) -> "NoteQuerySet":
        """The newest threads with their writers; answers and earlier versions come along."""
        replies = Note.objects.select_related("author").prefetch_related("versions").order_by("created_at", "pk")
        begun = self.filter(idea=idea, thread=None).select_related("author").order_by("-created_at", "-pk")
        return begun.prefetch_related("versions", models.Prefetch("replies", replies))[:most]

    def compare_and_set(self, note: "Note", **changes: Any) -> None:
        """Write `changes` if nobody changed the note meanwhile; sets them on `note` too.

        Raises NotPossible when somebody was first. The caller holds the transaction.
        """
        if self.filter(pk=note.pk, edited_at=note.edited_at).update(**changes) != 1:
            raise NotPossible(_("Deze notitie is net veranderd. Bekijk de pagina opnieuw."))
        for name, value in changes.items():
            setattr(note, name, value)


class Note(models.Model):
    """A note for colleagues. `ideas.actions.note` is its only door. Anybody may ask for it under the Woo."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="notes")
    thread = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="replies",
        help_text="The note that this one answers; never one that is an answer itself.",
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="notes")
    client_key = models.UUIDField(unique=True, help_text="Of the form: no double posts.")
    text = models.TextField(gettext_lazy("notitie"))
    created_at = models.DateTimeField(gettext_lazy("geschreven op"), default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("notitie")
        verbose_name_plural = gettext_lazy("notities")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk}"

    def get_absolute_url(self) -> str:
        return f"{self.idea.get_desk_url()}#notitie-{self.pk}"


class NoteVersion(models.Model):
    """What a note said before it was edited."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="versions")
    text = models.TextField(gettext_lazy("notitie"))
    written_at = models.DateTimeField(gettext_lazy("geschreven op"))

    class Meta:
        verbose_name = gettext_lazy("eerdere notitie")
        verbose_name_plural = gettext_lazy("eerdere notities")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.note_id}"


class Watch(models.Model):
    """That an official wants to hear at the desk of all that happens to an idea. `ideas.actions.watch` is its door."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="watches")
    official = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = gettext_lazy("meekijker")
        verbose_name_plural = gettext_lazy("meekijkers")
        constraints = [models.UniqueConstraint(fields=["idea", "official"], name="watch_is_once_per_official")]

    def __str__(self) -> str:
        return f"{self.idea_id}"


class DeskList(models.Model):
    """A list of the desk that one official saved, private. `ideas.actions.desk_list` is its only door."""

    official = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_lists")
    name = models.CharField(gettext_lazy("naam"), max_length=60)
    query = models.CharField(max_length=1000, help_text="The query string of the desk.")

    class Meta:
        verbose_name = gettext_lazy("bewaarde lijst")
        verbose_name_plural = gettext_lazy("bewaarde lijsten")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["official", "name"], name="desklist_name_is_once_per_official"),
            models.CheckConstraint(condition=~models.Q(name=""), name="desklist_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('ideas:desk')}?{self.query}"


class Presence(models.Model):
    """Which idea an official has open now: one row for each, written over, so that no trail of reading is left."""

    official = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presence")
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="presences")
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = gettext_lazy("aanwezigheid")
        verbose_name_plural = gettext_lazy("aanwezigheid")

    def __str__(self) -> str:
        return f"{self.official_id}: {self.idea_id}"
