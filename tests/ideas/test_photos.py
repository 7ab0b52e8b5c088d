"""Photos from outside: only the picture comes through, and what is no picture is refused with a sentence."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ideas import photos
from ideas.models import Concept, Idea, IdeaPhoto
from ideas.photos import LONGEST_SIDE, MOST_BYTES, reencoded
from tests.doors import sign_in
from tests.ideas.heic import HEIC

WORDS = {"problem": "Te warm.", "proposal": "Plant bomen.", "title": "Meer bomen", "doe": "verstuur"}
KEY = "7b7b4c1c-7d0b-4b0b-8f1e-0f6f3f1a2b3c"
UNREADABLE = "Dit bestand kunnen wij niet lezen. Kies een foto (JPG, PNG, WebP of HEIC)."


def picture(kind="JPEG", size=(40, 20), mode="RGB", color="red", **options):
    out = io.BytesIO()
    Image.new(mode, size, color).save(out, kind, **options)
    return out.getvalue()


def written_anew(data):
    return Image.open(io.BytesIO(reencoded(io.BytesIO(data), len(data)).read()))


def tagged():
    """A photo on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera van Jan"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 3.0, 27.0), 3: "E", 4: (4.0, 29.0, 36.0)})
    return picture(exif=exif)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(side):
    """A small PNG that says that it is very large."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"
REFUSED = {
    "SVG": SVG,
    "PDF": PDF,
    "GIF": picture("GIF"),
    "BMP": picture("BMP"),
    "TIFF": picture("TIFF"),
    "text": b"geen foto",
    "half a JPEG": picture(size=(400, 400))[:200],
    "GIF that is a script as well": b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)",
    "PDF before a JPEG": PDF + picture(),
    "half a PNG": picture("PNG", size=(200, 200))[:60],
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_three_kinds_become_a_jpeg(kind):
    fresh = written_anew(picture(kind))
    assert (fresh.format, fresh.size) == ("JPEG", (40, 20))


def test_the_place_and_the_camera_are_gone_and_the_photo_stands_upright():
    data = tagged()
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)
    fresh = written_anew(data)
    assert fresh.size == (20, 40)
    assert not fresh.getexif()
    assert "exif" not in fresh.info
    assert b"Camera van Jan" not in reencoded(io.BytesIO(data), len(data)).read()


def test_the_photo_of_an_iphone_stands_upright_and_says_no_more():
    assert b"Camera van Jan" in HEIC
    fresh = written_anew(HEIC)
    assert (fresh.format, fresh.size, dict(fresh.getexif())) == ("JPEG", (32, 64), {})
    (top, bottom) = (fresh.getpixel((16, at)) for at in (8, 56))
    assert (top[2] > 200, top[0] < 60) == (True, True)
    assert (bottom[0] > 200, bottom[2] < 60) == (True, True)


@pytest.mark.parametrize("end", [20, 200, len(HEIC) - 40])
def test_half_a_photo_of_an_iphone_is_refused(end):
    with pytest.raises(ValidationError, match="Dit bestand kunnen wij niet lezen"):
        reencoded(io.BytesIO(HEIC[:end]), end)


def test_while_another_photo_is_read_one_waits_and_then_says_so(monkeypatch):
    monkeypatch.setattr(photos, "PATIENCE", 0.01)
    data = picture()
    with photos.TURN, pytest.raises(ValidationError, match="heel veel foto's tegelijk"):
        reencoded(io.BytesIO(data), len(data))
    for _ in range(2):  # Also after a photo that was refused, it is the next one's turn.
        with pytest.raises(ValidationError, match="kunnen wij niet lezen"):
            reencoded(io.BytesIO(SVG), len(SVG))
    assert written_anew(data).size == (40, 20)


def test_what_hangs_behind_the_picture_is_gone():
    data = picture() + b"<?php system('id'); ?>PK\x03\x04"
    fresh = reencoded(io.BytesIO(data), len(data)).read()
    assert b"php" not in fresh
    assert b"PK\x03\x04" not in fresh


@pytest.mark.parametrize("data", [picture(comment=b"Mijn huis"), picture("PNG", icc_profile=b"geheim profiel")])
def test_comments_and_profiles_are_gone(data):
    fresh = reencoded(io.BytesIO(data), len(data)).read()
    assert b"Mijn huis" not in fresh
    assert b"profiel" not in fresh


def test_a_great_photo_is_made_smaller_in_its_own_shape():
    fresh = written_anew(picture(size=(4000, 2000)))
    assert fresh.size == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_a_small_photo_is_not_blown_up():
    assert written_anew(picture(size=(3, 2))).size == (3, 2)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1"])
def test_see_through_becomes_white_and_every_mode_works(mode):
    color = {"RGBA": (0, 0, 0, 0), "LA": (0, 0)}.get(mode, 255 if mode in {"L", "1"} else 0)
    fresh = written_anew(picture("PNG", mode=mode, color=color))
    assert fresh.mode == "RGB"
    if mode != "P":
        assert fresh.getpixel((5, 5)) == (255, 255, 255)


def test_ink_colours_become_light(tmp_path):
    assert written_anew(picture(mode="CMYK", color=(0, 255, 255, 0))).mode == "RGB"


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_is_no_photo_is_refused(data):
    with pytest.raises(ValidationError, match="Dit bestand kunnen wij niet lezen"):
        reencoded(io.BytesIO(data), len(data))


@pytest.mark.parametrize("side", [8_000, 30_000, 2**31 - 1])
def test_a_bomb_is_refused_before_it_is_read(side):
    data = bomb(side)
    with pytest.raises(ValidationError, match=r"te veel beeldpunten|kunnen wij niet lezen"):
        reencoded(io.BytesIO(data), len(data))


@pytest.mark.parametrize(
    ("kind", "side", "taken"), [("JPEG", 5_000, True), ("WEBP", 4_000, True), ("WEBP", 4_001, False)]
)
def test_what_cannot_be_read_in_part_may_have_fewer_pixels(kind, side, taken):
    data = picture(kind, (side, side))
    if taken:
        assert written_anew(data).size == (LONGEST_SIDE, LONGEST_SIDE)
    else:
        with pytest.raises(ValidationError, match="te veel beeldpunten"):
            reencoded(io.BytesIO(data), len(data))


def test_too_many_bytes_are_not_even_looked_at():
    class Untouchable(io.BytesIO):
        def read(self, *_):
            pytest.fail("read")

    with pytest.raises(ValidationError, match="hooguit 10 MB"):
        reencoded(Untouchable(), MOST_BYTES + 1)


def send(client, data, name="foto.jpg", **more):
    return client.post(
        "/ideeen/nieuw/", {**WORDS, "key": KEY, "photo": SimpleUploadedFile(name, data, "image/jpeg"), **more}
    )


@pytest.mark.parametrize("data", [SVG, PDF, REFUSED["GIF"], REFUSED["GIF that is a script as well"], bomb(30_000)])
def test_the_form_says_so_beside_the_field_and_keeps_the_text(client, resident, last_rule, data):
    sign_in(client, resident)
    response = send(client, data)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_photo_error"' in page
    assert UNREADABLE in page or "te veel beeldpunten" in page
    concept = Concept.objects.get()
    assert (concept.photos.count(), concept.answers["title"]) == (0, WORDS["title"])
    assert not Idea.objects.exists()


def test_a_photo_of_more_than_ten_megabytes_is_refused_beside_the_field(client, resident, last_rule):
    sign_in(client, resident)
    response = send(client, picture() + b"\0" * MOST_BYTES)
    assert response.status_code == 422
    assert response.context["form"].errors["photo"] == ["Deze foto is te groot. Kies een foto van hooguit 10 MB."]


def test_a_photo_goes_along_and_is_served_as_a_jpeg_of_ours(client, resident, last_rule):
    sign_in(client, resident)
    send(client, tagged(), name="../../huis van Jan.php")
    idea = Idea.objects.get()
    name = idea.photos.get().image.name
    assert "Jan" not in name
    assert name.endswith(".jpg")
    response = client.get(f"{idea.get_absolute_url()}foto/")
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not Image.open(io.BytesIO(b"".join(response.streaming_content))).getexif()


def test_the_photo_of_a_concept_is_for_its_writer(client, resident, neighbour, last_rule):
    sign_in(client, resident)
    send(client, picture(), title="")
    path = f"/ideeen/nieuw/foto/{KEY}/{IdeaPhoto.objects.get().pk}/"
    response = client.get(path)
    assert response.status_code == 200
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8")
    sign_in(client, neighbour)
    assert client.get(path).status_code == 404
    client.logout()
    assert client.get(path).status_code == 404


def test_a_photo_can_be_taken_away(client, resident, last_rule):
    sign_in(client, resident)
    send(client, picture(), title="")
    number = Concept.objects.get().photos.get().pk
    path = f"/ideeen/nieuw/foto/{KEY}/{number}/"
    assert b"".join(client.get(path).streaming_content).startswith(b"\xff\xd8")
    client.post("/ideeen/nieuw/plek/", {"key": KEY, "doe": f"foto-weg-{number}"})
    assert not IdeaPhoto.objects.exists()
    assert client.get(path).status_code == 404


def test_an_idea_without_a_photo_has_none(client, idea):
    assert client.get(f"{idea.get_absolute_url()}foto/").status_code == 404


def test_a_photo_that_is_lost_on_disk_is_not_there(client, idea):
    IdeaPhoto.objects.create(idea=idea, image="photos/we/weg.jpg")
    assert client.get(f"{idea.get_absolute_url()}foto/").status_code == 404
    assert client.get(idea.get_absolute_url()).status_code == 200
