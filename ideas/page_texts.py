"""The texts that a municipality writes itself, in both languages: what it wrote, or else what the code says.

They are Markdown, and drawn as what residents write is drawn (`ideas.markdown`): what anybody types stays harmless.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ideas.keeper import Keeper

READ = "SELECT key, text_nl, text_en FROM ideas_pagetext"


@dataclass(frozen=True, slots=True)
class PageWording:
    """One text: what it is called, where it stands, and how it reads until somebody writes it.

    `fills` are names that are filled in where the text has them between braces. A mail shows the text as it is typed.
    """

    what: Promise
    url: str
    usual: Callable[[], str]
    fills: tuple[str, ...] = ()
    is_mail: bool = False


def _steps() -> str:
    steps = (
        _("U vertelt welk probleem u ziet en wat er beter kan."),
        _("Uw idee gaat naar een programma van de gemeente. U ziet meteen welk programma, en waarom."),
        _("Andere mensen lezen uw idee. Zij kunnen het steunen of volgen."),
        _("Het team geeft antwoord: een besluit, een reden, de volgende stap en een datum."),
        _("U krijgt bericht bij elke stap. Iedereen kan lezen wat er gebeurt."),
    )
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))


def _after_house_rules() -> str:
    return "\n\n".join(
        (
            _(
                "Op de plek van een verborgen reactie staat altijd waarom. De schrijver krijgt bericht en kan bezwaar "
                "maken. Een andere medewerker geeft dan antwoord."
            ),
            _(
                "Soms leest een medewerker uw reactie eerst. Dan ziet u waarom. U kunt uw reactie 15 minuten lang "
                "veranderen, en altijd weghalen. Is een idee klaar? Dan kunt u nog 30 dagen reageren op het besluit."
            ),
            _(
                "Ziet u een tekst die hier niet hoort? Kies dan “Meld” bij die tekst. "
                "Daarvoor hebt u geen account nodig."
            ),
        )
    )


TEXTS = {
    "voorpagina": PageWording(
        gettext_lazy("Voorpagina: het begin"),
        "/",
        lambda: _("Ziet u een probleem in de stad? Of weet u wat er beter kan? Vertel het ons."),
    ),
    "belofte": PageWording(
        gettext_lazy("Voorpagina: de belofte"),
        "/",
        lambda: _("Elk idee krijgt een team, een datum en een antwoord."),
    ),
    "hoe-het-werkt": PageWording(
        gettext_lazy("Hoe het werkt: het begin"),
        "/hoe-het-werkt/",
        lambda: _("Van uw idee naar een antwoord, in vijf stappen."),
    ),
    "stappen": PageWording(gettext_lazy("Hoe het werkt: de stappen"), "/hoe-het-werkt/", _steps),
    "steun": PageWording(
        gettext_lazy("Hoe het werkt: steun"),
        "/hoe-het-werkt/",
        lambda: _(
            "U kunt elk idee één keer steunen. Niemand ziet wie een idee steunt. Veel steun helpt, maar beslist niet."
        ),
    ),
    "huisregels": PageWording(
        gettext_lazy("Huisregels: voor de lijst met redenen"),
        "/hoe-het-werkt/#spelregels",
        lambda: _(
            "Bij elk idee kunt u reageren, met uw schuilnaam. "
            "Wij verbergen een reactie alleen als een van deze zinnen klopt:"
        ),
    ),
    "huisregels-daarna": PageWording(
        gettext_lazy("Huisregels: na de lijst met redenen"), "/hoe-het-werkt/#spelregels", _after_house_rules
    ),
    "toegankelijkheid": PageWording(
        gettext_lazy("Toegankelijkheid: waar mensen een fout melden"),
        "/toegankelijkheid/",
        lambda: _(
            "Vertel het de gemeente. Schrijf erbij welke pagina het is en wat er misging. "
            "U krijgt antwoord en wij lossen het op."
        ),
    ),
    "privacy": PageWording(
        gettext_lazy("Privacy: waar mensen een vraag stellen"),
        "/privacy/",
        lambda: _(
            "Hebt u een vraag over uw gegevens? Stel die aan de gemeente. "
            "Komt u er samen niet uit? Dan kunt u klagen bij de Autoriteit Persoonsgegevens."
        ),
    ),
    "ontvangst": PageWording(
        gettext_lazy("Mail: wij kregen uw idee"),
        "",
        lambda: _("Bedankt voor uw idee. Het is goed aangekomen. {team} leest het en geeft antwoord."),
        fills=("team",),
        is_mail=True,
    ),
}


def _read() -> dict[tuple[str, str], str]:
    """What was written, by text and language."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        rows = cursor.fetchall()
    return {(key, language): text for key, *texts in rows for language, text in zip(("nl", "en"), texts, strict=True)}


KEEPER = Keeper(_read)


def text_of(key: str, **fills: str) -> str:
    """The text in the language of the page, with its names filled in."""
    text = KEEPER.written().get((key, (get_language() or "")[:2])) or TEXTS[key].usual()
    for name in TEXTS[key].fills:
        text = text.replace(f"{{{name}}}", fills[name])
    return text
