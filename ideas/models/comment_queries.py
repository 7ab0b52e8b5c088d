"""Reads of comments. Each method returns a QuerySet, so that they compose."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.utils.translation import gettext as _

from ideas.comment_statuses import CommentState
from participation.errors import NotPossible
from participation.models import User

if TYPE_CHECKING:
    from ideas.models.comment import Comment

Reader = User | AnonymousUser


class CommentQuerySet(models.QuerySet["Comment"]):
    """Reads of comments."""

    def seen_by(self, person: Reader) -> "CommentQuerySet":
        """What has a place in the discussion: all but what waits, of which people see their own."""
        placed = ~models.Q(state=CommentState.HELD)
        return self.filter(placed | models.Q(author_id=person.pk) if person.is_authenticated else placed)

    def starting(self) -> "CommentQuerySet":
        """Those that began a thread."""
        return self.filter(thread__isnull=True)

    def for_page(self, person: Reader) -> "CommentQuerySet":
        """With the writer's name, and for who signed in whether they marked it as helpful."""
        named = self.select_related("author").defer("author__password", "author__email")
        if not person.is_authenticated:
            return named
        marked = self.model._default_manager.filter(pk=models.OuterRef("pk"), marks__person=person)
        return named.annotate(marked=models.Exists(marked))

    def with_first_replies(self, person: Reader, most: int) -> "CommentQuerySet":
        """With the keys of the oldest answers below each, `most` at most, in `first_replies`."""
        below = self.model._default_manager.filter(thread=models.OuterRef("pk")).seen_by(person)
        return self.annotate(first_replies=ArraySubquery(below.order_by("created_at", "pk").values("pk")[:most]))

    def said_before(self, author: User, text: str, since: datetime) -> "CommentQuerySet":
        """The same text of the same person."""
        return self.filter(author=author, text=text, created_at__gte=since)

    def compare_and_set(self, comment: "Comment", **changes: Any) -> None:
        """Write `changes` if the comment is still as the caller saw it; sets them on `comment` too.

        Raises NotPossible when somebody else was first. The caller holds the transaction.
        """
        hit = self.filter(pk=comment.pk, state=comment.state, edited_at=comment.edited_at).update(**changes)
        if hit != 1:
            raise NotPossible(_("Deze reactie is net veranderd. Bekijk de pagina opnieuw."))
        for name, value in changes.items():
            setattr(comment, name, value)
