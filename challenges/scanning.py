"""Asks clamd whether there is a virus in a file, when the installation has one (CLAMD_URL).

The protocol is that of clamd(8): `zINSTREAM`, then pieces with their length before them, then a length of nothing.
"""

import socket
import struct
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT = 30.0
MOST_ANSWER = 4096


class Infected(Exception):
    """There is a virus in it."""


class ScannerAway(Exception):
    """clamd does not answer, or answers something else than yes or no: nobody knows what is in the file."""


def scan(pieces: Iterable[bytes]) -> None:
    """Raises Infected or ScannerAway. Without CLAMD_URL nothing is asked."""
    if not settings.CLAMD_URL:
        return
    try:
        answer = _ask(pieces)
    except OSError as error:
        raise ScannerAway("clamd does not answer.") from error
    if answer.endswith("FOUND"):
        raise Infected
    if answer != "stream: OK":
        raise ScannerAway(f"clamd answers {answer[:80]!r}.")


def _ask(pieces: Iterable[bytes]) -> str:
    with _connected() as line:
        line.sendall(b"zINSTREAM\0")
        for piece in pieces:
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < MOST_ANSWER and (part := line.recv(MOST_ANSWER)):
            answer += part
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _connected() -> socket.socket:
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "tcp":
        return socket.create_connection((address.hostname or "", address.port or 0), TIMEOUT)
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(TIMEOUT)
        line.connect(address.path)
    except OSError:
        line.close()
        raise
    return line
