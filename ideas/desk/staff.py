"""The officials of a programme, as a set: the same rule as `participation.permissions.handles_programme()`."""

from django.db.models import QuerySet

from ideas.mentions import MOST_MENTIONS, names_in
from ideas.models.rules import who_handle
from participation.models import User, with_stand_ins


def officials_for(programme_id: int) -> QuerySet[User]:
    """Everybody who may handle ideas of the programme, by name: owner, deputies, officials, coordinators, stand-ins."""
    return with_stand_ins(User.objects.filter(who_handle(programme_id))).order_by("nickname", "pk")


def officials_named_in(text: str, programme_id: int) -> list[int]:
    """The keys of the officials whom `text` calls with an `@`. One statement, and none without an `@`."""
    names = set(names_in(text))
    if not names:
        return []
    return [one.pk for one in officials_for(programme_id) if one.nickname.lower() in names][:MOST_MENTIONS]
