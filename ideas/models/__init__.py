from ideas.models.answer import Answer, Referral
from ideas.models.coauthor import CoAuthor
from ideas.models.concept import Concept
from ideas.models.idea import Idea, ReferenceCounter
from ideas.models.photo import IdeaPhoto
from ideas.models.rules import RoutingRule
from ideas.models.saved import SavedSearch
from ideas.models.voice import Follow, Support

__all__ = [
    "Answer",
    "CoAuthor",
    "Concept",
    "Follow",
    "Idea",
    "IdeaPhoto",
    "ReferenceCounter",
    "Referral",
    "RoutingRule",
    "SavedSearch",
    "Support",
]
