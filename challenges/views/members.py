"""Who belongs to an organisation: inviting, letting in, roles, and leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from challenges.eherkenning import may_use_eherkenning
from challenges.organisation_forms import LeaveForm, MemberForm, RoleForm
from challenges.views.organisations import AT_ONCE, owned
from participation.actions.joining import let_in, take_request_back, turn_away
from participation.actions.membership import (
    accept_membership,
    end_membership,
    give_role,
    invite_member,
    withdraw_invitation,
)
from participation.errors import RuleBroken
from participation.models import Membership, MembershipInvitation, Organisation, OrganisationRole
from participation.models.organisations import MEMBERSHIP_DAYS, MEMBERSHIP_SALT
from participation.permissions import role_in
from participation.sent import READ_OR_SEND, UNPROCESSABLE, RulesShownIn, form_page, sent, takes_back
from participation.visitor import reader, visitor


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
        "has_owner": role == OrganisationRole.OWNER or its.owners().exists(),
        "may_use_eherkenning": may_use_eherkenning(its),
        "memberships": its.memberships.select_related("user").order_by("since")[:AT_ONCE],
        "invitations": its.invitations.order_by("invited_at")[:AT_ONCE] if role == OrganisationRole.OWNER else (),
        "requests": its.requests.select_related("person").order_by("asked_at")[:AT_ONCE]
        if role == OrganisationRole.OWNER
        else (),
        "roles": OrganisationRole,
    })  # fmt: skip


@require_POST
def member(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Give a member another role, or with `doe=weg` take them out."""
    its = owned(request, pk)
    row = get_object_or_404(its.memberships, pk=membership)
    try:
        if request.POST.get("doe") == "weg":
            end_membership(row, actor=reader(request))
            messages.success(request, _("De persoon hoort niet meer bij de organisatie."))
        else:
            give_role(row, _role_in(request), actor=reader(request))
            messages.success(request, _("De rol is veranderd."))
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    return redirect("challenges:members", pk)


def _role_in(request: HttpRequest) -> OrganisationRole:
    """The role that was chosen. Raises Http404 for what the page does not offer."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Http404
    return OrganisationRole(form.cleaned_data["role"])


@never_cache
@READ_OR_SEND
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave an organisation. Its last owner says who takes over."""
    person = reader(request)
    mine = get_object_or_404(Membership.objects.select_related("organisation"), organisation=pk, user=person)
    form = LeaveForm(sent(request), heirs=mine.heirs())
    if form.is_valid():
        with RulesShownIn(form):
            end_membership(mine, actor=person, successor=form.cleaned_data.get("successor"))
            messages.success(request, _("U hoort niet meer bij de organisatie."))
            return redirect("challenges:my_organisations")
    context = {"form": form, "organisation": mine.organisation}
    return form_page(request, "challenges/leave_organisation.html", context)


@require_POST
def membership_request(request: HttpRequest, pk: int, asked: int) -> HttpResponse:
    """Let somebody in who asked, turn them away with `doe=nee`, or with `doe=terug` ask no more."""
    person = reader(request)
    if takes_back(request):
        take_request_back(get_object_or_404(person.membership_requests, pk=asked, organisation=pk), actor=person)
        messages.success(request, _("Uw vraag is ingetrokken."))
        return redirect("challenges:my_organisations")
    row = get_object_or_404(owned(request, pk).requests, pk=asked)
    try:
        if request.POST.get("doe") == "nee":
            turn_away(row, actor=person)
            messages.success(request, _("De persoon is niet toegelaten en krijgt bericht."))
        else:
            let_in(row, _role_in(request), actor=person)
            messages.success(request, _("De persoon hoort nu bij de organisatie."))
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    return redirect("challenges:members", pk)


@require_POST
def take_invitation_back(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    its = owned(request, pk)
    row = get_object_or_404(its.invitations, pk=invitation)
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
