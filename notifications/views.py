"""The inbox, what comes by mail, and the way out of a mail."""

import re
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.models import Round
from ideas.permissions import may_see, may_see_round
from notifications import actions, subscriptions
from notifications.audiences import subject_of
from notifications.forms import PreferencesForm
from notifications.inbox import page_of
from notifications.models import Delivery
from notifications.news import path_to
from notifications.statuses import Channel
from participation.models import User

KEY = re.compile(r"[0-9]{1,18}")


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The reader's messages, newest first, a page at a time."""
    unread_only = request.GET.get("ongelezen") == "1"
    before = request.GET.get("voor", "")
    page = page_of(_reader(request), unread_only=unread_only, before=int(before) if KEY.fullmatch(before) else None)
    kept = {"ongelezen": 1} if unread_only else {}
    context = {
        "page": page,
        "unread_only": unread_only,
        "newer_url": None if page.is_first else f"?{urlencode(kept)}",
        "older_url": f"?{urlencode({**kept, 'voor': page.older})}" if page.older else None,
    }
    return render(request, "notifications/inbox.html", context)


@require_POST
def open_message(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Mark a message as read and go where it leads."""
    reader = _reader(request)
    delivery = get_object_or_404(Delivery.objects.inbox_of(reader).select_related("event"), uuid=uuid)
    actions.mark_read(delivery, actor=reader)
    idea = subject_of(delivery.event)
    if idea is None or not (may_see_round(reader, idea) if isinstance(idea, Round) else may_see(reader, idea)):
        messages.info(request, _("Dit idee is niet meer te zien."))
        return redirect("notifications:inbox")
    return redirect(path_to(delivery, idea))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    actions.mark_all_read(actor=_reader(request))
    return redirect("notifications:inbox")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose which mail comes."""
    reader = _reader(request)
    form = PreferencesForm(reader, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        for group, frequency in form.choices():
            actions.set_preference(group, Channel.EMAIL, frequency, actor=reader)
        messages.success(request, _("Uw keuze is bewaard."))
        return redirect("notifications:preferences")
    return render(request, "notifications/preferences.html", {"form": form})


@csrf_exempt  # Mail programs post here without our cookies (RFC 8058); the signed token is the permission.
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Leave what a mail belongs to. Opening the page changes nothing, because scanners of mail open links too."""
    subscription = subscriptions.behind(token)
    if subscription is None:
        raise Http404
    if request.method == "POST":
        actions.unsubscribe(subscription)
    context = {"subscription": subscription, "done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)


def _reader(request: HttpRequest) -> User:
    """Who reads. The middleware let nobody else in; this says so once more."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
