"""The reader's own pages, and those that everybody with a link may use."""

from django.urls import path

from notifications.views import choices, devices, inbox, preview

app_name = "notifications"

urlpatterns = [
    path("berichten/", inbox.inbox, name="inbox"),
    path("berichten/alles-gelezen/", inbox.read_all, name="read_all"),
    path("berichten/aantal/<str:token>/", inbox.unread, name="unread"),
    path("berichten/voorkeuren/", choices.preferences, name="preferences"),
    path("berichten/voorkeuren/stop/", choices.stop_optional, name="stop_optional"),
    path("berichten/mijn-adres-werkt/", choices.trust_own_address, name="trust_own_address"),
    path("berichten/apparaten/nieuw/", devices.add, name="add_device"),
    path("berichten/apparaten/vernieuwen/", devices.renew, name="renew_device"),
    path("berichten/apparaten/<uuid:uuid>/verwijderen/", devices.remove, name="remove_device"),
    path("service-worker.js", devices.service_worker, name="service_worker"),
    path("berichten/<uuid:uuid>/", inbox.open_message, name="open"),
    path("werkplek/<reference:reference>/antwoord/mail/", preview.answer_preview, name="answer_preview"),
    path("afmelden/<str:token>/", choices.unsubscribe, name="unsubscribe"),
]
