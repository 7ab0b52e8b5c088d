"""Photos from outside: read with suspicion, written anew without anything but the picture."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pi_heif import register_heif_opener
from PIL import Image, ImageOps

register_heif_opener()  # HEIC is what iPhones take.

MOST_BYTES = 10 * 1024 * 1024
# Only a JPEG can be read at a fraction of its size. Each pixel of a PNG costs up to 9 bytes of memory while it is read,
# of a WebP 16 (measured), so that these take at most 260 MB. A screen of 5,120 by 2,880 still fits. Of a HEIC it is 8,
# and the largest photo of an iPhone has 48 million: 390 MB.
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 16_000_000, "WEBP": 16_000_000, "HEIF": 50_000_000}
FORMATS = tuple(MOST_PIXELS)
ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif"
LONGEST_SIDE = 1600
# One at a time in each process: the costliest photo, a progressive JPEG in four inks, takes 395 MB while it is read.
TURN = BoundedSemaphore(1)
PATIENCE = 20  # Seconds. A photo takes one at most, and a request has sixty.
TOO_MANY_PIXELS = gettext_lazy("Deze foto heeft te veel beeldpunten. Kies een kleinere foto.")


def reencoded(file: "File[Any]", size: int) -> "ContentFile[bytes]":
    """A fresh JPEG of at most 1,600 pixels a side, without metadata. `size` is in bytes.

    Raises ValidationError with a sentence for people: too large, not a picture, a picture that is a bomb, or too busy.
    """
    if size > MOST_BYTES:
        raise ValidationError(_("Deze foto is te groot. Kies een foto van hooguit 10 MB."))
    try:
        with _turn(), warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS[str(opened.format)]:
                    raise ValidationError(TOO_MANY_PIXELS)  # noqa: TRY301 - passed on below, as it is
                opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # First, so that only a small picture is turned.
                return ContentFile(_drawn_on_white(ImageOps.exif_transpose(opened)))
    except ValidationError:
        raise
    except Exception as error:
        raise ValidationError(
            _("Dit bestand kunnen wij niet lezen. Kies een foto (JPG, PNG, WebP of HEIC).")
        ) from error


@contextmanager
def _turn() -> Iterator[None]:
    """Wait until no other photo is being read in this process. Raises ValidationError when that takes too long."""
    if not TURN.acquire(timeout=PATIENCE):
        raise ValidationError(_("Er komen nu heel veel foto's tegelijk binnen. Probeer het over een minuut opnieuw."))
    try:
        yield
    finally:
        TURN.release()


def _drawn_on_white(picture: Image.Image) -> bytes:
    """The bytes of a new picture: nothing of the old file goes along, see-through parts become white."""
    rgba = picture.convert("RGBA")
    fresh = Image.new("RGB", rgba.size, "white")
    fresh.paste(rgba, mask=rgba.getchannel("A"))
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
