"""What a signed-in person does in a discussion: write, edit, take back, find helpful, follow."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ideas.actions.comment import Words, delete_comment, edit_comment, write_comment
from ideas.actions.helpful import follow_thread, mark_helpful, unfollow_thread, unmark_helpful
from ideas.comment_forms import CommentForm, EditForm
from ideas.comment_permissions import may_answer, may_comment, may_delete, may_edit
from ideas.holding import asks_proof_of
from ideas.models import Comment, Idea
from ideas.views.comments import discussed_idea, new_form, visible_comment
from participation.errors import NotAllowed
from participation.permissions import is_official
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, number_in, sent, takes_back
from participation.visitor import reader


@never_cache
@READ_OR_SEND
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """A new comment, or with `op` an answer to one. The form stands on the idea's page too and comes here."""
    idea, person = discussed_idea(request, reference), reader(request)
    answered = _answered(request, reference)
    initial = {"answers": answered.pk, "text": _mention_of(answered)} if answered else {}
    form = new_form(person, idea, sent(request), **initial)
    if form.is_valid():
        with RulesShownIn(form):
            comment = _place(request, idea, answered, form)
            _tell(request, comment)
            return redirect(comment)
    return form_page(request, "ideas/comment_form.html", {
        "idea": idea,
        "answered": answered,
        "form": form,
        "may_comment": may_answer(person, answered) if answered else may_comment(person, idea),
        "speaks_for": idea.programme.team if is_official(person) else "",
        "asks_proof": asks_proof_of(person, idea.programme),
    })  # fmt: skip


def _answered(request: HttpRequest, reference: str) -> Comment | None:
    """The comment that is answered: named in the address of the empty form, and in the form that was sent."""
    key = number_in(request.POST.get("answers", "") if request.method == "POST" else request.GET.get("op", ""))
    return visible_comment(request, reference, key) if key else None


def _mention_of(answered: Comment) -> str:
    """What the answer begins with: below an answer nothing else shows to whom one speaks."""
    is_named = answered.thread_id and answered.author and not answered.team
    return f"@{answered.author_name} " if is_named else ""


def _place(request: HttpRequest, idea: Idea, answered: Comment | None, form: CommentForm) -> Comment:
    words = Words(
        text=form.cleaned_data["text"],
        side=form.cleaned_data.get("side") or "",
        answers=answered,
        proof=request.POST.get("altcha", ""),
    )
    return write_comment(idea, words, actor=reader(request), client_key=form.cleaned_data["key"])


def _tell(request: HttpRequest, comment: Comment) -> None:
    if comment.is_held:
        messages.warning(request, _("Uw reactie is bewaard. Een medewerker leest hem voordat anderen hem zien."))
    else:
        messages.success(request, _("Uw reactie is geplaatst."))


@never_cache
@READ_OR_SEND
def edit(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Change one's own words, as long as that goes."""
    comment = visible_comment(request, reference, pk)
    person = reader(request)
    if request.method != "POST" and not may_edit(person, comment):
        messages.error(request, _("U kunt deze reactie niet meer veranderen. Dat kan tot 15 minuten na het plaatsen."))
        return redirect(comment)
    form = EditForm(sent(request), initial={"text": comment.text})
    if form.is_valid():
        with RulesShownIn(form):
            edit_comment(comment, actor=person, text=form.cleaned_data["text"])
            _tell(request, comment)
            return redirect(comment)
    return form_page(request, "ideas/comment_edit.html", {"shown": comment, "form": form})


@never_cache
@READ_OR_SEND
def delete(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take one's own words back, after one question."""
    comment = visible_comment(request, reference, pk)
    person = reader(request)
    if request.method == "POST":
        delete_comment(comment, actor=person)
        messages.success(request, _("Uw reactie is weg."))
        return redirect(comment)
    if not may_delete(person, comment):
        raise NotAllowed(_("U kunt deze reactie niet weghalen."))
    return render(request, "ideas/comment_delete.html", {"shown": comment})


@require_POST
def helpful(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Say that a comment helps, or with `doe=terug` take that back."""
    comment = visible_comment(request, reference, pk)
    try:
        if takes_back(request):
            unmark_helpful(comment, actor=reader(request))
        else:
            mark_helpful(comment, actor=reader(request))
    except NotAllowed as broken:
        messages.error(request, str(broken.message))
    if request.headers.get("HX-Request") == "true":
        comment = visible_comment(request, reference, pk)
        return render(request, "ideas/_comment_helpful.html", {"comment": comment})
    return redirect(comment)


@require_POST
def follow(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Follow a thread, or with `doe=terug` stop following."""
    comment = visible_comment(request, reference, pk)
    if takes_back(request):
        unfollow_thread(comment, actor=reader(request))
        messages.success(request, _("U volgt dit gesprek niet meer."))
    else:
        follow_thread(comment, actor=reader(request))
        messages.success(request, _("U volgt dit gesprek. U krijgt bericht als iemand antwoordt."))
    return redirect(comment)
