"""Pages behind a signed link in a mail, for who did not sign in: a partner, and the author of an idea.

A link says one thing about one idea, and expires. Looking changes nothing: mail programs look at links too.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ideas.actions.rate import rate_idea
from ideas.actions.refer import answer_referral, number_referral, share_contact
from ideas.actions.triage import move_idea
from ideas.answer_forms import OutsideAnswerForm, RatingForm
from ideas.events import IdeaEvent
from ideas.forms import MoveForm
from ideas.models import Idea, Rating, Referral
from ideas.models.answer import CONTACT_SALT, REFERRAL_DAYS, REFERRAL_SALT
from ideas.models.idea import QUESTION_DAYS, QUESTION_SALT
from ideas.models.rating import RATING_DAYS, RATING_SALT
from ideas.permissions import is_author
from ideas.statuses import Status, Visibility
from ideas.workflow import MOVES
from participation import journal
from participation.errors import RuleBroken

DAY = 24 * 60 * 60


def _behind(token: str, salt: str, days: int) -> Any:
    """What the link says; None when it is not one of ours, or has expired."""
    try:
        return signing.loads(token, salt=salt, max_age=days * DAY)
    except signing.BadSignature:
        return None


def _gone(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "ideas/link_gone.html", {"why": why}, status=410)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def referral(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a partner outside: one question, one answer, no account."""
    pk = _behind(token, REFERRAL_SALT, REFERRAL_DAYS)
    if pk is None:
        return render(request, "ideas/referral_gone.html", status=410)
    found = Referral.objects.select_related("idea__programme", "idea__area", "idea__author", "party")
    asked = get_object_or_404(found, pk=pk)
    if asked.idea.visibility != Visibility.PUBLIC:
        return render(request, "ideas/referral_gone.html", status=410)
    form = OutsideAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            thanks = _take(asked, request.POST.get("doe", ""), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken.message))
        else:
            messages.success(request, thanks)
            return redirect(asked.get_absolute_url())
    context = {"referral": asked, "form": form, "is_open": asked.is_open}
    return render(request, "ideas/referral.html", context, status=422 if form.errors else 200)


def _take(asked: Referral, deed: str, *, text: str, outside_number: str) -> str:
    """Do what the partner's button says; gives the thanks."""
    if deed == "nummer":
        number_referral(asked, outside_number=outside_number)
        return _("Dank u wel. Uw nummer staat bij het idee.")
    if deed == "terug":
        move_idea(asked.idea, "give_back", actor=None, referral=asked, text=text.strip())
        return _("Dank u wel. De gemeente gaat zelf verder met het idee.")
    answer_referral(asked, text=text, outside_number=outside_number)
    return _("Dank u wel. Uw antwoord staat bij het idee.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def contact(request: HttpRequest, token: str) -> HttpResponse:
    """The author says whether an organisation that takes the idea over may have name and address."""
    pk = _behind(token, CONTACT_SALT, REFERRAL_DAYS)
    asked = Referral.objects.filter(pk=pk).select_related("idea__author").first() if pk else None
    if asked is None or not asked.wants_contact or not asked.is_open:
        return _gone(request, _("Deze vraag is niet meer open."))
    if request.method == "POST":
        try:
            share_contact(asked, shared=request.POST.get("doe") == "ja")
        except RuleBroken as broken:
            return _gone(request, str(broken.message))
        messages.success(request, _("Uw keuze is bewaard. U kunt die op deze pagina veranderen."))
        return redirect(asked.get_contact_url())
    return render(request, "ideas/contact.html", {"referral": asked})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def question(request: HttpRequest, token: str) -> HttpResponse:
    """The author answers a question of the municipality, by the link in the mail."""
    said = _behind(token, QUESTION_SALT, QUESTION_DAYS)
    idea = Idea.objects.with_names().filter(pk=said[0]).first() if said else None
    if idea is None or not is_author(idea.author, idea):
        return _gone(request, _("Een link om te antwoorden werkt 14 dagen."))
    if idea.status != Status.QUESTION or said[1] != idea.status_mark:
        return _gone(request, _("Deze vraag is al beantwoord, of is niet meer open."))
    form = MoveForm(MOVES.moves["answer_question"], request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            move_idea(idea, "answer_question", actor=idea.author, text=form.cleaned_data["text"])
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken.message))
        else:
            return render(request, "ideas/question_answered.html", {"idea": idea})
    asked = journal.timeline_of(idea).filter(kind=IdeaEvent.ASKED).last()
    context = {"idea": idea, "form": form, "question": asked.facts.get("question", "") if asked else ""}
    return render(request, "ideas/question.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def rating(request: HttpRequest, token: str) -> HttpResponse:
    """The author says whether the idea was handled well, once."""
    pk = _behind(token, RATING_SALT, RATING_DAYS)
    asked = Rating.objects.filter(pk=pk).select_related("idea__author").first() if pk else None
    if asked is None or asked.idea.visibility == Visibility.HIDDEN:
        return _gone(request, _("Deze vraag is niet meer open."))
    form = RatingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            rate_idea(asked, is_good=request.POST.get("doe") == "ja", reason=form.cleaned_data["reason"])
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken.message))
        else:
            return redirect(asked)
    return render(request, "ideas/rating.html", {"rating": asked, "form": form}, status=422 if form.errors else 200)
