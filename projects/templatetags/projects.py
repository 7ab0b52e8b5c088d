"""What the pages of a challenge show of its projects."""

from django import template

from challenges.models import Challenge, Response
from challenges.statuses import AFTER_DECISION
from challenges.winners import winners_of
from projects.models import Project

register = template.Library()


@register.simple_tag
def projects_of(challenge: Challenge) -> list[Project]:
    """Give the projects that came of a challenge. Nothing is asked before the decision."""
    return list(Project.objects.filter(challenge=challenge)) if challenge.status in AFTER_DECISION else []


@register.simple_tag
def winners_without_project(challenge: Challenge) -> list[Response]:
    """Give the responses that won and of which no project was made yet."""
    if challenge.status not in AFTER_DECISION:
        return []
    return [response for response in winners_of(challenge) if not hasattr(response, "project")]
