"""What comes by mail and when, and the ways out of a mail."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from notifications import actions, subscriptions
from notifications.context import DEVICE
from notifications.forms import PreferencesForm
from notifications.models import PushDevice
from notifications.push.vapid import public_key
from participation.sent import READ_OR_SEND, sent
from participation.visitor import reader


@READ_OR_SEND
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose what comes, how often, and in which hours not."""
    person = reader(request)
    devices = list(PushDevice.objects.of(person)) if settings.PUSH_KEY else []
    form = PreferencesForm(person, sent(request), has_devices=bool(devices))
    if form.is_valid():
        actions.set_preferences(form.choices(), actor=person)
        actions.set_quiet_hours(form.cleaned_data["starts"], form.cleaned_data["ends"], actor=person)
        messages.success(request, _("Uw keuze is bewaard."))
        return redirect("notifications:preferences")
    rules = {"digest_hour": settings.DIGEST_HOUR, "mails_a_day": settings.MAILS_A_DAY}
    own = {"devices": devices, "this_device": request.session.get(DEVICE), "push_key": public_key()}
    return render(request, "notifications/preferences.html", {"form": form, **own, **rules})


@require_POST
def stop_optional(request: HttpRequest) -> HttpResponse:
    """Stop all mail that may be stopped."""
    actions.unsubscribe(subscriptions.Subscription(reader(request)))
    messages.success(request, _("U krijgt alleen nog mail die nodig is."))
    return redirect("notifications:preferences")


@require_POST
def trust_own_address(request: HttpRequest) -> HttpResponse:
    """Send mail to the reader's address again."""
    person = reader(request)
    actions.trust_address(person.email, actor=person)
    messages.success(request, _("Wij sturen u weer mail."))
    return redirect("notifications:preferences")


@csrf_exempt  # Mail programs post here without our cookies (RFC 8058); the signed token is the permission.
@login_not_required
@never_cache
@READ_OR_SEND
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Leave what a mail belongs to. Opening the page changes nothing, because scanners of mail open links too."""
    subscription = subscriptions.behind(token)
    if subscription is None:
        raise Http404
    if request.method == "POST":
        actions.unsubscribe(subscription)
    context = {"subscription": subscription, "done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)
