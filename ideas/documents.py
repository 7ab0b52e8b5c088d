"""Documents that go with an answer: what they are is told by what is in them, never by their name.

A picture is drawn anew, so that nothing of the file goes along. Of the others we keep the bytes, but only when the file
is one thing from its first byte to its last: a file that is two things at once is a trap for whoever opens it.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from ideas.photos import reencoded

MOST_BYTES = 10 * 1024 * 1024
#: Of an office file that is unpacked: a hundred pages with pictures stay far below this.
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 2_000
#: Text packs to a twentieth at best; what shrinks more than this was made to burst.
MOST_SHRUNK = 200
LONGEST_NAME = 100
#: Behind the end of a PDF stands a line break or two.
AFTER_THE_END = 32
ACCEPTED = ".pdf,.odt,.docx,.png,.jpg,.jpeg"

PDF = "application/pdf"
ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JPEG = "image/jpeg"
ENDINGS = {PDF: "pdf", ODT: "odt", DOCX: "docx", JPEG: "jpg"}
#: What runs or opens by itself in a PDF; an answer has no use for it.
ACTIVE_IN_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
#: Packed content: any three letters occur in it by chance.
STREAM_IN_PDF = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
DOCX_MAIN = b"wordprocessingml.document.main+xml"
#: By the name of its main part what an office file is.
TEXTS = {DOCX_MAIN: DOCX}
IS_PICTURE = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True, slots=True)
class Checked:
    """A document that may be kept: its bytes, its type, and a name that fits it."""

    name: str
    kind: str
    content: bytes


def checked(file: "File[Any]", size: int, name: str) -> Checked:
    """The document, if it is one that we take. Raises ValidationError with a sentence for people."""
    if size > MOST_BYTES:
        raise ValidationError(_("Dit bestand is te groot. Kies een bestand van hooguit 10 MB."))
    content = file.read(MOST_BYTES + 1)
    if content.startswith(IS_PICTURE):
        content, kind = reencoded(File(io.BytesIO(content)), len(content)).read(), JPEG
    elif content.startswith(b"%PDF-"):
        kind = kind_of_pdf(content)
    elif content.startswith(b"PK\x03\x04"):
        kind = kind_of_office(content)
    else:
        raise _refusal()
    return Checked(name=clean_name(name, kind), kind=kind, content=content)


def clean_name(name: str, kind: str) -> str:
    """A name that every computer can store, with the ending of what the file is; no folders, no signs that hide."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    visible = "".join(sign if unicodedata.category(sign)[0] in "LN" or sign in " -_" else "-" for sign in stem)
    tidy = re.sub(r"[\s-]+", "-", visible).strip("-_")[:LONGEST_NAME].strip("-_")
    return f"{tidy or 'document'}.{ENDINGS[kind]}"


def kind_of_pdf(content: bytes) -> str:
    """Its type, when it is a PDF and nothing else. Raises ValidationError."""
    end = content.rfind(b"%%EOF")
    if end < 0 or len(content) - end - len(b"%%EOF") > AFTER_THE_END or b"PK\x03\x04" in content[:1024]:
        raise _refusal()
    if ACTIVE_IN_PDF.search(STREAM_IN_PDF.sub(b"", content)):
        raise ValidationError(_("In deze PDF zit een programma of een bijlage. Maak een gewone PDF zonder die delen."))
    return PDF


def kind_of_office(content: bytes, open_kinds: Iterable[str] = (ODT,), main_parts: Mapping[bytes, str] = TEXTS) -> str:
    """Its type, when it is one of `open_kinds`, or has one of `main_parts` and nothing that runs.

    Raises ValidationError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            _must_be_harmless(content, packed, parts)
            names = {part.filename for part in parts}
            said = _read(packed, "mimetype").decode(errors="replace") if "mimetype" in names else ""
            if said in open_kinds:
                return said
            types = _read(packed, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
            if found := next((kind for main, kind in main_parts.items() if main in types), None):
                return found
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise _refusal() from error
    raise _refusal()


def _must_be_harmless(content: bytes, packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse what bursts, hides, or runs when it is opened."""
    unpacked = sum(part.file_size for part in parts)
    bursts = len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_SHRUNK * len(content)
    first = min((part.header_offset for part in parts), default=1)
    # The record at the end is 22 bytes and the comment that it announces: nothing may come after.
    ends = content.rfind(b"PK\x05\x06") + 22 == len(content)
    if bursts or first != 0 or not ends or packed.comment:
        raise _refusal()
    for part in parts:
        name = part.filename
        if part.flag_bits & 1 or name.startswith("/") or ".." in name.split("/") or "\\" in name:
            raise _refusal()
        lower = name.lower()
        if "vbaproject" in lower or lower.startswith(("basic/", "scripts/")) or "/embeddings/" in f"/{lower}":
            raise ValidationError(_("In dit bestand zitten macro's of bijlagen. Bewaar het zonder, of als PDF."))


def _read(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as part:
        return part.read(200_000)


def _refusal() -> ValidationError:
    return ValidationError(_("Dit bestand kunnen wij niet aannemen. Kies een PDF, ODT, DOCX, PNG of JPG."))
