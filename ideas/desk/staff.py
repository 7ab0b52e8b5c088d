"""The officials of a programme, as a set: the same rule as `participation.permissions.handles_programme()`."""

from django.db.models import Q, QuerySet

from ideas.mentions import MOST_MENTIONS, names_in
from participation.models import Kind, Programme, User


def officials_for(programme_id: int) -> QuerySet[User]:
    """Everybody who may handle ideas of the programme, by name: owner, deputies and coordinators."""
    owners = Programme.objects.filter(pk=programme_id).values("owner")
    deputies = Programme.deputies.through.objects.filter(programme=programme_id).values("user")
    belongs = Q(pk__in=owners) | Q(pk__in=deputies) | Q(is_coordinator=True)
    return User.objects.filter(belongs, kind=Kind.OFFICIAL, is_active=True).order_by("nickname", "pk")


def officials_named_in(text: str, programme_id: int) -> list[int]:
    """The keys of the officials whom `text` calls with an `@`. One statement, and none without an `@`."""
    names = set(names_in(text))
    if not names:
        return []
    return [one.pk for one in officials_for(programme_id) if one.nickname.lower() in names][:MOST_MENTIONS]
