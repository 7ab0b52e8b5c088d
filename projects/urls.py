"""The addresses of projects. In Dutch, because people read and share them."""

from django.urls import URLPattern

app_name = "projects"

urlpatterns: list[URLPattern] = []
