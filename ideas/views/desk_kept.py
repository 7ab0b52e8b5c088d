"""Where administrators change what they keep: an overview, and of each subject a list, a form and its history."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ideas.actions.administer import merge_theme
from ideas.administering.administered import Administered
from ideas.administering.changing import as_it_was, changes_of, version_of
from ideas.administering.forms import MergeThemeForm, SubjectForm
from ideas.administering.subjects import SUBJECTS, THEMES
from ideas.administering.telling import told
from ideas.models import Idea
from ideas.permissions import (
    may_administer,
    may_keep_answer_lists,
    may_keep_lists,
    may_see_rules,
    may_steer_suggestions,
)
from participation.errors import NotPossible, RuleBroken
from participation.models import Theme, User
from participation.permissions import Person, is_administrator, is_official, may_close_days, may_see_staff
from participation.sent import READ_OR_SEND, form_page, number_in, sent, show_rule, takes_back
from participation.visitor import reader

MOST_TOLD = 50
CONFLICT = 409
#: Pages with a form of their own: their address, name, and who may open them.
ELSEWHERE = (
    ("ideas:desk_rules", gettext_lazy("Regels voor nieuwe ideeën"), may_see_rules),
    ("ideas:suggestions", gettext_lazy("Suggesties"), may_steer_suggestions),
    ("ideas:templates", gettext_lazy("Sjablonen voor antwoorden"), may_keep_answer_lists),
    ("ideas:parties", gettext_lazy("Organisaties buiten de gemeente"), may_keep_answer_lists),
    ("ideas:weights", gettext_lazy("Gewichten voor de afweging"), may_keep_answer_lists),
    ("closed_days", gettext_lazy("Gesloten dagen"), may_close_days),
    ("staff", gettext_lazy("Medewerkers en hun rollen"), may_see_staff),
    ("absences", gettext_lazy("Afwezigheid"), is_official),
    ("admin:index", gettext_lazy("Mensen, organisaties en het journaal"), is_administrator),
)


def keeper(request: HttpRequest, may: Callable[[Person], bool] = may_administer) -> User:
    """Who keeps this. Raises PermissionDenied for everybody else."""
    if not may(request.user):
        raise PermissionDenied
    return reader(request)


def _subject(request: HttpRequest, slug: str) -> tuple[User, Administered]:
    """The subject that addresses call so, and who is looking. Raises PermissionDenied, or Http404."""
    keeper(request, may_keep_lists)
    if slug not in SUBJECTS:
        raise Http404
    return keeper(request, SUBJECTS[slug].may), SUBJECTS[slug]


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that can be kept, with a link to each page that this person may open."""
    person = keeper(request, may_keep_lists)
    subjects = [kept for kept in SUBJECTS.values() if kept.may(person)]
    links = [(name, label) for name, label, may_open in ELSEWHERE if may_open(person)]
    return render(request, "ideas/desk_kept_overview.html", {"subjects": subjects, "links": links})


@never_cache
@require_safe
def rows(request: HttpRequest, subject: str) -> HttpResponse:
    """Every row of a subject."""
    _person, kept = _subject(request, subject)
    return render(request, "ideas/desk_kept_rows.html", {"kept": kept, "lines": kept.lines()})


@never_cache
@READ_OR_SEND
def edit(request: HttpRequest, subject: str, key: str = "") -> HttpResponse:
    """One row, or a new one. Who comes second sees what changed, keeps their own text, and decides."""
    person, kept = _subject(request, subject)
    row = _row(kept, key)
    if kept.remove and row.pk and takes_back(request):
        return _removed(request, kept, kept.remove, row, person)
    form = kept.form(sent(request), row=row, seen=version_of(row))
    if kept.preview and (change := number_in(request.GET.get("versie", ""))):
        return _old_version(request, kept, row, form, change)
    if form.is_valid() and (asked := _asked_first(request, kept, row, form)):
        return form_page(request, "ideas/desk_kept.html", _context(kept, row, form) | asked)
    if form.is_valid():
        try:
            kept.save(row, form.said, actor=person, seen=form.version)
        except NotPossible as conflict:
            return _conflict(request, kept, key, form, str(conflict.message))
        except RuleBroken as broken:
            show_rule(form, broken)
        else:
            messages.success(request, _("Uw verandering is bewaard."))
            return redirect("ideas:kept_rows", kept.slug)
    return form_page(request, "ideas/desk_kept.html", _context(kept, _row(kept, key), form))


