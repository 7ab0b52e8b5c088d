"""What stands around answers on two pages: the public page of an idea, and its page at the desk."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from ideas.models import Answer, AnswerDraft, AnswerTemplate, Idea, Rating, Weighing
from ideas.workflow import ANSWERING
from participation.models import User

MOST_SHOWN = 10


def answers_for_all(idea: Idea) -> dict[str, Any]:
    """What everybody reads: corrected answers, their documents, and how the idea was weighed.

    An idea that nobody handled yet costs nothing.
    """
    if idea.handler_id is None and idea.answered_at is None:
        return {"answers": [], "weighing": None}
    given = Answer.objects.filter(idea=idea).prefetch_related("versions", "documents")[:MOST_SHOWN]
    weighed = Weighing.objects.filter(idea=idea, published_at__isnull=False).select_related("weights")
    return {"answers": given if idea.answered_at else [], "weighing": weighed.first()}


def answers_at_desk(person: User, idea: Idea) -> dict[str, Any]:
    """What an official needs around the answers of an idea at their desk."""
    moves = [move for move in ANSWERING.values() if idea.status in move.sources and move.allowed(person, idea)]
    templates = AnswerTemplate.objects.fitting_any([str(move.target) for move in moves], idea.theme_id)[:MOST_SHOWN]
    verbs = [
        (move.label, reverse("ideas:answer", args=[idea.reference, move.verb]),
         [one for one in templates if one.decision in {"", move.target}])
        for move in moves
    ]  # fmt: skip
    draft = AnswerDraft.objects.filter(idea=idea).first()
    if draft:
        draft.idea = idea
    referrals = list(idea.referrals.select_related("party")[:MOST_SHOWN])
    for referral in referrals:
        referral.idea = idea
    by_hand = next((one for one in referrals if one.is_open and not one.email), None)
    return {
        "answer_verbs": verbs,
        "open_draft": draft,
        "given_answers": Answer.objects.filter(idea=idea)[:MOST_SHOWN],
        "referrals": referrals,
        "link_to_pass_on": f"{settings.BASE_URL.rstrip('/')}{by_hand.get_absolute_url()}" if by_hand else "",
        "desk_weighing": Weighing.objects.filter(idea=idea).first(),
        "rating": Rating.objects.filter(idea=idea).first(),
    }
