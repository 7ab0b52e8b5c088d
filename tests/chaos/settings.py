"""The settings of a real installation, plus the app that hurries its clocks."""

from participation.settings import *  # noqa: F403 - all of them, unchanged
from participation.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.chaos.conditions.Conditions"]
