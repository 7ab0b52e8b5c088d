"""Reads. Each method returns a QuerySet, so that they compose."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext as _

from ideas.statuses import AWAITING_ANSWER, BALL, PING_PONG, STANDS_STILL, Ball, Status, Visibility
from participation.errors import NotPossible
from participation.models import Programme, User

if TYPE_CHECKING:
    from ideas.models.idea import Idea

MUNICIPALITY_ACTS = [status for status, ball in BALL.items() if ball == Ball.PROGRAMME]


NAMES = (
    *("theme__name", "theme__slug", "area__name", "area__code", "author__nickname", "organisation__name"),
    *("programme__name", "programme__slug", "programme__team"),
    *("programme__comments_are_open", "programme__asks_for_sides", "programme__new_account_days"),
    *("merged_into__reference", "merged_into__title", "merged_into__visibility"),
)


class IdeaQuerySet(models.QuerySet["Idea"]):
    """Reads of ideas."""

    def public(self) -> "IdeaQuerySet":
        return self.filter(visibility=Visibility.PUBLIC)

    def visible_to(self, user: User | AnonymousUser) -> "IdeaQuerySet":
        """What `user` may read: everything public, one's own ideas, and for officials those of their desk.

        The same rule for one idea is `ideas.permissions.may_see()`.
        """
        if not user.is_authenticated or not user.is_active:
            return self.public()
        readable = models.Q(visibility=Visibility.PUBLIC) | models.Q(author_id=user.pk)
        if user.is_official:
            readable |= models.Q(programme__in=Programme.objects.read_by(user))
        return self.filter(readable)

    def in_desk_of(self, user: User | AnonymousUser) -> "IdeaQuerySet":
        """The ideas at whose desk `user` may look. Asks which programmes those are: PostgreSQL plans by their sizes.

        Asked once for each request's person: a page of the desk reads several lists.
        """
        return self.filter(programme__in=list(user.desk_programmes)) if isinstance(user, User) else self.none()

    def handled_by(self, user: User) -> "IdeaQuerySet":
        """The ideas of the programmes that `user` acts for; as `in_desk_of()`, for who does something with them."""
        return self.filter(programme__in=list(user.handled_programmes))

    def waiting(self) -> "IdeaQuerySet":
        """Received, and nobody took them up yet."""
        return self.filter(status=Status.RECEIVED)

    def late(self, today: date) -> "IdeaQuerySet":
        """Past the promised date while the municipality has the ball."""
        return self.filter(status__in=MUNICIPALITY_ACTS, promised_on__lt=today)

    def due_by(self, day: date) -> "IdeaQuerySet":
        """To be answered on `day` at the latest, late ones included, while the municipality has the ball."""
        return self.filter(status__in=MUNICIPALITY_ACTS, promised_on__lte=day)

    def due_between(self, first: date, until: date) -> "IdeaQuerySet":
        """To be answered from `first` up to `until`, that day not included, while the municipality has the ball."""
        return self.filter(status__in=MUNICIPALITY_ACTS, promised_on__gte=first, promised_on__lt=until)

    def standing_still(self) -> "IdeaQuerySet":
        """Those whose clock stands still, because somebody outside is asked something."""
        return self.filter(status__in=STANDS_STILL)

    def open(self) -> "IdeaQuerySet":
        """Still in the municipality's hands, or with somebody whom it asked."""
        return self.filter(status__in=[status for status, ball in BALL.items() if ball != Ball.NOBODY])

    def awaiting_answer(self) -> "IdeaQuerySet":
        """Without a decision of the municipality yet."""
        return self.filter(status__in=AWAITING_ANSWER)

    def bouncing(self) -> "IdeaQuerySet":
        """Handed over so often that a coordinator says where they belong, and not answered yet."""
        return self.awaiting_answer().filter(reroutes__gte=PING_PONG)

    def with_names(self) -> "IdeaQuerySet":
        """The whole idea, and of what it belongs to the names that its page says, in the same statement."""
        own = (field.name for field in self.model._meta.concrete_fields if not field.generated)
        names = ("theme", "area", "programme", "author", "organisation", "merged_into")
        return self.select_related(*names).only(*own, *NAMES)

    def for_cards(self, *more: str) -> "IdeaQuerySet":
        """With what a card in a list shows, and `more` columns, and nothing else."""
        shown = ("reference", "title", "status", "submitted_at", "answered_at", "support_count")
        return self.select_related("theme", "area").only(*shown, "theme__name", "area__name", *more)

    def for_queue(self) -> "IdeaQuerySet":
        """With what a row of the desk shows, and nothing else."""
        shown = ("reference", "title", "status", "visibility", "submitted_at", "promised_on", "support_count", "author")
        names = ("programme__name", "handler__nickname", "theme__name")
        return self.select_related("programme", "handler", "theme").only(*shown, *names)

    def for_rules(self) -> "IdeaQuerySet":
        """With what permissions ask of an idea, and nothing that is only read on its page."""
        return self.only("reference", "status", "visibility", "author", "programme", "support_count", "reroutes")

    def for_bench(self) -> "IdeaQuerySet":
        """With what routing rules look at, and what a list of results shows; the newest first."""
        looked_at = (
            *("title", "problem", "proposal", "theme", "area", "address", "longitude", "latitude", "organisation"),
            *("is_anonymous", "channel", "submitted_at"),
        )
        names = ("area__parent", "organisation__kind", "programme__name")
        ideas = self.select_related("area", "organisation", "programme").only("reference", *looked_at, *names)
        return ideas.order_by("-submitted_at", "-pk")

    def compare_and_set(self, idea: "Idea", **changes: Any) -> None:
        """Write `changes` if the idea is still where the caller saw it; sets them on `idea` too.

        The moment of the last move is part of that: a hand-over leads from `received` to `received`.

        Raises NotPossible when somebody else was first. The caller holds the transaction.
        """
        seen = {"status": idea.status, "status_since": idea.status_since, "visibility": idea.visibility}
        seen |= {"handler": idea.handler_id, "theme": idea.theme_id}
        hit = self.filter(pk=idea.pk, **seen).update(**changes)
        if hit != 1:
            raise NotPossible(_("Iemand anders was net eerder. Bekijk het idee opnieuw."))
        for name, value in changes.items():
            setattr(idea, name, value)
