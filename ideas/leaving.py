"""How somebody who deletes their account leaves this room: support is taken back, and ideas go when they choose so."""

from django.db import connection
from django.db.models import F, Model, ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.comment_statuses import CommentState
from ideas.events import IdeaEvent
from ideas.folding import words_of
from ideas.models import (
    Answer,
    AnswerDraft,
    CoAuthor,
    Comment,
    CommentVersion,
    Helpful,
    Idea,
    IdeaDouble,
    IdeaPhoto,
    Rating,
    Referral,
    Report,
    Ruling,
    Suggestion,
    Support,
    Weighing,
    Word,
    WordCount,
)
from ideas.statuses import Status, Visibility
from participation.destruction import note
from participation.leaving import destroy
from participation.models import Event, User
from participation.page_news import withdraw_pages

IDEA = Idea._meta.label_lower
#: What events of an idea that is gone keep: numbers and words of our own, so that they can still be told and counted.
KEPT_FACTS = frozenset(
    {
        *("reference", "verb", "before", "after", "into", "from_id", "programme_id", "referral_id"),
        *("promised_on", "promised_before", "stood_still", "step"),
    }
)
#: What somebody does with an idea of somebody else, under their own name.
JOINTLY = (IdeaEvent.JOINED, IdeaEvent.EDITED, IdeaEvent.ADDED)
# In one order, so that two who leave at once do not wait for each other for ever.
TAKE_ALL_BACK = """
WITH held AS (
  SELECT id FROM {counted} WHERE id IN (SELECT {subject} FROM {rows} WHERE person_id = %(person)s)
  ORDER BY id FOR NO KEY UPDATE),
gone AS (
  DELETE FROM {rows} WHERE person_id = %(person)s AND {subject} IN (SELECT id FROM held) RETURNING {subject}),
counted AS (UPDATE {counted} SET {counter} = {counter} - 1 WHERE id IN (SELECT {subject} FROM gone))
SELECT count(*) FROM gone
"""
TAKE_SUPPORT_BACK = TAKE_ALL_BACK.format(
    rows="ideas_support", subject="idea_id", counted="ideas_idea", counter="support_count"
)
TAKE_MARKS_BACK = TAKE_ALL_BACK.format(
    rows="ideas_helpful", subject="comment_id", counted="ideas_comment", counter="helpful_count"
)


def leave_support(person: User, _ideas_go: bool) -> None:
    """Take all support back, so that the counts stay right."""
    _take_back(Support, TAKE_SUPPORT_BACK, person)


def leave_marks(person: User, _ideas_go: bool) -> None:
    """Take back what they found helpful, so that the counts stay right."""
    _take_back(Helpful, TAKE_MARKS_BACK, person)


def _take_back(model: type[Model], statement: str, person: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"person": person.pk})
        note(model._meta.label_lower, cursor.fetchone()[0])


def leave_ideas(person: User, ideas_go: bool) -> None:
    """Let the person's own ideas go too, when they choose so. Those of an organisation are the organisation's."""
    if not ideas_go:
        return
    # What was merged into another idea first, so that the other one is free to go as well.
    own = Idea.objects.filter(author=person, organisation=None).select_for_update(of=("self",))
    for idea in own.order_by(F("merged_into").asc(nulls_last=True), "pk"):
        _forget_told(idea)
        _forget_words(idea)
        try:
            destroy(Idea.objects.filter(pk=idea.pk))
        except (ProtectedError, RestrictedError):
            _empty(idea)


def _forget_told(idea: Idea) -> None:
    """Take the idea's texts out of the journal; what was not told of it yet is told to nobody any more."""
    for event in Event.objects.filter(subject_type=IDEA, subject_id=idea.pk).iterator(chunk_size=500):
        kept = {name: value for name, value in event.facts.items() if name in KEPT_FACTS}
        told = event.dispatched_at or timezone.now()
        Event.objects.filter(pk=event.pk).update(facts={**kept, "title": ""}, dispatched_at=told)
    for event in Event.objects.filter(kind=IdeaEvent.MERGED, facts__into=idea.reference):
        Event.objects.filter(pk=event.pk).update(facts={**event.facts, "into_title": ""})


def _forget_words(idea: Idea) -> None:
    """Take the idea out of the counted words of the search: a name may be among them that nobody else wrote."""
    if not WordCount.objects.filter(pk=1, newest__gte=idea.pk).update(edition=F("edition") + 1):
        return  # They were counted before it came.
    own = Word.objects.filter(word__in=set(words_of(f"{idea.title} {idea.problem} {idea.proposal}")))
    own.filter(ideas__lte=1).delete()
    own.update(ideas=F("ideas") - 1)


def _empty(idea: Idea) -> None:
    """Keep the row, out of sight and with nothing in it, because ideas of others hang on it."""
    for model in (Answer, AnswerDraft, Referral, IdeaPhoto, CoAuthor, Suggestion, Weighing, Rating):
        destroy(model._base_manager.filter(idea=idea))
    destroy(IdeaDouble.objects.of(idea))
    Ruling.objects.filter(idea=idea, comment=None).update(objection="")
    nothing = dict.fromkeys(("problem", "proposal", "address", "next_step"), "")
    gone = _("Verwijderd door de indiener")
    Idea.objects.filter(pk=idea.pk).update(
        **nothing, title=gone, routing={}, longitude=None, latitude=None, status=Status.WITHDRAWN,
        visibility=Visibility.HIDDEN, hidden_reason=gone,
    )  # fmt: skip


def leave_comments(person: User, ideas_go: bool) -> None:
    """Take the person's words back too, when their ideas go; the places stay, so that answers keep their sense."""
    if not ideas_go:
        return
    said = Comment.objects.filter(author=person)
    destroy(CommentVersion.objects.filter(comment__in=said))
    Ruling.objects.filter(comment__in=said).update(objection="")
    gone = said.exclude(state=CommentState.DELETED).update(
        state=CommentState.DELETED, text="", side="", signs=[], hidden_reason="", edited_at=timezone.now()
    )
    note(Comment._meta.label_lower, gone)
    withdraw_pages()


def leave_reports(person: User, _ideas_go: bool) -> None:
    """Empty what the person wrote with a report; that there was one stays."""
    Report.objects.filter(reporter=person).update(text="")


def leave_coauthorships(person: User, ideas_go: bool) -> None:
    """Forget who invited this address, and the person's name as co-author; what they added goes with their ideas."""
    destroy(CoAuthor.objects.filter(email__iexact=person.email, accepted_at=None))
    for event in Event.objects.filter(actor=person, subject_type=IDEA, kind__in=JOINTLY, facts__has_key="coauthor"):
        kept = {name: value for name, value in event.facts.items() if not (ideas_go and name == "addition")}
        Event.objects.filter(pk=event.pk).update(facts={**kept, "coauthor": _("Anoniem")})
