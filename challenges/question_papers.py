"""All questions and answers of a challenge as one document: on paper, and as plain text."""

from collections.abc import Iterable
from io import BytesIO
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

from challenges.models import Challenge, Question
from ideas.lettering import BOLD, PLAIN, drawable, pdf_font

MARGIN = 22 * mm
TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=17, leading=22, spaceAfter=4 * mm)
ASKED = ParagraphStyle("asked", fontName=BOLD, fontSize=11, leading=15.5, spaceBefore=5 * mm, spaceAfter=1.5 * mm)
BODY = ParagraphStyle("body", fontName=PLAIN, fontSize=10, leading=15, spaceAfter=1.5 * mm)


def _intro(challenge: Challenge) -> str:
    words = _("Gemeente %(name)s. Vragen en antwoorden over de uitdaging “%(title)s”.")
    return words % {"name": settings.MUNICIPALITY_NAME, "title": challenge.title}


def _answered(question: Question) -> str:
    when = date_format(localtime(question.answered_at), "DATE_FORMAT") if question.answered_at else ""
    return _("Beantwoord op %(day)s") % {"day": when}


def as_text(challenge: Challenge, questions: Iterable[Question]) -> str:
    """For who reads by ear, or searches in it."""
    parts = [_intro(challenge)]
    parts += [
        f"{question.number}. {question.public_text}\n\n{question.answer}\n\n({_answered(question)})"
        for question in questions
    ]
    return "\n\n---\n\n".join(parts) + "\n"


def as_pdf(challenge: Challenge, questions: Iterable[Question]) -> bytes:
    """For who prints it."""
    for name in (PLAIN, BOLD):
        pdf_font(name)
    out = BytesIO()
    story: list[Flowable] = [_paragraph(challenge.title, TITLE), _paragraph(_intro(challenge), BODY)]
    for question in questions:
        story.append(_paragraph(f"{question.number}. {question.public_text}", ASKED))
        story += [_paragraph(line, BODY) for line in question.answer.splitlines() if line.strip()]
        story.append(_paragraph(_answered(question), BODY))
    SimpleDocTemplate(
        out, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN, invariant=1,
        title=drawable(challenge.title), author=drawable(f"Gemeente {settings.MUNICIPALITY_NAME}"),
        lang=get_language() or "nl",
    ).build(story)  # fmt: skip
    return out.getvalue()


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(drawable(text)), style)
