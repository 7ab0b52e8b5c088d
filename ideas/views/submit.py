"""Writing an idea. What is typed is kept on the server at once; an account is made on the way, by typing a code."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.actions.concept import claim_concept, discard_photo, keep_concept
from ideas.actions.submit import Draft, submit_idea
from ideas.forms import IdeaForm
from ideas.models import Concept, Idea
from participation.errors import RuleBroken, TooMany
from participation.limits import place_of
from participation.models import User
from participation.sign_in import start_code_sign_in
from participation.views.sign_in import ConfirmCodeView

STARTED_HERE = "concepts"  # Session: the keys of the concepts that this browser started without an account.
WAITING = "concept_waiting"  # Session: the key of the concept that the code will submit.
MOST_STARTED = 20
STATUSES: dict[type[RuleBroken], int] = {TooMany: 429}


def writer_of(request: HttpRequest) -> User | None:
    """The signed-in person, or None."""
    return request.user if isinstance(request.user, User) else None


def concepts_of(request: HttpRequest) -> Any:
    """The concepts that this browser or this person may read."""
    return Concept.objects.written_by(getattr(writer_of(request), "pk", None), request.session.get(STARTED_HERE, []))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def new_idea(request: HttpRequest) -> HttpResponse:
    """The form. Every post is kept first; then it is checked; then it is submitted or a code is mailed."""
    if request.method != "POST":
        concept = concepts_of(request).first()
        key = concept.key if concept else uuid.uuid4()
        form = IdeaForm(initial={"key": key, **(concept.answers if concept else {})}, writer=writer_of(request))
        return _page(request, form, concept)
    form = IdeaForm(request.POST, request.FILES, writer=writer_of(request))
    form.full_clean()
    key = form.cleaned_data.get("key") or uuid.uuid4()
    try:
        concept = _keep(request, form, key)
    except RuleBroken as broken:
        return _not_kept(request, form, key, broken)
    if request.POST.get("doe") == "foto-weg":
        discard_photo(concept)
        return redirect("ideas:new")
    if request.POST.get("doe") == "bewaar":
        messages.success(request, _("Uw tekst is bewaard."))
        for error in form.errors.get("photo", []):  # Texts may be unfinished; a photo that is not there must be said.
            messages.error(request, str(error))
        return redirect("ideas:new")
    return _send(request, form, concept) if form.is_valid() else _page(request, form, concept, status=422)


def _send(request: HttpRequest, form: IdeaForm, concept: Concept) -> HttpResponse:
    """Submit at once when signed in; otherwise mail a code, and the code submits."""
    person = writer_of(request)
    try:
        if person:
            idea = submit_idea(_draft(form, concept), actor=person, client_key=concept.key)
            return _received(request, idea)
        start_code_sign_in(request, form.cleaned_data["email"])
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, str(broken.message))
        return _page(request, form, concept, status=422)
    request.session[WAITING] = str(concept.key)
    return redirect("ideas:confirm")


def _keep(request: HttpRequest, form: IdeaForm, key: uuid.UUID, *, photo: bool = True) -> Concept:
    """Keep what was typed. A full disk or a limit may cost the photo, never the text. Raises RuleBroken."""
    answers = {name: request.POST.get(name, "") for name in IdeaForm.KEPT}
    picture: ContentFile[bytes] | None = form.cleaned_data.get("photo") if photo else None
    keys = request.session.get(STARTED_HERE, [])
    person = writer_of(request)
    try:
        concept = keep_concept(key, answers, actor=person, session_keys=keys, place=place_of(request), photo=picture)
    except RuleBroken as broken:
        if broken.field != "photo":
            raise
        form.add_error("photo", str(broken.message))
        return _keep(request, form, key, photo=False)
    if person is None and str(key) not in keys:
        request.session[STARTED_HERE] = [*keys, str(key)][-MOST_STARTED:]
    return concept


def _not_kept(request: HttpRequest, form: IdeaForm, key: uuid.UUID, broken: RuleBroken) -> HttpResponse:
    """Give back what was typed with the reason; whoever sent this idea before is shown it instead."""
    sent = Idea.objects.filter(client_key=key, author__isnull=False, author=writer_of(request)).first()
    if sent:
        return redirect(sent)
    form.add_error(None, str(broken.message))
    form.data = {**request.POST.dict(), "key": str(uuid.uuid4())}  # The next post starts a concept of its own.
    return _page(request, form, None, status=STATUSES.get(type(broken), 422))


def _draft(form: IdeaForm, concept: Concept) -> Draft:
    wanted = set(IdeaForm.KEPT) & set(form.fields) - {"email"}
    said: dict[str, Any] = {name: form.cleaned_data.get(name) for name in wanted}
    return Draft(**said, photo=concept.photo.name or "")


def _received(request: HttpRequest, idea: Idea) -> HttpResponse:
    request.session.pop(WAITING, None)
    messages.success(
        request, _("Dank u wel. Uw idee is ontvangen. Het nummer is %(number)s.") % {"number": idea.reference}
    )
    return redirect(idea)


def _page(request: HttpRequest, form: IdeaForm, concept: Concept | None, status: int = 200) -> HttpResponse:
    return render(request, "ideas/new.html", {"form": form, "concept": concept}, status=status)


@never_cache
@require_POST
@login_not_required
def autosave(request: HttpRequest) -> HttpResponse:
    """Keep the form while it is being written. 204 when it is kept, else a sentence that says why not; no page."""
    form = IdeaForm(request.POST, writer=writer_of(request))
    form.full_clean()
    key = form.cleaned_data.get("key")
    if key is None:
        return JsonResponse({"error": _("Dit concept heeft geen nummer.")}, status=400)
    if Idea.objects.filter(client_key=key).exists():
        return HttpResponse(status=204)  # A late save after the submit: there is nothing left to keep.
    try:
        _keep(request, form, key, photo=False)
    except RuleBroken as broken:
        return JsonResponse({"error": str(broken.message)}, status=STATUSES.get(type(broken), 403))
    return HttpResponse(status=204)


@never_cache
@require_safe
@login_not_required
def concept_photo(request: HttpRequest, key: uuid.UUID) -> FileResponse:
    """The photo of a concept, for its writer only."""
    concept = get_object_or_404(concepts_of(request), key=key)
    if not concept.photo:
        raise Http404
    return FileResponse(concept.photo.open(), content_type="image/jpeg")


class ConfirmAndSubmit(ConfirmCodeView):
    """Typing the code signs in and submits what was written."""

    template_name = "ideas/confirm.html"
    page = "ideas:confirm"
    start = "ideas:new"

    def before_sign_in(self, person: User) -> None:
        """Signing in makes a new session. A browser that never hears of it would not know its concept any more."""
        if key := self.request.session.get(WAITING):
            claim_concept(key, actor=person)

    def after_sign_in(self, response: HttpResponse) -> HttpResponse:
        """Submit the concept that waits; when a rule stops it, the form comes back with the reason."""
        key, person = self.request.session.get(WAITING), writer_of(self.request)
        concept = concepts_of(self.request).filter(key=key).first() if key else None
        if concept is None or person is None:
            return redirect("ideas:new")
        form = IdeaForm({"key": concept.key, **concept.answers}, writer=person)
        if form.is_valid():
            try:
                return _received(self.request, submit_idea(_draft(form, concept), actor=person, client_key=concept.key))
            except RuleBroken as broken:
                messages.error(self.request, str(broken.message))
        return redirect("ideas:new")
