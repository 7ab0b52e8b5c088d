"""What was sent to challenges goes after its term, and so does what was begun and never handed in.

`participation/terms.py` says how long, docs/privacy.md promises it, and docs/sealing.md says what stays. Rows go before
files, and the key of a round last: whatever is stopped in between goes on the next time.
"""

import logging
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from challenges.clock import ClockTimestamp
from challenges.expiring import (
    abandoned_files,
    cut_off_files,
    empty_responses,
    idle_keys,
    old_drafts,
    old_files,
    old_submissions,
    rests_on_it,
    unsent_drafts,
    unsent_files,
)
from challenges.models import SealedFile, Submission
from challenges.vault import folders, remove_folder, remove_pieces
from ideas.actions.tidy import FEW
from participation import terms
from participation.batches import in_lots, remove_rows
from participation.destruction import note
from participation.keeping import all_last

log = logging.getLogger(__name__)


def tidy_challenges() -> dict[str, int]:
    """Remove all that has had its time, and give how many of each. Safe to run twice, also at once."""
    now, lasts = timezone.now(), all_last()
    unsent, over = lasts[terms.UNSENT_RESPONSE], lasts[terms.RESPONSE]
    files = abandoned_files(now) | unsent_files(now, unsent) | old_files(now, over)
    return {
        "drafts": remove_rows(unsent_drafts(now, unsent) | old_drafts(now, over)),
        "files": in_lots(partial(_remove_files, files)),
        "late files": in_lots(partial(_give_up, cut_off_files())),
        "submissions": in_lots(partial(_forget, old_submissions(now, over))),
        "keys": remove_rows(idle_keys(now, over)),
        "responses": remove_rows(empty_responses()),
        "folders": _remove_loose(),
    }


def _remove_files(rows: QuerySet[SealedFile], at_most: int) -> int:
    lot, looked_at = _delete_rows(rows, at_most)
    for file in lot:
        remove_pieces(file)
    return looked_at


@transaction.atomic(durable=True)
def _delete_rows(rows: QuerySet[SealedFile], at_most: int) -> tuple[list[SealedFile], int]:
    """Whoever sends a piece right now holds the row, and keeps it. Gives what went, and how many were looked at."""
    locked = list(rows.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)[:at_most])
    lot = list(rows.filter(pk__in=locked))  # Once more `rows`: it may have been handed in meanwhile.
    SealedFile.objects.filter(pk__in=[file.pk for file in lot]).delete()
    note(SealedFile._meta.label_lower, len(lot))
    return lot, len(locked)


@transaction.atomic(durable=True)
def _give_up(rows: QuerySet[SealedFile], at_most: int) -> int:
    """Take away the pieces of files that came too late. The rows stay: receipts name them."""
    lot = list(rows.order_by("pk").select_for_update(skip_locked=True)[:at_most])
    SealedFile.objects.filter(pk__in=[file.pk for file in lot]).update(removed_at=ClockTimestamp())
    for file in lot:
        remove_pieces(file)
    return len(lot)


@transaction.atomic(durable=True)
def _forget(rows: QuerySet[Submission], at_most: int) -> int:
    """Delete what was handed in; where scores or a decision rest on it, empty it: that it was there is on record."""
    locked = rows.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)[:at_most]
    lot = Submission.objects.filter(pk__in=list(locked))
    count = lot.count()
    lot.exclude(rests_on_it()).delete()
    lot.update(sealed=b"", salt="", submitted_by=None)
    note(Submission._meta.label_lower, count)
    return count


def _remove_loose() -> int:
    """Remove the folders that no row names, as a crash leaves them: a file has its row before its folder."""
    named, loose = 0, []
    for lot in folders():
        known = set(SealedFile.objects.filter(uuid__in=lot).values_list("uuid", flat=True))
        named += len(known)
        loose += [folder for key, folder in lot.items() if key not in known]
    if len(loose) > max(named, FEW):
        log.error("%d sealed files belong to no row and %d to one. Is this the right database?", len(loose), named)
        return 0
    return sum(remove_folder(folder) for folder in loose)
