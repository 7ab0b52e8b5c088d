"""Beside the writing of a response: its partners and versions, and the receipt."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from challenges.actions.draft import put_back
from challenges.actions.partner import accept_partnership, ask_partner, end_partnership, owns
from challenges.models import Partner, Response, Submission
from challenges.permissions import may_lead_response, may_write_response
from challenges.receipts import hash_of
from challenges.response_forms import PartnerForm
from challenges.response_page import answered, desk_of
from challenges.sealed_contents import answers_in_submission, answers_in_version
from challenges.statuses import Right
from challenges.submissions import manifest_of
from challenges.views.making import own_response, sealed_page, trail_to
from participation.errors import NotAllowed, RuleBroken
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent, takes_back
from participation.visitor import reader


@sealed_page
@READ_OR_SEND
def partners(request: HttpRequest, reference: str) -> HttpResponse:
    """Who writes along, and asking another organisation."""
    shown = own_response(request, reference)
    leads = may_lead_response(reader(request), shown)
    form = PartnerForm(sent(request), initial={"right": Right.EDIT})
    if request.method == "POST" and not leads:
        raise NotAllowed(_("U mag dit niet doen."))
    if form.is_valid():
        with RulesShownIn(form):
            right = Right(form.cleaned_data["right"])
            ask_partner(shown, form.cleaned_data["kvk_number"], right, actor=reader(request))
            messages.success(request, _("De eigenaren van deze organisatie krijgen uw vraag."))
            return redirect("challenges:response_partners", reference)
    there = shown.partners.select_related("organisation")
    context = {"form": form, "response": shown, "leads": leads, "partners": there, "trail": trail_to(shown)}
    return form_page(request, "challenges/response_partners.html", context)


@sealed_page
@require_POST
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, decline or leave as the partner; or take a partner out, as who leads."""
    person = reader(request)
    found = get_object_or_404(Partner.objects.select_related("response__challenge", "organisation"), pk=pk)
    if not owns(person, found.organisation_id) and not may_lead_response(person, found.response):
        raise Http404
    try:
        if takes_back(request):
            end_partnership(found, actor=person)
            messages.success(request, _("Deze organisatie doet niet mee."))
        else:
            accept_partnership(found, actor=person)
            messages.success(request, _("U doet mee. U kunt nu samen schrijven."))
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    is_mine = Response.objects.written_by(person).filter(pk=found.response_id).exists()
    return redirect(found.response if is_mine else "challenges:responses")


@sealed_page
@require_safe
def versions(request: HttpRequest, reference: str) -> HttpResponse:
    """What the draft said before, the newest first; they are bounded in number."""
    desk = desk_of(own_response(request, reference))
    kept = desk.draft.versions.select_related("saved_by").defer("sealed") if desk.draft else []
    context = {"response": desk.response, "desk": desk, "versions": kept, "trail": trail_to(desk.response)}
    return render(request, "challenges/response_versions.html", context)


@sealed_page
@READ_OR_SEND
def version(request: HttpRequest, reference: str, edition: int) -> HttpResponse:
    """One of them, and putting it back."""
    desk = desk_of(own_response(request, reference))
    if desk.draft is None:
        raise Http404
    found = get_object_or_404(desk.draft.versions.select_related("saved_by"), edition=edition)
    found.draft = desk.draft
    if request.method == "POST":
        try:
            put_back(found, actor=reader(request))
            messages.success(request, _("Deze tekst staat weer in uw concept. De tekst van daarvoor is ook bewaard."))
        except NotAllowed:
            raise
        except RuleBroken as broken:
            messages.error(request, str(broken.message))
        return redirect(desk.response)
    return render(request, "challenges/response_version.html", {
        "response": desk.response,
        "version": found,
        "answered": answered(desk.fields, answers_in_version(found), {}),
        "may_write": may_write_response(reader(request), desk.response),
        "trail": trail_to(desk.response),
    })  # fmt: skip


@sealed_page
@require_safe
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """What was handed in, in every round: when, with which hash, and how to check that."""
    shown = own_response(request, reference)
    handed = shown.submissions.select_related("phase").defer("sealed").order_by("-phase__number", "-number")
    if not handed:
        raise Http404
    return render(request, "challenges/response_receipt.html", {
        "response": shown,
        "submissions": handed,
        "counting": set(shown.submissions.counting().values_list("pk", flat=True)),
        "trail": trail_to(shown),
    })  # fmt: skip


@sealed_page
@require_safe
def receipt_file(request: HttpRequest, reference: str, phase: int, number: int) -> HttpResponse:
    """The text over which the hash was taken, byte for byte, as long as it is kept."""
    shown = own_response(request, reference)
    handed = Submission.objects.kept().select_related("phase__challenge", "phase__seal_key")
    found = get_object_or_404(handed, response=shown, phase__number=phase, number=number)
    found.response = shown
    text = manifest_of(found, answers_in_submission(found))
    if hash_of(text) != found.sha256:
        raise Http404
    file = HttpResponse(text, content_type="application/json; charset=utf-8")
    file["Content-Disposition"] = f'attachment; filename="inzending-{shown.reference}-{phase}-{number}.json"'
    file["X-Content-Type-Options"] = "nosniff"
    return file
