"""Which ideas are probably the same as one: the comparison of the search for similar ideas, with a higher bar."""

from ideas.likeness import Question
from ideas.models import Idea, IdeaDouble, IdeaLink
from ideas.models.double import SURE
from ideas.similar import LONGEST_TEXT, Alike, Written, alike_to
from ideas.statuses import ENDED, Status
from ideas.vocabulary import lexicon

LEAST = 0.45  # What that finds, and what it misses, stands in docs/search.md.
MOST_FOR_ONE = 5
MOST_WORDS = 6
#: What has ended is no work that is done twice. A merged idea stands for the one that it went into.
PASSED_BY = ENDED - {Status.MERGED}


def doubles_of(idea: Idea) -> list[IdeaDouble]:
    """The pairs that `idea` makes with other ideas that go on, not stored yet. Three statements."""
    written, known = Written.of(idea), lexicon()
    question = Question(written.title, written.text, known)
    found = alike_to(question, written, known, most=MOST_FOR_ONE + 1, fewest=LEAST, unlike=PASSED_BY)
    near = [one for one in found if one.pk != idea.pk]
    if not near:
        return []
    linked = {link.other(idea).pk for link in IdeaLink.objects.of(idea)}
    rows = Idea.objects.public().exclude(status__in=ENDED).defer("search").in_bulk([one.pk for one in near])
    others = [(one, rows[one.pk]) for one in near if one.pk in rows and one.pk not in linked]
    return [_pair(idea, other, one, question) for one, other in others[:MOST_FOR_ONE]]


def _pair(idea: Idea, other: Idea, alike: Alike, question: Question) -> IdeaDouble:
    first, second = sorted((idea, other), key=lambda one: one.pk)
    text = f"{other.problem} {other.proposal}"[:LONGEST_TEXT]
    words = question.shared(other.title, text, MOST_WORDS)
    return IdeaDouble(first=first, second=second, likeness=min(round(alike.score * SURE), SURE), words=words)
