"""The parts of a concept, each on a page of its own: texts, phases, documents, and the ideas it comes from."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from challenges.actions.change import change_challenge
from challenges.actions.documents import add_document, remove_document
from challenges.actions.make import add_idea, drop_idea
from challenges.actions.phases import add_phase, change_phase, remove_phase
from challenges.contents import COLUMNS, PHASE_COLUMNS, label_of, name_of, shown, written
from challenges.desk_forms import DocumentForm, EditionForm, IdeaForm, PhaseForm, WordsForm
from challenges.locking import Overtaken
from challenges.models import Challenge, Phase
from challenges.views.desk import concept, desk_page
from ideas.documents import checked
from participation.errors import RuleBroken
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, number_in, sent, show_rule
from participation.visitor import reader


@never_cache
@READ_OR_SEND
def words(request: HttpRequest, slug: str) -> HttpResponse:
    """All texts on one page. Whoever was overtaken sees what the other wrote, beside their own text."""
    its = concept(request, slug)
    form, meanwhile = WordsForm(sent(request), its), list[tuple[str, str]]()
    if form.is_valid():
        try:
            change_challenge(
                its, form.words(), openers=form.openers(), edition=form.cleaned_data["edition"], actor=reader(request)
            )
        except Overtaken as overtaken:
            meanwhile = other_words(its, form, COLUMNS) + _other_openers(its, form)
            form = WordsForm(with_edition(request, its), its)
            show_rule(form, overtaken)
        except RuleBroken as broken:
            show_rule(form, broken)
        else:
            messages.success(request, _("De teksten zijn bewaard."))
            return redirect(its.get_desk_url())
    context = {"form": form, "challenge": its, "meanwhile": meanwhile}
    return form_page(request, "challenges/desk_words.html", context)


def with_edition(request: HttpRequest, its: Challenge) -> Any:
    """What was sent, as if it was written for what is there now: who sends it again has seen that."""
    its.refresh_from_db(fields=["edition"])
    typed = request.POST.copy()
    typed["edition"] = str(its.edition)
    return typed


def other_words(row: Challenge | Phase, form: EditionForm, names: Iterable[str]) -> list[tuple[str, str]]:
    """What is there now in the parts that this person wrote differently."""
    now = [(name, written(getattr(row, name)), written(form.cleaned_data[name])) for name in names]
    return [
        (name_of(type(row), name).capitalize(), shown(name, theirs)) for name, theirs, mine in now if theirs != mine
    ]


def _other_openers(its: Challenge, form: WordsForm) -> list[tuple[str, str]]:
    theirs, mine = (", ".join(sorted(map(str, who))) for who in (its.openers.all(), form.openers()))
    return [(label_of("openers"), theirs)] if theirs != mine else []


@never_cache
@READ_OR_SEND
def new_phase(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a phase."""
    its = concept(request, slug)
    form = PhaseForm(sent(request), its)
    if form.is_valid():
        with RulesShownIn(form):
            made = add_phase(its, form.plan(), actor=reader(request))
            messages.success(request, _("De ronde is gemaakt. Maak nu het formulier en de criteria."))
            return redirect("challenges:desk_phase", its.slug, made.number)
    return form_page(request, "challenges/desk_phase.html", {"form": form, "challenge": its})


@never_cache
@READ_OR_SEND
def phase(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change a phase, and see its form and its criteria."""
    its = concept(request, slug)
    found = get_object_or_404(its.phases.prefetch_related("fields", "criteria"), number=number)
    found.challenge = its
    form, meanwhile = PhaseForm(sent(request), its, found), list[tuple[str, str]]()
    if form.is_valid():
        try:
            change_phase(found, form.plan(), edition=form.cleaned_data["edition"], actor=reader(request))
        except Overtaken as overtaken:
            meanwhile = other_words(found, form, PHASE_COLUMNS)
            form = PhaseForm(with_edition(request, its), its, found)
            show_rule(form, overtaken)
        except RuleBroken as broken:
            show_rule(form, broken)
        else:
            messages.success(request, _("De ronde is bewaard."))
            return redirect(its.get_desk_url())
    context = {
        "form": form,
        "challenge": its,
        "phase": found,
        "meanwhile": meanwhile,
        "total": sum(criterion.weight for criterion in found.criteria.all()),
        "has_others": its.phases.exclude(pk=found.pk).exists(),
    }
    return form_page(request, "challenges/desk_phase.html", context)


@require_POST
def drop_phase(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a phase out."""
    its = concept(request, slug)
    found = get_object_or_404(its.phases, number=number)
    found.challenge = its
    try:
        remove_phase(found, actor=reader(request))
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        messages.success(request, _("De ronde is weg."))
    return redirect(its.get_desk_url())


@require_POST
def documents(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a document, or with `weg` take one away."""
    its = concept(request, slug)
    if "weg" in request.POST:
        document = get_object_or_404(its.documents, pk=number_in(request.POST["weg"]))
        document.challenge = its
        remove_document(document, actor=reader(request))
        messages.success(request, _("Het document is weg."))
        return redirect(its.get_desk_url())
    form = DocumentForm(request.POST, request.FILES, auto_id="document_%s")
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            document_checked = checked(file, file.size, file.name)
        except ValidationError as refused:
            form.add_error("file", refused)
        else:
            with RulesShownIn(form):
                add_document(its, document_checked, form.cleaned_data["title"], actor=reader(request))
                messages.success(request, _("Het document staat erbij."))
                return redirect(its.get_desk_url())
    return desk_page(request, its, "documents", document_form=form)


@require_POST
def ideas(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an idea from which it comes, or with `weg` take one out."""
    its = concept(request, slug)
    if "weg" in request.POST:
        idea = get_object_or_404(its.ideas.only("pk"), reference=request.POST["weg"].replace("\0", ""))
        drop_idea(its, idea, actor=reader(request))
        messages.success(request, _("Het idee is eruit."))
        return redirect(its.get_desk_url())
    form = IdeaForm(request.POST, auto_id="idea_%s")
    if form.is_valid():
        with RulesShownIn(form):
            add_idea(its, form.cleaned_data["idea"], actor=reader(request))
            messages.success(request, _("Het idee staat erbij."))
            return redirect(its.get_desk_url())
    return desk_page(request, its, "ideas", idea_form=form)
