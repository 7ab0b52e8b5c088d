"""Where coordinators watch what is learned from decisions, and where an official follows a suggestion."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ideas.actions.learn import change_learning, put_in_use
from ideas.actions.set_theme import set_theme
from ideas.actions.triage import move_idea
from ideas.forms import ReasonForm
from ideas.learning.export import CSV_TYPE, JSON_TYPE, as_csv, as_json
from ideas.learning.forms import LearningForm
from ideas.learning.panel import REASON, Advice, advice_for
from ideas.learning.results import confusion_of, followed
from ideas.models import Idea, LearnedModel, LearningSettings, Target
from ideas.permissions import may_steer_suggestions
from ideas.views.desk import beside, desk_idea, go_on, here
from ideas.wording import details, headline
from participation import journal
from participation.errors import RuleBroken
from participation.models import Programme, Theme, User
from participation.paging import page_of
from participation.sent import READ_OR_SEND, form_page, sent, show_rule
from participation.visitor import reader

EVENTS = 10


def coordinator(request: HttpRequest) -> User:
    """Who steers suggestions. Raises PermissionDenied for everybody else."""
    if not may_steer_suggestions(request.user):
        raise PermissionDenied
    return reader(request)


@never_cache
@READ_OR_SEND
def overview(request: HttpRequest) -> HttpResponse:
    """Every version, what people did with suggestions, and the settings."""
    person, chosen = coordinator(request), LearningSettings.current()
    form = LearningForm(sent(request), initial=LearningForm.initial_of(chosen))
    if form.is_valid():
        change_learning(form.plan(), actor=person)
        messages.success(request, _("De instellingen zijn bewaard."))
        return redirect("ideas:suggestions")
    page = page_of(LearnedModel.objects.without_data(), "made_at", request.GET.get("vanaf", ""))
    events = list(journal.timeline_of(chosen).reverse()[:EVENTS])
    return form_page(request, "ideas/desk_suggestions.html", {
        "form": form,
        "page": page,
        "previous_url": page.previous and f"?vanaf={page.previous}",
        "next_url": page.next and f"?vanaf={page.next}",
        "followed": followed(),
        "timeline": [{"event": event, "headline": headline(event), "details": details(event)} for event in events],
    })  # fmt: skip


@never_cache
@READ_OR_SEND
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of one version; and with a reason, use it from now on."""
    person = coordinator(request)
    shown = get_object_or_404(LearnedModel.objects.defer("data"), pk=pk)
    form = ReasonForm(sent(request))
    if form.is_valid():
        try:
            put_in_use(shown, actor=person, reason=form.cleaned_data["reason"])
        except RuleBroken as broken:
            show_rule(form, broken)
        else:
            messages.success(request, _("Deze versie is nu in gebruik."))
            return redirect("ideas:learned_version", pk)
    context = {"version": shown, "confusion": confusion_of(shown), "form": form}
    return form_page(request, "ideas/desk_suggestion_version.html", context)


@require_POST
def follow(request: HttpRequest, reference: str) -> HttpResponse:
    """Move the idea to a programme that was suggested for it, or give it such a theme."""
    shown = desk_idea(request, reference)
    advised = advice_for(shown)
    if "thema" in request.POST:
        return _give_theme(request, shown, _suggested(request.POST["thema"], Target.THEME, advised))
    wanted = _suggested(request.POST.get("programma", ""), Target.PROGRAMME, advised)
    programme = get_object_or_404(Programme.objects.active(), pk=wanted)
    following = beside(request, shown).next
    try:
        move_idea(shown, "hand_over", actor=reader(request), programme=programme, reason=REASON)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
        return redirect(here(request, shown))
    messages.success(request, _("Gedaan. Het idee ligt nu bij %(programme)s.") % {"programme": programme.name})
    return go_on(request, shown, following)


def _suggested(wanted: str, target: Target, advised: list[Advice]) -> int:
    """The key of what was chosen. Raises Http404 when that was not suggested for the target."""
    if wanted not in {choice.key for advice in advised if advice.target == target for choice in advice.choices}:
        raise Http404
    return int(wanted)


def _give_theme(request: HttpRequest, shown: Idea, wanted: int) -> HttpResponse:
    theme = get_object_or_404(Theme.objects.active(), pk=wanted)
    try:
        set_theme(shown, actor=reader(request), theme=theme)
        messages.success(request, _("Gedaan. Het thema is nu %(theme)s.") % {"theme": theme.name})
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    return redirect(here(request, shown))


@never_cache
@require_safe
def log_csv(request: HttpRequest) -> HttpResponse:
    """The log for the algorithm register, as a table."""
    coordinator(request)
    return _file(as_csv(), CSV_TYPE, "csv")


@never_cache
@require_safe
def log_json(request: HttpRequest) -> HttpResponse:
    """The log and the figures of every version, as JSON."""
    coordinator(request)
    return _file(as_json(), JSON_TYPE, "json")


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    name = f"suggesties-{timezone.localdate():%Y-%m-%d}.{ending}"
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
