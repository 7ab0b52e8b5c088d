"""Where administrators keep who works here and as what; coordinators give roles in programmes."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from participation.actions.staff import close_official, give_role, invite_official, reopen_official, take_role
from participation.errors import RuleBroken
from participation.grants import held_by
from participation.models import User
from participation.paging import page_of
from participation.permissions import is_official, may_give, may_keep_staff, may_see_staff
from participation.roles import Role
from participation.sent import READ_OR_SEND, UNPROCESSABLE, RulesShownIn, form_page, sent
from participation.staff_forms import GiveForm, HeldForm, InviteForm, SearchForm
from participation.staff_history import history_of
from participation.visitor import reader


def _keeper(request: HttpRequest) -> User:
    """Who may look here. Raises PermissionDenied for everybody else."""
    if not may_see_staff(request.user):
        raise PermissionDenied
    return reader(request)


@never_cache
@READ_OR_SEND
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, or those who are searched for; and a form to invite somebody."""
    person = _keeper(request)
    invite = InviteForm(sent(request))
    if request.method == "POST" and not may_keep_staff(person):
        raise PermissionDenied
    if invite.is_valid():
        with RulesShownIn(invite):
            made = invite_official(**invite.cleaned_data, actor=person)
            messages.success(request, _("%(name)s krijgt een mail. Geef nu een rol.") % {"name": made.nickname})
            return redirect("official", made.pk)
    search = SearchForm(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    page = page_of(User.objects.officials().named(words), "id", request.GET.get("vanaf", ""))
    roles = held_by(page.rows)
    return render(request, "participation/staff.html", {
        "form": invite,
        "search": search,
        "words": words,
        "previous_url": page.previous and _place(words, page.previous),
        "next_url": page.next and _place(words, page.next),
        "people": [(one, roles[one.pk]) for one in page.rows],
        "may_keep": may_keep_staff(person),
        "local_passwords": settings.LOCAL_PASSWORDS,
    }, status=UNPROCESSABLE if invite.errors else 200)  # fmt: skip


def _place(words: str, cursor: str) -> str:
    return f"?{urlencode({'q': words, 'vanaf': cursor})}"


def _of(pk: int) -> User:
    return get_object_or_404(User.objects.officials(), pk=pk)


@never_cache
@READ_OR_SEND
def official(request: HttpRequest, pk: int) -> HttpResponse:
    """The roles of one colleague, how they came to them, and a form for another."""
    person, shown = _keeper(request), _of(pk)
    form = GiveForm(sent(request), actor=person, person=shown)
    if form.is_valid():
        with RulesShownIn(form):
            role, programme = Role(form.cleaned_data["role"]), form.cleaned_data["programme"]
            give_role(shown, role, programme=programme, actor=person)
            messages.success(request, _("Gedaan. %(name)s krijgt bericht.") % {"name": shown.nickname})
            return redirect("official", shown.pk)
    return form_page(request, "participation/official.html", {
        "person": shown,
        "form": form,
        "held": [(one, _may_take(person, shown, one.role, by_groups=one.by_groups)) for one in held_by([shown])[pk]],
        "history": history_of(shown),
        "is_open": is_official(shown),
        "may_keep": may_keep_staff(person, shown),
    })  # fmt: skip


def _may_take(person: User, shown: User, role: Role, *, by_groups: bool) -> bool:
    return role != Role.OWNER and not by_groups and may_give(person, role, shown)


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away."""
    person, shown, form = _keeper(request), _of(pk), HeldForm(request.POST)
    if not form.is_valid():
        raise Http404
    role = Role(form.cleaned_data["role"])
    if not may_give(person, role, shown):
        raise PermissionDenied
    try:
        take_role(shown, role, programme=form.cleaned_data["programme"], actor=person)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        messages.success(request, _("De rol is weg."))
    return redirect("official", shown.pk)


def _keeper_and_kept(request: HttpRequest, pk: int) -> tuple[User, User]:
    """Who keeps an account, and whose it is. Raises PermissionDenied, or Http404 for who is no official."""
    person, shown = _keeper(request), _of(pk)
    if not may_keep_staff(person, shown):
        raise PermissionDenied
    return person, shown


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the account of a colleague who leaves: out at once, with every role."""
    person, shown = _keeper_and_kept(request, pk)
    try:
        owned = close_official(shown, actor=person)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        messages.success(request, _("Het account van %(name)s is gesloten.") % {"name": shown.nickname})
        if owned:
            said = _("Kies nu een andere eigenaar voor: %(programmes)s.")
            messages.warning(request, said % {"programmes": ", ".join(owned)})
    return redirect("official", shown.pk)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the account of a colleague again."""
    person, shown = _keeper_and_kept(request, pk)
    try:
        reopen_official(shown, actor=person)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        said = _("Het account van %(name)s is weer open. Rollen komen niet vanzelf terug.")
        messages.success(request, said % {"name": shown.nickname})
    return redirect("official", shown.pk)
