"""Putting an idea forward together: inviting, and the page that the invitation leads to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ideas.actions.coauthor import accept_invitation, end_coauthorship, invite_coauthor
from ideas.models import CoAuthor
from ideas.models.coauthor import INVITATION_DAYS, INVITATION_SALT, MOST_COAUTHORS
from ideas.statuses import Visibility
from ideas.submit_forms import InviteForm
from ideas.views.author import own_idea
from ideas.views.signed import behind, gone
from participation.errors import RuleBroken
from participation.sent import READ_OR_SEND, UNPROCESSABLE, RulesShownIn, form_page, number_in, sent
from participation.visitor import reader, visitor


@never_cache
@READ_OR_SEND
def invite(request: HttpRequest, reference: str) -> HttpResponse:
    """Who puts the idea forward with its author: invite, and with `doe=weg` take somebody away."""
    idea = own_idea(request, reference)
    if request.POST.get("doe") == "weg":
        row = get_object_or_404(idea.coauthors.select_related("idea"), pk=number_in(request.POST.get("wie", "")))
        end_coauthorship(row, actor=reader(request))
        messages.success(request, _("Deze persoon staat niet meer bij uw idee."))
        return redirect("ideas:invite", idea.reference)
    form = InviteForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            invite_coauthor(idea, actor=reader(request), **form.cleaned_data)
            messages.success(request, _("Wij sturen een uitnodiging."))
            return redirect("ideas:invite", idea.reference)
    people = list(idea.coauthors.select_related("person"))
    context = {"idea": idea, "form": form, "people": people, "has_room": len(people) < MOST_COAUTHORS}
    return form_page(request, "ideas/coauthors.html", context)


@never_cache
@READ_OR_SEND
@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page of one invitation: accept it when signed in, or turn it down with the link alone."""
    pk = behind(token, INVITATION_SALT, INVITATION_DAYS)
    found = CoAuthor.objects.select_related("idea__author", "idea__organisation")
    invited = found.filter(pk=pk).first() if pk else None
    if invited is None or not invited.is_open or invited.idea.visibility != Visibility.PUBLIC:
        return gone(request, template="ideas/invitation_gone.html")
    refusal, person = "", visitor(request)
    try:
        if request.POST.get("doe") == "nee":
            end_coauthorship(invited, actor=person, holds_link=True)
            messages.success(request, _("U doet niet mee. Wij hebben uw e-mailadres weggegooid."))
            return redirect("ideas:home")
        if request.method == "POST" and person:
            accept_invitation(invited, actor=person)
            messages.success(request, _("U bent nu ook indiener van dit idee. U krijgt bericht als er iets gebeurt."))
            return redirect(invited.idea)
    except RuleBroken as broken:
        refusal = str(broken.message)
    return render(
        request, "ideas/invitation.html", {"idea": invited.idea, "refusal": refusal},
        status=UNPROCESSABLE if refusal else None,
    )  # fmt: skip
