"""Photos with mistakes in them: refused with a sentence, or drawn anew with nothing but the picture."""

import io
import random
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, PngImagePlugin

from ideas.photos import TOO_MANY_PIXELS, reencoded
from tests.ideas.test_photos import UNREADABLE

PLACE = {1: "N", 2: (52.0, 3.0, 27.0), 3: "E", 4: (4.0, 29.0, 36.0)}
SECRETS = [b"Camera van Jan", b"Huis van Jan"]
SENTENCES = {UNREADABLE, str(TOO_MANY_PIXELS)}
OF_ANY_JPEG = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
KINDS = ("JPEG", "PNG", "WEBP")
SIGNATURE = 8  # Bytes, at the start of a PNG.


def photo(kind):
    """A photo on its side, with as much beside the picture as cameras and programs write into it."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Camera van Jan", 6
    exif.get_ifd(0x8825).update(PLACE)
    note = PngImagePlugin.PngInfo()
    note.add_itxt("Description", "Huis van Jan")
    beside = {
        "JPEG": {"comment": b"Huis van Jan", "progressive": True},
        "PNG": {"pnginfo": note},
        "WEBP": {"xmp": b"<x>Huis van Jan</x>"},
    }
    out = io.BytesIO()
    picture = Image.linear_gradient("L").resize((96, 64)).convert("RGB")
    picture.save(out, kind, exif=exif, icc_profile=b"x" * 40, **beside[kind])
    return out.getvalue()


def damaged(data, chance):
    """`data` with a few mistakes: bytes changed, taken out, doubled or wiped, most of them where the headers are."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(min(chance.choice([60, 400, len(data)]), len(data)))
        end = start + chance.choice([1, 2, 4, 30])
        piece = bytes(data[start:end])
        data[start:end] = chance.choice([chance.randbytes(len(piece)), b"", piece * 2, b"\xff" * len(piece)])
    return bytes(data[: chance.randrange(len(data))] if chance.randrange(12) == 0 else data)


def sealed(data):
    """A PNG whose checksums fit what is in it, so that a mistake gets past them."""
    whole, at = data[:SIGNATURE], SIGNATURE
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        body = data[at + 4 : at + 8 + length]
        whole += data[at : at + 4] + body + struct.pack(">I", zlib.crc32(body))
        at += 12 + length
    return whole


def outcome(data):
    """The new photo, or the sentences of the refusal."""
    try:
        return reencoded(io.BytesIO(data), len(data)).read(), set()
    except ValidationError as refusal:
        return b"", set(refusal.messages)


def assert_clean(fresh, number):
    picture = Image.open(io.BytesIO(fresh))
    picture.load()
    assert (picture.format, picture.mode, dict(picture.getexif())) == ("JPEG", "RGB", {}), number
    assert set(picture.info) <= OF_ANY_JPEG, number
    assert not [secret for secret in SECRETS if secret in fresh], number


@pytest.mark.parametrize("kind", KINDS)
def test_without_mistakes_it_comes_through_clean(kind):
    data = photo(kind)
    assert [secret in data for secret in SECRETS] == [True, True]
    fresh, sentences = outcome(data)
    assert (Image.open(io.BytesIO(fresh)).size, sentences) == ((64, 96), set())
    assert_clean(fresh, 0)


@pytest.mark.filterwarnings("ignore")  # As in production, where a warning stops nothing.
@pytest.mark.parametrize("kind", KINDS)
def test_with_mistakes_it_is_refused_or_comes_through_clean(kind):
    chance, data, taken = random.Random(kind), photo(kind), 0
    for number in range(400):
        broken = damaged(data, chance)
        fresh, sentences = outcome(sealed(broken) if kind == "PNG" and number % 2 else broken)
        assert sentences <= SENTENCES, number
        if not sentences:
            taken += 1
            assert_clean(fresh, number)
    assert 20 < taken < 380, "Both ways were taken many times."
