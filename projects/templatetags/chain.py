"""From idea to challenge to response to project, in one line, on the page of each.

`{% load chain %}{% chain idea %}`; it takes an idea, a challenge, a response or a project. Only what everybody may
read stands in it: ideas that are public, challenges that are open or were, responses that won, and projects.
"""

from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import Exists, Model, OuterRef, Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.models import Challenge, Publication, Response
from challenges.statuses import AFTER_DECISION, INSIDE
from ideas.models import Idea
from projects.models import Project

register = template.Library()

MOST = 20
NAMED = 2  # So many of a kind are named; of more only how many there are.


@dataclass(frozen=True, slots=True)
class Link:
    """One station of the line; without an address it is where the reader is."""

    label: str
    url: str


@register.simple_tag
def chain(subject: Model) -> SafeString:
    """Draw the line, or nothing when `subject` came from nothing and nothing came of it. At most four statements."""
    stations = {
        Idea: _of_idea,
        Challenge: _of_challenge,
        Response: _of_response,
        Project: _of_project,
    }[type(subject)](subject)
    parts = [part for part in stations if part]
    if len(parts) < 2:  # noqa: PLR2004 alone it is no line
        return SafeString("")
    items = format_html_join("", "<li>{}</li>", ((part,) for part in parts))
    return format_html(
        '<nav class="chain" aria-label="{}"><ol class="chain__list">{}</ol></nav>', _("Van idee tot project"), items
    )


def _of_idea(idea: Any) -> list[SafeString]:
    shown = Challenge.objects.public().filter(ideas=OuterRef("pk"))
    own = Project.objects.filter(ideas=OuterRef("pk"))
    if not Idea.objects.filter(Exists(shown) | Exists(own), pk=idea.pk).exists():
        return []  # Most ideas: one statement, no more.
    challenges = list(Challenge.objects.public().filter(ideas=idea).only("slug", "title", "status")[:MOST])
    won = _winners(Q(submission__response__challenge__in=challenges)) if challenges else SafeString("")
    projects = _projects(Q(ideas=idea) | Q(challenge__in=challenges))
    return [_here(_("Dit idee")), _challenges(challenges), won, projects]


def _of_challenge(challenge: Any) -> list[SafeString]:
    if challenge.status not in AFTER_DECISION:
        return [_ideas(Q(challenges=challenge)), _here(_("Deze uitdaging"))]
    won = _winners(Q(submission__response__challenge=challenge))
    return [_ideas(Q(challenges=challenge)), _here(_("Deze uitdaging")), won, _projects(Q(challenge=challenge))]


def _of_response(response: Any) -> list[SafeString]:
    ideas, projects = _ideas(Q(challenges=response.challenge)), _projects(Q(response=response))
    return [ideas, _challenges([response.challenge]), _here(_("Uw inzending")), projects]


def _of_project(project: Any) -> list[SafeString]:
    challenge = project.challenge
    ideas = _ideas(Q(projects=project) | Q(challenges=challenge) if challenge else Q(projects=project))
    won = _winners(Q(submission__response=project.response_id)) if project.response_id else SafeString("")
    return [ideas, _challenges([challenge] if challenge else []), won, _here(_("Dit project"))]


def _here(label: str) -> SafeString:
    return format_html('<span aria-current="true">{}</span>', label)


def _ideas(which: Q) -> SafeString:
    ideas = list(Idea.objects.public().filter(which).distinct().only("reference", "title")[: MOST + 1])
    links = [Link(_("Idee: %(title)s") % {"title": idea.title}, idea.get_absolute_url()) for idea in ideas]
    return _station(links, ngettext("%(n)d idee", "%(n)d ideeën", len(ideas)) % {"n": len(ideas)})


def _challenges(challenges: list[Challenge]) -> SafeString:
    shown = [one for one in challenges if one.status not in INSIDE]
    links = [Link(_("Uitdaging: %(title)s") % {"title": one.title}, one.get_absolute_url()) for one in shown]
    return _station(links, ngettext("%(n)d uitdaging", "%(n)d uitdagingen", len(shown)) % {"n": len(shown)})


def _winners(which: Q) -> SafeString:
    won = Publication.objects.filter(which, is_winner=True).select_related("submission__response__challenge")
    links = [
        Link(
            _("Inzending van %(name)s") % {"name": one.organisation_name},
            f"{one.submission.response.challenge.get_absolute_url()}#besluit",
        )
        for one in won[: MOST + 1]
    ]
    many = ngettext("%(n)d gekozen inzending", "%(n)d gekozen inzendingen", len(links))
    return _station(links, many % {"n": len(links)})


def _projects(which: Q) -> SafeString:
    found = list(Project.objects.filter(which).distinct().only("slug", "title")[: MOST + 1])
    links = [Link(_("Project: %(title)s") % {"title": one.title}, one.get_absolute_url()) for one in found]
    return _station(links, ngettext("%(n)d project", "%(n)d projecten", len(found)) % {"n": len(found)})


def _station(links: list[Link], many: str) -> SafeString:
    """The links of one station; when there are more than a few, how many."""
    if len(links) > NAMED:
        return format_html("{}", many)
    drawn = ((link.url, link.label) for link in links)
    return format_html_join(", ", '<a class="nl-link" href="{}">{}</a>', drawn)
