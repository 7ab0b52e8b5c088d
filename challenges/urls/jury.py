"""What the jury does."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
