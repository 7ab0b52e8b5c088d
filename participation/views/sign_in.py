"""The ways in: a code by mail for residents, a password and a second step or a passkey for officials."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.account.stages import LoginByCodeStage, LoginStage, LoginStageController
from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import ConfirmLoginCodeView, LoginView, PasswordResetView, RequestLoginCodeView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from participation.account_forms import EmailForm
from participation.audit import record_access
from participation.errors import MailUnavailable, RuleBroken, TooMany
from participation.models import User
from participation.reading import Access
from participation.sent import show_rule
from participation.sign_in import start_code_sign_in, take_code_allowance

STATUSES: dict[type[RuleBroken], int] = {TooMany: 429, MailUnavailable: 503}


def with_next(request: HttpRequest, name: str) -> str:
    """Give the address of the page `name`, with what should follow after signing in when that is safe."""
    return str(passthrough_next_redirect_url(request, reverse(name), "next"))


def with_passwords(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer as if there were no such page where only the municipality's own sign-in lets officials in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.LOCAL_PASSWORDS:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class AlwaysTheForm(FormView):  # type: ignore[type-arg] # generic in the stubs only
    """Draws its form for everybody who is not signed in, also halfway through signing in another way."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:
        """Do not send people on: this is how they correct a mistyped address."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        links = {name: with_next(self.request, name) for name in ("account_login", "official_login")}
        return {**super().get_context_data(**kwargs), "links": links}

    def refuse(self, form: BaseForm, broken: RuleBroken) -> HttpResponse:
        """Draw the form again with the rule that was broken."""
        show_rule(form, broken)
        return self.render_to_response(self.get_context_data(form=form), status=STATUSES[type(broken)])


class RequestCode(AlwaysTheForm, RequestLoginCodeView):
    """Asks for an e-mail address, mails a code, and says the same to everybody."""

    form_class = EmailForm

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            start_code_sign_in(self.request, form.cleaned_data["email"])
        except (MailUnavailable, TooMany) as broken:
            return self.refuse(form, broken)
        return HttpResponseRedirect(with_next(self.request, "account_confirm_login_code"))


class ConfirmCodeView(ConfirmLoginCodeView):
    """Asks for the code that `start_code_sign_in` mailed. Another room may have a page of its own for it.

    A subclass sets `template_name`, `page` (the URL name it stands under) and `start` (where to go when the code is
    no longer valid or was guessed wrong too often), and may override `before_sign_in` and `after_sign_in`. A URL name
    that needs arguments is given by overriding `page_url()` or `start_url()`. In the template: `form` (field `code`),
    `email`, `can_resend`, `redirect_field`; a button `name="action" value="resend"` in a form of its own mails a new
    code.
    """

    page = "account_confirm_login_code"
    start = "account_login"

    def page_url(self) -> str:
        """Give the address of this very page."""
        return with_next(self.request, self.page)

    def start_url(self) -> str:
        """Give the page on which a new code is asked for."""
        return with_next(self.request, self.start)

    def before_sign_in(self, person: User) -> None:
        """Save for `person` what this browser holds: the code is right, and from here on it may lose its session."""

    def after_sign_in(self, response: HttpResponse) -> HttpResponse:
        """Answer now that `request.user` is signed in; `response` goes to the next page."""
        return response

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated and not LoginStageController.enter(request, LoginByCodeStage.key):
            return HttpResponseRedirect(self.start_url())
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        # allauth sends people whose code is over to its own page; ours may stand elsewhere.
        over = not request.user.is_authenticated and response.headers.get("Location") == reverse("account_login")
        return HttpResponseRedirect(self.start_url()) if over else response

    def _resend_form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            take_code_allowance(self.request, self._process.state["email"])
            self._process.resend()
        except (MailUnavailable, TooMany) as broken:
            messages.error(self.request, str(broken.message))
        return HttpResponseRedirect(self.page_url())

    def _verify_form_valid(self, form: BaseForm) -> HttpResponse:
        self.before_sign_in(self._process.user)
        response: HttpResponse = super()._verify_form_valid(form)
        return self.after_sign_in(response) if self.request.user.is_authenticated else response


class OfficialLogin(AlwaysTheForm, LoginView):
    """The officials' door: password, then the second step; or a passkey, which is both; or the municipality's own."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.LOCAL_PASSWORDS:
            raise Http404
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        openid = with_next(self.request, "openid_start") if settings.OPENID_ISSUER else ""
        own = {"openid_url": openid, "local_passwords": settings.LOCAL_PASSWORDS}
        return {**super().get_context_data(**kwargs), **own}


class PasskeyLogin(LoginWebAuthnView):
    """Signs in with a passkey. Errors go back to the officials' door."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().get(request, *args, **kwargs)
        return self._door() if response.status_code == HttpResponseRedirect.status_code else response

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        super().form_invalid(form)
        return self._door()

    def _door(self) -> HttpResponse:
        return HttpResponseRedirect(with_next(self.request, "official_login"))


class SecondStep(AuthenticateView):
    """Asks for the second step. Who was too slow starts again at the officials' door."""

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated and not LoginStageController.enter(request, AuthenticateStage.key):
            return HttpResponseRedirect(reverse("official_login"))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        record_access(self.stage.login.user, Access.REFUSED)
        response: HttpResponse = super().form_invalid(form)
        return response


class ForgottenPassword(AlwaysTheForm, PasswordResetView):
    """Mails a link for a new password. Who has none hears by mail how to sign in; the page is the same."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except MailUnavailable as broken:
            return self.refuse(form, broken)
        return response
