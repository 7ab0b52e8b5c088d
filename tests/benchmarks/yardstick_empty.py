"""The first yardstick: the platform's own settings and middleware around a view that does nothing."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

from participation.wsgi import application

__all__ = ["application"]


@login_not_required
def empty(_request: HttpRequest) -> HttpResponse:
    """Give a short page."""
    return HttpResponse("<!doctype html><title>Hallo</title>")


urlpatterns = [re_path("", empty)]
settings.ROOT_URLCONF = __name__
