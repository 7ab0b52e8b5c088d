"""The life of a delivery in words, and what a person may choose."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """The ways to somebody."""

    INBOX = "inbox", _("Berichten op deze site")
    EMAIL = "email", _("E-mail")


class State(TextChoices):
    """How far a delivery is. `accepted` means that the channel took it, not that somebody read it."""

    PENDING = "pending", _("Wacht")
    SENDING = "sending", _("Wordt verstuurd")
    ACCEPTED = "accepted", _("Aangenomen")
    FAILED = "failed", _("Mislukt")
    UNCERTAIN = "uncertain", _("Onzeker")
    CANCELLED = "cancelled", _("Niet meer nodig")


class Group(TextChoices):
    """What news is about, from the reader's side. A person chooses by group, never by single kind of event."""

    OWN = "own", _("Nieuws over uw eigen ideeën")
    FOLLOWED = "followed", _("Nieuws over ideeën die u volgt of steunt")
    SEARCHES = "searches", _("Nieuws over ideeën waar u naar zoekt")
    DESK = "desk", _("Nieuws voor uw werk als medewerker")


class Frequency(TextChoices):
    """How often a group may come by a channel."""

    AT_ONCE = "at_once", _("Meteen")
    OFF = "off", _("Niet")


#: The author is always told, so news of one's own idea is not among these.
OPTIONAL = frozenset((group, Channel.EMAIL) for group in (Group.FOLLOWED, Group.SEARCHES, Group.DESK))

WAITING = (State.PENDING, State.UNCERTAIN)
