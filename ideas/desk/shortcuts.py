"""The keys of the desk. What a key does stands at the element itself, as `data-key`; this is the list for people."""

from django.utils.translation import gettext_lazy as _

SHORTCUTS = [
    ("j", _("Volgende idee")),
    ("k", _("Vorige idee")),
    ("o", _("Open het idee")),
    ("/", _("Zoek in de lijst")),
    ("x", _("Kies het idee om samen te behandelen")),
    ("t", _("Neem het idee zelf")),
    ("g", _("Geef het idee aan een collega")),
    ("n", _("Schrijf een notitie")),
    ("w", _("Kijk mee, of niet meer")),
    ("u", _("Zet uw laatste stap terug")),
    ("1 – 9", _("Open de stap met dit nummer")),
    ("b", _("Terug naar de lijst")),
    ("?", _("Deze lijst met toetsen")),
]
