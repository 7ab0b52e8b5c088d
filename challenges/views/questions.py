"""Asking a question about a challenge, and reading all that were answered, in one document as well."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from challenges.actions.following import follow_challenge, unfollow_challenge
from challenges.actions.questions import ask_question
from challenges.forms import QuestionForm
from challenges.models import Challenge, Question
from challenges.permissions import may_ask
from challenges.question_papers import as_pdf, as_text
from challenges.views.gate import after_notices
from challenges.views.public import trail_to, visible_challenge
from participation.page_cache import same_for_visitors
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent, takes_back
from participation.visitor import reader


@require_safe
@login_not_required
@same_for_visitors
@after_notices
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions that were answered for everybody; who is signed in also sees their own."""
    shown = visible_challenge(request, slug)
    person = request.user if request.user.is_authenticated else None
    own = shown.questions.filter(asker=person).order_by("-asked_at") if person else Question.objects.none()
    return render(request, "challenges/questions.html", {
        "challenge": shown,
        "trail": trail_to(shown),
        "questions": _answered(shown),
        "own": [question for question in own if question.is_private or not question.answered_at],
        "may_ask": may_ask(request.user, shown),
    })  # fmt: skip


def _answered(shown: Challenge) -> list[Question]:
    return list(shown.questions.public())


@require_safe
@login_not_required
@same_for_visitors
def questions_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions and answers on paper."""
    shown = visible_challenge(request, slug)
    headers = {"Content-Disposition": f'attachment; filename="vragen-{shown.slug}.pdf"'}
    return HttpResponse(as_pdf(shown, _answered(shown)), content_type="application/pdf", headers=headers)


@require_safe
@login_not_required
@same_for_visitors
def questions_txt(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions and answers as plain text."""
    shown = visible_challenge(request, slug)
    headers = {"Content-Disposition": f'attachment; filename="vragen-{shown.slug}.txt"'}
    return HttpResponse(as_text(shown, _answered(shown)), content_type="text/plain; charset=utf-8", headers=headers)


@never_cache
@READ_OR_SEND
@after_notices
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a question."""
    shown, person = visible_challenge(request, slug), reader(request)
    if not may_ask(person, shown):
        raise Http404
    form = QuestionForm(sent(request))
    if form.is_valid():
        typed = form.cleaned_data
        with RulesShownIn(form):
            ask_question(shown, typed["text"], is_private=typed["is_private"], actor=person, client_key=typed["key"])
            messages.success(request, _("Uw vraag is verstuurd. U krijgt bericht als er antwoord is."))
            return redirect("challenges:questions", shown.slug)
    return form_page(request, "challenges/ask.html", {"form": form, "challenge": shown, "trail": trail_to(shown)})


@require_POST
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow a challenge, or stop with it."""
    shown, person = visible_challenge(request, slug), reader(request)
    if takes_back(request):
        unfollow_challenge(shown, actor=person)
        messages.success(request, _("U volgt deze uitdaging niet meer."))
    else:
        follow_challenge(shown, actor=person)
        messages.success(request, _("U volgt deze uitdaging. U krijgt bericht als er iets verandert."))
    return redirect(shown)
