"""What only the author of an idea does on its pages, and the private page on which its status stands."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ideas.actions.edit import WORDS, add_to_idea, edit_idea
from ideas.actions.update import renew_status_link, tell_followers
from ideas.advice import warnings_about
from ideas.answer_times import half_answered_within
from ideas.models import Idea
from ideas.models.idea import STATUS_LINK_DAYS, STATUS_SALT
from ideas.permissions import is_author, may_edit, puts_forward
from ideas.statuses import AWAITING_ANSWER, Status
from ideas.submit_forms import AdditionForm, EditForm, UpdateForm
from ideas.views.public import told, visible_idea
from ideas.views.signed import behind, gone
from ideas.wording import PUBLIC_KINDS
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent
from participation.visitor import reader


def own_idea(request: HttpRequest, reference: str) -> Idea:
    """The idea, if this person is its author. Raises Http404."""
    idea = visible_idea(request, reference)
    if not is_author(request.user, idea):
        raise Http404
    return idea


def joint_idea(request: HttpRequest, reference: str) -> Idea:
    """The idea, if this person puts it forward, alone or with others. Raises Http404."""
    idea = visible_idea(request, reference)
    if not puts_forward(request.user, idea):
        raise Http404
    return idea


def _warn(request: HttpRequest, *texts: str) -> None:
    """Say what others had better not read. It stands there all the same: this is advice."""
    for text in texts:
        for one in warnings_about(text):
            messages.warning(request, f"“{one.words}”: {one.message}")


@never_cache
@READ_OR_SEND
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """The words of one's own idea. Whoever is too late reads why, and gets back what they typed."""
    idea = joint_idea(request, reference)
    if request.method != "POST" and not may_edit(request.user, idea):
        return redirect("ideas:add", idea.reference)
    words = {name: getattr(idea, name) for name in WORDS}
    form = EditForm(sent(request), initial={**words, "seen": idea.wording_mark})
    if form.is_valid():
        with RulesShownIn(form):
            edit_idea(idea, form.cleaned_data, actor=reader(request), seen=form.cleaned_data["seen"])
            messages.success(request, _("Uw idee is veranderd."))
            _warn(request, *(form.cleaned_data[name] for name in WORDS))
            return redirect(idea)
    return form_page(request, "ideas/edit.html", {"idea": idea, "form": form})


@never_cache
@READ_OR_SEND
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """An addition to one's own idea, which everybody can read."""
    idea = joint_idea(request, reference)
    form = AdditionForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            add_to_idea(idea, actor=reader(request), **form.cleaned_data)
            messages.success(request, _("Uw aanvulling staat bij uw idee."))
            _warn(request, form.cleaned_data["text"])
            return redirect(idea)
    return form_page(request, "ideas/add.html", {"idea": idea, "form": form})


@never_cache
@READ_OR_SEND
def tell(request: HttpRequest, reference: str) -> HttpResponse:
    """News for the followers of one's own idea."""
    idea = own_idea(request, reference)
    form = UpdateForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            tell_followers(idea, actor=reader(request), **form.cleaned_data)
            messages.success(request, _("Uw bericht gaat naar iedereen die uw idee volgt."))
            _warn(request, form.cleaned_data["text"])
            return redirect(idea)
    return form_page(request, "ideas/tell.html", {"idea": idea, "form": form})


@require_POST
def renew_link(request: HttpRequest, reference: str) -> HttpResponse:
    """Make a new private link; those that were given out before stop working."""
    idea = renew_status_link(own_idea(request, reference), actor=reader(request))
    messages.success(request, _("U hebt een nieuwe link. De oude link werkt niet meer."))
    return redirect(idea.get_status_url())


@never_cache
@require_safe
@login_not_required
def status(request: HttpRequest, token: str) -> HttpResponse:
    """How an idea stands, for whoever holds its private link; also while the public may not read it."""
    said = behind(token, STATUS_SALT, STATUS_LINK_DAYS)
    idea = Idea.objects.with_names().filter(pk=said[0], link_number=said[1]).first() if said else None
    if idea is None:
        return gone(request, template="ideas/status_gone.html")
    waits = idea.status in AWAITING_ANSWER
    return render(request, "ideas/status.html", {
        "idea": idea,
        "timeline": told(idea, PUBLIC_KINDS),
        "half_within": half_answered_within(idea.programme_id) if waits else None,
        "is_waiting": waits,
        "contact_url": _contact_url(idea),
    })  # fmt: skip


def _contact_url(idea: Idea) -> str:
    """Where the author says whether an organisation outside may reach them; empty when none asks."""
    if idea.status != Status.REFERRED:
        return ""
    asked = idea.referrals.first()
    return asked.get_contact_url() if asked and asked.wants_contact and asked.is_open else ""
