"""Files that people send with an answer, the good and the bad; each as bytes."""

import io
import zipfile

from PIL import Image

ODT_TYPE = b"application/vnd.oasis.opendocument.text"
DOCX_TYPES = b'<Types><Override ContentType="application/vnd.x.wordprocessingml.document.main+xml"/></Types>'


def packed(parts, *, before=b"", after=b""):
    """A zip file with `parts`, (name, content) pairs, and what stands around it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return before + file.getvalue() + after


def picture(form="PNG"):
    file = io.BytesIO()
    Image.new("RGB", (20, 10), "green").save(file, form)
    return file.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /OpenAction [1 0 R /Fit] >>\nendobj\ntrailer\n%%EOF\n"
ODT = packed([("mimetype", ODT_TYPE), ("content.xml", b"<x/>")])
DOCX = packed([("[Content_Types].xml", DOCX_TYPES), ("word/document.xml", b"<w/>")])
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

# Each that must be refused, by what is wrong with it.
BAD = {
    "an svg": SVG,
    "a page": b"<!doctype html><script>alert(1)</script>",
    "nothing": b"",
    "a program": b"MZ\x90\x00" + b"\x00" * 200,
    "a pdf without its end": PDF.replace(b"%%EOF", b""),
    "a pdf with a page behind it": PDF + SVG,
    "a pdf with a zip behind it": PDF + ODT,
    "a pdf behind a page": SVG + PDF,
    "a pdf that runs": PDF.replace(b"/Type", b"/JavaScript (app.alert) /Type"),
    "a pdf that starts a program": PDF.replace(b"/Type", b"/Launch /Type"),
    "a pdf with a file in it": PDF.replace(b"/Type", b"/EmbeddedFile /Type"),
    "a zip of no kind": packed([("a.txt", b"a")]),
    "a java archive": packed([("META-INF/MANIFEST.MF", b"Main-Class: X"), ("X.class", b"\xca\xfe\xba\xbe")]),
    "a spreadsheet": packed([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]),
    "an odt behind a page": packed([("mimetype", ODT_TYPE)], before=SVG),
    "an odt with a page behind it": packed([("mimetype", ODT_TYPE)], after=SVG),
    "a docx with a macro": packed([("[Content_Types].xml", DOCX_TYPES), ("word/vbaProject.bin", b"x")]),
    "a docx with a file in it": packed([("[Content_Types].xml", DOCX_TYPES), ("word/embeddings/a.bin", b"x")]),
    "a docx that climbs out": packed([("[Content_Types].xml", DOCX_TYPES), ("../../etc/passwd", b"x")]),
    "a docx that bursts": packed([("[Content_Types].xml", DOCX_TYPES), ("word/document.xml", b"0" * 30_000_000)]),
    "a docx of many parts": packed([("[Content_Types].xml", DOCX_TYPES), *((f"{n}.xml", b"") for n in range(2001))]),
    "half a zip": ODT[: len(ODT) // 2],
    "a picture that is none": b"\x89PNG\r\n\x1a\n" + SVG,
}
