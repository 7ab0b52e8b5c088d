"""Who follows a challenge reads its notices first: before the rest of this room, and when they sign in."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from challenges.arrivals import notices_first
from participation.models import User

READING = ("GET", "HEAD")


def after_notices(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead who has notices to read there first. What somebody sends is let through, so that nothing typed is lost."""

    @wraps(view)
    def led(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reads = request.method in READING and isinstance(request.user, User)
        if reads and (first := notices_first(request.user)):  # type: ignore[arg-type] # as the line before says
            return redirect(f"{first}?{urlencode({'next': request.get_full_path()}, safe='/')}")
        return view(request, *args, **kwargs)

    return led
