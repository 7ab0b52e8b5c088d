"""What the makers of a response do with it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
