"""What officials do with a challenge that is open: notices, more time, answers, and another opener."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from challenges.actions.notices import CHANGEABLE, extend, give_notice, replace_opener
from challenges.actions.questions import answer_question
from challenges.anonymity import who_is_said_in
from challenges.contents import criterion_text
from challenges.forms import AnswerForm
from challenges.locking import Overtaken
from challenges.models import Criterion
from challenges.notice_forms import ExtendForm, NoticeForm, OpenerForm
from challenges.permissions import may_answer_questions, may_give_more_time, may_give_notice, may_replace_opener
from challenges.views.desk import run_challenge
from challenges.views.desk_editing import other_words, with_edition
from participation.errors import RuleBroken
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent, show_rule
from participation.visitor import reader


@never_cache
@READ_OR_SEND
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is open, with a notice."""
    its = run_challenge(request, slug)
    if not may_give_notice(request.user, its):
        raise Http404
    weighed = list(Criterion.objects.filter(phase__challenge=its, phase__number__gte=its.phase_number))
    form, meanwhile = NoticeForm(sent(request), its, weighed), list[tuple[str, str]]()
    if form.is_valid():
        typed, changes, criteria = form.cleaned_data, form.changes(), form.criteria()
        try:
            given = give_notice(
                its, typed["text"], actor=reader(request), edition=typed["edition"], changes=changes, criteria=criteria
            )
        except Overtaken as overtaken:
            meanwhile = other_words(its, form, CHANGEABLE) + _other_criteria(weighed, criteria)
            form = NoticeForm(with_edition(request, its), its, weighed)
            show_rule(form, overtaken)
        except RuleBroken as broken:
            show_rule(form, broken)
        else:
            messages.success(request, _("Bericht %(number)s is gegeven.") % {"number": given.number})
            return redirect(its.get_desk_url())
    context = {"form": form, "challenge": its, "meanwhile": meanwhile}
    return form_page(request, "challenges/desk_notice.html", context)


def _other_criteria(weighed: list[Criterion], wanted: dict[int, dict[str, Any]]) -> list[tuple[str, str]]:
    """What is there now of the criteria that this person wrote differently."""
    return [
        (its.title, criterion_text(its))
        for its in weighed
        if any(getattr(its, name) != value for name, value in wanted[its.pk].items())
    ]


@never_cache
@READ_OR_SEND
def more_time(request: HttpRequest, slug: str) -> HttpResponse:
    """Close later, for everybody."""
    its = run_challenge(request, slug)
    phase = its.phases.filter(number=its.closes_next).first()
    if phase is None or not may_give_more_time(request.user, its):
        raise Http404
    form = ExtendForm(sent(request), phase)
    if form.is_valid():
        with RulesShownIn(form):
            extend(its, form.cleaned_data["closes_at"], form.cleaned_data["text"], actor=reader(request))
            messages.success(request, _("Er is meer tijd. Iedereen die de uitdaging volgt krijgt bericht."))
            return redirect(its.get_desk_url())
    return form_page(request, "challenges/desk_extend.html", {"form": form, "challenge": its, "phase": phase})


@never_cache
@READ_OR_SEND
def question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer a question: once, for everybody. Who asked is not shown here either."""
    its = run_challenge(request, slug)
    if not may_answer_questions(request.user, its):
        raise Http404
    questions = its.questions.select_related("asker")
    # Whoever sends an answer just after a colleague keeps what they wrote, and reads why.
    asked = get_object_or_404(questions if sent(request) else questions.filter(answered_at=None), pk=pk)
    asked.challenge = its
    form = AnswerForm(sent(request), is_private=asked.is_private, initial={"public_text": asked.text})
    said = list[str]()
    if form.is_valid():
        typed = form.cleaned_data
        public_text = typed.get("public_text", "")
        said = [] if asked.is_private else who_is_said_in(f"{public_text}\n{typed['answer']}", asked)
        if said:
            form.ask_to_be_sure()
        if said and not typed["sure"]:
            form.add_error(
                "sure", _("Hierin staat misschien wie de vraag stelde: %(what)s.") % {"what": ", ".join(said)}
            )
        else:
            with RulesShownIn(form):
                answer_question(asked, answer=typed["answer"], public_text=public_text, actor=reader(request))
                messages.success(request, _("Het antwoord is gegeven."))
                return redirect(its.get_desk_url())
    return form_page(request, "challenges/desk_question.html", {"form": form, "challenge": its, "question": asked})


@never_cache
@READ_OR_SEND
def opener(request: HttpRequest, slug: str) -> HttpResponse:
    """Let somebody else open the responses."""
    its = run_challenge(request, slug)
    if not may_replace_opener(request.user, its):
        raise Http404
    form = OpenerForm(sent(request), its)
    if form.is_valid():
        with RulesShownIn(form):
            replace_opener(its, form.cleaned_data["old"], form.cleaned_data["new"], actor=reader(request))
            messages.success(request, _("Gedaan. Iedereen die de uitdaging volgt krijgt bericht."))
            return redirect(its.get_desk_url())
    return form_page(request, "challenges/desk_opener.html", {"form": form, "challenge": its})
