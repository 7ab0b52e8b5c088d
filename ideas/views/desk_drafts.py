"""Drafts that wait, by day; several are published at once. And the authors who are not satisfied."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ideas.actions.publish import publish_drafts
from ideas.models import AnswerDraft, Rating
from ideas.permissions import may_reopen, may_see_answers
from ideas.workflow import ANSWERING
from participation.audit import record_read
from participation.models import Programme, User
from participation.reading import Reading
from participation.sent import READ_OR_SEND
from participation.visitor import reader

MOST_SHOWN = 100
MOST_DAYS = 60


def _official(request: HttpRequest) -> User:
    """The official who answers ideas. Raises PermissionDenied for everybody else."""
    if not may_see_answers(request.user):
        raise PermissionDenied
    return reader(request)


@never_cache
@READ_OR_SEND
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts of the programmes that this official acts for: those of a day, or all."""
    person = _official(request)
    mine = AnswerDraft.objects.at_desk_of(person)
    if request.method == "POST":
        keys = [key for key in request.POST.getlist("concept") if key.isdecimal()][:MOST_SHOWN]
        chosen = mine.filter(pk__in=keys).select_related("idea__programme", "writer")
        done, refused = publish_drafts(chosen, actor=person)
        if done:
            words = ngettext("%(n)d antwoord is verstuurd.", "%(n)d antwoorden zijn verstuurd.", done)
            messages.success(request, words % {"n": done})
        if refused:
            words = ngettext(
                "%(n)d antwoord kon niet weg. Hieronder staat waarom.",
                "%(n)d antwoorden konden niet weg. Hieronder staat waarom.",
                refused,
            )
            messages.error(request, words % {"n": refused})
        if not done and not refused:
            messages.error(request, _("Kies eerst welke antwoorden u wilt versturen."))
        return redirect(request.get_full_path())
    day = _day(request.GET.get("dag", ""))
    shown = mine.planned_on(day) if day else mine
    days = mine.filter(publish_at__isnull=False).order_by().values(day=TruncDate("publish_at"))
    return render(request, "ideas/desk_drafts.html", {
        "day": day,
        "drafts": [
            (draft, ANSWERING[draft.verb].label)
            for draft in shown.select_related("idea__programme", "writer")[:MOST_SHOWN]
        ],
        "days": days.annotate(count=Count("pk")).order_by("day")[:MOST_DAYS],
        "most_shown": MOST_SHOWN,
    })  # fmt: skip


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


@never_cache
@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """Authors who say that their idea was not handled well: another official looks at it again."""
    person = _official(request)
    record_read(person, Reading.RATINGS)
    programmes = Programme.objects.handled_by(person)
    unhappy = Rating.objects.unhappy().filter(idea__programme__in=programmes)
    shown = list(unhappy.select_related("idea__programme", "idea__handler")[:MOST_SHOWN])
    return render(request, "ideas/desk_ratings.html", {
        "ratings": [(rating, may_reopen(person, rating.idea)) for rating in shown],
        "figures": Rating.objects.filter(idea__programme__in=programmes).figures(),
        "most_shown": MOST_SHOWN,
    })  # fmt: skip
