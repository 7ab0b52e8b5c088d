"""What can happen to an account. `notifications/switchboard.py` says who hears of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PersonEvent(TextChoices):
    """The kinds of news about a person, as the journal stores them."""

    UNUSED = "person.unused", _("Account lang niet gebruikt")
