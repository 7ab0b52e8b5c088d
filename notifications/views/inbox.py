"""The inbox, and how many messages in it are new."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ideas.models import Idea
from notifications import actions
from notifications.context import SALT
from notifications.inbox import page_of
from notifications.models import Delivery
from notifications.news import path_to
from notifications.subjects import ABOUT, subject_of
from participation.models import User
from participation.sent import number_in
from participation.visitor import reader

#: Seconds that an open page may ask how many messages are new; whoever leaves a page open longer loads it anew.
WATCHED_FOR = 24 * 60 * 60


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The reader's messages, newest first, a page at a time; all of them, or the new ones, or those about one idea."""
    person = reader(request)
    idea = _idea_asked(request.GET.get("idee", ""), person)
    unread_only = request.GET.get("ongelezen") == "1"
    page = page_of(person, unread_only=unread_only, idea=idea, before=number_in(request.GET.get("voor", "")))
    about = {"idee": idea.reference} if idea else {}
    kept = {**about, **({"ongelezen": 1} if unread_only else {})}
    context = {
        "page": page,
        "idea": idea,
        "unread_only": unread_only,
        "all_url": f"?{urlencode(about)}",
        "unread_url": f"?{urlencode({**about, 'ongelezen': 1})}",
        "newer_url": None if page.is_first else f"?{urlencode(kept)}",
        "older_url": f"?{urlencode({**kept, 'voor': page.older})}" if page.older else None,
    }
    return render(request, "notifications/inbox.html", context)


@require_POST
def open_message(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Mark a message as read and go where it leads."""
    person = reader(request)
    delivery = get_object_or_404(Delivery.objects.inbox_of(person).select_related("event"), uuid=uuid)
    actions.mark_read(delivery, actor=person)
    idea = subject_of(delivery.event)
    if idea is None or not ABOUT[delivery.event.subject_type].may_hear(person, idea):
        messages.info(request, _("Dit is niet meer te zien."))
        return redirect("notifications:inbox")
    return redirect(path_to(delivery, idea))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read, or all about one idea."""
    person = reader(request)
    actions.mark_all_read(actor=person, idea=_idea_asked(request.POST.get("idee", ""), person))
    return redirect("notifications:inbox")


@login_not_required
@require_safe
def unread(request: HttpRequest, token: str) -> HttpResponse:
    """How many messages are new, for a page that stays open. It asks without cookies, so this is one small statement.

    While nothing changes the browser hears only that its own answer is still right.
    """
    try:
        person = signing.loads(token, salt=SALT, max_age=WATCHED_FOR)
    except signing.BadSignature:
        raise Http404 from None
    new = Delivery.objects.inbox_of(User(pk=person)).unread().order_by()
    standing = new.aggregate(unread=Count("pk"), newest=Max("pk"))
    etag = f'"{standing["unread"]}-{standing["newest"]}"'
    response = JsonResponse(standing, headers={"ETag": etag, "Cache-Control": "private, no-cache"})
    return get_conditional_response(request, etag=etag, response=response) or response


def _idea_asked(reference: str, person: User) -> Idea | None:
    """The idea with this number; None without one. Raises Http404 for one that the reader may not see."""
    return get_object_or_404(Idea.objects.visible_to(person), reference=reference) if reference else None
