"""The life of a vote round: one table. From `planned` on the rules are frozen."""

from django.utils.translation import gettext_lazy as _

from ideas.events import RoundEvent
from ideas.permissions import is_clock, may_run_or_clock, may_run_rounds
from ideas.rounds.statuses import RoundStatus
from participation.workflow import Move, Workflow

CONCEPT, PLANNED, OPEN = (
    frozenset({status}) for status in (RoundStatus.CONCEPT, RoundStatus.PLANNED, RoundStatus.OPEN)
)

ROUND_MOVES = Workflow(
    [
        Move("plan", _("Klaarzetten: de ronde opent vanzelf"), CONCEPT, RoundStatus.PLANNED, may_run_rounds, RoundEvent.PLANNED),
        Move("unplan", _("Terughalen om iets te veranderen"), PLANNED, RoundStatus.CONCEPT, may_run_rounds, RoundEvent.UNPLANNED),
        Move("open", _("Nu meteen openen"), CONCEPT, RoundStatus.OPEN, may_run_rounds, RoundEvent.OPENED),
        Move("begin", _("De ronde begint"), PLANNED, RoundStatus.OPEN, is_clock, RoundEvent.OPENED),
        Move("close", _("Sluiten en tellen"), OPEN, RoundStatus.CLOSED, may_run_or_clock, RoundEvent.CLOSED),
        Move("cancel", _("Stoppen zonder uitslag"), PLANNED | OPEN, RoundStatus.CANCELLED, may_run_rounds, RoundEvent.CANCELLED, ("reason",)),
    ]
)  # fmt: skip
