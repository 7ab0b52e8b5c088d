"""What a page says of an idea to whoever shares it."""

from django import template

from ideas.models import Idea
from ideas.sharing import Shared, shared

register = template.Library()


@register.simple_tag
def shared_idea(idea: Idea) -> Shared:
    """Give the texts, the addresses and the data of a public idea."""
    return shared(idea)
