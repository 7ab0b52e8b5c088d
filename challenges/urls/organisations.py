"""Organisations, their members, and the directory."""

from django.urls import path

from challenges.views import desk_organisations as desk
from challenges.views import eherkenning
from challenges.views import members as people
from challenges.views import organisations as views

DESK = "werkplek/organisatiegids/"

urlpatterns = [
    path("mijn/organisaties/", views.mine, name="my_organisations"),
    path("organisaties/nieuw/", views.new, name="new_organisation"),
    path("organisaties/uitnodiging/<str:token>/", people.membership_invitation, name="membership_invitation"),
    path("organisaties/eherkenning/terug/", eherkenning.come_back, name="eherkenning_return"),
    path("organisaties/<int:pk>/eherkenning/", eherkenning.start, name="eherkenning"),
    path("organisaties/<int:pk>/", views.organisation, name="organisation"),
    path("organisaties/<int:pk>/veranderen/", views.change, name="change_organisation"),
    path("organisaties/<int:pk>/leden/", people.members, name="members"),
    path("organisaties/<int:pk>/leden/<int:membership>/", people.member, name="member"),
    path("organisaties/<int:pk>/weg/", people.leave, name="leave_organisation"),
    path("organisaties/<int:pk>/verzoeken/<int:asked>/", people.membership_request, name="membership_request"),
    path(
        "organisaties/<int:pk>/uitnodigingen/<int:invitation>/weg/",
        people.take_invitation_back,
        name="take_membership_invitation_back",
    ),
    path(DESK, desk.directory, name="directory"),
    path(f"{DESK}<int:pk>/", desk.desk_organisation, name="desk_organisation"),
    path(f"{DESK}<int:pk>/contact/", desk.contact, name="organisation_contact"),
    path(f"{DESK}<int:pk>/controle/", desk.verification, name="verify_organisation"),
    path(f"{DESK}<int:pk>/eigenaar/", desk.appoint, name="appoint_owner"),
    path(f"{DESK}<int:pk>/uitnodigen/", desk.invite, name="invite_organisation"),
]
