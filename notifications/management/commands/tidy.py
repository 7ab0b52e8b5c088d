"""The clock of what has had its time, without Celery."""

from typing import Any

from django.core.management.base import BaseCommand

from challenges.actions.tidy import tidy_challenges
from ideas.actions.tidy import tidy_ideas
from ideas.actions.vocabulary import count_words
from notifications.tidying import tidy_messages
from participation.actions.tidy import tidy_people


class Command(BaseCommand):
    """Removes once, and says how many of what."""

    help = "Remove what has had its time, from accounts to messages, as docs/privacy.md promises."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for removed in (tidy_people(), tidy_ideas(), tidy_challenges(), tidy_messages()):
            for what, count in removed.items():
                self.stdout.write(f"{what}: {count}")
        count_words(anew=True)
