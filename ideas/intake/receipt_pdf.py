"""The receipt of an idea as a letter: for whoever has no mail address. In Dutch, as all letters of the municipality."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib.units import mm

from ideas.intake.sheet import ASKED, EDGE, SMALL, TEXT, TITLE, WIDTH, address_of, sheets
from ideas.models import Entry

ADDRESS_BELOW = 55 * mm  # From the top: where the window of an envelope is (NEN 1026).
WINDOW = 34 * mm
BESIDE_THE_CODE = WIDTH - 2 * EDGE - 40 * mm


def receipt_of(entry: Entry) -> bytes:
    """A PDF of one page: the number, what happens now, and the private link as a code."""
    idea = entry.idea
    with translation.override("nl"), sheets(_("Uw idee %(number)s") % {"number": idea.reference}, "nl") as (sheet, out):
        top = sheet.y
        sheet.write(_("Gemeente %(name)s") % {"name": settings.MUNICIPALITY_NAME}, ASKED)
        sheet.y = top - ADDRESS_BELOW + EDGE
        for line in [entry.name, *entry.address.splitlines()][:6]:
            sheet.write(line, TEXT)
            sheet.y += 3 * mm
        sheet.y = top - ADDRESS_BELOW - WINDOW + EDGE
        sheet.write(date_format(timezone.localdate(entry.made_at), "j F Y"), SMALL)
        sheet.y -= 6 * mm
        sheet.write(_("Uw idee is ontvangen"), TITLE)
        sheet.write(_("Dank u wel voor uw idee: “%(title)s”.") % {"title": idea.title})
        sheet.write(_("Het nummer is %(number)s. Bewaar dit nummer.") % {"number": idea.reference}, ASKED)
        sheet.write(_("Wat gebeurt er nu?"), ASKED)
        sheet.write(_("%(team)s leest uw idee en geeft antwoord.") % {"team": idea.programme.team})
        if idea.promised_on:
            day = {"day": date_format(idea.promised_on, "j F Y")}
            sheet.write(_("U krijgt uiterlijk op %(day)s antwoord.") % day)
        below = sheet.y
        link = address_of(idea.get_status_url())
        sheet.write(_("Hoe staat het met uw idee?"), ASKED, width=BESIDE_THE_CODE)
        sheet.write(
            _("Scan de code met uw telefoon. Of bel of bezoek de gemeente, en noem uw nummer."), width=BESIDE_THE_CODE
        )
        care = _("De code is van u alleen. Hij werkt een jaar. Geef hem niet aan anderen.")
        sheet.write(care, SMALL, width=BESIDE_THE_CODE)
        sheet.code(link, below + 5 * mm)
    return out.getvalue()
