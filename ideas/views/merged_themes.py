"""Addresses that name a theme that was merged lead to the theme that it went into: links of years ago go on working."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict

from ideas.filters import MOST_CHOSEN
from ideas.options import options
from participation.models import Theme

PARAMETER = "thema"
View = Callable[[HttpRequest], HttpResponse]


def follows_merged_themes(view: View) -> View:
    """A view of a list that `thema` narrows. Asks nothing when every theme in the address can be chosen."""

    @wraps(view)
    def followed(request: HttpRequest) -> HttpResponse:
        query = _of_now(request.GET)
        return view(request) if query is None else HttpResponsePermanentRedirect(f"{request.path}?{query.urlencode()}")

    return followed


def _of_now(query: QueryDict) -> QueryDict | None:
    """The query with the themes of now; None when it names no theme that was merged."""
    asked = query.getlist(PARAMETER)[:MOST_CHOSEN]
    if not asked or set(asked) <= {option.key for option in options()["theme"]}:
        return None
    rows = list(Theme.objects.values_list("pk", "slug", "merged_into"))
    into, slugs = {pk: target for pk, _slug, target in rows}, {pk: slug for pk, slug, _target in rows}
    keys = {slug: pk for pk, slug in slugs.items()}
    now = [slugs[_last(keys[slug], into)] if slug in keys else slug for slug in asked]
    if now == asked:
        return None
    changed = query.copy()
    changed.setlist(PARAMETER, list(dict.fromkeys(now)))
    return changed


def _last(key: int, into: dict[int, int | None]) -> int:
    """Where the chain of merges ends: one merges into a theme that can be chosen then, so it never goes round."""
    while (target := into[key]) is not None:
        key = target
    return key
