"""Answering at leisure: a draft with templates, documents, a preview, and a moment to go out by itself."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ideas.actions.correct import correct_answer
from ideas.actions.draft import add_document, drop_draft, remove_document, save_draft
from ideas.actions.publish import publish_draft
from ideas.answer_forms import AnswerForm, CorrectionForm, DocumentForm, moment_here
from ideas.answering import WRITTEN, in_words, with_template
from ideas.documents import checked
from ideas.marking import marked
from ideas.models import Answer, AnswerDraft, AnswerTemplate, Idea
from ideas.previewing import is_complete, objection_to, previewed
from ideas.readability import objections
from ideas.routing import explain
from ideas.views.desk import beside, chosen, desk_idea, go_on, here
from ideas.wording import details, headline
from ideas.workflow import ANSWERING
from participation.errors import NotPossible, RuleBroken
from participation.sent import READ_OR_SEND, number_in, sent, show_rule
from participation.visitor import reader
from participation.workflow import Move


def _draft_of(idea: Idea) -> AnswerDraft | None:
    found = AnswerDraft.objects.filter(idea=idea).select_related("writer").first()
    if found:
        found.idea = idea
    return found


@never_cache
@READ_OR_SEND
def answer(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """The draft of an answer. Every button keeps what was typed first."""
    shown = desk_idea(request, reference)
    move, draft = ANSWERING[verb], _draft_of(shown)
    if request.method != "POST":
        initial = {**draft.facts, "publish_at": moment_here(draft.publish_at)} if draft else {}
        initial |= with_template(initial, template_words(request.GET, move, shown.theme_id), shown)
        return _page(request, shown, draft, move, AnswerForm(move, initial=initial))
    if request.POST.get("doe") == "weg":
        if draft:
            drop_draft(draft, actor=reader(request))
            messages.success(request, _("Het concept is weggegooid."))
        return redirect(here(request, shown))
    return _keep_and_go_on(request, shown, draft, move)


def _keep_and_go_on(request: HttpRequest, shown: Idea, draft: AnswerDraft | None, move: Move) -> HttpResponse:
    form, files, deed = AnswerForm(move, request.POST), DocumentForm(request.FILES), request.POST.get("doe", "")
    if not form.can_be_kept:
        return _page(request, shown, draft, move, form, status=422)
    typed, seen = form.typed, request.POST.get("seen", "")
    if deed == "vul":
        typed = with_template(typed, template_words(request.POST, move, shown.theme_id), shown)
    try:
        draft = save_draft(
            shown, move.verb, typed, actor=reader(request), seen=number_in(seen) or 0,
            publish_at=None if deed == "verstuur" else form.moment,
        )  # fmt: skip
        _documents(request, draft, files)
        if deed == "verstuur" and form.is_valid() and not files.errors:
            following = beside(request, shown).next
            publish_draft(draft, actor=reader(request))
            messages.success(request, _("Het antwoord is verstuurd. De indiener krijgt bericht."))
            return go_on(request, shown, following)
    except RuleBroken as broken:
        show_rule(form, broken)
        overtaken = isinstance(broken, NotPossible)
        draft = _draft_of(shown) if overtaken else draft
        return _page(request, shown, draft, move, form, files=files, status=422, was_overtaken=overtaken)
    if files.errors or deed == "verstuur":
        return _page(request, shown, draft, move, form, files=files, status=422)
    if deed == "voorbeeld":
        return redirect(f"{reverse('ideas:answer_preview', args=[shown.reference])}?{chosen(request).place}")
    messages.success(request, _("Uw concept is bewaard."))
    return redirect(f"{draft.get_absolute_url()}?{chosen(request).place}")


def template_words(sent: QueryDict, move: Move, theme_id: int | None) -> dict[str, str]:
    """The words of the template that was chosen for this step on ideas of this theme; nothing when none was."""
    pk = number_in(sent.get("sjabloon", ""))
    fitting = AnswerTemplate.objects.fitting(str(move.target), theme_id)
    template = get_object_or_404(fitting, pk=pk) if pk is not None else None
    names = [name for name in ("reason_code", *WRITTEN) if name != "reason_code" or name in move.needs]
    return {name: getattr(template, name) for name in names} if template else {}


def _documents(request: HttpRequest, draft: AnswerDraft, files: DocumentForm) -> None:
    """Put what was sent with the draft, and take away what was pointed at."""
    gone = number_in(request.POST.get("weghalen", ""))
    if gone is not None:
        remove_document(draft, gone, actor=reader(request))
    files.is_valid()
    for upload in request.FILES.getlist("documents"):
        try:
            add_document(draft, checked(upload, upload.size or 0, upload.name or ""), actor=reader(request))
        except ValidationError as refused:
            files.add_error("documents", refused)
        except RuleBroken as broken:
            files.add_error("documents", str(broken.message))


def _page(
    request: HttpRequest, shown: Idea, draft: AnswerDraft | None, move: Move, form: AnswerForm, *,
    files: DocumentForm | None = None, status: int = 200, was_overtaken: bool = False,
) -> HttpResponse:  # fmt: skip
    texts = {name: str(form[name].value() or "") for name in WRITTEN}
    return render(request, "ideas/desk_answer.html", {
        "idea": shown,
        "choice": chosen(request),
        "move": move,
        "draft": draft,
        "form": form,
        "files": files or DocumentForm(),
        "templates": AnswerTemplate.objects.fitting(str(move.target), shown.theme_id),
        "documents": draft.documents.all() if draft else [],
        "marks": [(form[name].label, marked(text)) for name, text in texts.items() if objections(text)],
        "needs_a_reason": bool(form["hard_because"].value()) or any(objections(text) for text in texts.values()),
        "was_overtaken": was_overtaken and draft is not None,
    }, status=status)  # fmt: skip


@never_cache
@require_safe
def preview(request: HttpRequest, reference: str) -> HttpResponse:
    """The draft as it will stand on the page of the idea, and what still stands in its way."""
    shown = desk_idea(request, reference)
    draft = _draft_of(shown)
    if draft is None:
        raise Http404
    now, person, context = timezone.now(), reader(request), {}
    if is_complete(draft):
        idea, event = previewed(draft, now)
        entry = {"event": event, "headline": headline(event), "details": details(event)}
        context = {"after": idea, "timeline": [entry], "why": explain(idea.routing)}
    objection = objection_to(draft, person, now)
    return render(request, "ideas/desk_answer_preview.html", {
        "idea": shown,
        "draft": draft,
        "draft_url": f"{draft.get_absolute_url()}?{chosen(request).place}",
        "objection": in_words(objection) if objection else "",
        "marks": [
            marked(draft.facts.get(name, "")) for name in WRITTEN if objections(draft.facts.get(name, ""))
        ],
        **context,
    })  # fmt: skip


@never_cache
@READ_OR_SEND
def correct(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Correct an answer that was given; what it said before stays readable."""
    shown = desk_idea(request, reference)
    given = get_object_or_404(Answer.objects.filter(idea=shown).prefetch_related("versions"), pk=pk)
    given.idea = shown
    initial = {"reason": given.reason, "next_step": given.next_step, "date": given.date, "seen": given.versions.count()}
    form = CorrectionForm(sent(request), initial=initial)
    if form.is_valid():
        try:
            correct_answer(given, form.cleaned_data, actor=reader(request), seen=form.cleaned_data["seen"])
        except RuleBroken as broken:
            show_rule(form, broken)
        else:
            messages.success(request, _("Het antwoord is verbeterd. De indiener krijgt bericht."))
            return redirect(here(request, shown))
    context = {"idea": shown, "answer": given, "form": form, "choice": chosen(request)}
    return render(request, "ideas/desk_answer_correct.html", context, status=422 if form.errors else 200)
