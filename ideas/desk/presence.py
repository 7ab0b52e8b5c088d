"""Who else has an idea open. In PostgreSQL, one row for each official, so that it works when all else is away."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.models import Idea, Presence
from participation.models import User

LASTS = timedelta(seconds=60)  # The page says every twenty seconds that it is still open.


def others_at(idea: Idea, person: User) -> list[str]:
    """The names of the other officials who look at `idea` now."""
    here = Presence.objects.filter(idea=idea, seen_at__gt=timezone.now() - LASTS).exclude(official=person)
    return list(here.order_by("official__nickname").values_list("official__nickname", flat=True))


def in_words(names: list[str]) -> str:
    """Who else has the idea open, in a sentence; empty when nobody has."""
    if not names:
        return ""
    if len(names) == 1:
        return _("%(name)s bekijkt dit idee ook.") % {"name": names[0]}
    return _("%(names)s en %(name)s bekijken dit idee ook.") % {"names": ", ".join(names[:-1]), "name": names[-1]}
