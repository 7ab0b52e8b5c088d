"""The form and the criteria of a phase, as long as the challenge is a concept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from challenges.actions.form_fields import add_field, change_field, move_field, remove_field
from challenges.actions.phases import set_criteria
from challenges.contents import criterion_text, field_text
from challenges.form_forms import CriteriaForm, FieldForm
from challenges.locking import Overtaken
from challenges.models import FormField, Phase
from challenges.views.desk import concept
from challenges.views.desk_editing import with_edition
from participation.errors import RuleBroken
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent, show_rule
from participation.visitor import reader


def _phase(request: HttpRequest, slug: str, number: int) -> Phase:
    its = concept(request, slug)
    found = get_object_or_404(its.phases, number=number)
    found.challenge = its
    return found


def _field(request: HttpRequest, slug: str, number: int, pk: int) -> FormField:
    phase = _phase(request, slug, number)
    found = get_object_or_404(phase.fields, pk=pk)
    found.phase = phase
    return found


def _to(phase: Phase) -> HttpResponse:
    return redirect("challenges:desk_phase", phase.challenge.slug, phase.number)


@never_cache
@READ_OR_SEND
def criteria(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """All criteria of a phase at once; their weights are 100 together."""
    phase = _phase(request, slug, number)
    there = list(phase.criteria.all())
    form, meanwhile = CriteriaForm(sent(request), phase.challenge, there), list[tuple[str, str]]()
    if form.is_valid():
        try:
            set_criteria(phase, form.wanted(), edition=form.cleaned_data["edition"], actor=reader(request))
        except Overtaken as overtaken:
            meanwhile = [(its.title, criterion_text(its)) for its in there]
            form = CriteriaForm(with_edition(request, phase.challenge), phase.challenge, there)
            show_rule(form, overtaken)
        except RuleBroken as broken:
            show_rule(form, broken)
        else:
            messages.success(request, _("De criteria zijn bewaard."))
            return _to(phase)
    context = {"form": form, "phase": phase, "challenge": phase.challenge, "meanwhile": meanwhile}
    return form_page(request, "challenges/desk_criteria.html", context)


@never_cache
@READ_OR_SEND
def new_field(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Add a question at the end of the form."""
    phase = _phase(request, slug, number)
    form = FieldForm(sent(request), phase.challenge)
    if form.is_valid():
        with RulesShownIn(form):
            add_field(phase, form.asked(), actor=reader(request))
            messages.success(request, _("De vraag staat in het formulier."))
            return _to(phase)
    context = {"form": form, "phase": phase, "challenge": phase.challenge}
    return form_page(request, "challenges/desk_field.html", context)


@never_cache
@READ_OR_SEND
def field(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Change a question."""
    found = _field(request, slug, number, pk)
    phase = found.phase
    form, meanwhile = FieldForm(sent(request), phase.challenge, found), list[tuple[str, str]]()
    if form.is_valid():
        try:
            change_field(found, form.asked(), edition=form.cleaned_data["edition"], actor=reader(request))
        except Overtaken as overtaken:
            meanwhile = [(_("Vraag"), field_text(found))]
            form = FieldForm(with_edition(request, phase.challenge), phase.challenge, found)
            show_rule(form, overtaken)
        except RuleBroken as broken:
            show_rule(form, broken)
        else:
            messages.success(request, _("De vraag is bewaard."))
            return _to(phase)
    context = {"form": form, "phase": phase, "challenge": phase.challenge, "field": found, "meanwhile": meanwhile}
    return form_page(request, "challenges/desk_field.html", context)


@require_POST
def place(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Move a question up (`omhoog`), down (`omlaag`) or out (`weg`)."""
    found = _field(request, slug, number, pk)
    phase, wanted = found.phase, request.POST.get("doe")
    try:
        if wanted == "weg":
            remove_field(found, actor=reader(request))
        elif wanted in {"omhoog", "omlaag"}:
            move_field(found, up=wanted == "omhoog", actor=reader(request))
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    return _to(phase)
