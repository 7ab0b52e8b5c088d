"""Files go after their rows: one that stays behind by a crash is found at night, a row without its file is broken."""

import logging
from collections.abc import Iterable

from django.core.files.storage import Storage

log = logging.getLogger(__name__)


def remove_files(files: Iterable[tuple[Storage, str]]) -> int:
    """Remove the files, each a storage and a path; gives how many. One that cannot be removed keeps no others."""
    removed = 0
    for storage, path in files:
        try:
            storage.delete(path)
            removed += 1
        except OSError:
            log.exception("The file %s cannot be removed; at night it is tried again.", path)
    return removed
