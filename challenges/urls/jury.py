"""What the jury does, and what who runs a challenge does with its jury."""

from django.urls import path

from challenges.views import desk_jury, desk_ranking, jury, jury_reading

DESK = "werkplek/uitdagingen/<slug:slug>"

urlpatterns = [
    path("jury/", jury.jury, name="jury"),
    path("jury-uitnodiging/<str:token>/", jury.invitation, name="jury_invitation"),
    path("jury/<slug:slug>/", jury.reading_list, name="jury_list"),
    path("jury/<slug:slug>/belangen/", jury.interests, name="jury_interests"),
    path("jury/<slug:slug>/<slug:reference>/", jury_reading.read, name="jury_response"),
    path("jury/<slug:slug>/<slug:reference>/opnieuw/", jury_reading.read_again, name="jury_again"),
    path("jury/<slug:slug>/<slug:reference>/gesprek/", jury_reading.talk, name="jury_talk"),
    path("jury/<slug:slug>/<slug:reference>/belang/", jury_reading.conflict_after_all, name="jury_conflict"),
    path("jury/<slug:slug>/<slug:reference>/bestand/<uuid:key>/", jury_reading.file, name="jury_file"),
    path(f"{DESK}/jury/", desk_jury.desk_jury, name="desk_jury"),
    path(f"{DESK}/jury/verdelen/", desk_jury.divide, name="divide"),
    path(f"{DESK}/jury/toewijzen/", desk_jury.by_hand, name="by_hand"),
    path(f"{DESK}/jury/toewijzen/<int:pk>/weg/", desk_jury.take_back, name="unassign"),
    path(f"{DESK}/jury/<int:pk>/stoppen/", desk_jury.end, name="end_juror"),
    path(f"{DESK}/rangorde/", desk_ranking.ranking, name="desk_ranking"),
    path(f"{DESK}/rangorde/rangorde.csv", desk_ranking.ranking_csv, name="desk_ranking_csv"),
]
