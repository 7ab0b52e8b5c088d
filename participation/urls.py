"""Every address of the site."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import include, path
from django.views.generic import RedirectView

from participation.views.administration import to_officials_door
from participation.views.sign_out import SignOut

handler400 = "participation.views.errors.bad_request"
handler403 = "django.views.defaults.permission_denied"
handler404 = "django.views.defaults.page_not_found"
handler500 = "django.views.defaults.server_error"
handler429 = "participation.views.errors.too_many_requests"  # allauth looks here.

# Libraries register these; they hold secrets, or nothing that we use.
for model in (Authenticator, UserSession, EmailAddress, Group):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

urlpatterns = [
    path("", include(("ideas.urls", "ideas"), namespace="ideas")),
    path("", include(("challenges.urls", "challenges"), namespace="challenges")),
    path("", include(("projects.urls", "projects"), namespace="projects")),
    path("", include(("notifications.urls", "notifications"), namespace="notifications")),
    path("", include("participation.account_urls")),
    path("", include("participation.desk_urls")),
    # Before the administration's own: it has one door, with two steps, and that is ours.
    path("beheer/login/", to_officials_door),
    path("beheer/logout/", SignOut.as_view()),
    path("beheer/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("beheer/", admin.site.urls),
]
