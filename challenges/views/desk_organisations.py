"""The directory at the desk: who knows about what, whether they are what they say, and pointing them to a challenge."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from challenges.actions.invite import invite_organisation
from challenges.directory import MOST_SHOWN, invited_among, open_challenges
from challenges.models import Challenge, ChallengeInvitation
from challenges.organisation_forms import AppointForm, DirectoryForm, ToChallengeForm, UnverifyForm
from challenges.permissions import may_invite_organisations, may_use_directory
from ideas.models import Idea
from participation import journal
from participation.actions.membership import appoint_owner
from participation.actions.organisation import unverify_organisation, verify_organisation
from participation.audit import Seen, record_read
from participation.errors import RuleBroken
from participation.events import OrganisationEvent
from participation.models import Organisation, User
from participation.paging import Page
from participation.permissions import may_verify_organisations
from participation.reading import Reading
from participation.sent import RulesShownIn, takes_back
from participation.visitor import reader

UNPROCESSABLE = 422
NOBODY = Page([], None, None)


def official(request: HttpRequest) -> User:
    """Who uses the directory. Raises PermissionDenied for everybody else."""
    if not may_use_directory(request.user):
        raise PermissionDenied
    return reader(request)


def _organisation(pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.with_owner().defer("search").select_related("verified_by"), pk=pk)


@never_cache
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Organisations by what they know; for a challenge or an idea when the address names one of this official's."""
    person, form = official(request), DirectoryForm(request.GET)
    page = form.wanted().page(request.GET.get("vanaf", "")) if form.is_valid() else NOBODY
    challenge = _challenge(person, form)
    kept = request.GET.copy()
    kept.pop("vanaf", None)
    return render(request, "challenges/desk_directory.html", {
        "form": form,
        "page": page,
        "query": kept.urlencode(),
        "is_narrowed": any(request.GET.get(name) for name in form.fields if name not in {"uitdaging", "idee", "plek"}),
        "challenge": challenge,
        "invited": invited_among(challenge, page.rows) if challenge else set(),
        "idea": _idea(person, form),
        "place": form.cleaned_data.get("plek", ""),
        "previous_url": page.previous and f"?{_with(kept, page.previous)}",
        "next_url": page.next and f"?{_with(kept, page.next)}",
    }, status=UNPROCESSABLE if form.errors else None)  # fmt: skip


def _with(query: Any, cursor: str) -> str:
    moved = query.copy()
    moved["vanaf"] = cursor
    return str(moved.urlencode())


def _challenge(person: User, form: DirectoryForm) -> Challenge | None:
    """The challenge for which somebody looks, when they may point organisations to it."""
    slug = form.cleaned_data.get("uitdaging")
    found = Challenge.objects.run_by(person).filter(slug=slug).first() if slug else None
    return found if found and may_invite_organisations(person, found) else None


def _idea(person: User, form: DirectoryForm) -> Idea | None:
    """The idea for which somebody looks, when it lies on their desk."""
    reference = form.cleaned_data.get("idee")
    return Idea.objects.in_desk_of(person).for_cards().filter(reference=reference).first() if reference else None


@never_cache
@require_safe
def desk_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation, as officials see it: without its members."""
    return _page(request, official(request), _organisation(pk))


def _page(request: HttpRequest, person: User, its: Organisation, form: Any = None, **more: Any) -> HttpResponse:
    events = journal.timeline_of(its).select_related("actor").order_by("-recorded_at", "-pk")[:MOST_SHOWN]
    invited = ChallengeInvitation.objects.filter(organisation=its, challenge__in=Challenge.objects.run_by(person))
    return render(request, "challenges/desk_organisation.html", {
        "organisation": its,
        "may_verify": may_verify_organisations(person),
        "unverify_form": form if isinstance(form, UnverifyForm) else UnverifyForm(),
        "invite_form": form if isinstance(form, ToChallengeForm)
        else ToChallengeForm(challenges=open_challenges(person, its)),
        "appoint_form": form if isinstance(form, AppointForm) else AppointForm(),
        "form": form,
        "invited_for": invited.select_related("challenge").order_by("-invited_at", "-pk")[:MOST_SHOWN],
        "history": [(event, OrganisationEvent(event.kind).label) for event in events],
        **more,
    }, status=UNPROCESSABLE if form and form.errors else None)  # fmt: skip


@never_cache
@require_POST
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how to reach the owners of an organisation, or without any who asked to be let in.

    That somebody looked is written down first, for each of them.
    """
    person, its = official(request), _organisation(pk)
    known = User.objects.only("email", "nickname")
    owners = known.filter(memberships__in=its.owners()).order_by("memberships__since", "pk")
    asking = known.filter(membership_requests__organisation=its, is_active=True).order_by("pk")
    people = list(owners[:MOST_SHOWN]) or list(asking[:MOST_SHOWN])
    record_read(person, Reading.CONTACT, *[Seen(its, about=one.pk) for one in people] or [Seen(its)])
    return _page(request, person, its, contacts=people, shows_contact=True)


@require_POST
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody to run an organisation that nobody runs."""
    person, its = official(request), _organisation(pk)
    form = AppointForm(request.POST)
    if form.is_valid():
        with RulesShownIn(form):
            appoint_owner(its, email=form.cleaned_data["email"], actor=person)
            messages.success(request, _("Wij sturen een uitnodiging."))
            return redirect(its.get_desk_url())
    return _page(request, person, its, form)


@require_POST
def verification(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an organisation is what it says, or with `doe=terug` take that back with a reason."""
    person, its = official(request), _organisation(pk)
    if takes_back(request):
        form = UnverifyForm(request.POST)
        if form.is_valid():
            with RulesShownIn(form):
                unverify_organisation(its, actor=person, reason=form.cleaned_data["reason"])
                messages.success(request, _("De controle is ingetrokken. De eigenaren krijgen bericht."))
                return redirect(its.get_desk_url())
        return _page(request, person, its, form)
    its.name = request.POST.get("gezien", "")  # What stood on the page: they said yes to that and to nothing else.
    try:
        verify_organisation(its, actor=person)
        messages.success(request, _("De organisatie is gecontroleerd. De eigenaren krijgen bericht."))
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    return redirect(its.get_desk_url())


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Point an organisation to a challenge; from the list that somebody searched it goes back to that list."""
    person, its = official(request), _organisation(pk)
    form = ToChallengeForm(request.POST, challenges=Challenge.objects.run_by(person))
    if form.is_valid():
        with RulesShownIn(form):
            invite_organisation(form.cleaned_data["uitdaging"], its, actor=person)
            messages.success(request, _("%(name)s krijgt een uitnodiging.") % {"name": its.name})
            there = f"{reverse('challenges:directory')}?{request.GET.urlencode()}"
            return redirect(there if request.GET else its.get_desk_url())
    form.fields["uitdaging"].queryset = open_challenges(person, its)  # type: ignore[attr-defined] # a ModelChoiceField
    return _page(request, person, its, form)
