"""Who else has an idea open. In PostgreSQL, one row for each official, so that it works when all else is away."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.models import Idea, Presence
from participation.models import User

LASTS = timedelta(seconds=60)  # The page says every twenty seconds that it is still open.


def others_at(idea: Idea, person: User) -> list[str]:
    """The names of the other officials who look at `idea` now."""
    here = Presence.objects.filter(idea=idea, seen_at__gt=timezone.now() - LASTS).exclude(official=person)
    return list(here.order_by("official__nickname").values_list("official__nickname", flat=True))


def tell_who_looks(rows: Iterable[Any], person: User) -> None:
    """Give each idea of a list `lookers`: which other officials have it open now, by name. One statement for all."""
    ideas = {idea.pk: idea for idea in rows}
    for idea in ideas.values():
        idea.lookers = ""
    here = Presence.objects.filter(idea__in=ideas, seen_at__gt=timezone.now() - LASTS).exclude(official=person)
    for key, name in here.order_by("official__nickname").values_list("idea", "official__nickname"):
        idea = ideas[key]
        idea.lookers = f"{idea.lookers}, {name}" if idea.lookers else name


def in_words(names: list[str]) -> str:
    """Who else has the idea open, in a sentence; empty when nobody has."""
    if not names:
        return ""
    if len(names) == 1:
        return _("%(name)s bekijkt dit idee ook.") % {"name": names[0]}
    return _("%(names)s en %(name)s bekijken dit idee ook.") % {"names": ", ".join(names[:-1]), "name": names[-1]}
