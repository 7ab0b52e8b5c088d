"""Organisations: their public page, and what their members do with them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from challenges.organisation_forms import NewOrganisationForm, ProfileForm
from ideas.models import Consultation
from participation import kvk
from participation.actions.joining import ask_to_join
from participation.actions.organisation import change_organisation, make_organisation
from participation.errors import RuleBroken
from participation.models import WRITERS, Membership, MembershipRequest, Organisation, User
from participation.page_cache import same_for_visitors
from participation.permissions import may_make_organisation, may_run_organisation, role_in
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent
from participation.visitor import reader

AT_ONCE = 200  # Members on one page: more than any organisation has that takes part here.


@require_safe
@login_not_required
@same_for_visitors
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """What everybody may read of an organisation. Its members stand nowhere in public."""
    shown = get_object_or_404(Organisation, pk=pk)
    role = role_in(request.user, shown)
    return render(request, "challenges/organisation.html", {"organisation": shown, "role": role})


@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The organisations that somebody belongs to."""
    person = reader(request)
    memberships = Membership.objects.filter(user=person).select_related("organisation")
    writes_for = Organisation.objects.of(person, *WRITERS)
    questions = Consultation.objects.open().filter(organisation__in=writes_for).select_related("organisation", "idea")
    requests = MembershipRequest.objects.filter(person=person).select_related("organisation").order_by("asked_at")
    return render(request, "challenges/organisations_mine.html", {
        "requests": requests[:AT_ONCE],
        "questions": questions[:AT_ONCE],
        "memberships": memberships.order_by("organisation__name")[:AT_ONCE],
        "may_make": may_make_organisation(request.user),
    })  # fmt: skip


@never_cache
@READ_OR_SEND
def new(request: HttpRequest) -> HttpResponse:
    """Make an organisation, or with `doe=vraag` ask to be let in where the number is known already.

    With `doe=zoek` the trade register fills in what it knows, when we may ask it.
    """
    person = reader(request)
    if not may_make_organisation(person):
        raise PermissionDenied
    if request.POST.get("doe") == "zoek":
        return _filled_in(request)
    if request.POST.get("doe") == "vraag":
        return _asked_in(request, person)
    form, asking = NewOrganisationForm(sent(request)), None
    if form.is_valid():
        with RulesShownIn(form):
            made = make_organisation(form.profile(), kvk_number=form.cleaned_data["kvk_number"], actor=person)
            messages.success(request, _("Uw organisatie doet mee. Nodig nu uw collega's uit."))
            return redirect("challenges:members", made.pk)
        if form.has_error("kvk_number"):
            asking = NewOrganisationForm(initial=request.POST.dict(), auto_id=False)
    context = {"form": form, "may_look_up": kvk.may_ask(), "asking": asking}
    return form_page(request, "challenges/organisation_form.html", context)


def _asked_in(request: HttpRequest, person: User) -> HttpResponse:
    """What follows on asking to be let in; the form again when that cannot be, and nothing that was typed is lost."""
    try:
        ask_to_join(request.POST.get("kvk_number", ""), actor=person)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
        form = NewOrganisationForm(initial=request.POST.dict())
        return form_page(request, "challenges/organisation_form.html", {"form": form, "may_look_up": kvk.may_ask()})
    messages.success(request, _("Wij hebben het gevraagd. U krijgt bericht als er antwoord is."))
    return redirect("challenges:my_organisations")


def _filled_in(request: HttpRequest) -> HttpResponse:
    """The form again, with what the register knows; nothing that somebody typed is lost."""
    typed = request.POST.dict()
    form = NewOrganisationForm(initial=typed)
    try:
        found = kvk.look_up(kvk.clean_kvk_number(typed.get("kvk_number", "")))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        if found is None:
            messages.info(request, _("Wij vonden dit nummer niet. Vul de naam zelf in."))
        else:
            known = {"name": found.name, "place": found.place}
            form = NewOrganisationForm(initial={**typed, **{name: text for name, text in known.items() if text}})
    return form_page(request, "challenges/organisation_form.html", {"form": form, "may_look_up": True})


def owned(request: HttpRequest, pk: int) -> Organisation:
    """The organisation, for one of its owners. Raises Http404 for everybody else."""
    found = get_object_or_404(Organisation, pk=pk)
    if not may_run_organisation(request.user, found):
        raise Http404
    return found


@never_cache
@READ_OR_SEND
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what an organisation says of itself. The number of who has none yet is asked too."""
    its = owned(request, pk)
    begin = {name: getattr(its, name) for name in ("name", "kind", "place", "website", "about")}
    asked = ProfileForm if its.kvk_number else NewOrganisationForm
    form = asked(sent(request), initial={**begin, "expertise": ", ".join(its.expertise)})
    if form.is_valid():
        with RulesShownIn(form):
            number = form.cleaned_data.get("kvk_number", "")
            change_organisation(its, form.profile(), kvk_number=number, actor=reader(request))
            messages.success(request, _("De gegevens zijn bewaard."))
            return redirect(its)
    return form_page(request, "challenges/organisation_form.html", {"form": form, "organisation": its})
