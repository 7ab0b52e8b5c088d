"""What people can be at the desk. docs/roles.md says what each may do; `permissions.py` of each room decides it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """The first four are roles in one programme, the others hold for all of them."""

    OWNER = "owner", _("Eigenaar")
    DEPUTY = "deputy", _("Vervanger")
    OFFICIAL = "official", _("Behandelaar")
    READER = "reader", _("Meelezer")
    COORDINATOR = "coordinator", _("Coördinator")
    MODERATOR = "moderator", _("Moderator")
    EDITOR = "editor", _("Redacteur")
    CLERK = "clerk", _("Baliemedewerker")
    ADMINISTRATOR = "administrator", _("Beheerder")


#: A programme always has one owner, whom its own page of the administration names.
IN_PROGRAMME = frozenset({Role.DEPUTY, Role.OFFICIAL, Role.READER})
EVERYWHERE = frozenset({Role.COORDINATOR, Role.MODERATOR, Role.EDITOR, Role.CLERK, Role.ADMINISTRATOR})
#: Each role is kept in one place: these in the table of grants, the others on the account or on the programme.
GRANTED = frozenset({Role.OFFICIAL, Role.READER, Role.MODERATOR, Role.EDITOR, Role.CLERK})

WHAT_THEY_DO = {
    Role.DEPUTY: _("Behandelt ideeën van dit programma, ook als de eigenaar er niet is."),
    Role.OFFICIAL: _("Behandelt ideeën van dit programma. Krijgt geen herinneringen voor een ander."),
    Role.READER: _("Leest mee met dit programma. Verandert niets en ziet geen adressen."),
    Role.COORDINATOR: _("Behandelt ideeën van elk programma, en houdt regels en stemrondes bij."),
    Role.MODERATOR: _("Beoordeelt reacties en meldingen van elk programma."),
    Role.EDITOR: _("Schrijft teksten van de site en van stemrondes."),
    Role.CLERK: _("Voert ideeën in die op papier, aan de balie of per mail komen."),
    Role.ADMINISTRATOR: _("Beheert programma's, lijsten en medewerkers."),
}
