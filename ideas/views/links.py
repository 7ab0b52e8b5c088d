"""Pages behind a signed link in a mail, for who did not sign in: a partner, and the author of an idea.

A link says one thing about one idea, and expires. Looking changes nothing: mail programs look at links too.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

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
from ideas.views.signed import behind, gone
from ideas.workflow import MOVES
from participation import journal
from participation.errors import RuleBroken
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent


@never_cache
@READ_OR_SEND
@login_not_required
def referral(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a partner outside: one question, one answer, no account."""
    pk = behind(token, REFERRAL_SALT, REFERRAL_DAYS)
    if pk is None:
        return gone(request, template="ideas/referral_gone.html")
    found = Referral.objects.select_related("idea__programme", "idea__area", "idea__author", "party")
    asked = get_object_or_404(found, pk=pk)
    if asked.idea.visibility != Visibility.PUBLIC:
        return gone(request, template="ideas/referral_gone.html")
    form = OutsideAnswerForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            messages.success(request, _take(asked, request.POST.get("doe", ""), **form.cleaned_data))
            return redirect(asked.get_absolute_url())
    return form_page(request, "ideas/referral.html", {"referral": asked, "form": form, "is_open": asked.is_open})


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
@READ_OR_SEND
@login_not_required
def contact(request: HttpRequest, token: str) -> HttpResponse:
    """The author says whether an organisation that takes the idea over may have name and address."""
    pk = behind(token, CONTACT_SALT, REFERRAL_DAYS)
    asked = Referral.objects.filter(pk=pk).select_related("idea__author").first() if pk else None
    if asked is None or not asked.wants_contact or not asked.is_open:
        return gone(request, _("Deze vraag is niet meer open."))
    if request.method == "POST":
        try:
            share_contact(asked, shared=request.POST.get("doe") == "ja")
        except RuleBroken as broken:
            return gone(request, str(broken.message))
        messages.success(request, _("Uw keuze is bewaard. U kunt die op deze pagina veranderen."))
        return redirect(asked.get_contact_url())
    return render(request, "ideas/contact.html", {"referral": asked})


@never_cache
@READ_OR_SEND
@login_not_required
def question(request: HttpRequest, token: str) -> HttpResponse:
    """The author answers a question of the municipality, by the link in the mail."""
    said = behind(token, QUESTION_SALT, QUESTION_DAYS)
    idea = Idea.objects.with_names().filter(pk=said[0]).first() if said else None
    if idea is None or not is_author(idea.author, idea):
        return gone(request, _("Een link om te antwoorden werkt 14 dagen."))
    if idea.status != Status.QUESTION or said[1] != idea.status_mark:
        return gone(request, _("Deze vraag is al beantwoord, of is niet meer open."))
    form = MoveForm(MOVES.moves["answer_question"], sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            move_idea(idea, "answer_question", actor=idea.author, text=form.cleaned_data["text"])
            return render(request, "ideas/question_answered.html", {"idea": idea})
    asked = journal.timeline_of(idea).filter(kind=IdeaEvent.ASKED).last()
    context = {"idea": idea, "form": form, "question": asked.facts.get("question", "") if asked else ""}
    return form_page(request, "ideas/question.html", context)


@never_cache
@READ_OR_SEND
@login_not_required
def rating(request: HttpRequest, token: str) -> HttpResponse:
    """The author says whether the idea was handled well, once."""
    pk = behind(token, RATING_SALT, RATING_DAYS)
    asked = Rating.objects.filter(pk=pk).select_related("idea__author").first() if pk else None
    if asked is None or asked.idea.visibility == Visibility.HIDDEN:
        return gone(request, _("Deze vraag is niet meer open."))
    form = RatingForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            rate_idea(asked, is_good=request.POST.get("doe") == "ja", reason=form.cleaned_data["reason"])
            return redirect(asked)
    return form_page(request, "ideas/rating.html", {"rating": asked, "form": form})
