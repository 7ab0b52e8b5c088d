"""The administration has no sign-in of its own."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.errors import NotAllowed
from participation.permissions import is_administrator


@login_not_required
def to_officials_door(request: HttpRequest) -> HttpResponse:
    """Send visitors to the officials' sign-in and administrators on; refuse everybody else."""
    if not request.user.is_authenticated:
        wanted = request.GET.get("next") or reverse("admin:index")
        return redirect(f"{reverse('official_login')}?{urlencode({'next': wanted})}")
    if not is_administrator(request.user):
        raise NotAllowed(_("Deze pagina is voor beheerders."))
    return redirect("admin:index")
