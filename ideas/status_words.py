"""What each status is called, means and leads to: as administrators wrote it, or else as the code has it.

Pages show statuses in every row, so that a process holds all words and asks for newer ones once in some seconds.
"""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import get_language

from ideas.keeper import Keeper
from ideas.statuses import NEXT_STEPS, Status

LANGUAGES = ("nl", "en")
READ = """
SELECT status, label_nl, explanation_nl, next_step_nl, label_en, explanation_en, next_step_en FROM ideas_statuswords
"""


@dataclass(frozen=True, slots=True)
class Words:
    """What was written of a status in one language; empty is what the code says."""

    label: str = ""
    explanation: str = ""
    next_step: str = ""


Written = dict[tuple[str, str], Words]  # By status and language.


def _read() -> Written:
    with connection.cursor() as cursor:
        cursor.execute(READ)
        rows = cursor.fetchall()
    return {
        (row[0], language): Words(*row[1 + 3 * number : 4 + 3 * number])
        for row in rows
        for number, language in enumerate(LANGUAGES)
    }


KEEPER = Keeper(_read)


def words_of(status: str) -> Words:
    """What was written of `status` in the language of the page."""
    return KEEPER.written().get((status, (get_language() or "")[:2]), Words())


def label_of(status: str) -> str:
    """What `status` is called."""
    return words_of(status).label or str(Status(status).label)


def explanation_of(status: str) -> str:
    """What `status` means; empty when nobody wrote that down."""
    return words_of(status).explanation


def next_step_of(status: str) -> str:
    """What happens next when nobody said so of the idea itself."""
    return words_of(status).next_step or str(NEXT_STEPS.get(Status(status), ""))
