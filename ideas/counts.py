"""How many ideas each choice of a filter would give, beside what is chosen already.

Without a choice everything is counted in one grouped statement, once a minute for the whole site. Else no more than
`MOST` ideas are counted, in one statement too: a facet that has more to choose from shows no figures.
"""

from typing import Any

from django.core.cache import cache
from django.db import connection

from ideas.finding import ideas_with
from ideas.models.facets import COLUMNS, PRESENT, Facets
from ideas.models.queries import IdeaQuerySet

KEPT_FOR = 60  # Seconds.
MOST = 10_000

FACETS = (*COLUMNS, *PRESENT)
READ = (*COLUMNS.values(), *PRESENT.values())
VALUES = [*COLUMNS.values(), *(f"{column} IS NOT NULL" for column in PRESENT.values())]
# A row for each value of each facet, and one for all. The mask says by which value a row was grouped.
GROUPED = """
SELECT {number}, grouping({values}), {values}, count(*) FROM ({found}) found
GROUP BY GROUPING SETS (({sets}), ())"""
ALL = 2 ** len(FACETS) - 1
GROUPED_BY = {ALL - 2**place: name for place, name in enumerate(reversed(FACETS))}

Counts = dict[str, dict[Any, int]]  # Of each facet that was counted: how many ideas there are of each value.


def counts_of(words: str, facets: Facets) -> Counts:
    """How many ideas `words` and `facets` would find if one facet had another value.

    A facet that narrows is counted among the ideas that would be left if it did not.
    """
    sets: dict[Facets, list[str]] = {}
    for name in FACETS:
        sets.setdefault(facets.without(name), []).append(name)
    free = [] if words else sets.pop(Facets(), [])
    counts: Counts = {name: figures for name, figures in _of_everything().items() if name in free} if free else {}
    grouped = _grouped([_unordered(words, narrowed)[: MOST + 1] for narrowed in sets]) if sets else []
    for names, figures in zip(sets.values(), grouped, strict=True):
        if figures[""].get(None, 0) <= MOST:
            counts |= {name: figures[name] for name in names}
    return counts


def _of_everything() -> Counts:
    """Kept in the table that all processes share, because every idea is looked at."""
    return cache.get_or_set("ideas.counts", _everything, KEPT_FOR) or {}


def _everything() -> Counts:
    (counts,) = _grouped([_unordered("", Facets())])
    counts.pop("")
    return counts


def _unordered(words: str, facets: Facets) -> IdeaQuerySet:
    return ideas_with(words, facets).order_by()


def _grouped(sets: list[IdeaQuerySet]) -> list[Counts]:
    """The figures of every facet among each set of ideas, and under "" of all, in one statement."""
    statements, parameters = list[str](), list[Any]()
    for number, ideas in enumerate(sets):
        found, its = ideas.values(*READ).query.sql_with_params()
        statements.append(
            GROUPED.format(number=number, found=found, values=", ".join(VALUES), sets="), (".join(VALUES))
        )
        parameters += its
    grouped: list[Counts] = [{name: {} for name in ("", *FACETS)} for _ideas in sets]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), parameters)
        for number, mask, *values, count in cursor.fetchall():
            name = GROUPED_BY.get(mask, "")
            grouped[number][name][values[FACETS.index(name)] if name else None] = count
    return grouped
