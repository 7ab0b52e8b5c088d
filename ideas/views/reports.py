"""Report a text, object to its hiding, and the task of the check against robots."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ideas.actions.object import object_to
from ideas.actions.report import report
from ideas.comment_forms import ObjectionForm, ReportForm
from ideas.comment_permissions import may_object, may_report
from ideas.comment_statuses import ReportReason
from ideas.models import Comment, Idea, Ruling
from ideas.views.comments import discussed_idea, visible_comment
from participation.errors import NotAllowed
from participation.limits import place_of
from participation.robots import new_challenge
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent
from participation.visitor import reader, visitor


@never_cache
@require_safe
@login_not_required
def challenge(_request: HttpRequest) -> JsonResponse:
    """A task for the browser of somebody whom we do not know yet."""
    return JsonResponse(new_challenge())


@never_cache
@READ_OR_SEND
@login_not_required
def report_idea(request: HttpRequest, reference: str) -> HttpResponse:
    """Report an idea."""
    return _report(request, discussed_idea(request, reference), None)


@never_cache
@READ_OR_SEND
@login_not_required
def report_comment(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Report a comment."""
    comment = visible_comment(request, reference, pk)
    return _report(request, comment.idea, comment)


def _report(request: HttpRequest, idea: Idea, comment: Comment | None) -> HttpResponse:
    if not may_report(request.user, idea, comment):
        raise NotAllowed(_("U kunt dit niet melden."))
    form = ReportForm(sent(request), auto_id="report_%s")
    if form.is_valid():
        with RulesShownIn(form):
            is_new = report(
                idea, comment, reason=ReportReason(form.cleaned_data["reason"]), text=form.cleaned_data["text"],
                actor=visitor(request), place=place_of(request),
                proof=request.POST.get("altcha", ""),
            )  # fmt: skip
            messages.success(
                request, _("Dank u wel. Een medewerker bekijkt uw melding.") if is_new else _("U hebt dit al gemeld.")
            )
            return redirect(idea)
    context = {"idea": idea, "shown": comment, "form": form, "asks_proof": not request.user.is_authenticated}
    return form_page(request, "ideas/report.html", context)


@never_cache
@READ_OR_SEND
def object_for_idea(request: HttpRequest, reference: str) -> HttpResponse:
    """The author of a hidden idea objects."""
    return _object(request, discussed_idea(request, reference), None)


@never_cache
@READ_OR_SEND
def object_for_comment(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The writer of a hidden comment objects."""
    comment = visible_comment(request, reference, pk)
    return _object(request, comment.idea, comment)


def _object(request: HttpRequest, idea: Idea, comment: Comment | None) -> HttpResponse:
    person = reader(request)
    ruling = Ruling.objects.latest_of(idea, comment)
    if ruling is None:
        raise Http404
    ruling.idea, ruling.comment = idea, comment
    if request.method != "POST" and not may_object(person, ruling):
        raise NotAllowed(_("U kunt hier geen bezwaar meer tegen maken."))
    form = ObjectionForm(sent(request), auto_id="objection_%s")
    if form.is_valid():
        with RulesShownIn(form):
            object_to(ruling, actor=person, text=form.cleaned_data["text"])
            messages.success(request, _("Uw bezwaar is verstuurd. Een andere medewerker geeft u antwoord."))
            return redirect(comment or idea)
    return form_page(request, "ideas/objection.html", {"idea": idea, "shown": comment, "ruling": ruling, "form": form})
