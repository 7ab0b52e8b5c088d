"""Pages of the desk that belong to this room: days on which the town hall, or somebody in it, is not there."""

from django.urls import path

from participation.views import absence, audit, closed_days

urlpatterns = [
    path("werkplek/afwezig/", absence.absences, name="absences"),
    path("werkplek/afwezig/<int:pk>/stoppen/", absence.end, name="end_absence"),
    path("werkplek/gesloten-dagen/", closed_days.closed_days, name="closed_days"),
    path("werkplek/gesloten-dagen/<int:pk>/weg/", closed_days.open_again, name="open_day"),
    path("werkplek/logboek/", audit.audit_log, name="audit_log"),
]
