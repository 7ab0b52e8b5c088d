"""The keys of the desk. What a key does stands at the element itself, as `data-key`; this is the list for people."""

from django.utils.translation import gettext_lazy as _

SHORTCUTS = [
    ("j", _("Volgende idee")),
    ("k", _("Vorige idee")),
    ("o", _("Open het idee")),
    ("/", _("Zoek in de lijst")),
    ("x", _("Kies het idee om samen te behandelen")),
    ("a", _("Kies alles op de bladzijde, of kies bij een idee een antwoord")),
    ("s", _("Behandel de gekozen ideeën samen")),
    ("e", _("Haal de gekozen ideeën op als bestand")),
    ("t", _("Neem het idee zelf")),
    ("g", _("Geef het idee aan een collega")),
    ("h", _("Verander het thema")),
    ("p", _("Kies het eerste voorgestelde programma")),
    ("n", _("Schrijf een notitie")),
    ("w", _("Kijk mee, of niet meer")),
    ("u", _("Zet uw laatste stap terug")),
    ("1 – 9", _("Open de stap met dit nummer")),
    ("Ctrl + Enter", _("Verstuur wat u typt")),
    ("b", _("Terug naar de lijst")),
    ("?", _("Deze lijst met toetsen")),
]
