"""Where coordinators and administrators enter the days on which the town hall is closed."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from participation.actions.closed_days import close_day, open_day
from participation.clock_forms import ClosedDayForm
from participation.errors import RuleBroken
from participation.events import CalendarEvent
from participation.models import ClosedDay, Event, User
from participation.permissions import may_close_days
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent
from participation.visitor import reader

AT_ONCE = 100  # Years of them. The page shows what is still to come.
LATEST_CHANGES = 20


def _keeper(request: HttpRequest) -> User:
    """Who may change the calendar. Raises PermissionDenied for everybody else."""
    if not may_close_days(request.user):
        raise PermissionDenied
    return reader(request)


@never_cache
@READ_OR_SEND
def closed_days(request: HttpRequest) -> HttpResponse:
    """The closed days that are still to come, and a form for one more."""
    person = _keeper(request)
    form = ClosedDayForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            close_day(form.cleaned_data["day"], name=form.cleaned_data["name"], actor=person)
            messages.success(request, _("De dag staat erbij."))
            return redirect("closed_days")
    changes = Event.objects.filter(kind__in=CalendarEvent.values).select_related("actor").order_by("-pk")
    return form_page(request, "participation/closed_days.html", {
        "form": form,
        "days": ClosedDay.objects.filter(day__gt=timezone.localdate())[:AT_ONCE],
        "changes": [_in_words(event) for event in changes[:LATEST_CHANGES]],
    })  # fmt: skip


@require_POST
def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a closed day away."""
    person = _keeper(request)
    closed = get_object_or_404(ClosedDay, pk=pk)
    try:
        open_day(closed, actor=person)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        messages.success(request, _("De dag is weg."))
    return redirect("closed_days")


def _in_words(event: Event) -> dict[str, object]:
    """A change as the page tells it."""
    return {
        "what": CalendarEvent(event.kind).label,
        "day": date.fromisoformat(event.facts["day"]),
        "name": event.facts["name"],
        "who": event.actor,
        "when": event.recorded_at,
    }
