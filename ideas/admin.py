"""Administration: what actions change can only be read here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ideas.models import (
    Answer,
    BlockedWord,
    Comment,
    Consultation,
    Idea,
    Referral,
    Reminder,
    RoutingRule,
    Ruling,
    Synonyms,
)


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # generic in the stubs only
    """Rows that have a door of their own: look, do not touch."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Idea)
class IdeaAdmin(ReadOnlyAdmin):
    """Ideas change by their actions only."""

    list_display = ["reference", "title", "status", "programme", "visibility", "support_count", "submitted_at"]
    list_filter = ["status", "visibility", "programme", "theme"]
    list_select_related = ["programme"]
    search_fields = ["reference", "title"]
    exclude = ["search"]
    show_full_result_count = False


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    """What was said stays as it was said."""

    list_display = ["idea", "decision", "reason_code", "given_at"]
    list_select_related = ["idea"]


@admin.register(Referral)
class ReferralAdmin(ReadOnlyAdmin):
    """What partners were asked."""

    list_display = ["idea", "partner", "asked_at", "answered_at"]
    list_select_related = ["idea"]


@admin.register(Consultation)
class ConsultationAdmin(ReadOnlyAdmin):
    """What organisations were asked."""

    list_display = ["idea", "organisation", "asked_at", "answered_at", "published_at"]
    list_select_related = ["idea", "organisation"]


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    """Which reminder was given of which promised date."""

    list_display = ["idea", "promised_on", "step", "reminded_at"]
    list_select_related = ["idea"]
    raw_id_fields = ["idea"]
    show_full_result_count = False


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    """Comments are judged at the desk."""

    list_display = ["id", "idea", "state", "helpful_count", "created_at"]
    list_filter = ["state"]
    list_select_related = ["idea"]
    raw_id_fields = ["idea"]
    show_full_result_count = False


@admin.register(Ruling)
class RulingAdmin(ReadOnlyAdmin):
    """What was hidden and why, and how objections ended."""

    list_display = ["idea", "reason", "made_at", "objected_at", "answered_at", "overturned"]
    list_select_related = ["idea"]
    date_hierarchy = "made_at"


@admin.register(BlockedWord)
class BlockedWordAdmin(ReadOnlyAdmin):
    """Words at which a comment waits for a person; changed on the desk."""

    list_display = ["word"]
    search_fields = ["word"]


@admin.register(RoutingRule)
class RoutingRuleAdmin(ReadOnlyAdmin):
    """The rules, in the order in which they are tried. They are written at the desk, where each change is kept."""

    list_display = ["name", "order", "programme", "is_active", "catches_all", "version", "trouble"]
    list_filter = ["is_active", "programme"]
    list_select_related = ["programme"]


@admin.register(Synonyms)
class SynonymsAdmin(ReadOnlyAdmin):
    """Words of which each finds the others; changed on the desk."""

    list_display = ["__str__", "changed_at"]
    search_fields = ["words"]
    fields = ["words"]
