"""What pages of other rooms show of challenges: their templates name this library, and no module imports it."""

from django import template
from django.contrib.auth.models import AnonymousUser

from challenges.models import Challenge, Notice
from challenges.permissions import may_make_challenges
from participation.models import User

register = template.Library()
ON_THE_FRONT_PAGE = 2


@register.simple_tag
def open_challenges() -> list[Challenge]:
    """Give what can be answered now; the first to close comes first. One statement."""
    return list(Challenge.objects.answerable().select_related("programme")[:ON_THE_FRONT_PAGE])


@register.filter
def makes_challenges(person: User | AnonymousUser) -> bool:
    """Tell whether `person` makes challenges, for a link at the desk."""
    return may_make_challenges(person)


@register.simple_tag
def has_notices_to_read(person: User) -> bool:
    """Tell whether something changed in a challenge that `person` follows, which they have not said that they read."""
    return Notice.objects.unread_by(person).exists()
