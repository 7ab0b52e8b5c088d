"""Notes of officials about an idea, and the lists that they save."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ideas.actions.desk_list import remove_list, save_list
from ideas.actions.note import edit_note, write_note
from ideas.desk.forms import ListForm, NoteEditForm, NoteForm
from ideas.models import Idea, Note
from ideas.permissions import may_edit_note, may_save_lists
from ideas.views.desk import UNPROCESSABLE, chosen, desk_idea, idea_page, official, queue_page
from participation.errors import RuleBroken
from participation.sent import READ_OR_SEND, sent, show_rule
from participation.visitor import reader


@require_POST
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a note."""
    return _write(request, desk_idea(request, reference), None)


@require_POST
def answer(request: HttpRequest, reference: str, key: int) -> HttpResponse:
    """Add an answer to a note."""
    shown = desk_idea(request, reference)
    return _write(request, shown, get_object_or_404(Note, pk=key, idea=shown))


def _write(request: HttpRequest, shown: Idea, answers: Note | None) -> HttpResponse:
    form = NoteForm(request.POST, answers=answers.pk if answers else None)
    if form.is_valid():
        key, text = form.cleaned_data["key"], form.cleaned_data["text"]
        try:
            note = write_note(shown, text, actor=reader(request), client_key=key, answers=answers)
        except RuleBroken as broken:
            show_rule(form, broken)
        else:
            return redirect(_at(request, note, shown))
    return idea_page(request, shown, status=UNPROCESSABLE, note_form=form)


@never_cache
@READ_OR_SEND
def note(request: HttpRequest, reference: str, key: int) -> HttpResponse:
    """One note with what it said before; its writer may still change it for a while."""
    shown = desk_idea(request, reference)
    found = get_object_or_404(Note.objects.select_related("author"), pk=key, idea=shown)
    found.idea = shown
    person = reader(request)
    form = NoteEditForm(sent(request), initial={"text": found.text})
    if form.is_valid():
        try:
            edit_note(found, actor=person, text=form.cleaned_data["text"])
        except RuleBroken as broken:
            show_rule(form, broken)
        else:
            return redirect(_at(request, found, shown))
    return render(request, "ideas/desk_note.html", {
        "idea": shown,
        "note": found,
        "versions": found.versions.all(),
        "may_edit": may_edit_note(person, found),
        "form": form,
        "choice": chosen(request),
    }, status=UNPROCESSABLE if form.errors else 200)  # fmt: skip


def _at(request: HttpRequest, note: Note, shown: Idea) -> str:
    return f"{shown.get_desk_url()}?{chosen(request).place}#notitie-{note.pk}"


@require_POST
def keep_list(request: HttpRequest) -> HttpResponse:
    """Save the list that is on the screen under a name."""
    person, form = official(request), ListForm(request.POST)
    if not may_save_lists(person):
        raise PermissionDenied
    if form.is_valid():
        try:
            saved = save_list(actor=person, name=form.cleaned_data["name"], query=chosen(request).query)
        except RuleBroken as broken:
            show_rule(form, broken)
        else:
            messages.success(request, _("Bewaard: “%(name)s”.") % {"name": saved.name})
            return redirect(saved.get_absolute_url())
    return queue_page(request, form, UNPROCESSABLE)


@require_POST
def drop_list(request: HttpRequest, key: int) -> HttpResponse:
    """Forget a list of one's own."""
    person = official(request)
    saved = get_object_or_404(person.desk_lists, pk=key)
    remove_list(saved, actor=person)
    messages.success(request, _("De lijst “%(name)s” is weg.") % {"name": saved.name})
    return redirect(reverse("ideas:desk"))
