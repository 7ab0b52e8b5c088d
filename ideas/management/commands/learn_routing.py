"""`manage.py learn_routing [programme] [theme]`: learn from decisions which programme and theme a text belongs to."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from ideas.learning.run import learn
from ideas.models import LearnedModel, Target


class Command(BaseCommand):
    """Loads scikit-learn, which the programs that run for long do not. The clock starts it when enough was decided."""

    help = "Learn anew from what officials decided, and take the result into use if it is better."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        # No target at all is a choice too: argparse compares the empty list as well.
        parser.add_argument("targets", nargs="*", choices=[*Target.values, []], help="what to learn; default: all")

    def handle(self, *_args: Any, **options: Any) -> None:
        for target in options["targets"] or Target.values:
            self.stdout.write(f"{target}: {_told(learn(target))}")


def _told(learned: LearnedModel | None) -> str:
    if learned is None:
        return "nothing learned"
    return (
        f"version {learned.number}, learned from {learned.learned_from}, on the newest {learned.tested_on} "
        f"accuracy {learned.accuracy:.2f}, top-3 {learned.top3:.2f}; {learned.verdict}"
    )
