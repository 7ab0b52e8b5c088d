"""Components of the desk."""

from django import template

from ideas.desk.forms import NoteForm
from ideas.models import Note

register = template.Library()


@register.simple_tag
def answer_form(note: Note, sent: NoteForm) -> NoteForm:
    """The form for an answer to `note`: the one that came back with an error, or a new one."""
    return sent if sent.answers == note.pk else NoteForm(answers=note.pk)


@register.simple_tag
def new_note_form(sent: NoteForm) -> NoteForm:
    """The form for a new note, likewise."""
    return sent if sent.answers is None else NoteForm()
