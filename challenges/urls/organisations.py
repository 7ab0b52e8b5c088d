"""Organisations, their members, and the directory."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
