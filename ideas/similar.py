"""Ideas that are like a text: found by its rarest words along the index of the search, then weighed one by one.

Two statements, whatever is written and however many ideas there are.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations
from math import asin, cos, exp, prod, radians, sin, sqrt
from typing import Any
from uuid import UUID

from django.db import connection

from ideas.likeness import FORM, Question, Unit
from ideas.models import Idea
from ideas.search_terms import either
from ideas.statuses import Status
from ideas.vocabulary import Lexicon, lexicon
from participation.models.folding import CONFIG

NOBODY, NO_KEY = 0, UUID(int=0)  # No idea has these; in SQL, nothing is distinct from nothing.
MOST = 5
MOST_ASKED = 24  # Words by which ideas are looked for.
MOST_FOUND = 2_000  # Rows that those words may lead to, before they are ordered ...
MOST_WEIGHED = 200  # ... and those of which the texts are read.
LONGEST_TEXT = 1_500  # Characters; who needs more of them to say what it is about has said it by then.
FEWEST = 0.1  # Of the weight of a text; what has less of it in common is not called alike.
WIDE = 0.6  # What a synonym or a related word counts while looking; weighing is finer.
MOST_COMMON = 6  # Common words of which pairs are made.
TOGETHER = 3  # Two words stand together more often than chance would have it.

NEAR, NEAR_BONUS = 2000.0, 0.35  # Metres; ideas about the same place are more often the same idea.
SAME_AREA, SAME_THEME = 0.15, 0.05
EARTH = 6_371_000.0

FIND = """
SELECT coalesce(merged_into_id, id), title, left(concat_ws(' ', problem, proposal), {longest}),
  theme_id, area_id, longitude, latitude
FROM (
  SELECT * FROM ideas_idea
  WHERE visibility = 'public' AND search @@ to_tsquery('{config}', %s) AND status <> ALL(%s)
    AND author_id IS DISTINCT FROM %s AND client_key IS DISTINCT FROM %s
  LIMIT {most_found}) AS found
ORDER BY ({score}) / ln(length(search) + 10) DESC, id DESC LIMIT {most_weighed}
"""
SCORE = """
CASE WHEN search @@ to_tsquery('{config}', %s) THEN %s WHEN search @@ to_tsquery('{config}', %s) THEN %s ELSE 0 END
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody has written so far; theme and area as their keys, the point in WGS84 degrees."""

    title: str = ""
    problem: str = ""
    proposal: str = ""
    theme: int | None = None
    area: int | None = None
    longitude: float | None = None
    latitude: float | None = None

    @classmethod
    def of(cls, idea: Idea) -> "Written":
        """What an idea says."""
        return cls(
            title=idea.title, problem=idea.problem, proposal=idea.proposal, theme=idea.theme_id, area=idea.area_id,
            longitude=idea.longitude, latitude=idea.latitude,
        )  # fmt: skip

    @property
    def text(self) -> str:
        """Problem and proposal, as far as they are compared."""
        return f"{self.problem} {self.proposal}"[:LONGEST_TEXT]


@dataclass(frozen=True, slots=True)
class Alike:
    """An idea by its key, and how much it is like the text: comparable between ideas, higher is more."""

    pk: int
    score: float

    def order(self) -> tuple[float, int]:
        """The most alike first, then the newest."""
        return (-self.score, -self.pk)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One word for the database, as typed and as everything near it, and about how many ideas have it."""

    weight: float
    exact: str
    wide: str
    rows: float


def similar_ideas(
    written: Written, *, author: int | None = None, client_key: Any = None, most: int = MOST, fewest: float = FEWEST
) -> list[Alike]:
    """The public ideas that are like `written`, the most alike first, at most `most`. One statement.

    Left out are those of `author`, what was withdrawn, and the one that was made from the concept with `client_key`.
    An idea that was merged stands for the one that it went into.
    """
    known = lexicon()
    question = Question(written.title, written.text, known)
    return alike_to(question, written, known, author=author, client_key=client_key, most=most, fewest=fewest)


