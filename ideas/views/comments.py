"""The pages of a discussion that everybody may read. The same for every anonymous visitor, as all public pages."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ideas.comment_forms import CommentForm
from ideas.comment_permissions import closes_at, is_blocked, is_open, may_comment, may_read
from ideas.comment_statuses import Sort
from ideas.discussion import Discussion, discussion_of, replies_to
from ideas.holding import asks_proof_of
from ideas.models import Comment, Idea, Ruling, ThreadFollow
from ideas.permissions import may_handle
from participation.page_cache import same_for_visitors
from participation.permissions import is_official


def discussed_idea(request: HttpRequest, reference: str) -> Idea:
    """The idea, if this person may read it, with what a discussion asks of it. Raises Http404."""
    found = Idea.objects.visible_to(request.user).select_related("programme", "author").defer("search")
    return get_object_or_404(found, reference=reference)


def visible_comment(request: HttpRequest, reference: str, pk: int) -> Comment:
    """The comment, if this person may see its place in the discussion. Raises Http404."""
    idea = discussed_idea(request, reference)
    seen = Comment.objects.filter(idea=idea)
    if not may_handle(request.user, idea):
        seen = seen.seen_by(request.user)
    comment = get_object_or_404(seen.for_page(request.user), pk=pk)
    comment.idea = idea
    return comment


def discussion_page(person: Any, idea: Idea, discussion: Discussion | None = None) -> dict[str, Any]:
    """All that the part of a page with the discussion of `idea` needs; the first page of it unless one is given."""
    writing = may_comment(person, idea)
    return {
        "discussion": discussion or discussion_of(idea, person),
        "discussion_is_open": is_open(idea),
        "discussion_closes_at": closes_at(idea),
        "may_comment": writing,
        "blocked": person.block if is_blocked(person) else None,
        "speaks_for": idea.programme.team if writing and is_official(person) else "",
        "comment_form": new_form(person, idea) if writing else None,
        "asks_proof": writing and asks_proof_of(person, idea.programme),
    }


def new_form(person: Any, idea: Idea, data: Any = None, **initial: Any) -> CommentForm:
    """The form of a new comment."""
    asks = idea.programme.asks_for_sides and not is_official(person) and "answers" not in initial
    return CommentForm(data, asks_for_sides=asks, initial=initial)


@require_safe
@login_not_required
@same_for_visitors
def comments(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole discussion of an idea, in keyset pages and in three orders."""
    idea = discussed_idea(request, reference)
    chosen = request.GET.get("volgorde", Sort.NEWEST)
    if chosen not in Sort.values:
        raise Http404
    cursor = request.GET.get("vanaf", "")
    discussion = discussion_of(idea, request.user, Sort(chosen), cursor)
    return render(request, "ideas/comments.html", {
        "idea": idea,
        "sorts": Sort.choices,
        "is_first": not cursor,
        **discussion_page(request.user, idea, discussion),
    })  # fmt: skip


@require_safe
@login_not_required
@same_for_visitors
def comment(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One comment with its own address: what it answers, and what was answered."""
    shown = visible_comment(request, reference, pk)
    start = visible_comment(request, reference, shown.thread_id) if shown.thread_id else None
    person = request.user
    page = replies_to(shown, person, request.GET.get("vanaf", "")) if start is None else None
    follows = (
        person.is_authenticated and ThreadFollow.objects.filter(comment=shown.thread_id_or_own, person=person).exists()
    )
    readable = may_read(person, shown)
    return render(request, "ideas/comment.html", {
        "idea": shown.idea,
        "shown": shown,
        "start": start,
        "page": page,
        "follows": follows,
        "discussion_is_open": is_open(shown.idea),
        "may_answer": shown.is_public and (may_comment(person, shown.idea) or not person.is_authenticated),
        "text_of_hidden": shown.text if readable and shown.is_hidden else "",
        "ruling": Ruling.objects.latest_of(shown.idea, shown) if shown.is_hidden and readable else None,
        "is_own": person.is_authenticated and shown.author_id == person.pk,
    })  # fmt: skip


@require_safe
@login_not_required
@same_for_visitors
def history(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """What a comment said before it was edited, as long as the comment itself may be read."""
    shown = visible_comment(request, reference, pk)
    if not shown.edited_at or not may_read(request.user, shown):
        raise Http404
    return render(request, "ideas/comment_history.html", {"shown": shown, "versions": shown.versions.all()})
