"""The archive of one's own data: a ZIP that is written while it is sent, so that it is nowhere whole in memory."""

import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.core.files.base import File
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from django.utils.translation import override

from participation import archive_page, register
from participation.models import User
from participation.register import Holding

CHUNK = 64 * 1024
JSON, PAGE, PHOTOS = "gegevens.json", "gegevens.html", "fotos"


class Outlet:
    """A file that can only be written; what was written is taken out again and again."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take `data` in."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: who takes the parts flushes."""

    def take(self) -> bytes:
        """Give what was written since the last time."""
        taken, self._parts = b"".join(self._parts), []
        return taken


def stream(person: User) -> Iterator[bytes]:
    """The archive of `person`, a piece at a time: JSON, the same as a page to read, and photos.

    It asks the database while it goes. By then the page that asked for it is done, and with it the choice of language.
    """
    outlet = Outlet()
    with (
        override(person.language),
        zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archive,  # type: ignore[call-overload] # it has what is needed
    ):
        holdings = [holding for holding in register.every() if holding.columns]
        for name, texts in ((JSON, _as_json(person, holdings)), (PAGE, archive_page.draw(person, holdings))):
            with archive.open(name, "w", force_zip64=True) as entry:
                for text in texts:
                    entry.write(text.encode())
                    yield outlet.take()
        for path, photo in _photos(person, holdings):
            yield from _store(archive, path, photo, outlet)
    yield outlet.take()


def _as_json(person: User, holdings: list[Holding]) -> Iterator[str]:
    yield "{"
    for number, holding in enumerate(holdings):
        yield f"{',' if number else ''}\n{json.dumps(key_of(holding))}: ["
        for place, row in enumerate(holding.values(person)):
            yield f"{',' if place else ''}\n {json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)}"
        yield "]"
    yield "\n}\n"


def key_of(holding: Holding) -> str:
    """The name of a table in JSON. Two fields of one table may lead to the person, so the field is in it."""
    return f"{holding.model._meta.label_lower}.{holding.person}"


def _photos(person: User, holdings: list[Holding]) -> Iterator[tuple[str, "File[Any]"]]:
    for holding in holdings:
        for field in holding.photos:
            for row in holding.rows(person).exclude(**{field: ""}).only(field).iterator(chunk_size=500):
                photo = getattr(row, field)
                yield f"{PHOTOS}/{photo.name.rpartition('/')[2]}", photo


def _store(archive: zipfile.ZipFile, path: str, photo: "File[Any]", outlet: Outlet) -> Iterator[bytes]:
    """Put a photo in as it is: it does not become smaller. One whose file is gone is left out."""
    try:
        opened = photo.open("rb")
    except FileNotFoundError:
        return
    with opened, archive.open(zipfile.ZipInfo(path), "w", force_zip64=True) as entry:
        for chunk in opened.chunks(CHUNK):
            entry.write(chunk)
            yield outlet.take()


def file_name() -> str:
    """What the archive is called."""
    return _("mijn-gegevens.zip")
