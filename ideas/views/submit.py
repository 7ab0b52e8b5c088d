"""Writing an idea on three short screens. What is typed is kept on the server at once, whatever happens next."""

import re
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ideas.actions.concept import discard_concept, discard_photo, move_photo
from ideas.actions.submit import Draft, submit_idea
from ideas.advice import advise
from ideas.models import Concept, Idea
from ideas.models.photo import MOST_PHOTOS
from ideas.submit_forms import ANONYMOUS, KEPT, SCREENS, IdeaForm, PhotosForm
from ideas.suggested import suggested_for
from ideas.views.writing import WAITING, chosen_concept, concepts_of, keep, new_tab
from participation.errors import RuleBroken, TooMany
from participation.models import User
from participation.sent import READ_OR_SEND, UNPROCESSABLE, RulesShownIn, uuid_in
from participation.sign_in import start_code_sign_in
from participation.visitor import visitor

STATUSES: dict[type[RuleBroken], int] = {TooMany: 429}
PAGES = ("ideas:new", "ideas:new_proposal", "ideas:new_place")
LABELS = (gettext_lazy("Het probleem"), gettext_lazy("Uw idee"), gettext_lazy("Plek, foto's en versturen"))
LAST = len(SCREENS)
ADVISED = ("problem", "title", "proposal", "address")
Refusals = list[tuple[str | None, str]]  # The field, and what is said there.
ONWARD, BACK, KEEP, THROW_AWAY, ADD_PHOTOS = "verder", "terug", "bewaar", "weg", "foto"
PHOTO_BUTTON = re.compile(r"foto-(?P<verb>weg|eerder|later)-(?P<number>[0-9]{1,18})")
STEPS = {"eerder": -1, "later": 1}


@never_cache
@READ_OR_SEND
@login_not_required
def new_idea(request: HttpRequest, screen: int = 1) -> HttpResponse:
    """One screen. Every post is kept first; then it is checked; a post without `doe` is the last one, and submits."""
    if request.method != "POST":
        concept = chosen_concept(request)
        initial = {"key": concept.key if concept else uuid.uuid4(), **(concept.answers if concept else {})}
        return _page(request, IdeaForm(initial=initial, writer=visitor(request), screen=screen), concept, screen)
    key, photos = uuid_in(request.POST.get("key", "")), PhotosForm(request.FILES)
    photos.is_valid()
    if request.POST.get("doe") == THROW_AWAY:
        return _thrown_away(request, key)
    try:
        concept, refusal = keep(request, key or uuid.uuid4(), photos.pictures)
    except RuleBroken as broken:
        return _not_kept(request, key, screen, broken)
    refusals: Refusals = [("photo", str(text)) for text in (*photos.errors.get("photo", []), refusal) if text]
    if key is None:  # Without it, the same form could come in twice.
        refusals.append((None, _("Er ging iets mis. Uw tekst is bewaard. Kijk alles na en verstuur het nog een keer.")))
    elif concept.key != key:
        messages.warning(request, _("U schreef hier ook aan in een ander venster. Wij bewaren beide teksten."))
    return _onward(request, concept, screen, refusals)


def _onward(request: HttpRequest, concept: Concept, screen: int, refusals: Refusals) -> HttpResponse:
    """Where the button that was pressed leads, now that everything is kept."""
    doe, person = request.POST.get("doe", ""), visitor(request)
    if pressed := PHOTO_BUTTON.fullmatch(doe):
        _change_photo(concept, pressed["verb"], int(pressed["number"]))
        return redirect(f"{_address(screen, concept)}#fotos")
    if doe == BACK:
        return redirect(_address(max(1, screen - 1), concept))
    if doe in {KEEP, ADD_PHOTOS}:
        if doe == KEEP:
            messages.success(request, _("Uw tekst is bewaard."))
        for _field, refusal in refusals:  # Texts may be unfinished; a photo that is not there must be said.
            messages.error(request, refusal)
        return redirect(_address(screen, concept))
    form = _checked(concept, person, screen if doe == ONWARD else 0, refusals)
    if not form.is_valid():
        shown = screen if doe == ONWARD else form.screen_of_first_error
        # Only what stands on the screen is said there: each error leads to its field.
        return _page(request, _checked(concept, person, shown, refusals), concept, shown, status=UNPROCESSABLE)
    if doe == ONWARD and screen < LAST:
        return redirect(_address(screen + 1, concept))
    return _send(request, form, concept)


def _change_photo(concept: Concept, verb: str, number: int) -> None:
    if verb in STEPS:
        move_photo(concept, number, by=STEPS[verb])
    else:
        discard_photo(concept, number)


def _checked(concept: Concept, person: User | None, screen: int, refusals: Refusals) -> IdeaForm:
    """The form with what is kept, and with why something was not."""
    form = IdeaForm({**concept.answers, "key": concept.key}, writer=person, screen=screen)
    form.full_clean()
    for field, refusal in refusals:
        form.add_error(field if field in form.fields else None, refusal)
    return form