@never_cache
@READ_OR_SEND
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the ideas of a theme to another one."""
    person, theme = keeper(request), get_object_or_404(Theme.objects.active(), pk=pk)
    form = MergeThemeForm(sent(request), theme=theme, seen=version_of(theme))
    if form.is_valid():
        try:
            moved = merge_theme(theme, form.cleaned_data["into"], actor=person, seen=form.cleaned_data["seen"] or 0)
        except NotPossible as conflict:
            messages.error(request, str(conflict.message))
            return redirect("ideas:kept", THEMES.slug, pk)
        except RuleBroken as broken:
            show_rule(form, broken)
        else:
            said = ngettext("%(n)d idee kreeg het andere thema.", "%(n)d ideeën kregen het andere thema.", moved)
            messages.success(request, said % {"n": moved})
            return redirect("ideas:kept_rows", THEMES.slug)
    context = {"kept": THEMES, "theme": theme, "form": form, "ideas": Idea.objects.filter(theme=theme).count()}
    return form_page(request, "ideas/desk_kept_merge.html", context)


def _asked_first(request: HttpRequest, kept: Administered, row: Any, form: SubjectForm) -> dict[str, Any]:
    """What is shown instead of saving: the preview that was asked for, or the question that was not yet answered."""
    if kept.preview and request.POST.get("doe") == "voorbeeld":
        return {"preview": kept.preview(row, form.said)}
    if kept.consequence and request.POST.get("zeker") != form.fingerprint:
        question = kept.consequence(row, form.said)
        return {"question": question} if question else {}
    return {}


def _old_version(request: HttpRequest, kept: Administered, row: Any, form: SubjectForm, change: int) -> HttpResponse:
    """The form with what stood there after a change, to read, and to put back by saving it. Raises Http404."""
    was = as_it_was(row, [name for name in form.fields if name != "seen"], change) if row.pk else None
    if was is None or kept.preview is None:
        raise Http404
    form.initial.update(was)
    context = _context(kept, row, form) | {"preview": kept.preview(row, was), "put_back": True}
    return form_page(request, "ideas/desk_kept.html", context)


def _removed(
    request: HttpRequest, kept: Administered, remove: Callable[..., None], row: Any, person: User
) -> HttpResponse:
    """Take a row off its list, unless somebody changed it since the page was drawn."""
    try:
        remove(row, actor=person, seen=number_in(request.POST.get("seen", "")) or 0)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
        return redirect(kept.url_of(row))
    messages.success(request, _("Het is weggehaald."))
    return redirect("ideas:kept_rows", kept.slug)


def _row(kept: Administered, key: str) -> Any:
    """The row that is changed. Without a key a new one, where those can be made. Raises Http404."""
    if not key and not kept.new:
        raise Http404
    row = kept.find(key) if key else kept.model()
    if row is None:
        raise Http404
    return row


def _context(kept: Administered, row: Any, form: SubjectForm) -> dict[str, Any]:
    events = changes_of(row).select_related("actor")[:MOST_TOLD] if row.pk else ()
    may_merge = kept is THEMES and row.pk and row.is_active
    return {"kept": kept, "row": row, "form": form, "history": told(row, events), "may_merge": may_merge}


def _conflict(request: HttpRequest, kept: Administered, key: str, form: SubjectForm, why: str) -> HttpResponse:
    row = kept.find(key)
    if row is None:
        messages.error(request, why)
        return redirect("ideas:kept_rows", kept.slug)
    since = form.version
    # Whoever saves now has read what is there: they replace this version, and no other.
    data = request.POST.copy()
    data["seen"] = str(version_of(row))
    form.data = data
    context = _context(kept, row, form)
    context |= {"conflict": why, "meanwhile": [one for one in context["history"] if one.event.pk > since]}
    return render(request, "ideas/desk_kept.html", context, status=CONFLICT)
