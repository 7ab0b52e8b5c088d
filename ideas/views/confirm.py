"""The code from the mail: typing it signs in and submits what was written."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ideas.actions.concept import claim_concept
from ideas.actions.submit import submit_idea
from ideas.models import Idea
from ideas.submit_forms import IdeaForm
from ideas.views.submit import draft_of, received
from ideas.views.writing import WAITING, concepts_of
from participation.errors import RuleBroken
from participation.models import User
from participation.sent import uuid_in
from participation.views.sign_in import ConfirmCodeView
from participation.visitor import visitor


def sent_before(request: HttpRequest) -> Idea | None:
    """The idea that this very form or browser sent already. The key is a secret between us and who wrote it."""
    key = uuid_in(request.POST.get("key", "") or request.session.get(WAITING, ""))
    return Idea.objects.filter(client_key=key).first() if key else None


class ConfirmAndSubmit(ConfirmCodeView):
    """Typing the code signs in and submits what was written."""

    template_name = "ideas/confirm.html"
    page = "ideas:confirm"
    start = "ideas:new"

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and sent_before(request):
            return redirect(self.start_url())
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "key": self.request.session.get(WAITING, "")}

    def start_url(self) -> str:
        """The form; for whoever sends the code a second time the idea, because the first time did its work."""
        idea = sent_before(self.request)
        if idea is None:
            return super().start_url()
        messages.success(
            self.request, _("Uw idee is al ontvangen. Het nummer is %(number)s.") % {"number": idea.reference}
        )
        may_read = Idea.objects.visible_to(self.request.user).filter(pk=idea.pk).exists()
        return idea.get_absolute_url() if may_read else reverse("ideas:ideas")

    def before_sign_in(self, person: User) -> None:
        """Signing in makes a new session. A browser that never hears of it would not know its concept any more."""
        if key := self.request.session.get(WAITING):
            claim_concept(key, actor=person)

    def after_sign_in(self, response: HttpResponse) -> HttpResponse:
        """Submit the concept that waits; when a rule stops it, the form comes back with the reason."""
        key, person = self.request.session.get(WAITING), visitor(self.request)
        concept = concepts_of(self.request).filter(key=key).first() if key else None
        if concept is None or person is None:
            return redirect(self.start_url())
        form = IdeaForm({**concept.answers, "key": concept.key}, writer=person)
        if form.is_valid():
            try:
                return received(self.request, submit_idea(draft_of(form), actor=person, client_key=concept.key))
            except RuleBroken as broken:
                messages.error(self.request, str(broken.message))
        return redirect(f"{reverse('ideas:new_place')}?concept={concept.key}")
