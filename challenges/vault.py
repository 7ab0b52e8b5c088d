"""Where the pieces of files lie: sealed, in a folder of their own that no web server knows.

Each piece is a file named by where it begins. It is written beside its place, forced to the disk, and then put in
place; only after that its row may say that it came in. So a process that dies in between leaves a piece that nobody
counts, and the browser sends it again.
"""

import logging
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from challenges.models import SealedFile
from challenges.sealed_contents import piece_context
from challenges.sealing import Tampered, seal, unseal

log = logging.getLogger(__name__)


def keep_piece(file: SealedFile, offset: int, content: bytes) -> None:
    """Lay down the piece of `file` that begins at `offset`; it is on the disk when this is done. Raises OSError."""
    folder = folder_of(file)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = _place(folder, offset)
    beside = place.with_suffix(f".{os.getpid()}")
    with beside.open("wb") as piece:
        piece.write(seal(file.phase, piece_context(file, offset), content))
        piece.flush()
        os.fsync(piece.fileno())
    beside.replace(place)
    _force(folder)


def pieces_of(file: SealedFile) -> Iterator[bytes]:
    """The file itself, piece after piece. Raises Tampered when one is missing or was changed."""
    folder, offset = folder_of(file), 0
    while offset < file.received:
        try:
            sealed = _place(folder, offset).read_bytes()
        except FileNotFoundError as error:
            raise Tampered(f"The piece at {offset} of file {file.uuid} is missing.") from error
        piece = unseal(file.phase, piece_context(file, offset), sealed)
        offset += len(piece)
        yield piece
    if offset != file.received:
        raise Tampered(f"File {file.uuid} is longer than was counted.")


def remove_pieces(file: SealedFile) -> None:
    """Take away what lies there of `file`. Doing so twice is doing it once."""
    remove_folder(folder_of(file))


def remove_folder(folder: Path) -> bool:
    """Take away one of `folders()`; gives whether that could be done. What stays behind is tried again at night."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return True
    except OSError:
        log.exception("The folder %s cannot be removed; at night it is tried again.", folder)
        return False
    return True


def folders() -> Iterator[dict[uuid.UUID, Path]]:
    """All folders that lie there, some at a time, by the key of their file."""
    for above in Path(settings.SEALED_ROOT).glob("??"):
        yield {uuid.UUID(folder.name): folder for folder in above.glob("?" * 32)}


def folder_of(file: SealedFile) -> Path:
    """The folder with the pieces of one file. Its name says nothing."""
    name = file.uuid.hex
    return Path(settings.SEALED_ROOT) / name[:2] / name


def _place(folder: Path, offset: int) -> Path:
    return folder / f"{offset:012d}"


def _force(folder: Path) -> None:
    """What stands in a folder is on the disk when the folder itself is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
