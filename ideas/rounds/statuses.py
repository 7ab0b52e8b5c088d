"""The life of a vote round in words, and who may vote in it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoundStatus(TextChoices):
    """Where a round is in its life."""

    CONCEPT = "concept", _("In voorbereiding")
    PLANNED = "planned", _("Begint binnenkort")
    OPEN = "open", _("U kunt nu stemmen")
    CLOSED = "closed", _("Afgelopen")
    CANCELLED = "cancelled", _("Gaat niet door")


class Electorate(TextChoices):
    """Who may vote."""

    SIGNED_IN = "signed_in", _("Iedereen die inlogt")
    CODES = "codes", _("Alleen inwoners, met een code per brief")


#: Votes are taken from the moment of opening on, whether or not the clock has noted that moment yet.
TAKES_VOTES = (RoundStatus.PLANNED, RoundStatus.OPEN)

ROUND_TONES: dict[RoundStatus, str] = {
    RoundStatus.CONCEPT: "neutral",
    RoundStatus.PLANNED: "wait",
    RoundStatus.OPEN: "good",
    RoundStatus.CLOSED: "neutral",
    RoundStatus.CANCELLED: "stop",
}
