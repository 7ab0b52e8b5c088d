"""What a file of a response may be, told by what is in it. We keep its bytes as they came: its hash is on the receipt.

The rules are those of documents of answers (`ideas.documents`), with tables beside texts.
"""

import io

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from ideas.documents import IS_PICTURE, ODT, TEXTS, kind_of_office, kind_of_pdf
from ideas.photos import reencoded

ACCEPTED = ".pdf,.odt,.docx,.ods,.xlsx,.png,.jpg,.jpeg"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFFICE = TEXTS | {b"spreadsheetml.sheet.main+xml": XLSX}
JPEG, PNG = "image/jpeg", "image/png"


def kind_in(content: bytes) -> str:
    """The type of a file that we take. Raises ValidationError with a sentence for people."""
    try:
        if content.startswith(IS_PICTURE):
            reencoded(File(io.BytesIO(content)), len(content))  # Whether it can be drawn; we keep it as it is.
            return JPEG if content.startswith(b"\xff\xd8") else PNG
        if content.startswith(b"%PDF-"):
            return kind_of_pdf(content)
        if content.startswith(b"PK\x03\x04"):
            return kind_of_office(content, (ODT, ODS), OFFICE)
    except ValidationError as error:
        raise _refusal() from error
    raise _refusal()


def _refusal() -> ValidationError:
    return ValidationError(
        _("Dit bestand kunnen wij niet aannemen. Kies een PDF, ODT, DOCX, ODS, XLSX, PNG of JPG zonder macro's.")
    )
