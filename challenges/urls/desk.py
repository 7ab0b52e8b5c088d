"""What who runs a challenge does with it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
