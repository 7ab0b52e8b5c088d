"""What a new challenge begins with, so that nobody starts from nothing. All of it can change before it is approved."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.statuses import FieldKind

#: Two weeks to be approved and made known, and then six weeks to answer.
OPENS_AFTER, STAYS_OPEN, QUESTIONS_STOP = timedelta(days=14), timedelta(days=42), timedelta(days=10)


def first_phase() -> dict[str, Any]:
    """The columns of the phase that a new challenge has."""
    opens_at = _at(OPENS_AFTER, 9)
    return {"number": 1, "title": _("Inzenden"), "opens_at": opens_at, "closes_at": _at(OPENS_AFTER + STAYS_OPEN, 17)}


def questions_until() -> datetime:
    """Until when questions may be asked: in time for an answer before closing."""
    return _at(OPENS_AFTER + STAYS_OPEN - QUESTIONS_STOP, 17)


def _at(after: timedelta, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate() + after, time(hour)))


def first_fields() -> list[dict[str, Any]]:
    """The questions of its form."""
    kind = FieldKind
    shared, names = {"is_confidential": False, "longest": 800}, {"is_identifying": True}
    return [
        _asked(_("Korte samenvatting"), _("Dit mag na het besluit op de website, als u dat goedvindt."), **shared),
        _asked(_("Wat is uw plan?"), _("Schrijf op wat u gaat doen en waarom dat werkt."), longest=5_000),
        _asked(_("Wie voert het uit?"), _("Noem de mensen en wat zij al eerder deden."), **names),
        _asked(_("Wanneer doet u wat?")),
        _asked(_("Wat kost het?"), _("Zet elke kostenpost op een eigen regel."), kind=kind.BUDGET),
        _asked(_("Bijlage"), _("Alleen als dat nodig is."), kind=kind.FILE, is_required=False, **names),
        _asked(_("Wij vulden alles naar waarheid in"), kind=kind.DECLARATION),
    ]


def _asked(label: str, explanation: str = "", **columns: Any) -> dict[str, Any]:
    return {"label": label, "help": explanation, "kind": FieldKind.TEXT, "longest": 2_000, **columns}


def first_criteria() -> list[dict[str, Any]]:
    """What the jury looks at; the weights are 100 together."""
    rows = (
        (_("Lost dit het probleem op?"), _("Het plan past bij wat inwoners merken."), 40),
        (_("Kan het echt?"), _("De stappen, de tijd en de mensen kloppen."), 30),
        (_("Is het de kosten waard?"), _("Het resultaat past bij het geld."), 20),
        (_("Kunnen anderen het ook gebruiken?"), "", 10),
    )
    return [{"title": title, "explanation": explanation, "weight": weight} for title, explanation, weight in rows]


def first_texts() -> dict[str, str]:
    """The conditions that most challenges share."""
    return {
        "promise": _(
            "Een jury leest alle inzendingen en geeft punten. Daarna besluit de gemeente. Iedereen die inzendt krijgt "
            "een brief met het besluit, de punten en de reden."
        ),
        "ownership": _(
            "Uw plan blijft van u. De gemeente gebruikt het alleen om te kiezen en om het samen uit te voeren."
        ),
        "privacy": _(
            "Uw inzending is verzegeld tot na de sluiting. Twee medewerkers openen alle inzendingen samen. Alleen de "
            "jury en wie de uitdaging leidt lezen ze."
        ),
    }
