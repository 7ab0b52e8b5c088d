"""What everybody may read of challenges, and their questions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
