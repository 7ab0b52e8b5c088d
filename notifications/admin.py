"""What the administrator sees of deliveries. Nothing is changed here: `manage.py outbox --retry-failed` tries again."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from notifications.models import Delivery
from notifications.outbox import measure
from notifications.statuses import State
from participation.admin import ReadOnly


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    """A list to look at, under the figures of the outbox."""

    list_display = ("created_at", "event", "recipient", "channel", "route", "state", "attempts", "resends")
    list_filter = ("state", "channel", "route")
    list_select_related = ("event", "recipient")
    search_fields = ("uuid", "recipient__email", "address", "event__subject_id")
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the figures that `manage.py outbox` shows too."""
        outbox, now = measure(), timezone.now()
        figures = {
            "outbox": outbox,
            "event_since": outbox.oldest_event and now - outbox.oldest_event,
            "delivery_since": outbox.oldest_delivery and now - outbox.oldest_delivery,
            "overdue_since": outbox.overdue and now - outbox.overdue,
            "states": [(state, State(state).label, count) for state, count in outbox.deliveries.items()],
        }
        return super().changelist_view(request, {**figures, **(extra_context or {})})
