"""What may go with an answer: told by what is in a file, whatever it is called."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files import File
from PIL import Image

from ideas.documents import MOST_BYTES, checked, clean_name
from tests.ideas import document_files as files

ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def look(content, name="brief.exe"):
    return checked(File(io.BytesIO(content)), len(content), name)


@pytest.mark.parametrize(
    ("content", "kind", "name"),
    [(files.PDF, "application/pdf", "brief.pdf"), (files.ODT, ODT, "brief.odt"), (files.DOCX, DOCX, "brief.docx")],
)
def test_a_document_is_what_is_in_it(content, kind, name):
    found = look(content)
    assert (found.name, found.kind, found.content) == (name, kind, content)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_is_drawn_anew(form):
    sent = files.picture(form) + files.SVG
    found = look(sent, "kaart.svg")
    assert (found.name, found.kind) == ("kaart.jpg", "image/jpeg")
    assert b"svg" not in found.content
    assert Image.open(io.BytesIO(found.content)).size == (20, 10)


@pytest.mark.parametrize("what", files.BAD)
def test_what_is_refused(what):
    with pytest.raises(ValidationError):
        look(files.BAD[what], "brief.pdf")


def test_chance_letters_in_packed_content_are_no_program():
    packed = files.PDF.replace(b"trailer", b"stream\n\x01/JS \x02/Launch\nendstream\ntrailer")
    assert look(packed).kind == "application/pdf"


def test_no_more_than_ten_megabytes():
    with pytest.raises(ValidationError, match="10 MB"):
        checked(File(io.BytesIO(files.PDF)), MOST_BYTES + 1, "brief.pdf")


NAMES = [
    ("Brief aan de buurt.pdf", "Brief-aan-de-buurt.pdf"),
    ("../../etc/passwd", "passwd.pdf"),
    ("C:\\fakepath\\plan.docx", "plan.pdf"),
    ("brief\u202efdp.exe", "brief-fdp.pdf"),
    ("een\r\nSet-Cookie: a=b.pdf", "een-Set-Cookie-a-b.pdf"),
    ('"><script>.pdf', "script.pdf"),
    ("\x00.pdf", "document.pdf"),
    ("", "document.pdf"),
    ("e\u0301e\u0301n.pdf", "één.pdf"),
    ("a" * 300 + ".pdf", "a" * 100 + ".pdf"),
]


@pytest.mark.parametrize(("sent", "kept"), NAMES)
def test_a_name_is_only_text(sent, kept):
    assert clean_name(sent, "application/pdf") == kept
