"""In which encoding a file is written, found out from its bytes in constant memory."""

import codecs
import re
from pathlib import Path

from ideas.importing.errors import Unreadable

CHUNK = 1024 * 1024
MOST_CONTROL = 0.02  # A larger share of control bytes is no text.

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHER_KINDS = (
    (b"PK\x03\x04", "a spreadsheet (xlsx, ods) or a zip file: open it and save it as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file: open it and save it as CSV"),
    (b"\x1f\x8b", "compressed: unpack it first"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"SQLite format 3", "a database"),
)
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
BROKEN = re.compile("[\udc80-\udcff]")
BEYOND_ASCII = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")


def sniff_encoding(path: Path) -> str:
    """The codec to read `path` with: UTF-8, -16 or -32 by its mark or its bytes, and otherwise Windows-1252.

    Raises Unreadable when the file is empty or no text.
    """
    with path.open("rb") as file:
        head = file.read(CHUNK)
    if not head.strip():
        raise Unreadable("The file is empty.")
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding
    for start, what in OTHER_KINDS:
        if head.startswith(start):
            raise Unreadable(f"The file is no text but {what}.")
    if wide := _without_mark(head):
        return wide
    if len(CONTROL.findall(head)) > MOST_CONTROL * len(head) + 1:
        raise Unreadable("The file is no text but binary. Give a CSV or a JSON Lines file.")
    return _utf8_or_windows(path)


def _without_mark(head: bytes) -> str:
    """UTF-16 without its mark: western text has its zeros in one half of the byte pairs only."""
    half = len(head) // 2
    first, second = head[0::2].count(0), head[1::2].count(0)
    if half and second > half * 0.3 and first < half * 0.05:
        return "utf-16-le"
    if half and first > half * 0.3 and second < half * 0.05:
        return "utf-16-be"
    return ""


def _utf8_or_windows(path: Path) -> str:
    """Read all of it: one accented letter in the last line decides. A few broken bytes do not unmake UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    good = broken = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            if not text.isascii():
                broken += len(BROKEN.findall(text))
                good += len(BEYOND_ASCII.findall(text))
    return "utf-8" if good >= broken else "cp1252"
