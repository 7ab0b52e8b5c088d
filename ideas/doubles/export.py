"""Pairs as files: the list for a spreadsheet, and the log for the algorithm register."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.board.tables import Cell, Column, Table
from ideas.models import Idea, IdeaDouble

MOST_IN_FILE = 2_000
MOST_LOGGED = 50_000  # The newest, as of suggestions.
LOG = ("dag", "lijkt_voor_procent", "gekozen", "dag_gekozen")


def table_of(pairs: Iterable[IdeaDouble]) -> Table:
    """The list as a table, a row for each pair."""
    columns = [Column(_("Lijkt in procent")), Column(_("Beide noemen"), is_number=False)]
    names = (_("Nummer"), _("Titel"), _("Status"), _("Programma"), _("Steun"), _("Ingediend"))
    for side in (1, 2):
        columns += [Column(f"{name} {side}", is_number=False) for name in names]
    rows = [
        [Cell(pair.likeness), Cell(", ".join(pair.words)), *_cells(pair.first), *_cells(pair.second)] for pair in pairs
    ]
    about = [_("Openbare ideeën die nog lopen en die volgens het systeem misschien hetzelfde zijn.")]
    return Table("dubbel", _("Dubbele ideeën"), about, columns, rows)


def _cells(idea: Idea) -> list[Cell]:
    day = timezone.localdate(idea.submitted_at).isoformat()
    words = (idea.reference, idea.title, str(idea.status_label), idea.programme.name)
    return [*(Cell(word) for word in words), Cell(idea.support_count), Cell(day)]


def log_as_csv() -> bytes:
    """What was found, how surely, and what people chose. No texts, words, numbers of ideas or times of day."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(LOG)
    table.writerows(_logged())
    return text.getvalue().encode()


def _logged() -> Iterator[tuple[str, int, str, str]]:
    newest = IdeaDouble.objects.order_by("-pk").values_list("found_at", "likeness", "chosen", "chosen_at")
    for found_at, likeness, chosen, chosen_at in newest[:MOST_LOGGED].iterator(chunk_size=2_000):
        day = timezone.localdate(chosen_at).isoformat() if chosen_at else ""
        yield timezone.localdate(found_at).isoformat(), likeness, chosen, day
