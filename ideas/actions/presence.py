"""That an official has an idea open. It is no news: nothing changed."""

from django.db import transaction
from django.utils import timezone

from ideas.models import Idea, Presence
from participation.models import User


@transaction.atomic(durable=True)
def note_presence(idea: Idea, *, actor: User) -> None:
    """Say that `actor` looks at `idea` now, and at no other any more. One statement; the caller has authorised."""
    here = Presence(official=actor, idea=idea, seen_at=timezone.now())
    Presence.objects.bulk_create(
        [here], update_conflicts=True, unique_fields=["official"], update_fields=["idea", "seen_at"]
    )
