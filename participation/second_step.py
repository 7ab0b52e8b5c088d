"""Asking an official for the second step once more, right before something that cannot be undone."""

from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

FRESH = 5 * 60  # Seconds: long enough to read what one is about to do.


def proved_both_steps(request: HttpRequest) -> bool:
    """Whether this official gave the second step in the last minutes."""
    since = timezone.now().timestamp() - FRESH
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" and record["at"] > since for record in records)


def ask_second_step(request: HttpRequest, page: str) -> HttpResponseRedirect:
    """To where the second step is asked, and from there on to `page`; who has none here signs in elsewhere again."""
    has_one = Authenticator.objects.filter(user=request.user).exists()
    door = reverse("mfa_reauthenticate" if has_one else "openid_start")
    return HttpResponseRedirect(f"{door}?{urlencode({'next': page})}")