def alike_to(
    question: Question,
    written: Written,
    known: Lexicon,
    *,
    author: int | None = None,
    client_key: Any = None,
    most: int = MOST,
    fewest: float = FEWEST,
    unlike: Collection[Status] = (Status.WITHDRAWN,),
) -> list[Alike]:
    """As `similar_ideas()`, for who asks more of the same `question`. Ideas of a status in `unlike` are left out."""
    best = dict[int, float]()
    for pk, title, text, *place in _candidates(question.units, known, [author or NOBODY, client_key or NO_KEY], unlike):
        score = question.likeness(title, text) * _closeness(written, *place)
        best[pk] = max(score, best.get(pk, 0.0))
    scored = sorted((Alike(pk, score) for pk, score in best.items() if score >= fewest), key=Alike.order)
    return scored[:most]


def _candidates(units: list[Unit], known: Lexicon, own: list[Any], unlike: Collection[Status]) -> list[Any]:
    asked = [_for_database(unit, known) for unit in units[:MOST_ASKED]]
    condition = " | ".join(_within(asked, known))
    if not condition:
        return []
    score = " + ".join([SCORE.format(config=CONFIG)] * len(asked))
    sizes = {"most_found": MOST_FOUND, "most_weighed": MOST_WEIGHED, "longest": LONGEST_TEXT}
    statement = FIND.format(config=CONFIG, score=score, **sizes)
    weights = [value for one in asked for value in (one.exact, one.weight, one.wide, one.weight * WIDE)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [condition, [status.value for status in unlike], *own, *weights])
        found: list[Any] = cursor.fetchall()
        return found


def _for_database(unit: Unit, known: Lexicon) -> _Asked:
    exact = [word for word, closeness in unit.words.items() if closeness >= FORM]
    wide = [*unit.words, *(other for other in known.synonyms_of(unit.word) if " " in other)]
    scale = known.all_ideas / known.ideas if known.ideas else 1.0
    rows = sum(known.counts.get(stem, 0) for stem in unit.close) * scale
    return _Asked(unit.weight, either(exact), either(wide), rows)


def _within(asked: list[_Asked], known: Lexicon) -> list[str]:
    """Conditions that together lead to no more rows than may be ordered: rare words alone, common ones together."""
    left, whole = float(MOST_FOUND), max(known.all_ideas, 1)
    conditions, common = list[str](), list[_Asked]()
    for one in sorted(asked, key=lambda one: one.rows):
        if one.rows <= left:
            left -= one.rows
            conditions.append(f"({one.wide})")
        else:
            common.append(one)
    for size in (2, 3):
        for group in combinations(common[:MOST_COMMON], size):
            rows = whole * TOGETHER * prod(one.rows / whole for one in group)
            if rows <= left:
                left -= rows
                conditions.append(_all(group))
    return conditions or [_all(common[:3])] if asked else []


def _all(group: Iterable[_Asked]) -> str:
    return "(" + " & ".join(f"({one.wide})" for one in group) + ")"


def _closeness(written: Written, theme: int | None, area: int | None, longitude: float, latitude: float) -> float:
    """What being about the same place and theme adds."""
    bonus = SAME_THEME if theme and theme == written.theme else 0.0
    if written.longitude is not None and written.latitude is not None and longitude is not None:
        metres = distance(written.longitude, written.latitude, longitude, latitude)
        return 1 + bonus + NEAR_BONUS * exp(-metres / NEAR)
    return 1 + bonus + (SAME_AREA if area and area == written.area else 0.0)


def distance(longitude: float, latitude: float, other_longitude: float, other_latitude: float) -> float:
    """Metres between two points in WGS84 degrees."""
    east, north, other_east, other_north = map(radians, (longitude, latitude, other_longitude, other_latitude))
    half = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))
