"""Links in mails that open one page without signing in: reading them, and saying that one does not work any more."""

from http import HTTPStatus
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

DAY = 24 * 60 * 60


def behind(token: str, salt: str, days: int) -> Any:
    """What the link says; None when it is not one of ours, or is more than `days` old."""
    try:
        return signing.loads(token, salt=salt, max_age=days * DAY)
    except signing.BadSignature:
        return None


def gone(request: HttpRequest, why: str = "", template: str = "ideas/link_gone.html") -> HttpResponse:
    """The page of a link that leads nowhere: `why`, or what the template itself says."""
    return render(request, template, {"why": why}, status=HTTPStatus.GONE)
