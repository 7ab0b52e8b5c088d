"""`manage.py load_demo_projects`: a project of what won in the challenges of the demonstration."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import F
from django.utils import timezone

from challenges.models import Response
from ideas.models import Idea
from participation.models import Event, User
from projects.actions.project import Plan, make_project, move_project, tell_update


class Command(BaseCommand):
    """Makes what is not there yet; the second time that is nothing. `load_demo_challenges` calls it."""

    help = "Load the demonstration's projects; load_demo does this by itself."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it, and mail nobody. Refused on a real installation, as the rest of the demonstration."""
        if settings.PRODUCTION:
            raise CommandError("The demonstration is not for a real installation.")
        began, owner = timezone.now(), User.objects.get(email="owner@example.org")
        won = Response.objects.filter(submissions__publication__is_winner=True, project=None)
        for response in won.select_related("challenge__programme", "organisation").distinct():
            self._begin(response, owner)
            self.stdout.write(f"project made now: {response.challenge.title}")
        news = Event.objects.filter(dispatched_at=None, recorded_at__gte=began, kind__startswith="project.")
        news.update(dispatched_at=F("recorded_at"))

    def _begin(self, response: Response, owner: User) -> None:
        challenge, today = response.challenge, timezone.localdate()
        plan = Plan(
            title=f"Proef: {challenge.title.lower()}",
            programme=challenge.programme,
            what=f"Wij proberen het plan van {response.organisation} een half jaar uit, in één wijk.",
            starts_on=today,
            ends_on=today + timedelta(days=182),
            ideas=list(Idea.objects.public().filter(challenges=challenge)),
        )
        project = make_project(plan, actor=owner, client_key=uuid.uuid4(), challenge=challenge, response=response)
        move_project(project, "start", actor=owner)
        tell_update(project, actor=owner, title="De eerste week", text="Wij telden mee op straat, samen met bewoners.")
