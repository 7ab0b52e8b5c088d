"""Writing down that an official looks at an idea."""

from django.http import HttpRequest

from ideas.models import Idea
from ideas.statuses import Visibility
from participation.audit import Seen, record_read
from participation.permissions import is_official
from participation.reading import Reading
from participation.visitor import reader


def seen(idea: Idea) -> Seen:
    """An idea as the audit log names it: by its number, and whose it is."""
    return Seen(idea, about=idea.author_id, reference=idea.reference)


def note_look(request: HttpRequest, idea: Idea, kind: Reading = Reading.IDEA) -> None:
    """Write down an official's look at what not everybody may see, outside the desk. What is public is no look."""
    if idea.visibility != Visibility.PUBLIC and is_official(request.user):
        record_read(reader(request), kind, seen(idea))
