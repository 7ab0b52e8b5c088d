"""What a routing rule may ask for, and what may be wrong with it, in words."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participation.models import OrganisationKind


class Place(TextChoices):
    """Which place goes with an idea. A point or an address is a place too, and so is an area alone."""

    GIVEN = "given", _("Er staat een plek bij")
    POINT = "point", _("Er staat een punt op de kaart bij")
    ADDRESS = "address", _("Er staat een straat of adres bij")
    NONE = "none", _("Er staat geen plek bij")


class Anonymity(TextChoices):
    """What the writer answered: which name stands with the idea."""

    NAMED = "named", _("Met schuilnaam")
    ANONYMOUS = "anonymous", _("Zonder naam")


class Weekday(IntegerChoices):
    """The days of the week, numbered as ISO 8601 does."""

    MONDAY = 1, _("maandag")
    TUESDAY = 2, _("dinsdag")
    WEDNESDAY = 3, _("woensdag")
    THURSDAY = 4, _("donderdag")
    FRIDAY = 5, _("vrijdag")
    SATURDAY = 6, _("zaterdag")
    SUNDAY = 7, _("zondag")


class Trouble(TextChoices):
    """Why a rule cannot send an idea anywhere."""

    PROGRAMME = "programme", _("Het programma is niet meer actief.")
    HANDLER = "handler", _("De behandelaar werkt niet meer voor dit programma.")


#: Who puts an idea forward: somebody in their own name, or an organisation of a kind.
RESIDENT = "resident"
SENDERS: dict[str, str | Promise] = {RESIDENT: _("Inwoner"), **dict(OrganisationKind.choices)}
