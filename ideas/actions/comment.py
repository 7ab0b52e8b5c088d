"""A comment goes in, is edited, and is taken back by its writer."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.actions.announcing import announce, tell
from ideas.comment_permissions import may_answer, may_comment, may_delete, may_edit
from ideas.comment_statuses import CommentState, Side, Sign
from ideas.events import TalkEvent
from ideas.holding import Circumstances, is_new, why_held
from ideas.models import BlockedWord, Comment, CommentVersion, Idea, ThreadFollow
from participation.errors import Incomplete, NotAllowed, TooMany
from participation.limits import DAY, Limit, take
from participation.models import User
from participation.page_news import withdraw_pages
from participation.plain_text import tidy
from participation.robots import is_proven

LONGEST_COMMENT = 2000
COMMENTING = Limit("comment", size=30, seconds=DAY)
LATELY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody says. `answers` is the comment it stands below; `proof` is of `participation.robots`."""

    text: str
    side: str = ""
    answers: Comment | None = None
    proof: str = ""


def write_comment(idea: Idea, words: Words, *, actor: User, client_key: uuid.UUID) -> Comment:
    """Place a comment, or hold it for a moderator when something about it asks for that; then it says why.

    The same key of the same person gives the same comment again. An official speaks for the programme's team.
    Raises NotAllowed, Incomplete or TooMany.
    """
    try:
        return _write(idea, words, actor=actor, client_key=client_key)
    except (IntegrityError, TooMany):
        first = Comment.objects.select_related("idea").filter(client_key=client_key).first()
        if first is None:
            raise
        if first.author_id != actor.pk:
            raise NotAllowed(_("U mag dit niet doen.")) from None
        return first


@transaction.atomic(durable=True)
def _write(idea: Idea, words: Words, *, actor: User, client_key: uuid.UUID) -> Comment:
    allowed = may_answer(actor, words.answers) if words.answers else may_comment(actor, idea)
    if not allowed or (words.answers and words.answers.idea_id != idea.pk):
        raise NotAllowed(_("U kunt hier niet reageren."))
    text = _checked(words.text)
    take(COMMENTING, actor.pk)
    now = timezone.now()
    signs = _signs(idea, words.text, actor, proof=words.proof)
    held = bool(signs)
    comment = Comment.objects.create(
        idea=idea, thread_id=words.answers.thread_id_or_own if words.answers else None, author=actor,
        client_key=client_key, team=idea.programme.team if actor.is_official else "", text=text,
        side=_side(idea, words, actor), signs=signs,
        state=CommentState.HELD if held else CommentState.PUBLIC, created_at=now, published_at=None if held else now,
    )  # fmt: skip
    ThreadFollow.objects.bulk_create(
        [ThreadFollow(comment_id=comment.thread_id_or_own, person=actor)], ignore_conflicts=True
    )
    if held:
        tell(TalkEvent.HELD, idea, comment, actor=actor, signs=signs)
    else:
        announce(comment)
    return comment


@transaction.atomic(durable=True)
def edit_comment(comment: Comment, *, actor: User, text: str) -> Comment:
    """Change what it says, within a quarter of an hour; what it said stays readable beside it. It is no news.

    What now asks for a moderator waits for one. Raises NotAllowed, Incomplete or NotPossible.
    """
    if not may_edit(actor, comment):
        raise NotAllowed(_("U kunt deze reactie niet meer veranderen. Dat kan tot 15 minuten na het plaatsen."))
    changed = _checked(text)
    if changed == comment.text:
        return comment
    signs = _signs(comment.idea, text, actor) if comment.is_public else [Sign(sign) for sign in comment.signs]
    before = CommentVersion(comment=comment, text=comment.text, written_at=comment.edited_at or comment.created_at)
    state = CommentState.HELD if signs else comment.state
    Comment.objects.compare_and_set(comment, text=changed, edited_at=timezone.now(), state=state, signs=signs)
    before.save()
    withdraw_pages()
    if signs and comment.published_at:
        tell(TalkEvent.HELD, comment.idea, comment, actor=actor, signs=signs)
    return comment


@transaction.atomic(durable=True)
def delete_comment(comment: Comment, *, actor: User) -> None:
    """Take one's own words back: text and history are gone, the place stays so that answers keep their sense.

    Raises NotAllowed or NotPossible.
    """
    if not may_delete(actor, comment):
        raise NotAllowed(_("U kunt deze reactie niet weghalen."))
    Comment.objects.compare_and_set(
        comment, state=CommentState.DELETED, text="", side="", signs=[], hidden_reason="", edited_at=timezone.now()
    )
    comment.versions.all().delete()
    withdraw_pages()


def _side(idea: Idea, words: Words, actor: User) -> str:
    """Only what begins a thread takes a side, and the municipality takes none."""
    asked = idea.programme.asks_for_sides and not words.answers and not actor.is_official
    return words.side if asked and words.side in Side.values else ""


def _checked(text: str) -> str:
    plain = tidy(text)
    if not plain:
        raise Incomplete(_("Schrijf eerst uw reactie."), field="text")
    if len(plain) > LONGEST_COMMENT:
        raise Incomplete(_("Maak uw reactie korter."), field="text")
    return plain


def _signs(idea: Idea, text: str, actor: User, *, proof: str | None = None) -> list[Sign]:
    """Why the text waits. Whoever edits proved already that they are no robot; officials answer for their words."""
    if actor.is_official:
        return []
    now = timezone.now()
    fresh = is_new(actor, idea.programme, now)
    first_time = proof is not None
    said_before = Comment.objects.said_before(actor, tidy(text), now - LATELY).count() if first_time else 0
    return why_held(text, Circumstances(
        programme=idea.programme,
        is_new=fresh,
        proven=not first_time or (fresh and is_proven(proof or "")),
        words=tuple(BlockedWord.objects.values_list("word", flat=True)),
        said_before=said_before,
    ))  # fmt: skip
