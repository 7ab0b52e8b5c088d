"""What news may be about besides ideas: one line for each model, which all of this room reads.

A new model is a line in `ABOUT` and a line in `tests/notifications/test_subjects.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge, Response
from challenges.permissions import may_hear_of_response, may_see_challenge
from ideas.models import Idea, Round, RoutingRule, WeekLetter
from ideas.permissions import may_see, may_see_board, may_see_round, may_see_rules
from participation.models import Event, Organisation, User
from projects.models import Project


class Subject(Protocol):
    """What news is about: it has a key, and a page to lead to."""

    pk: int

    def get_absolute_url(self) -> str:
        """The page for everybody who may read of it."""

    def get_desk_url(self) -> str:
        """The page for who works on it."""


SubjectKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class About:
    """How news of `model` is told, and to whom it may be.

    `line` says in a mail what it is about, with a place for %(title)s; empty when the news says so itself. `button`
    leads to it. `readable(person)` is what of it a person may read of in the inbox, `may_hear(person, subject)` is
    the same for one at hand, and `refusal` is why not, for the administrator.
    """

    model: type[Model]
    line: str | Promise
    button: str | Promise
    readable: Callable[[User], QuerySet[Any]]
    may_hear: Callable[[User, Any], bool]
    refusal: str


def _of_rules(person: User) -> QuerySet[RoutingRule]:
    return RoutingRule.objects.all() if may_see_rules(person) else RoutingRule.objects.none()


ABOUT: dict[str, About] = {
    about.model._meta.label_lower: about
    for about in (
        About(Idea, "", _("Bekijk het idee"), Idea.objects.visible_to, may_see, "They may not see the idea."),
        About(
            Round,
            _("Het gaat om de stemronde: %(title)s"),
            _("Bekijk de stemronde"),
            Round.objects.visible_to,
            may_see_round,
            "They may not see the round.",
        ),
        About(
            RoutingRule,
            _("Het gaat om de regel: %(title)s"),
            _("Bekijk de regel"),
            _of_rules,
            lambda person, _rule: may_see_rules(person),
            "They may not see the rule.",
        ),
        About(
            WeekLetter,
            "",
            _("Open het bord"),
            lambda person: WeekLetter.objects.filter(person=person),
            lambda person, _letter: may_see_board(person),
            "They oversee no programme any more.",
        ),
        About(
            Challenge,
            _("Het gaat om de uitdaging: %(title)s"),
            _("Bekijk de uitdaging"),
            Challenge.objects.visible_to,
            may_see_challenge,
            "They may not see the challenge.",
        ),
        About(
            Response,
            _("Het gaat om een inzending bij de uitdaging: %(title)s"),
            _("Bekijk de inzending"),
            Response.objects.heard_by,
            may_hear_of_response,
            "They may not read of the response.",
        ),
        About(
            Organisation,
            _("Het gaat om de organisatie: %(title)s"),
            _("Bekijk de organisatie"),
            lambda _person: Organisation.objects.all(),
            lambda _person, _organisation: True,
            "",
        ),
        About(
            Project,
            _("Het gaat om het project: %(title)s"),
            _("Bekijk het project"),
            lambda _person: Project.objects.all(),
            lambda _person, _project: True,
            "",
        ),
    )
}
IDEA = Idea._meta.label_lower


def key_of(event: Event) -> SubjectKey:
    """What kind of subject the event is about, and which."""
    return event.subject_type, event.subject_id


def fetch(keys: set[SubjectKey]) -> dict[SubjectKey, Any]:
    """The subjects that there still are, by key: one statement for each kind of them."""
    found: dict[SubjectKey, Any] = {}
    for label, about in ABOUT.items():
        if wanted := {pk for kind, pk in keys if kind == label}:
            rows = about.model._default_manager.filter(pk__in=wanted)
            rows = rows.select_related("programme") if label == IDEA else rows
            found |= {(label, row.pk): row for row in rows}
    return found


def readable_by(person: User, keys: set[SubjectKey]) -> set[SubjectKey]:
    """Which of `keys` the person may still read of: one statement for each kind of them."""
    return {
        (label, pk)
        for label, about in ABOUT.items()
        if (wanted := {pk for kind, pk in keys if kind == label})
        for pk in about.readable(person).filter(pk__in=wanted).values_list("pk", flat=True)
    }


def subject_of(event: Event) -> Any:
    """What the event tells of, None when it is gone."""
    return fetch({key_of(event)}).get(key_of(event))
