"""Where an official says when they are away, and a coordinator says it of anybody."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from participation.actions.absence import end_absence, set_absence
from participation.clock_forms import AbsenceForm
from participation.errors import RuleBroken
from participation.models import Absence, User
from participation.permissions import is_coordinator, is_official, may_close_days, may_set_absence
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent
from participation.visitor import reader

AT_ONCE = 100  # More than a town hall has people who are away in a season; the first to come stand on top.


def _official(request: HttpRequest) -> User:
    """The official at the desk. Raises PermissionDenied for everybody else."""
    if not is_official(request.user):
        raise PermissionDenied
    return reader(request)


@never_cache
@READ_OR_SEND
def absences(request: HttpRequest) -> HttpResponse:
    """Who is away now or soon, as far as it is this person's business, and a form."""
    person, today = _official(request), timezone.localdate()
    oversees, may_say = is_coordinator(person), may_set_absence(person, person)
    if request.method == "POST" and not may_say:
        raise PermissionDenied
    form = AbsenceForm(person, sent(request), chooses_person=oversees)
    if form.is_valid():
        with RulesShownIn(form):
            set_absence(form.cleaned_data.pop("person", person), actor=person, **form.cleaned_data)
            messages.success(request, _("De afwezigheid is bewaard."))
            return redirect("absences")
    known = Absence.objects.not_over(today).with_names()
    return form_page(request, "participation/absences.html", {
        "form": form,
        "oversees": oversees,
        "may_say": may_say,
        "may_close_days": may_close_days(person),
        "today": today,
        "absences": (known if oversees else known.filter(person=person))[:AT_ONCE],
        "for_others": known.filter(stand_in=person)[:AT_ONCE],
    })  # fmt: skip


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody be there again."""
    person = _official(request)
    absence = get_object_or_404(Absence.objects.with_names(), pk=pk)
    if not may_set_absence(person, absence.person):
        raise Http404
    try:
        end_absence(absence, actor=person)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        messages.success(request, _("De afwezigheid is gestopt."))
    return redirect("absences")
