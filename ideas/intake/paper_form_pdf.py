"""The form on paper: the same questions as on the site, with lines to write on."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.units import mm

from ideas.intake.form_code import FormCode
from ideas.intake.sheet import ASKED, EDGE, SMALL, TITLE, WIDTH, address_of, sheets
from ideas.submit_forms import IdeaForm

MOST_THEMES = 14
BESIDE_THE_CODE = WIDTH - 2 * EDGE - 40 * mm


def paper_form(code: FormCode, themes: Sequence[str]) -> bytes:
    """A PDF of two pages in the language of the code. Scanning it leads an official to where it is entered."""
    with translation.override(code.language), sheets(_("Uw idee op papier"), code.language) as (sheet, out):
        top = sheet.y
        sheet.code(address_of(f"{reverse('ideas:enter')}?code={code}"), top + 4 * mm)
        sheet.write(_("Uw idee op papier"), TITLE, width=BESIDE_THE_CODE)
        sheet.write(
            _("Vertel de gemeente %(name)s uw idee. Schrijf met blokletters. Vul alleen in wat u wilt.")
            % {"name": settings.MUNICIPALITY_NAME},
            width=BESIDE_THE_CODE,
        )
        sheet.write(_("Code van dit formulier: %(code)s") % {"code": code}, SMALL, width=BESIDE_THE_CODE)
        sheet.y -= 4 * mm
        for name, lines in (("problem", 8), ("proposal", 8), ("title", 1)):
            sheet.write(str(IdeaForm.base_fields[name].label), ASKED)
            sheet.lines(lines)
        sheet.next_page()
        sheet.write(str(IdeaForm.base_fields["theme"].label), ASKED)
        sheet.write(_("Kruis aan wat past."), SMALL)
        sheet.boxes(list(themes[:MOST_THEMES]))
        sheet.write(_("Op welke plek of in welke buurt?"), ASKED)
        sheet.lines(1)
        sheet.write(_("Hoe laten wij u iets weten?"), ASKED)
        sheet.write(_("Uw e-mailadres, als u dat hebt:"), SMALL)
        sheet.lines(1)
        sheet.write(_("Of uw naam en postadres, dan krijgt u een brief:"), SMALL)
        sheet.lines(3)
        sheet.boxes([_("Zet geen naam bij mijn idee op de website.")], columns=1)
        sheet.write(_("Uw idee komt op de website. Uw adres en uw e-mailadres niet: die zien alleen wij."))
        sheet.write(_("Lever dit in bij de balie, of stuur het naar de gemeente. U krijgt een nummer en een antwoord."))
    return out.getvalue()
