"""The log of suggestions for the algorithm register: what was suggested, how surely, and what people chose.

No texts, no words from texts, no numbers of ideas and no times of day: nothing in it leads to a person.
"""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from ideas.models import LearnedModel, Suggestion

MOST_EXPORTED = 50_000  # The newest: more than the largest city gets in a year.
CSV_TYPE, JSON_TYPE = "text/csv; charset=utf-8", "application/json"
PLACES = (1, 2, 3)
COLUMNS = (
    "dag", "doel", "versie",
    *(f"{name}_{place}" for place in PLACES for name in ("voorstel", "zekerheid")),
    "was", "alleen_laatste_regel", "vanzelf_doorgestuurd", "gekozen", "dag_gekozen",
)  # fmt: skip


def as_csv() -> bytes:
    """A row for each suggestion, newest first."""
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS)
    table.writeheader()
    table.writerows(_rows())
    return text.getvalue().encode()


def as_json() -> bytes:
    """The same with the figures of every version."""
    versions = LearnedModel.objects.without_data().order_by("target", "number")
    content = {"versies": [_version(one) for one in versions], "suggesties": list(_rows())}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _rows() -> Iterator[dict[str, Any]]:
    rows = Suggestion.objects.select_related("learned").defer("learned__data", "learned__levels", "learned__confusion")
    for row in rows.order_by("-made_at", "-pk")[:MOST_EXPORTED].iterator(chunk_size=2_000):
        told: dict[str, Any] = dict.fromkeys(COLUMNS, "")
        for place, guess in zip(PLACES, row.ranking, strict=False):
            told |= {f"voorstel_{place}": guess["name"], f"zekerheid_{place}": guess["confidence"]}
        yield told | {
            "dag": timezone.localdate(row.made_at).isoformat(),
            "doel": row.learned.target,
            "versie": row.learned.number,
            "was": (row.ruled or {}).get("name", ""),
            "alleen_laatste_regel": row.left_open,
            "vanzelf_doorgestuurd": row.sent_on_at is not None,
            "gekozen": (row.chosen or {}).get("name", ""),
            "dag_gekozen": timezone.localdate(row.chosen_at).isoformat() if row.chosen_at else "",
        }


def _version(one: LearnedModel) -> dict[str, Any]:
    return {
        "doel": one.target, "versie": one.number, "dag": timezone.localdate(one.made_at).isoformat(),
        "in_gebruik": one.is_in_use, "oordeel": one.verdict, "sha256": one.sha256, "geleerd_van": one.learned_from,
        "getoetst_op": one.tested_on, "nauwkeurigheid": one.accuracy, "bij_eerste_drie": one.top3,
        "macro_f1": one.macro_f1, "vergeleken_met": one.rival, "zekerheid": one.levels,
    }  # fmt: skip
