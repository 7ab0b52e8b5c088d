"""What the administrator sees of deliveries. Nothing is changed here: `manage.py outbox --retry-failed` tries again."""

from django.contrib import admin

from notifications.models import Delivery
from participation.admin import ReadOnly


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    """A list to look at."""

    list_display = ("created_at", "event", "recipient", "channel", "route", "state", "attempts", "resends")
    list_filter = ("state", "channel", "route")
    list_select_related = ("event", "recipient")
    search_fields = ("uuid", "recipient__email", "address", "event__subject_id")
    show_full_result_count = False
