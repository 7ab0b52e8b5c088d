"""The orders that a list of ideas offers. Each is read along an index, so that any page costs what the first costs."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

BEST, NEWEST, RANDOM = "passend", "nieuw", "willekeurig"
DRAWN = 500  # Of more ideas than are counted, so many are drawn and shown in the order of the draw.


class Order(NamedTuple):
    """The column from high to low, its name, and what one must know of it; `sparse` leaves out rows without a value."""

    field: str
    label: Any
    rule: Any = ""
    sparse: bool = False


ORDERS = {
    BEST: Order("rank", _("Best passend")),
    NEWEST: Order("submitted_at", _("Nieuwste eerst")),
    "steun": Order("support_count", _("Meeste steun")),
    "populair": Order(
        "heat",
        _("Nu populair"),
        _("Nieuwe ideeën met veel steun staan boven. Twee keer zoveel steun telt even zwaar als een week nieuwer."),
    ),
    "steun-nodig": Order(
        "need",
        _("Heeft steun nodig"),
        _("U ziet ideeën waarover de gemeente nog niet besliste. De minste steun staat boven."),
        sparse=True,
    ),
    "antwoord": Order("answered_at", _("Net beantwoord"), _("U ziet alleen ideeën met een antwoord."), sparse=True),
    RANDOM: Order("lot", _("Willekeurig"), _("De volgorde is geloot. Wie deze link opent, ziet dezelfde volgorde.")),
}
