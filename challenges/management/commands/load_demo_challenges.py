"""`manage.py load_demo_challenges`: made-up challenges, with the made-up people that `load_demo` made."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from challenges.demo import calls, juries, organisations, seals
from participation.models import Kind, Programme, User


class Command(BaseCommand):
    """Loads what is not there yet; the second time that is nothing. `load_demo` calls it."""

    help = "Load the demonstration's challenges; load_demo does this by itself."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it. Refused on a real installation, as the rest of the demonstration."""
        if settings.PRODUCTION:
            raise CommandError("The demonstration is not for a real installation.")
        owner = User.objects.get(email="owner@example.org")
        second = User.objects.get(email="coordinator@example.org")
        programme = Programme.objects.run_by(owner).active().order_by("pk").first()
        if programme is None:
            raise CommandError("The demonstration's owner has no programme: run load_demo first.")
        crowd = list(User.objects.filter(kind=Kind.RESIDENT, email__startswith="meedoener-").order_by("email")[:10])
        if made := calls.load(owner, second, programme, crowd):
            self.stdout.write(f"challenges made now: {made}")
        if made := organisations.load(owner):
            self.stdout.write(f"organisations made now: {made}")
        if made := seals.load(crowd):
            self.stdout.write(f"responses to challenges made now: {made}")
        if made := juries.load(owner, second, programme, crowd):
            self.stdout.write(f"challenges answered and judged now: {made}")
        # The room of projects lies above this one: it is known here by the name of its command only.
        call_command("load_demo_projects", stdout=self.stdout, stderr=self.stderr)