def _send(request: HttpRequest, form: IdeaForm, concept: Concept) -> HttpResponse:
    """Submit at once when signed in; otherwise mail a code, and the code submits."""
    person = visitor(request)
    with RulesShownIn(form):
        if person:
            return received(request, submit_idea(draft_of(form), actor=person, client_key=concept.key))
        start_code_sign_in(request, form.cleaned_data["email"])
        request.session[WAITING] = str(concept.key)
        return redirect("ideas:confirm")
    return _page(request, form, concept, form.screen_of_first_error, status=UNPROCESSABLE)


def _not_kept(request: HttpRequest, key: uuid.UUID | None, screen: int, broken: RuleBroken) -> HttpResponse:
    """Give back what was typed with the reason; whoever sent this idea before is shown it instead."""
    person = visitor(request)
    sent = Idea.objects.filter(client_key=key, author=person).first() if key and person else None
    if sent:
        return redirect(sent)
    answers = {**request.POST.dict(), "key": str(uuid.uuid4())}  # The next post starts a concept of its own.
    form = IdeaForm(answers, writer=person, screen=screen)
    form.add_error(None, str(broken.message))
    return _page(request, form, None, screen, status=STATUSES.get(type(broken), UNPROCESSABLE))


def _thrown_away(request: HttpRequest, key: uuid.UUID | None) -> HttpResponse:
    concept = concepts_of(request).filter(key=key).first() if key else None
    if concept:
        discard_concept(concept)
        messages.success(request, _("Wat u schreef is weg."))
    return redirect(f"{reverse('ideas:new')}?concept=nieuw")


def draft_of(form: IdeaForm) -> Draft:
    """What a valid form puts forward."""
    said: dict[str, Any] = {name: form.cleaned_data.get(name) for name in KEPT if name in form.fields}
    is_anonymous = said.pop("anonymous", "") == ANONYMOUS
    said.pop("email", None)
    return Draft(**said, is_anonymous=is_anonymous)


def received(request: HttpRequest, idea: Idea) -> HttpResponse:
    """Say that the idea is in, and show it."""
    messages.success(
        request, _("Dank u wel. Uw idee is ontvangen. Het nummer is %(number)s.") % {"number": idea.reference}
    )
    return redirect(idea)


def _address(screen: int, concept: Concept) -> str:
    return f"{reverse(PAGES[screen - 1])}?concept={concept.key}"


def _page(
    request: HttpRequest, form: IdeaForm, concept: Concept | None, screen: int, status: int = 200
) -> HttpResponse:
    answers = concept.answers if concept else {}
    before = {name: answers.get(name, "") for names in SCREENS[: screen - 1] for name in names if name in ADVISED}
    # What could not be kept goes along with the page; else the other screens stand on the server only.
    elsewhere = {} if concept or not form.is_bound else {
        name: form.data[name] for name in KEPT if name in form.data and name not in SCREENS[screen - 1]
    }  # fmt: skip
    written = {**answers, **form.data} if form.is_bound else answers
    photos = list(concept.photos.all()) if concept and screen == LAST else []
    return render(request, "ideas/new.html", {
        "form": form,
        "concept": concept,
        "screen": screen,
        "screens": LAST,
        "label": LABELS[screen - 1],
        "template": f"ideas/new_{screen}.html",
        "action": reverse(PAGES[screen - 1]),
        "seen": concept.saves if concept else 0,
        "tab": new_tab(),
        "elsewhere": elsewhere,
        "photos": photos,
        "room_for_photos": len(photos) < MOST_PHOTOS,
        "advice": advise(before),
        "similar": suggested_for(written, reader=request.user, client_key=concept.key if concept else None),
        "others": concepts_of(request).exclude(pk=concept.pk)[:3] if concept and screen == 1 else [],
    }, status=status)  # fmt: skip


@never_cache
@require_POST
@login_not_required
def autosave(request: HttpRequest) -> HttpResponse:
    """Keep the screen while it is being written. 204 when it is kept, else a sentence that says why not; no page.

    `Concept-Seen` and `Concept-Key` say what the form must send from now on.
    """
    key = uuid_in(request.POST.get("key", ""))
    if key is None:
        return JsonResponse({"error": _("Dit concept heeft geen nummer.")}, status=400)
    if Idea.objects.filter(client_key=key).exists():
        return HttpResponse(status=204)  # A late save after the submit: there is nothing left to keep.
    try:
        concept, _refusal = keep(request, key)
    except RuleBroken as broken:
        return JsonResponse({"error": str(broken.message)}, status=STATUSES.get(type(broken), 403))
    return HttpResponse(status=204, headers={"Concept-Key": str(concept.key), "Concept-Seen": str(concept.saves)})


@never_cache
@require_POST
@login_not_required
def advice(request: HttpRequest) -> HttpResponse:
    """Help with what is being written, as a piece of the page. Nothing is stored."""
    texts = {name: request.POST.get(name, "") for name in ADVISED}
    return render(request, "ideas/_advice.html", {"advice": advise(texts)})
