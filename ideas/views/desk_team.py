"""What officials arrange among themselves: who handles an idea, who watches, what it is about, and undoing a step."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ideas.actions.assign import assign_idea
from ideas.actions.presence import note_presence
from ideas.actions.set_theme import set_theme
from ideas.actions.undo import undo
from ideas.actions.watch import unwatch_idea, watch_idea
from ideas.desk.forms import AssignForm, ThemeForm
from ideas.desk.presence import in_words, others_at
from ideas.desk.staff import officials_for
from ideas.desk.version import is_stale
from ideas.models import Idea
from ideas.permissions import may_handle
from ideas.views.desk import (
    CONFLICT,
    UNPROCESSABLE,
    beside,
    chosen,
    desk_idea,
    go_on,
    here,
    idea_page,
    meanwhile,
    official,
    on_desk,
)
from participation.errors import RuleBroken
from participation.models import Event, User
from participation.visitor import reader

NO_CONTENT = 204


@require_POST
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the idea to a colleague, to oneself, or to nobody."""
    shown, person = desk_idea(request, reference), reader(request)
    staff = list(officials_for(shown.programme_id))
    form, following = AssignForm(staff, request.POST), beside(request, shown).next
    if (changes := meanwhile(request, shown)) is not None:
        return idea_page(request, shown, status=CONFLICT, meanwhile=changes, assign_form=form)
    if not form.is_valid():
        return idea_page(request, shown, status=UNPROCESSABLE, assign_form=form)
    to = next((one for one in staff if one.pk == form.cleaned_data["aan"]), None)
    if not _assigned(request, shown, to):
        return redirect(here(request, shown))
    # Whoever takes an idea goes on with it; whoever gave it away goes on with the next.
    return go_on(request, shown, following if to and to != person else shown)


def _assigned(request: HttpRequest, shown: Idea, to: User | None) -> bool:
    try:
        assign_idea(shown, actor=reader(request), to=to)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
        return False
    names = {"title": shown.title, "name": to}
    messages.success(
        request,
        _("%(name)s behandelt nu “%(title)s”.") % names if to else _("Niemand behandelt nu “%(title)s”.") % names,
    )
    return True


@require_POST
def theme(request: HttpRequest, reference: str) -> HttpResponse:
    """Put right what the idea is about."""
    shown = desk_idea(request, reference)
    form = ThemeForm(request.POST)
    if (changes := meanwhile(request, shown)) is not None:
        return idea_page(request, shown, status=CONFLICT, meanwhile=changes, theme_form=form)
    if not form.is_valid():
        return idea_page(request, shown, status=UNPROCESSABLE, theme_form=form)
    try:
        set_theme(shown, actor=reader(request), theme=form.cleaned_data["theme"])
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        messages.success(request, _("Gedaan, bij “%(title)s”.") % {"title": shown.title})
    return go_on(request, shown, shown)


@require_POST
def watch(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin or stop hearing of all that happens to the idea."""
    shown = desk_idea(request, reference)
    if request.POST.get("doe") == "uit":
        unwatch_idea(shown, actor=reader(request))
        messages.success(request, _("U kijkt niet meer mee."))
    else:
        watch_idea(shown, actor=reader(request))
        messages.success(request, _("U kijkt mee. U hoort in uw berichten wat er gebeurt."))
    return redirect(here(request, shown))


@never_cache
@require_safe
def presence(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that the page is still open; answers with who else is there and whether the idea changed, if so."""
    shown = on_desk(request, reference)
    note_presence(shown, actor=reader(request))
    others = others_at(shown, reader(request))
    changed = is_stale(shown, request.GET.get("gezien", ""))
    if not others and not changed:
        return HttpResponse(status=NO_CONTENT)
    return JsonResponse({"others": in_words(others), "changed": changed})


@require_POST
def put_back(request: HttpRequest, key: int) -> HttpResponse:
    """Undo one's own last step."""
    person = official(request)
    steps = Event.objects.filter(actor=person, subject_type=Idea._meta.label_lower)
    event = get_object_or_404(steps, pk=key)
    place = chosen(request).place
    try:
        idea = undo(event, actor=person)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
        return redirect(f"{reverse('ideas:desk')}?{place}")
    messages.success(request, _("Teruggezet, bij “%(title)s”.") % {"title": idea.title})
    return redirect(
        f"{idea.get_desk_url()}?{place}" if may_handle(person, idea) else f"{reverse('ideas:desk')}?{place}"
    )
