"""Pages that explain."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ideas.comment_statuses import RemovalReason
from ideas.expiring import NOBODYS_CONCEPT
from ideas.models import Idea
from ideas.status_words import explanation_of, label_of, next_step_of
from ideas.statuses import BALL, Status
from participation import terms
from participation.keeping import all_last
from participation.models import Area
from participation.page_cache import same_for_visitors

SOURCES_FOR = 10 * 60  # Seconds. Counted over everything, and changed by an import only.


@require_safe
@login_not_required
@same_for_visitors
def how_it_works(request: HttpRequest) -> HttpResponse:
    """What happens to an idea, how we talk about it, and what each status means."""
    rows = [(label_of(status), explanation_of(status), BALL[status].label, next_step_of(status)) for status in Status]
    return render(request, "ideas/how_it_works.html", {"statuses": rows, "house_rules": RemovalReason.labels})


@require_safe
@login_not_required
@same_for_visitors
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible this is, and where to complain."""
    return render(request, "ideas/accessibility.html")


@require_safe
@login_not_required
@same_for_visitors
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom."""
    lasts = all_last()
    days = {
        "browser": NOBODYS_CONCEPT,
        "concept": lasts[terms.CONCEPT],
        "messages": lasts[terms.MESSAGES],
        "account": lasts[terms.INACTIVE_ACCOUNT],
        "warning": lasts[terms.WARNING],
        "devices": lasts[terms.DEVICES],
        "unsent": lasts[terms.UNSENT_RESPONSE],
        "response": lasts[terms.RESPONSE],
    }
    context = {"terms": {name: term.days for name, term in days.items()}, "on_devices": bool(settings.PUSH_KEY)}
    return render(request, "ideas/privacy.html", context)


@require_safe
@login_not_required
@same_for_visitors
def sources(request: HttpRequest) -> HttpResponse:
    """Where imported ideas and borders come from."""
    borders = Area.objects.exclude(attribution="").order_by("attribution").values_list("attribution", flat=True)
    ideas = cache.get_or_set("ideas.sources", _ideas_by_source, SOURCES_FOR)
    return render(request, "ideas/sources.html", {"borders": borders.distinct(), "sources": ideas})


def _ideas_by_source() -> list[Any]:
    imported = Idea.objects.public().exclude(source="")
    return list(imported.values("source").annotate(count=Count("pk")).order_by("source"))
