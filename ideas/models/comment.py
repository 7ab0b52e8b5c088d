"""What people say to each other about an idea: threads of two levels, and the voices around them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.comment_statuses import CommentState, Side, Sign
from ideas.models.comment_queries import CommentQuerySet
from ideas.models.idea import Idea


class Comment(models.Model):
    """A comment. It changes in `ideas.actions`: comment, moderate, report and object, and nowhere else."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="comments", db_index=False)
    thread = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="replies",
        db_index=False,
        help_text="The comment that this one answers; never one that is an answer itself.",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    client_key = models.UUIDField(null=True, blank=True, unique=True, help_text="Of the form: no double posts.")
    team = models.CharField(
        gettext_lazy("team"), max_length=80, blank=True, help_text="Of an official, who speaks for it."
    )
    side = models.CharField(gettext_lazy("voor of tegen"), max_length=3, choices=Side, blank=True)
    text = models.TextField(gettext_lazy("reactie"), blank=True)

    state = models.CharField(gettext_lazy("stand"), max_length=8, choices=CommentState, default=CommentState.PUBLIC)
    signs = models.JSONField(default=list, blank=True, help_text="Why it waits: values of `Sign`.")
    hidden_reason = models.TextField(gettext_lazy("reden van verbergen"), blank=True)
    helpful_count = models.PositiveIntegerField(gettext_lazy("nuttig"), default=0)
    created_at = models.DateTimeField(gettext_lazy("geschreven op"), default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True, help_text="The first time; news of it goes out once.")
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("reactie")
        verbose_name_plural = gettext_lazy("reacties")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=CommentState.HIDDEN) | ~models.Q(hidden_reason=""),
                name="comment_hidden_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CommentState.DELETED) | models.Q(text=""), name="comment_deleted_has_no_text"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CommentState.PUBLIC) | models.Q(published_at__isnull=False),
                name="comment_public_was_published",
            ),
        ]
        # One for each order of a discussion, one for the answers below a comment, one to count, one for the desk.
        indexes = [
            models.Index(
                fields=["idea", "-created_at", "-id"], name="comment_newest", condition=models.Q(thread__isnull=True)
            ),
            models.Index(
                fields=["idea", "-helpful_count", "-id"],
                name="comment_helpful",
                condition=models.Q(thread__isnull=True),
            ),
            models.Index(fields=["thread", "created_at", "id"], name="comment_replies"),
            models.Index(fields=["idea", "state"], name="comment_count"),
            models.Index(
                fields=["created_at", "id"], name="comment_waiting", condition=models.Q(state=CommentState.HELD)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("ideas:comment", args=[self.idea.reference, self.pk])

    @property
    def author_name(self) -> str:
        """The public name: the municipality's with the team, never an official's; the nickname, or nobody's."""
        if self.team and settings.MUNICIPALITY_NAME:
            return _("Gemeente %(name)s, %(team)s") % {"name": settings.MUNICIPALITY_NAME, "team": self.team}
        if self.team:
            return _("De gemeente, %(team)s") % {"team": self.team}
        return self.author.nickname if self.author else _("Anoniem")

    @property
    def is_public(self) -> bool:
        """Whether everybody may read the text."""
        return self.state == CommentState.PUBLIC

    @property
    def is_held(self) -> bool:
        return self.state == CommentState.HELD

    @property
    def is_hidden(self) -> bool:
        return self.state == CommentState.HIDDEN

    @property
    def is_deleted(self) -> bool:
        return self.state == CommentState.DELETED

    @property
    def thread_id_or_own(self) -> int:
        """The comment that the thread began with."""
        return self.thread_id or self.pk

    @property
    def why_held(self) -> list[str]:
        """The signs as sentences."""
        return [str(Sign(sign).label) for sign in self.signs]


class CommentVersion(models.Model):
    """What a comment said before it was edited. Public as long as the comment is."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="versions")
    text = models.TextField(gettext_lazy("reactie"))
    written_at = models.DateTimeField(gettext_lazy("geschreven op"))

    class Meta:
        verbose_name = gettext_lazy("eerdere versie")
        verbose_name_plural = gettext_lazy("eerdere versies")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.comment_id}"


class Helpful(models.Model):
    """That one person found one comment helpful. Never shown by name. `ideas.actions.helpful` is its only door."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="marks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="helpful_marks")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = gettext_lazy("nuttig")
        verbose_name_plural = gettext_lazy("nuttig")
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="helpful_is_once_per_person")]

    def __str__(self) -> str:
        return f"{self.comment_id}"


class ThreadFollow(models.Model):
    """That somebody wants news of one thread. Who writes in it follows it from then on."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="thread_follows")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="thread_follows")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = gettext_lazy("volger van een gesprek")
        verbose_name_plural = gettext_lazy("volgers van een gesprek")
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="thread_follow_is_once_per_person")]

    def __str__(self) -> str:
        return f"{self.comment_id}"
