"""The ways out: of this browser, and of all others."""

from typing import Any

from allauth.account.views import LogoutView
from allauth.usersessions.views import ListUserSessionsView
from django.forms import BaseForm
from django.http import HttpResponse

from participation.actions.account import sign_out_elsewhere, sign_out_here
from participation.models import User
from participation.visitor import reader


class SignOut(LogoutView):
    """Signs out of this browser, which hears nothing of the person any more."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take leave while the session still says who this is."""
        if isinstance(self.request.user, User):
            person = self.request.user
            sign_out_here(person, actor=person, session_key=self.request.session.session_key or "")
        return super().post(*args, **kwargs)


class SignedIn(ListUserSessionsView):
    """Where somebody is signed in, and the way out of all browsers but this one."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Sign out elsewhere; allauth says so."""
        person = reader(self.request)
        sign_out_elsewhere(person, actor=person, keep_session=self.request.session.session_key or "")
        return super().form_valid(form)
