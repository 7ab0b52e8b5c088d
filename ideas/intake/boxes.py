"""Where mail lies: a mailbox that speaks IMAP, or a Maildir on this machine. Nothing is ever deleted there."""

import imaplib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ideas.actions.inbound import LARGEST, MOST_OF_A_LARGE_ONE

PATIENCE = 30  # Seconds that a server may take for an answer.
MOST_AT_ONCE = 100
IMAPS, IMAP = 993, 143
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True, slots=True)
class Found:
    """A mail in a box: its bytes (of a large one the beginning), its size, and how to mark it as read."""

    content: bytes
    size: int
    done: Callable[[], None]


def found_in(address: str) -> Iterator[Found]:
    """The unread mail of the box at `address`, some at a time. Raises OSError or IMAP4.error when it is away."""
    parts = urlsplit(address)
    if parts.scheme == "maildir":
        yield from _in_maildir(Path(unquote(parts.path)))
    else:
        yield from _in_imap(address)


def _in_maildir(folder: Path) -> Iterator[Found]:
    """What is new; read mail moves to `cur`, last of all, so that a crash leaves it to be read again."""
    for path in sorted((folder / "new").iterdir())[:MOST_AT_ONCE] if (folder / "new").is_dir() else []:
        try:
            size = path.stat().st_size
            with path.open("rb") as file:
                content = file.read(LARGEST if size <= LARGEST else MOST_OF_A_LARGE_ONE)
        except FileNotFoundError:  # Somebody else was faster.
            continue
        yield Found(content, size, partial(_move, path, folder / "cur"))


def _move(path: Path, into: Path) -> None:
    into.mkdir(exist_ok=True)
    path.rename(into / f"{path.name}:2,S")


def _in_imap(address: str) -> Iterator[Found]:
    """Mail that is not seen yet; reading it does not mark it, being done with it does."""
    with _connected(address) as server:
        _open(server, address)
        _status, found = server.uid("SEARCH", "UNSEEN")
        for number in (found[0] or b"").split()[:MOST_AT_ONCE]:
            uid = number.decode("ascii")
            size = _size_of(server, uid)
            part = "BODY.PEEK[]" if size <= LARGEST else f"BODY.PEEK[]<0.{MOST_OF_A_LARGE_ONE}>"
            _status, answer = server.uid("FETCH", uid, f"({part})")
            content = next((piece[1] for piece in answer if isinstance(piece, tuple)), None)
            if content is not None:  # Else somebody removed it meanwhile.
                yield Found(content, size, partial(_seen, server, uid))


def _connected(address: str) -> imaplib.IMAP4:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "imaps":
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(host, parts.port or IMAPS, timeout=PATIENCE)
    else:
        server = imaplib.IMAP4(host, parts.port or IMAP, timeout=PATIENCE)
        if parts.scheme == "imap+tls":
            server.starttls()
    return server


def _open(server: imaplib.IMAP4, address: str) -> None:
    parts = urlsplit(address)
    server.login(unquote(parts.username or ""), unquote(parts.password or ""))
    folder = unquote(parts.path.strip("/")) or "INBOX"
    status, _said = server.select(f'"{folder}"')
    if status != "OK":
        raise imaplib.IMAP4.error(f"There is no mailbox {folder!r}.")


def _size_of(server: imaplib.IMAP4, uid: str) -> int:
    _status, answer = server.uid("FETCH", uid, "(RFC822.SIZE)")
    told = b" ".join(piece if isinstance(piece, bytes) else b"" for piece in answer)
    size = SIZE.search(told)
    return int(size[1]) if size else 0


def _seen(server: imaplib.IMAP4, uid: str) -> None:
    server.uid("STORE", uid, "+FLAGS", r"(\Seen)")
