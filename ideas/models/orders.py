"""The orders of a list that are no column of their own, stored by PostgreSQL, so that a page is read along an index."""

from datetime import UTC, date
from typing import Any

from django.db.models import Case, F, FloatField, Func, GeneratedField, IntegerField, Value, When
from django.db.models.functions import Cast, Coalesce, Extract

from ideas.statuses import UNDECIDED

#: Twice the support weighs as much as being a week newer; `ideas.orders` says so on the page. The age of every idea
#: grows alike, so that the order does not change with time and can be stored, as in the "hot" ranking of Reddit.
MINUTES_A_WEEK = 7 * 24 * 60
MOST_LOTS = 2**30


def lot_of(number: Any) -> Any:
    """A whole number under `MOST_LOTS` that looks drawn by lot: the same for the same `number`, always."""
    return Func(number, function="hashint8", output_field=IntegerField()).bitand(MOST_LOTS - 1)


def shuffled_by(seed: int) -> Any:
    """The lot of an idea in the draw called `seed`: another order for every seed."""
    return lot_of(F("id").bitxor(seed))


#: By when an idea is answered; what has no date comes last. No column: the index `idea_due` has it.
DUE_ON = Coalesce("promised_on", Value(date.max))

_MINUTES = Extract("submitted_at", "epoch", tzinfo=UTC) / 60
_DOUBLINGS = Func(F("support_count") + 1, template="log(2, %(expressions)s)", output_field=FloatField())


def stored(expression: Any, **options: Any) -> GeneratedField:
    """A column that PostgreSQL fills in at every change."""
    return GeneratedField(expression=expression, output_field=IntegerField(), db_persist=True, **options)


HEAT = stored(Cast(_MINUTES + _DOUBLINGS * MINUTES_A_WEEK, IntegerField()))
LOT = stored(lot_of(F("id")))
NEED = stored(Case(When(status__in=UNDECIDED, then=F("support_count") * -1), output_field=IntegerField()), null=True)
