"""The list of ideas: searched, narrowed, sorted, in keyset pages. All of it stands in the address."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from ideas.filters import IdeaFilter, SearchBox
from ideas.finding import page_for
from ideas.models import Idea
from ideas.models.orders import MOST_LOTS
from ideas.offers import instead_of
from ideas.orders import DRAWN, RANDOM
from ideas.panel import title_of
from ideas.search import excerpt
from ideas.views.merged_themes import follows_merged_themes
from participation.page_cache import same_for_visitors
from participation.paging import MOST_COUNTED


@require_safe
@login_not_required
@same_for_visitors
@follows_merged_themes
def ideas(request: HttpRequest) -> HttpResponse:
    """The list. A random order gets its seed in the address first, so that it can be paged and shared."""
    chosen = IdeaFilter.of(request.GET)
    if chosen.needs_draw:
        return redirect(f"{request.path}?{chosen.drawn(secrets.randbelow(MOST_LOTS)).query}")
    cursor = request.GET.get("vanaf", "")
    page, count = page_for(chosen, cursor)
    for row in page.rows:
        row.excerpt = excerpt(f"{row.problem} {row.proposal}", row.marked) if chosen.words else ""
    instead = None if cursor else instead_of(Idea.objects.public().for_cards(), chosen.words, chosen.facets, page.rows)
    is_long, content = count > MOST_COUNTED, chosen.content
    feed_query = f"?{content.query}" if content.pairs else ""
    return render(request, "ideas/ideas.html", {
        "form": SearchBox(initial={"q": chosen.words}),
        "chosen": chosen,
        "page": page,
        "count": count,
        "instead": instead,
        "most_counted": MOST_COUNTED,
        "is_cut": is_long and chosen.order.field == "rank",
        "most_drawn": DRAWN if is_long and chosen.order_name == RANDOM and not chosen.words else 0,
        "is_filtered": bool(chosen.pairs),
        # Lists of one choice are worth finding in a search engine; there is no end to the others.
        "is_indexed": len(chosen.pairs) <= 1 and not (cursor or chosen.sort),
        "canonical": f"{settings.BASE_URL}{request.path}{feed_query}",
        "feed_title": title_of(chosen),
        "feed_query": feed_query,
        "previous_url": page.previous and _with_cursor(request, chosen, page.previous),
        "next_url": page.next and _with_cursor(request, chosen, page.next),
    })  # fmt: skip


def _with_cursor(request: HttpRequest, chosen: IdeaFilter, cursor: str) -> str:
    pairs: list[tuple[str, Any]] = [*chosen.pairs, ("vanaf", cursor)]
    return f"{request.path}?{urlencode(pairs)}"
