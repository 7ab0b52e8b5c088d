"""Organisations: their public page, and what their members do with them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from challenges.eherkenning import may_use_eherkenning
from challenges.organisation_forms import MemberForm, NewOrganisationForm, ProfileForm, RoleForm
from ideas.models import Consultation
from participation import kvk
from participation.actions.membership import (
    accept_membership,
    end_membership,
    give_role,
    invite_member,
    withdraw_invitation,
)
from participation.actions.organisation import change_organisation, make_organisation
from participation.errors import RuleBroken
from participation.models import WRITERS, Membership, MembershipInvitation, Organisation, OrganisationRole
from participation.models.organisations import MEMBERSHIP_DAYS, MEMBERSHIP_SALT
from participation.page_cache import same_for_visitors
from participation.permissions import may_make_organisation, may_run_organisation, role_in
from participation.sent import READ_OR_SEND, UNPROCESSABLE, RulesShownIn, form_page, sent
from participation.visitor import reader, visitor

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
    return render(request, "challenges/organisations_mine.html", {
        "questions": questions[:AT_ONCE],
        "memberships": memberships.order_by("organisation__name")[:AT_ONCE],
        "may_make": may_make_organisation(request.user),
    })  # fmt: skip


@never_cache
@READ_OR_SEND
def new(request: HttpRequest) -> HttpResponse:
    """Make an organisation. With `doe=zoek` the trade register fills in what it knows, when we may ask it."""
    person = reader(request)
    if not may_make_organisation(person):
        raise PermissionDenied
    if request.POST.get("doe") == "zoek":
        return _filled_in(request)
    form = NewOrganisationForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            made = make_organisation(form.profile(), kvk_number=form.cleaned_data["kvk_number"], actor=person)
            messages.success(request, _("Uw organisatie doet mee. Nodig nu uw collega's uit."))
            return redirect("challenges:members", made.pk)
    return form_page(request, "challenges/organisation_form.html", {"form": form, "may_look_up": kvk.may_ask()})


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
    """Change what an organisation says of itself."""
    its = owned(request, pk)
    begin = {name: getattr(its, name) for name in ("name", "kind", "place", "website", "about")}
    form = ProfileForm(sent(request), initial={**begin, "expertise": ", ".join(its.expertise)})
    if form.is_valid():
        with RulesShownIn(form):
            change_organisation(its, form.profile(), actor=reader(request))
            messages.success(request, _("De gegevens zijn bewaard."))
            return redirect(its)
    return form_page(request, "challenges/organisation_form.html", {"form": form, "organisation": its})


@never_cache
@READ_OR_SEND
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Who belongs to an organisation: its members read it, its owners invite."""
    its = get_object_or_404(Organisation, pk=pk)
    role = role_in(request.user, its)
    if role is None or (request.method == "POST" and role != OrganisationRole.OWNER):
        raise Http404
    form = MemberForm(sent(request), initial={"role": OrganisationRole.EDITOR})
    if form.is_valid():
        with RulesShownIn(form):
            invite_member(its, actor=reader(request), **form.asked())
            messages.success(request, _("Wij sturen een uitnodiging."))
            return redirect("challenges:members", its.pk)
    return form_page(request, "challenges/members.html", {
        "form": form,
        "organisation": its,
        "runs": role == OrganisationRole.OWNER,
        "may_use_eherkenning": may_use_eherkenning(its),
        "memberships": its.memberships.select_related("user").order_by("since")[:AT_ONCE],
        "invitations": its.invitations.order_by("invited_at")[:AT_ONCE] if role == OrganisationRole.OWNER else (),
        "roles": OrganisationRole,
    })  # fmt: skip


@require_POST
def member(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Give a member another role, or with `doe=weg` take them out; anybody may leave."""
    person = reader(request)
    row = get_object_or_404(Membership.objects.select_related("organisation"), pk=membership, organisation=pk)
    if row.user_id != person.pk and not may_run_organisation(person, row.organisation):
        raise Http404
    try:
        if request.POST.get("doe") == "weg":
            end_membership(row, actor=person)
            messages.success(request, _("De persoon hoort niet meer bij de organisatie."))
            if row.user_id == person.pk:
                return redirect("challenges:my_organisations")
        else:
            form = RoleForm(request.POST)
            if not form.is_valid():
                raise Http404
            give_role(row, OrganisationRole(form.cleaned_data["role"]), actor=person)
            messages.success(request, _("De rol is veranderd."))
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    return redirect("challenges:members", pk)


@require_POST
def take_invitation_back(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    its = owned(request, pk)
    row = get_object_or_404(its.invitations.select_related("organisation"), pk=invitation)
    withdraw_invitation(row, actor=reader(request))
    messages.success(request, _("De uitnodiging is ingetrokken."))
    return redirect("challenges:members", pk)


@never_cache
@READ_OR_SEND
@login_not_required
def membership_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page of one invitation: accept it when signed in, or turn it down with the link alone."""
    try:
        pk = signing.loads(token, salt=MEMBERSHIP_SALT, max_age=MEMBERSHIP_DAYS * 24 * 60 * 60)
    except signing.BadSignature:
        return render(request, "ideas/invitation_gone.html", status=410)
    invited = MembershipInvitation.objects.select_related("organisation").filter(pk=pk).first()
    if invited is None or not invited.is_open:
        return render(request, "ideas/invitation_gone.html", status=410)
    refusal, person = "", visitor(request)
    try:
        if request.POST.get("doe") == "nee":
            withdraw_invitation(invited, actor=person, holds_link=True)
            messages.success(request, _("U doet niet mee. Wij hebben uw e-mailadres weggegooid."))
            return redirect("ideas:home")
        if request.method == "POST" and person:
            accept_membership(invited, actor=person)
            messages.success(request, _("U hoort nu bij deze organisatie."))
            return redirect("challenges:members", invited.organisation_id)
    except RuleBroken as broken:
        refusal = str(broken.message)
    return render(
        request, "challenges/membership_invitation.html", {"invited": invited, "refusal": refusal},
        status=UNPROCESSABLE if refusal else None,
    )  # fmt: skip
