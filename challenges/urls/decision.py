"""The decision: at the desk, and for the makers of a response."""

from django.urls import path

from challenges.views import desk_decision, verdicts

DESK = "werkplek/uitdagingen/<slug:slug>"

urlpatterns = [
    path("inzendingen/<slug:reference>/besluit/", verdicts.verdict, name="verdict"),
    path(f"{DESK}/besluit/", desk_decision.decision, name="desk_decision"),
    path(f"{DESK}/besluit/brieven/", desk_decision.letters, name="desk_letters"),
    path(f"{DESK}/besluit/versturen/", desk_decision.send, name="send_decision"),
    path(f"{DESK}/bezwaren/", desk_decision.objections, name="desk_objections"),
    path(f"{DESK}/bezwaren/<int:pk>/", desk_decision.objection, name="desk_objection"),
]
