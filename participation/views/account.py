"""What people do with their own account: prove that it is them, another address, their data, out everywhere, gone."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from participation import archive, proof
from participation.account_forms import DeleteForm, EmailForm, ProofForm
from participation.actions.account import change_address, delete_account, obstacle, sign_out_everywhere
from participation.errors import Incomplete, NotAllowed, RuleBroken
from participation.limits import DAY, Limit, take
from participation.models import Organisation, User
from participation.permissions import may_change_address
from participation.sent import READ_OR_SEND, RulesShownIn, sent
from participation.visitor import reader

ARCHIVES = Limit("archive", size=10, seconds=DAY)
IDENTITY, ADDRESS = "identity", "address"
View = Callable[[HttpRequest], HttpResponse]


def proved(view: View) -> View:
    """Let a view be used by who showed a short while ago that it is really them; ask others for a code first."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if proof.is_proved(request):
            return view(request)
        return redirect(f"{reverse('prove')}?{urlencode({'next': request.path})}")

    return guarded


@never_cache
@READ_OR_SEND
def prove(request: HttpRequest) -> HttpResponse:
    """Mail a code to the person's own address, and ask for it."""
    person, following = reader(request), request.POST.get("next") or request.GET.get("next") or ""
    form = ProofForm(request.POST) if request.method == "POST" and "code" in request.POST else ProofForm()
    if request.method == "POST" and not form.is_bound:
        try:
            proof.mail_code(request, person, purpose=IDENTITY, address=person.email)
        except RuleBroken as broken:
            messages.error(request, str(broken.message))
    if form.is_valid():
        with RulesShownIn(form):
            proof.check_code(request, person, purpose=IDENTITY, code=form.cleaned_data["code"])
            proof.note_proof(request, person)
            return redirect(following if get_adapter().is_safe_url(following) else "profile")
    context = {"form": form, "next": following, "address": proof.awaited(request, IDENTITY), "person": person}
    return render(request, "participation/prove.html", context)


@never_cache
@READ_OR_SEND
@proved
def address(request: HttpRequest) -> HttpResponse:
    """Ask for a new mail address and send a code there."""
    person = reader(request)
    if not may_change_address(person):
        raise NotAllowed(_("De beheerder verandert uw e-mailadres voor u."))
    form = EmailForm(sent(request))
    if form.is_valid():
        wanted = User.objects.normalize_email(form.cleaned_data["email"])
        with RulesShownIn(form):
            if wanted == person.email:
                raise Incomplete(_("Dit is al uw e-mailadres."), field="email")
            proof.mail_code(request, person, purpose=ADDRESS, address=wanted)
            return redirect("confirm_address")
    return render(request, "participation/address.html", {"form": form, "person": person})


@never_cache
@READ_OR_SEND
@proved
def confirm_address(request: HttpRequest) -> HttpResponse:
    """Ask for the code from the new address; then it is the person's, and the old one is told."""
    person, wanted = reader(request), proof.awaited(request, ADDRESS)
    if not wanted:
        return redirect("change_address")
    form = ProofForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            new = proof.check_code(request, person, purpose=ADDRESS, code=form.cleaned_data["code"])
            old = change_address(person, actor=person, email=new, keep_session=request.session.session_key or "")
            get_adapter().send_notification_mail("account/email/address_changed", person, email=old)
            messages.success(request, _("Uw e-mailadres is veranderd. U bent op andere apparaten uitgelogd."))
            return redirect("profile")
    return render(request, "participation/confirm_address.html", {"form": form, "address": wanted})


@never_cache
@require_POST
def download(request: HttpRequest) -> StreamingHttpResponse:
    """Send the archive of one's own data, made while it goes."""
    person = reader(request)
    take(ARCHIVES, person.pk)
    headers = {"Content-Disposition": f'attachment; filename="{archive.file_name()}"'}
    return StreamingHttpResponse(archive.stream(person), content_type="application/zip", headers=headers)


@require_POST
def leave_everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out here and on every other device."""
    person = reader(request)
    sign_out_everywhere(person, actor=person)
    logout(request)
    messages.success(request, _("U bent overal uitgelogd."))
    return redirect("account_login")


@never_cache
@READ_OR_SEND
@proved
def delete(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, and delete the account."""
    person = reader(request)
    form = DeleteForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            delete_account(person, actor=person, ideas_go=form.ideas_go())
            logout(request)
            messages.success(request, _("Uw account is verwijderd. Bedankt dat u meedeed."))
            return redirect("/")
    context = {
        "form": form,
        "obstacle": obstacle(person),
        "organisations": Organisation.objects.run_by_nobody_but(person),
    }
    return render(request, "participation/delete.html", context)
