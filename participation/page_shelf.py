"""Pages that this process keeps for a few seconds, and the word of PostgreSQL that they may still be shown."""

import gzip
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

Key = tuple[str, ...]

ROOM = 16 * 1024 * 1024  # Bytes of pages, the compressed twins not counted: those are a fifth of it.


@dataclass(frozen=True)
class KeptPage:
    """A page as it was answered. `until` is a moment of the monotonic clock."""

    until: float
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @cached_property
    def etag(self) -> str:
        """Weak, because it is the same for the compressed twin."""
        return f'W/"{blake2b(self.body, digest_size=12).hexdigest()}"'

    @cached_property
    def compressed(self) -> bytes:
        """The body for who takes gzip, made once."""
        return gzip.compress(self.body, compresslevel=6, mtime=0)


class PageShelf:
    """Keeps pages while somebody vouches for them, in a bounded room; the page that was used longest ago goes first.

    Whoever hears of withdrawn pages (`page_news`) renews its word with `vouch()` and empties the shelf with `clear()`.
    Without a fresh word nothing is taken from the shelf: a process that is cut off shows old pages to nobody.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._pages: OrderedDict[Key, KeptPage] = OrderedDict()
        self._room = self._free = room
        self._vouched_until = 0.0
        self._lock = threading.Lock()
        self.edition = 0  # Counts the times that it was emptied.

    def vouch(self, seconds: float) -> None:
        """Say that pages may be taken for so long from now on."""
        self._vouched_until = time.monotonic() + seconds

    def clear(self) -> None:
        """Forget every page, also those that are being made right now."""
        with self._lock:
            self.edition += 1
            self._pages.clear()
            self._free = self._room

    def take(self, key: Key) -> KeptPage | None:
        """The page, if it is there, fresh, and vouched for."""
        now = time.monotonic()
        with self._lock:
            page = self._pages.get(key)
            if page is None or now > page.until or now > self._vouched_until:
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: KeptPage, edition: int) -> None:
        """Keep the page, unless the shelf was emptied since `edition`: then it may show what was withdrawn."""
        with self._lock:
            if edition != self.edition or len(page.body) > self._room:
                return
            if (old := self._pages.pop(key, None)) is not None:
                self._free += len(old.body)
            self._pages[key] = page
            self._free -= len(page.body)
            while self._free < 0:
                _, oldest = self._pages.popitem(last=False)
                self._free += len(oldest.body)
