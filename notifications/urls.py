"""The reader's own pages, and the one that everybody with a link may use."""

from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("berichten/", views.inbox, name="inbox"),
    path("berichten/alles-gelezen/", views.read_all, name="read_all"),
    path("berichten/voorkeuren/", views.preferences, name="preferences"),
    path("berichten/<uuid:uuid>/", views.open_message, name="open"),
    path("afmelden/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
