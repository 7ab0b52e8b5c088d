"""What coordinators keep for answers: templates, organisations outside, and weights; each with its history."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ideas.actions.answer_lists import save_party, save_template, set_weights
from ideas.answer_forms import PartyForm, TemplateForm, WeightsForm
from ideas.answer_statuses import Criterion
from ideas.answering import PLACES, TO_FILL_IN
from ideas.models import AnswerTemplate, Party, Weights
from ideas.permissions import may_keep_answer_lists
from ideas.wording import headline
from participation import journal
from participation.models import Event, User
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent
from participation.visitor import reader

MOST_SHOWN = 200
MOST_TOLD = 50


def _keeper(request: HttpRequest) -> User:
    """Who keeps the lists. Raises PermissionDenied for everybody else."""
    if not may_keep_answer_lists(request.user):
        raise PermissionDenied
    return reader(request)


@never_cache
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Every template."""
    _keeper(request)
    rows = AnswerTemplate.objects.select_related("theme")[:MOST_SHOWN]
    return render(request, "ideas/desk_templates.html", {"templates": rows})


@never_cache
@READ_OR_SEND
def template(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One template, or a new one."""
    person = _keeper(request)
    row = get_object_or_404(AnswerTemplate, pk=pk) if pk else AnswerTemplate()
    form = TemplateForm(sent(request), template=row if pk else None)
    if form.is_valid():
        with RulesShownIn(form):
            save_template(row, form.cleaned_data, actor=person)
            messages.success(request, _("Het sjabloon is bewaard."))
            return redirect("ideas:templates")
    places = [f"[{place}]" for place in (*PLACES, f"{TO_FILL_IN}: …")]
    return _page(request, "ideas/desk_template.html", row, form, places=places)


@never_cache
@require_safe
def parties(request: HttpRequest) -> HttpResponse:
    """Every organisation outside."""
    _keeper(request)
    return render(request, "ideas/desk_parties.html", {"parties": Party.objects.all()[:MOST_SHOWN]})


@never_cache
@READ_OR_SEND
def party(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One organisation, or a new one."""
    person = _keeper(request)
    row = get_object_or_404(Party, pk=pk) if pk else Party()
    form = PartyForm(sent(request), party=row if pk else None)
    if form.is_valid():
        with RulesShownIn(form):
            save_party(row, form.cleaned_data, actor=person)
            messages.success(request, _("De organisatie is bewaard."))
            return redirect("ideas:parties")
    return _page(request, "ideas/desk_party.html", row, form)


@never_cache
@READ_OR_SEND
def weights(request: HttpRequest) -> HttpResponse:
    """How heavy each criterion counts, now and before."""
    person = _keeper(request)
    versions = list(Weights.objects.all()[:MOST_TOLD])
    form = WeightsForm(sent(request), initial=versions[0].by_name() if versions else None)
    if form.is_valid():
        said = form.cleaned_data
        with RulesShownIn(form):
            set_weights({name: said[name] for name in Criterion.values}, actor=person, reason=said["reason"])
            messages.success(request, _("De nieuwe gewichten gelden vanaf nu."))
            return redirect("ideas:weights")
    context = {"form": form, "versions": versions, "criteria": [one.label for one in Criterion]}
    return form_page(request, "ideas/desk_weights.html", context)


def _page(request: HttpRequest, name: str, row: Model, form: Any, **more: Any) -> HttpResponse:
    """A row of a list with its form and its history."""
    events = journal.timeline_of(row).select_related("actor").order_by("-recorded_at", "-pk")[:MOST_TOLD]
    history = [(event, headline(event), _changes(row, event)) for event in events if row.pk]
    return form_page(request, name, {"row": row, "form": form, "history": history, **more})


def _changes(row: Model, event: Event) -> list[tuple[str, Any, Any]]:
    """What changed, in the words of the form: the part, what it was and what it became."""
    told = []
    for name, (before, after) in event.facts["versions"].items():
        field: Any = row._meta.get_field(name)
        words = dict(field.flatchoices) | {True: _("ja"), False: _("nee"), None: ""}
        told.append((str(field.verbose_name), words.get(before, before), words.get(after, after)))
    return told
