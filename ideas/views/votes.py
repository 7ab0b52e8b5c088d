"""What somebody does in a vote round: enter the code of a letter, vote, withdraw, look a receipt up."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ideas.actions.codes import redeem_code
from ideas.actions.vote import cast_vote, withdraw_vote
from ideas.models import Ballot, Idea, Round
from ideas.rounds.forms import CodeForm, ReceiptForm
from ideas.rounds.keys import RECEIPT_LENGTH, normal
from ideas.rounds.roll import line_of
from ideas.views.rounds import TICKETS, ticket_of, trail_to, visible_round
from participation.errors import NotAllowed, NotPossible, RuleBroken, TooMany
from participation.limits import place_of
from participation.sent import READ_OR_SEND, form_page, sent, show_rule, takes_back, uuid_in
from participation.visitor import visitor


@never_cache
@require_POST
@login_not_required
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Vote, or with `doe=terug` take the vote back. The page that answers shows the receipt, this once.

    It is no redirection on purpose: a receipt that waits for the next page would lie in a session beside its owner.
    Loading the page again sends the same form, which gives the same receipt. The idea stands in the form and not in the
    address: logs keep addresses.
    """
    shown = visible_round(request, slug)
    idea = get_object_or_404(shown.ideas.only("reference", "title"), reference=request.POST.get("idee", "")[:12])
    actor, ticket = visitor(request), ticket_of(request, shown)
    if shown.by_code and ticket is None:
        return redirect("ideas:round_code", shown.slug)
    if not shown.by_code and actor is None:
        return redirect_to_login(shown.get_absolute_url())
    try:
        if takes_back(request):
            withdraw_vote(shown, idea, actor=actor, ticket=ticket)
            messages.success(request, _("Uw stem is ingetrokken. U kunt anders stemmen zolang de ronde open is."))
        else:
            key = uuid_in(request.POST.get("sleutel", "")) or uuid.uuid4()
            receipt = cast_vote(shown, idea, actor=actor, ticket=ticket, client_key=key)
            voter = line_of(shown, actor, ticket)
            left = shown.votes_each - voter.votes if voter else 0
            context = {"round": shown, "idea": idea, "receipt": receipt, "left": left}
            return render(request, "ideas/round_receipt.html", context)
    except (NotAllowed, NotPossible) as broken:
        messages.error(request, str(broken.message))
    return redirect(f"{shown.get_absolute_url()}#{idea.reference}")


@never_cache
@READ_OR_SEND
@login_not_required
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """The code of a letter, by hand or by its QR code. Opening the page uses nothing, because scanners do that too."""
    shown = visible_round(request, slug)
    if not shown.by_code:
        return redirect(shown)
    if request.method == "POST" and request.POST.get("doe") == "klaar":
        _keep_ticket(request, shown, None)
        messages.success(request, _("U bent klaar met stemmen op dit apparaat."))
        return redirect(shown)
    form = CodeForm(sent(request), initial={"code": request.GET.get("code", "")})
    if form.is_valid():
        try:
            _keep_ticket(request, shown, redeem_code(shown, form.cleaned_data["code"], place=place_of(request)))
        except TooMany:
            raise
        except RuleBroken as broken:
            show_rule(form, broken)
        else:
            return redirect(shown)
    return form_page(request, "ideas/round_code.html", {"round": shown, "form": form, "trail": trail_to(shown)})


def _keep_ticket(request: HttpRequest, round_: Round, ticket: int | None) -> None:
    tickets: dict[str, int] = request.session.get(TICKETS, {})
    tickets.pop(str(round_.pk), None)
    request.session[TICKETS] = tickets | ({str(round_.pk): ticket} if ticket is not None else {})


@never_cache
@READ_OR_SEND
@login_not_required
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """Look a receipt up: whether it counts, and once the votes are public, for what. A form, so that no log has it."""
    shown = visible_round(request, slug)
    form = ReceiptForm(sent(request))
    found = None
    if form.is_valid():
        typed = normal(form.cleaned_data["receipt"], RECEIPT_LENGTH)
        found = Ballot.objects.filter(round=shown, receipt=typed).first() if typed else None
        if found is None:
            form.add_error("receipt", _("Dit stembewijs staat niet bij deze ronde. Kijk of u het goed overneemt."))
    context = {"round": shown, "form": form, "found": found, "idea": _idea_of(found), "trail": trail_to(shown)}
    return form_page(request, "ideas/round_check.html", context)


def _idea_of(ballot: Ballot | None) -> Idea | None:
    return Idea.objects.public().filter(reference=ballot.reference).first() if ballot else None
