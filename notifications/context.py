"""What every page knows of the reader's inbox."""

from django.http import HttpRequest
from django.utils.functional import cached_property

from notifications.models import Delivery


class Inbox:
    """Asks the database once, and only when a page shows it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def unread(self) -> int:
        """How many messages are new; 0 for somebody who is not signed in, without asking."""
        user = self._request.user
        return Delivery.objects.inbox_of(user).unread().count() if user.is_authenticated else 0


def inbox(request: HttpRequest) -> dict[str, Inbox]:
    """Context processor."""
    return {"inbox": Inbox(request)}
