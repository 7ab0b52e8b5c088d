"""The reader's own devices, and the script with which a browser shows news."""

from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_POST, require_safe

from notifications import actions
from notifications.actions import Browser
from notifications.context import DEVICE
from notifications.forms import BrowserForm, DeviceForm
from notifications.models import PushDevice
from notifications.push.browsers import name_of
from participation.visitor import reader

SCRIPT = "inbreng/service-worker.js"


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Tell the reader of news on this browser, which asked them first."""
    person, browser = reader(request), _browser_of(request)
    if browser is None:
        messages.error(request, _("Meldingen aanzetten lukt niet in deze browser."))
    else:
        name = name_of(request.headers.get("User-Agent", "")) or _("Onbekende browser")
        device = actions.add_device(browser, name=name, actor=person)
        request.session[DEVICE] = str(device.uuid)
        messages.success(request, _("U krijgt nu meldingen op dit apparaat."))
    return redirect("notifications:preferences")


@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Note that the reader came by; 404 tells the browser that it is no device of theirs any more."""
    person, browser, asked = reader(request), _browser_of(request), DeviceForm(request.POST)
    known = PushDevice.objects.of(person)
    device = get_object_or_404(known, uuid=asked.cleaned_data["device"] if asked.is_valid() else None)
    if browser is None or not actions.renew_device(device, browser, actor=person):
        raise Http404
    request.session[DEVICE] = str(device.uuid)
    return HttpResponse(status=204)


@require_POST
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Stop on one device."""
    person = reader(request)
    device = get_object_or_404(PushDevice.objects.of(person), uuid=uuid)
    actions.remove_device(device, actor=person)
    messages.success(request, _("U krijgt geen meldingen meer op: %(device)s.") % {"device": device.name})
    return redirect("notifications:preferences")


def _stamp(_request: HttpRequest) -> str:
    return f'"{Path(_script()).stat().st_mtime_ns:x}"'


@login_not_required
@require_safe
@condition(etag_func=_stamp)
def service_worker(_request: HttpRequest) -> HttpResponse:
    """The script that a browser keeps. It stands at the top, because it works for pages beside and below it only."""
    if not settings.PUSH_KEY:
        raise Http404
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(Path(_script()).read_bytes(), content_type="text/javascript; charset=utf-8", headers=headers)


@cache
def _script() -> str:
    return str(finders.find(SCRIPT))


def _browser_of(request: HttpRequest) -> Browser | None:
    form = BrowserForm(request.POST)
    if not form.is_valid():
        return None
    return Browser(**form.cleaned_data, session_key=request.session.session_key or "")
