"""What every page knows of the reader's inbox."""

from typing import NamedTuple

from django.core import signing
from django.db.models import Count, Exists, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from notifications.models import Delivery, MailTrouble
from notifications.push.vapid import public_key
from participation.models import User

SALT = "notifications.unread"
DEVICE = "push_device"  # In the session: which device of the reader this is.


class Standing(NamedTuple):
    """How many messages are new, and whether mail to this person comes back."""

    unread: int
    is_blocked: bool


class Inbox:
    """Asks the database once, and only when a page shows it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def unread(self) -> int:
        """How many messages are new; 0 for somebody who is not signed in, without asking."""
        return self._standing.unread

    @property
    def is_blocked(self) -> bool:
        """Whether we stopped mailing this person because mail came back."""
        return self._standing.is_blocked

    @property
    def watch_url(self) -> str:
        """Where a page asks whether that number changed. It says who asks, so that no session has to be read."""
        return reverse("notifications:unread", args=[signing.dumps(self._request.user.pk, salt=SALT)])

    @property
    def push_key(self) -> str:
        """By which a browser that shows news may say that the reader came by; empty when it did in this session."""
        return "" if self._request.session.get(DEVICE) else public_key()

    @cached_property
    def _standing(self) -> Standing:
        user = self._request.user
        if not user.is_authenticated:
            return Standing(0, is_blocked=False)
        mine = Delivery.objects.inbox_of(user).unread().order_by()
        unread = Coalesce(Subquery(mine.values("recipient").annotate(count=Count("pk")).values("count")), 0)
        is_blocked = Exists(MailTrouble.objects.of(user.email).blocking())
        return Standing(*User.objects.filter(pk=user.pk).values_list(unread, is_blocked)[0])


def inbox(request: HttpRequest) -> dict[str, Inbox]:
    """Context processor."""
    return {"inbox": Inbox(request)}
