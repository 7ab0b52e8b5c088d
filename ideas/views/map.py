"""The same ideas as the list, on a map, and what a map asks for while somebody looks at it."""

from collections import Counter
from hashlib import sha256
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ideas.clusters import HALF_ROUND, MOST_LISTED, POLE, Cluster, View, clusters, within
from ideas.filters import IdeaFilter, Pair, SearchBox
from ideas.finding import found as found_by
from ideas.finding import ideas_with
from ideas.models import Idea
from ideas.models.queries import IdeaQuerySet
from ideas.views.merged_themes import follows_merged_themes
from participation.addresses import SearchAway, find_addresses
from participation.areas import OUTLINES, area_of, outlines
from participation.errors import TooMany
from participation.limits import Limit, place_of, take
from participation.models import Area
from participation.page_cache import same_for_visitors

COUNTS_FOR = 60  # Seconds. They are sums over everything that is found.
OUTLINES_FOR = 10 * 60
AREAS_FROM_ONE_PLACE = Limit("area_at_place", size=120, seconds=10 * 60)  # Each reads every border.
ADDRESSES_FROM_ONE_PLACE = Limit("address_search_place", size=60, seconds=10 * 60)


@require_safe
@login_not_required
@same_for_visitors
@follows_merged_themes
def ideas_map(request: HttpRequest) -> HttpResponse:
    """All that the list finds, on a map; and how many in each area, for who has no map."""
    chosen = IdeaFilter.of(request.GET).content
    found, query = ideas_with(chosen.words, chosen.facets), chosen.query
    key = f"ideas.areas.{sha256(query.encode()).hexdigest()}"
    total, on_map, in_areas = cache.get_or_set(key, lambda: _counts(found), COUNTS_FOR) or (0, 0, {})
    return render(request, "ideas/map.html", {
        "form": SearchBox(initial={"q": chosen.words}),
        "chosen": chosen,
        "query": query,
        "total": total,
        "without_point": total - on_map,
        "districts": _districts(in_areas, [pair for pair in chosen.pairs if pair[0] != "gebied"]),
        "points_url": f"{reverse('ideas:map_points')}?{query}",
    })  # fmt: skip


def _counts(found: IdeaQuerySet) -> tuple[int, int, dict[int | None, int]]:
    """How many are found, how many of them have a point, and how many lie in each area."""
    in_areas = dict(found.order_by().values_list("area").annotate(Count("pk")))
    return sum(in_areas.values()), found.filter(longitude__isnull=False).count(), in_areas


def _districts(counts: dict[int | None, int], query: list[Pair]) -> list[dict[str, Any]]:
    """The districts in which something is found, with their neighbourhoods, and the list of ideas that each opens."""
    areas = list(Area.objects.only("code", "name", "parent_id").order_by("name"))
    sums = Counter({area.pk: counts.get(area.pk, 0) for area in areas})
    for area in areas:
        if area.parent_id:
            sums[area.parent_id] += counts.get(area.pk, 0)
    lines: dict[int | None, list[dict[str, Any]]] = {}
    for area in areas:
        if sums[area.pk]:
            url = f"{reverse('ideas:ideas')}?{urlencode([*query, ('gebied', area.code)])}"
            line = {"pk": area.pk, "name": area.name, "count": sums[area.pk], "url": url}
            lines.setdefault(area.parent_id, []).append(line)
    return [{**line, "parts": lines.get(line["pk"], [])} for line in lines.get(None, [])]


@require_safe
@login_not_required
@same_for_visitors
@follows_merged_themes
def points(request: HttpRequest) -> JsonResponse:
    """What the map shows of a view: clusters of all that is found there, and the names when they are few."""
    view, found = View.read(request.GET), found_by(request.GET)
    shown = clusters(found, view)
    total = sum(cluster.count for cluster in shown)
    singles = [cluster.newest for cluster in shown if cluster.is_single]
    named = within(found, view) if total <= MOST_LISTED else found.filter(pk__in=singles)
    ideas = {idea.pk: _named(idea) for idea in named.only("reference", "title", "status").order_by("-pk")}
    return JsonResponse({
        "total": total,
        "clusters": [_drawn(cluster, ideas) for cluster in shown],
        "ideas": list(ideas.values()) if total <= MOST_LISTED else [],
    })  # fmt: skip


def _named(idea: Idea) -> dict[str, str]:
    return {"title": idea.title, "url": idea.get_absolute_url(), "status": idea.status_label}


def _drawn(cluster: Cluster, ideas: dict[int, dict[str, str]]) -> dict[str, Any]:
    at = {"count": cluster.count, "at": [cluster.latitude, cluster.longitude]}
    if cluster.is_single and cluster.newest in ideas:
        return {**at, **ideas[cluster.newest]}
    south, west, north, east = cluster.box
    return {**at, "box": [[south, west], [north, east]]}


@require_safe
@login_not_required
@same_for_visitors
def areas(_request: HttpRequest) -> JsonResponse:
    """The borders of districts and neighbourhoods, to draw: a map without tiles still shows where one is."""
    return JsonResponse(cache.get_or_set(OUTLINES, outlines, OUTLINES_FOR))


@require_safe
@login_not_required
@same_for_visitors
def area_at(request: HttpRequest) -> JsonResponse:
    """The area around the point `punt`: longitude,latitude. Nothing when there is none. Raises TooMany."""
    try:
        longitude, latitude = map(float, request.GET.get("punt", "").split(","))
    except ValueError:
        return JsonResponse({})
    take(AREAS_FROM_ONE_PLACE, place_of(request))
    on_earth = abs(longitude) <= HALF_ROUND and abs(latitude) <= POLE  # Never true of "nan".
    area = area_of(longitude, latitude) if on_earth else None
    return JsonResponse({"id": area.pk, "name": area.name} if area else {})


@never_cache
@require_safe
@login_not_required
def addresses(request: HttpRequest) -> JsonResponse:
    """Places in the municipality for what was typed (`q`), or a sentence that says why there are none now."""
    words = request.GET.get("q", "").strip()
    if not words:
        return JsonResponse({"found": []})
    try:
        take(ADDRESSES_FROM_ONE_PLACE, place_of(request))
        found = find_addresses(words)
    except TooMany as broken:
        return JsonResponse({"error": str(broken.message)}, status=429)
    except SearchAway as away:  # That is no fault of ours, and one goes on without.
        return JsonResponse({"error": str(away.message)})
    return JsonResponse({
        "found": [{"name": one.name, "point": [one.latitude, one.longitude]} for one in found]
    })  # fmt: skip
