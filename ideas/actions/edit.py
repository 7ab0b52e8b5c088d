"""What authors change in their own words: freely at first, and as an addition once others have gone by them."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.actions.submit import LONGEST_TITLE
from ideas.events import IdeaEvent
from ideas.models import Idea
from ideas.permissions import EDITABLE, is_author, may_add, may_edit, puts_forward
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.limits import DAY, Limit, take
from participation.models import User
from participation.page_news import withdraw_pages
from participation.plain_text import tidy

LONGEST = 5000
WORDS = ("title", "problem", "proposal")
OVERTAKEN = gettext_lazy(
    "De tekst is net veranderd, in een ander venster of door een mede-indiener. Kijk eerst hoe het er nu staat."
)
EDITING = Limit("edit", size=30, seconds=DAY)
ADDING = Limit("addition", size=5, seconds=DAY)


@transaction.atomic(durable=True)
def edit_idea(idea: Idea, words: Mapping[str, str], *, actor: User, seen: str) -> Idea:
    """Change title, problem or proposal; the timeline says which, and not what stood there: that may have to go.

    `seen` is the `wording_mark` of the words that the author began with. Raises NotAllowed, Incomplete, TooMany, or
    NotPossible when somebody supported or answered the idea meanwhile, or another tab or author changed it.
    """
    if not puts_forward(actor, idea):
        raise NotAllowed(_("U mag dit niet doen."))
    fresh = {name: tidy(words.get(name, "")) for name in WORDS}
    for name, value in fresh.items():
        if not value:
            raise Incomplete(_("Vul dit in."), field=name)
        if len(value) > (LONGEST_TITLE if name == "title" else LONGEST):
            raise Incomplete(_("Maak deze tekst korter."), field=name)
    now = Idea.objects.select_for_update(of=("self",)).defer("search").get(pk=idea.pk)
    if not may_edit(actor, now):
        raise NotPossible(_("Iemand heeft uw idee gesteund of beantwoord. U kunt er nu alleen nog iets aan toevoegen."))
    if now.wording_mark != seen:
        raise NotPossible(OVERTAKEN)
    changed = [name for name, value in fresh.items() if getattr(now, name) != value]
    if not changed:
        return now
    take(EDITING, actor.pk)
    untouched = Idea.objects.filter(support_count=0, answered_at=None, status__in=EDITABLE)
    untouched.compare_and_set(now, **{name: fresh[name] for name in changed})
    withdraw_pages()
    # What was suggested was about other words; the clock suggests anew. What it sent on by itself stays as it was.
    now.suggestions.filter(chosen_at=None, sent_on_at=None).update(wording="")
    told = {"reference": now.reference, "title": now.title, "changed": changed}
    journal.record(IdeaEvent.EDITED, now, actor=actor, **told, **_name_of(actor, now))
    return now


@transaction.atomic(durable=True)
def add_to_idea(idea: Idea, *, actor: User, text: str) -> Idea:
    """Let everybody read what an author adds; what stood there stays. Raises NotAllowed, Incomplete or TooMany."""
    if not may_add(actor, idea):
        raise NotAllowed(_("U mag dit niet doen."))
    words = _checked(text)
    take(ADDING, actor.pk)
    told = {"reference": idea.reference, "title": idea.title, "addition": words}
    journal.record(IdeaEvent.ADDED, idea, actor=actor, **told, **_name_of(actor, idea))
    return idea


def _name_of(actor: User, idea: Idea) -> dict[str, str]:
    """The public name of a co-author, who acts in their own name. The author's stands with the idea, if anywhere."""
    return {} if is_author(actor, idea) else {"coauthor": actor.nickname}


def _checked(text: str) -> str:
    words = tidy(text)
    if not words:
        raise Incomplete(_("Vul dit in."), field="text")
    if len(words) > LONGEST:
        raise Incomplete(_("Maak deze tekst korter."), field="text")
    return words
