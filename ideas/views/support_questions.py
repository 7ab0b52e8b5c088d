"""Whether support goes along to another idea: one question by a private link, and all of them on one's own page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from ideas.actions.support_question import answer_all_questions, answer_support_question
from ideas.mine import questions
from ideas.models import SupportQuestion
from ideas.models.carrying import QUESTION_DAYS, QUESTION_SALT, Asked, Reply
from ideas.statuses import Visibility
from ideas.views.signed import behind, gone
from participation.errors import RuleBroken
from participation.paging import page_of
from participation.sent import READ_OR_SEND, UNPROCESSABLE
from participation.visitor import reader

YES, NO = "ja", "nee"


@never_cache
@READ_OR_SEND
@login_not_required
def question(request: HttpRequest, token: str) -> HttpResponse:
    """One question. Opening the link does nothing; one of its two buttons does."""
    asked = _asked(token)
    if asked is None:
        return gone(request, template="ideas/support_question_gone.html")
    refusal = ""
    if request.method == "POST" and request.POST.get("doe") in {YES, NO}:
        try:
            answer_support_question(asked, says_yes=request.POST["doe"] == YES)
            return redirect(asked.get_absolute_url())
        except RuleBroken as broken:
            refusal = str(broken.message)
    is_open = SupportQuestion.objects.open().filter(pk=asked.pk).exists()
    return render(request, "ideas/support_question.html", {
        "question": asked,
        "is_merge": asked.kind == Asked.MERGED,
        "is_open": is_open,
        "said_yes": asked.answer == Reply.YES,
        "said_no": asked.answer == Reply.NO,
        "refusal": refusal,
    }, status=UNPROCESSABLE if refusal else 200)  # fmt: skip


def _asked(token: str) -> SupportQuestion | None:
    """The question that the link was made for, when both ideas may be read."""
    said = behind(token, QUESTION_SALT, QUESTION_DAYS)
    if said is None:
        return None
    source, target, person = said
    asked = SupportQuestion.objects.of(source, target).filter(person=person, person__is_active=True)
    seen = asked.filter(source__visibility=Visibility.PUBLIC, target__visibility=Visibility.PUBLIC)
    return seen.select_related("source", "target").first()


@never_cache
@READ_OR_SEND
def own(request: HttpRequest) -> HttpResponse:
    """All that this person was asked and did not answer yet, and one button that answers all of it."""
    person = reader(request)
    if request.method == "POST" and request.POST.get("doe") in {YES, NO}:
        says_yes = request.POST["doe"] == YES
        try:
            count = answer_all_questions(person, says_yes=says_yes)
        except RuleBroken as broken:
            messages.error(request, str(broken.message))
        else:
            messages.success(request, _told(count, says_yes))
        return redirect("ideas:support_questions")
    page = page_of(questions(person), "asked_at", request.GET.get("vanaf", ""))
    return render(request, "ideas/support_questions.html", {"page": page})


def _told(count: int, says_yes: bool) -> str:
    if not says_yes:
        return _("Uw steun blijft waar die is.")
    told = ngettext("Uw steun gaat mee naar %(count)s idee.", "Uw steun gaat mee naar %(count)s ideeën.", count)
    return told % {"count": count}
