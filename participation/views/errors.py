"""Pages for what went wrong, where Django's own would lack the shell of the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django gives it
    """Answer a request that cannot be understood."""
    return render(request, "400.html", status=400)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer when a limit of allauth was reached; it looks this up by the name `handler429` in the URLconf."""
    return render(request, "429.html", status=429)
