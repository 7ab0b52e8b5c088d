"""The administration: for administrators only. What has an action is read here, and changed through that action."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.actions.people import forget_second_factor
from participation.audit import Seen, record_read
from participation.errors import NotAllowed
from participation.models import (
    Absence,
    Area,
    ClosedDay,
    Destruction,
    Event,
    Grant,
    Membership,
    Organisation,
    Programme,
    Theme,
    User,
)
from participation.reading import Reading
from participation.visitor import reader

admin.site.site_header = admin.site.site_title = gettext_lazy("Beheer van Inbreng")
admin.site.index_title = gettext_lazy("Beheer")
admin.site.site_url = "/"


class NothingChanges:
    """Rows may be looked at and nothing else."""

    def has_add_permission(self, *_args: Any) -> bool:
        return False

    def has_change_permission(self, *_args: Any) -> bool:
        return False

    def has_delete_permission(self, *_args: Any) -> bool:
        return False


class ReadOnly(NothingChanges, admin.ModelAdmin):  # type: ignore[type-arg] # generic in the stubs only
    """What has an action elsewhere."""


class MembershipInline(NothingChanges, admin.TabularInline):  # type: ignore[type-arg] # as above
    """Who belongs to the organisation; its owners say so."""

    model = Membership
    extra = 0
    fields = ("user", "role", "since")
    readonly_fields = fields


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # as above
    """People. No passwords: an official sets theirs through "Wachtwoord vergeten", a resident has none.

    Officials are invited, given roles and closed at the desk; residents make their accounts themselves.
    """

    list_display = ("email", "nickname", "kind", "is_coordinator", "is_superuser", "is_active", "last_login")
    list_filter = ("kind", "is_coordinator", "is_superuser", "is_active")
    search_fields = ("email", "nickname")
    ordering = ("email",)
    readonly_fields = ("kind", "is_coordinator", "is_superuser", "date_joined", "last_login", "warned_at")
    fields = (
        *("email", "nickname", "language", "is_active", "openid_subject"),
        *readonly_fields,
    )
    actions = ("forget_second_factors",)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """An official's account is closed where their sessions end and their roles go with it."""
        at_desk = ("is_active",) if obj is not None and obj.is_official else ()
        return (*self.readonly_fields, *at_desk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody makes an account for somebody else here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Ideas and journal point at people; whoever leaves is made inactive."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Write down that somebody looks for people, and show them."""
        record_read(reader(request), Reading.PEOPLE)
        return super().changelist_view(request, extra_context)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write down whose account somebody looks at, and show it; also when a form came back with an error."""
        if (shown := kwargs.get("obj")) is not None:
            record_read(reader(request), Reading.PERSON, Seen(shown, about=shown.pk))
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(description=gettext_lazy("Tweede stap van het inloggen wissen (telefoon kwijt)"))
    def forget_second_factors(self, request: HttpRequest, people: models.QuerySet[User]) -> None:
        """Let the chosen people set up their second step anew."""
        for person in people:
            try:
                forget_second_factor(person, actor=reader(request))
            except NotAllowed as broken:
                self.message_user(request, f"{person.email}: {broken.message}", messages.ERROR)
            else:
                self.message_user(request, _("%s stelt de tweede stap opnieuw in.") % person.email, messages.SUCCESS)


@admin.register(Organisation)
class OrganisationAdmin(ReadOnly):
    """Companies, schools, societies and their members; changed by their owners, verified on the desk."""

    list_display = ("name", "kind", "kvk_number", "place", "verified_at")
    list_filter = ("kind", "verified_how")
    search_fields = ("name", "kvk_number")
    fields = (
        *("name", "kind", "kvk_number", "place", "website", "about", "expertise"),
        *("verified_at", "verified_how", "verified_by"),
    )
    readonly_fields = fields  # Or the form of a change is built, with its warnings, to be shown to nobody.
    inlines = (MembershipInline,)


@admin.register(Programme)
class ProgrammeAdmin(ReadOnly):
    """Programmes, their owners and deputies; changed on the desk."""

    list_display = ("name", "team", "owner", "promise_days", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("owner",)
    search_fields = ("name", "team")


@admin.register(Grant)
class GrantAdmin(ReadOnly):
    """Who was given which role; changed on the desk."""

    list_display = ("person", "role", "programme", "given_by", "given_at")
    list_filter = ("role",)
    list_select_related = ("person", "programme", "given_by")


@admin.register(Theme)
class ThemeAdmin(ReadOnly):
    """Themes, in the order in which people see them; changed on the desk."""

    list_display = ("name", "order", "promise_days", "is_active")


@admin.register(Area)
class AreaAdmin(ReadOnly):
    """Districts and neighbourhoods, as `load_areas` brought them."""

    list_display = ("name", "kind", "parent", "code", "attribution")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = ("name", "code")
    fields = ("name", "kind", "parent", "code", "attribution")


@admin.register(ClosedDay)
class ClosedDayAdmin(ReadOnly):
    """Days on which the town hall is closed; changed on the desk."""

    list_display = ("day", "name")


@admin.register(Absence)
class AbsenceAdmin(ReadOnly):
    """Who is away and who stands in; changed on the desk."""

    list_display = ("person", "stand_in", "first_day", "last_day")
    list_select_related = ("person", "stand_in")


@admin.register(Event)
class EventAdmin(ReadOnly):
    """The journal."""

    list_display = ("recorded_at", "kind", "subject_type", "subject_id", "actor", "dispatched_at", "attempts")
    list_filter = ("kind", "subject_type")
    list_select_related = ("actor",)
    search_fields = ("=subject_id",)
    date_hierarchy = "recorded_at"
    show_full_result_count = False


@admin.register(Destruction)
class DestructionAdmin(ReadOnly):
    """What was destroyed, in counts: nothing here leads back to anybody."""

    list_display = ("day", "kind", "count")
    list_filter = ("kind",)
    date_hierarchy = "day"
    show_full_result_count = False
