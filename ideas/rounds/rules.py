"""The rules of a round in words, made from the very columns that are enforced, so that the two cannot differ."""

from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from ideas.models import Round

# Stored Dutch, as an official's own text: every visitor reads the same frozen words.
BY_CODE = (
    "U stemt met de code uit de brief van de gemeente. Zo stemmen alleen inwoners. U hebt geen account nodig.",
    "Een code is voor één persoon. Geef uw code niet aan anderen.",
)
SIGNED_IN = ("U logt in om te stemmen. Zo kan niemand vaker stemmen dan mag.",)
ALWAYS = (
    "U kunt uw stem intrekken en anders stemmen zolang de ronde open is.",
    "Niemand krijgt te zien op welk idee u stemt. Bij elke stem krijgt u een stembewijs.",
    "Na afloop kan iedereen de stemmen natellen. Met uw stembewijs ziet u dat uw stem meetelt.",
    "De gemeente mag stemmen van nepaccounts weghalen. Dan staat hier hoeveel het er zijn, en waarom.",
)


def rule_text(round_: Round) -> str:
    """Give the rules of `round_` in Dutch, a rule on each line."""
    with translation.override("nl"):
        begin, end = _moment(round_.opens_at), _moment(round_.closes_at)
    votes = "1 stem" if round_.votes_each == 1 else f"{round_.votes_each} stemmen"
    return "\n".join([
        f"U kunt stemmen van {begin} tot {end}. Een stem die later komt, telt niet mee.",
        f"U hebt {votes}. Aan één idee geeft u hooguit 1 stem.",
        f"Dit doet de gemeente met de uitslag: {' '.join(round_.promise.split())}",
        *([f"Een idee heeft minstens {round_.threshold} stemmen nodig."] if round_.threshold else []),
        *(BY_CODE if round_.by_code else SIGNED_IN),
        (
            "Tot het einde toont de site geen tussenstand, ook niet aan medewerkers."
            if round_.hides_totals
            else "De tussenstand is voor iedereen te zien."
        ),
        *ALWAYS,
    ])  # fmt: skip


def _moment(value: datetime) -> str:
    here = localtime(value)
    return f"{date_format(here, 'j F Y')} om {here:%H.%M} uur"
