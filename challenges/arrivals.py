"""Who signs in reads first what changed in the challenges that they follow."""

from django.urls import reverse

from challenges.models import Notice
from participation.arrivals import register_first_page
from participation.models import User


def notices_first(person: User) -> str | None:
    """Where `person` has notices to read; None when there are none. One statement."""
    return reverse("challenges:notices") if Notice.objects.unread_by(person).exists() else None


register_first_page(notices_first)
