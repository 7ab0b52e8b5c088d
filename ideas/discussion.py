"""The discussion of an idea as somebody reads it: some threads, each with its first answers, in three statements."""

from dataclasses import dataclass

from ideas.comment_statuses import Sort
from ideas.models import Comment, Idea
from ideas.models.comment_queries import Reader
from participation.paging import MOST_COUNTED, Page, count_up_to, page_of

FIELDS = {Sort.NEWEST: "created_at", Sort.OLDEST: "created_at", Sort.HELPFUL: "helpful_count"}
THREADS = 10
FIRST_REPLIES = 3
REPLIES = 30


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and the answers below it; `has_more` when there are others than these."""

    comment: Comment
    replies: list[Comment]
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Discussion:
    """A page of threads, and how many comments there are in all; no more than `MOST_COUNTED` + 1 are counted."""

    threads: list[Thread]
    count: int
    next: str | None
    sort: Sort

    @property
    def count_in_words(self) -> str:
        return f"{MOST_COUNTED}+" if self.count > MOST_COUNTED else str(self.count)


def discussion_of(idea: Idea, person: Reader, sort: Sort = Sort.NEWEST, cursor: str = "") -> Discussion:
    """The page of the discussion at `cursor`, and nothing that `person` may not see a place of."""
    seen = Comment.objects.filter(idea=idea).seen_by(person)
    starts = seen.starting().for_page(person).with_first_replies(person, FIRST_REPLIES + 1)
    page = page_of(starts, FIELDS[sort], cursor, THREADS, rising=sort == Sort.OLDEST)
    keys = [key for start in page.rows for key in start.first_replies[:FIRST_REPLIES]]
    found = Comment.objects.filter(pk__in=keys).for_page(person).in_bulk() if keys else {}
    threads = [
        Thread(
            start,
            [found[key] for key in start.first_replies if key in found],
            has_more=len(start.first_replies) > FIRST_REPLIES,
        )
        for start in page.rows
    ]
    for thread in threads:
        for comment in (thread.comment, *thread.replies):
            comment.idea = idea
    # A page that holds all needs no counting.
    whole = not cursor and page.next is None and not any(thread.has_more for thread in threads)
    count = sum(1 + len(thread.replies) for thread in threads) if whole else count_up_to(seen, MOST_COUNTED)
    return Discussion(threads, count, page.next, sort)


def replies_to(comment: Comment, person: Reader, cursor: str = "") -> Page:
    """A page of the answers below `comment`, oldest first."""
    below = Comment.objects.filter(thread=comment).seen_by(person).for_page(person)
    page = page_of(below, "created_at", cursor, REPLIES, rising=True)
    for reply in page.rows:
        reply.idea = comment.idea
    return page
