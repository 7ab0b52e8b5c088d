"""What an idea is about, put right by an official. Its programme stays: that is a hand-over."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.events import IdeaEvent
from ideas.models import Idea
from ideas.permissions import may_handle
from participation import journal
from participation.errors import NotAllowed, NotPossible
from participation.models import Theme, User
from participation.page_news import withdraw_pages


@transaction.atomic(durable=True)
def set_theme(idea: Idea, *, actor: User, theme: Theme) -> Idea:
    """Give `idea` another theme; its page says so. Raises NotAllowed, or NotPossible when it has that theme."""
    if not may_handle(actor, idea):
        raise NotAllowed(_("U mag dit niet doen."))
    if idea.theme_id == theme.pk:
        raise NotPossible(_("Dit is al gedaan."))
    before = idea.theme_id
    Idea.objects.compare_and_set(idea, theme=theme)
    withdraw_pages()
    journal.record(
        IdeaEvent.THEMED, idea, actor=actor, reference=idea.reference, title=idea.title, theme=theme.name,
        was={"theme_id": before},
    )  # fmt: skip
    return idea
