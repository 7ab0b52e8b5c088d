"""`manage.py push_key`: a key for news on people's devices."""

from typing import Any

from django.core.management.base import BaseCommand

from participation.push_key import new_push_key


class Command(BaseCommand):
    """Prints a new key, and keeps nothing."""

    help = "Make a key for the variable PUSH_KEY, by which push services know this installation."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"PUSH_KEY={new_push_key()}")
