"""What the administrator sees of deliveries and of addresses. `manage.py outbox --retry-failed` tries again."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from notifications.actions import trust_address
from notifications.models import Delivery, MailTrouble
from notifications.outbox import measure
from notifications.statuses import State
from participation.admin import ReadOnly
from participation.visitor import reader


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    """A list to look at, under the figures of the outbox."""

    list_display = ("created_at", "event", "recipient", "channel", "route", "state", "due_at", "attempts", "resends")
    list_filter = ("state", "channel", "digest", "route")
    list_select_related = ("event", "recipient")
    search_fields = ("uuid", "letter", "recipient__email", "address", "event__subject_id")
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


@admin.register(MailTrouble)
class MailTroubleAdmin(ReadOnly):
    """Addresses from which mail came back. Who gets no mail any more can be given another chance here."""

    list_display = ("address", "kind", "is_blocked", "times", "told", "last_at")
    list_filter = ("is_blocked", "kind")
    search_fields = ("address", "told")
    actions = ("trust",)

    @admin.action(description=gettext_lazy("Weer mail sturen naar deze adressen"), permissions=["view"])
    def trust(self, request: HttpRequest, troubles: models.QuerySet[MailTrouble]) -> None:
        """Send mail to the chosen addresses again."""
        addresses = list(troubles.values_list("address", flat=True))
        for address in addresses:
            trust_address(address, actor=reader(request))
        told = ngettext("%d adres krijgt weer mail.", "%d adressen krijgen weer mail.", len(addresses))
        self.message_user(request, told % len(addresses), messages.SUCCESS)
