"""The clock of what has had its time, without Celery."""

from typing import Any

from django.core.management.base import BaseCommand

from ideas.actions.tidy import tidy_ideas
from participation.actions.tidy import tidy_people


class Command(BaseCommand):
    """Removes once, and says how many of what."""

    help = "Remove old concepts, loose photos, unused accounts and what has expired, as docs/privacy.md promises."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for removed in (tidy_people(), tidy_ideas()):
            for what, count in removed.items():
                self.stdout.write(f"{what}: {count}")
