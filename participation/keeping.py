"""How long data about people is kept here and now, and which rows have had their time: what administrators set counts.

Every room says in its `expiring.py` which rows a term is about; removing them and counting them ask the same.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from participation import terms
from participation.models import SetTerm
from participation.terms import Term

#: The rows that go at the moment given, if the term lasts as long as given.
Expired = Callable[[datetime, timedelta], QuerySet[Any]]

_EXPIRED: dict[Term, Expired] = {}


def register(term: Term, expired: Expired) -> None:
    """Say which rows `term` is about. Called once for each term, when its room is loaded."""
    _EXPIRED[term] = expired


def lasts(term: Term) -> timedelta:
    """How long `term` is in this installation, in one statement."""
    return all_last()[term]


def all_last() -> dict[Term, timedelta]:
    """Every term as it is in this installation, in one statement."""
    chosen = dict(SetTerm.objects.values_list("variable", "days"))
    return {
        term: timedelta(days=chosen[term.variable]) if term.variable in chosen else term.unless_set()
        for term in terms.ALL
    }


def going(term: Term, days: int) -> int:
    """How many rows would go, or accounts be warned, at the next run if `term` lasted `days`."""
    return _EXPIRED[term](timezone.now(), timedelta(days=days)).count()
