"""Which rows of this file came by already: on disk, because a file may have millions."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from hashlib import blake2b
from typing import Self

from ideas.importing.rows import Taken


class Seen:
    """A temporary table of its own; SQLite keeps it in memory while it is small."""

    def __enter__(self) -> Self:
        """Make the table."""
        self._rows = sqlite3.connect("")
        self._rows.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, fingerprint BLOB, line INTEGER) WITHOUT ROWID")
        return self

    def __exit__(self, *_error: object) -> None:
        """Throw the table away."""
        self._rows.close()

    def earlier(self, taken: Sequence[Taken]) -> dict[int, tuple[int, bool]]:
        """For each line that repeats a reference: the line that had it first, and whether that said the same."""
        repeats = {}
        with closing(self._rows.cursor()) as cursor:
            for row in taken:
                key = blake2b("\0".join(row.arrival.key).encode(), digest_size=16).digest()
                cursor.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (key, row.fingerprint, row.line))
                if not cursor.rowcount:
                    cursor.execute("SELECT line, fingerprint FROM seen WHERE key = ?", (key,))
                    line, fingerprint = cursor.fetchone()
                    repeats[row.line] = (line, fingerprint == row.fingerprint)
        return repeats
