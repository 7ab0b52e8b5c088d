"""Pages of the desk that belong to this room: who is away and when, who works here, and the log."""

from django.urls import path

from participation.views import absence, audit, closed_days, staff

urlpatterns = [
    path("werkplek/afwezig/", absence.absences, name="absences"),
    path("werkplek/afwezig/<int:pk>/stoppen/", absence.end, name="end_absence"),
    path("werkplek/gesloten-dagen/", closed_days.closed_days, name="closed_days"),
    path("werkplek/gesloten-dagen/<int:pk>/weg/", closed_days.open_again, name="open_day"),
    path("werkplek/medewerkers/", staff.staff, name="staff"),
    path("werkplek/medewerkers/<int:pk>/", staff.official, name="official"),
    path("werkplek/medewerkers/<int:pk>/rol-weg/", staff.take, name="take_role"),
    path("werkplek/medewerkers/<int:pk>/sluiten/", staff.close, name="close_official"),
    path("werkplek/medewerkers/<int:pk>/openen/", staff.reopen, name="reopen_official"),
    path("werkplek/logboek/", audit.audit_log, name="audit_log"),
]
