"""What stands on somebody's own page: sections, each a list with a way to draw one of its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.comment_statuses import CommentState
from ideas.models import Comment, Concept, Idea, SavedSearch, SupportQuestion
from ideas.models.queries import IdeaQuerySet
from participation.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One list of a person's own things.

    `rows(person)` gives them, `field` is what they are ordered by, from high to low (`participation.paging`), and
    `template` draws `row`. Without rows the page says `none`, with `help` and the link that `start` names; a section
    without `none` is not there then. `more` says what its own page is for, when that is more than the other rows.
    """

    slug: str
    title: Promise
    rows: Callable[[User], QuerySet[Any]]
    field: str
    template: str = "ideas/_mine_idea.html"
    layout: str = "grid"
    none: Promise | str = ""
    help: Promise | str = ""
    start: tuple[str, Promise] | None = None
    more: Promise | str = ""


def concepts(person: User) -> QuerySet[Concept]:
    """What is being written."""
    return Concept.objects.filter(author=person)


def ideas(person: User) -> IdeaQuerySet:
    """What the person put forward, hidden ideas too."""
    return Idea.objects.filter(author=person).for_cards()


def followed(person: User) -> IdeaQuerySet:
    """What the person chose to follow: their own ideas they follow anyway."""
    return Idea.objects.visible_to(person).filter(follows__person=person).exclude(author=person).for_cards()


def supported(person: User) -> IdeaQuerySet:
    """What the person supports."""
    return Idea.objects.visible_to(person).filter(supports__person=person).for_cards()


def questions(person: User) -> QuerySet[SupportQuestion]:
    """Whether support goes along to another idea: what the person was asked and did not answer yet."""
    shown = [f"{side}__{name}" for side in ("source", "target") for name in ("reference", "title")]
    waiting = SupportQuestion.objects.open().filter(person=person).select_related("source", "target")
    return waiting.only("kind", "asked_at", "person", *shown)


def comments(person: User) -> QuerySet[Comment]:
    """What the person wrote below ideas that they may still see."""
    seen = Idea.objects.visible_to(person)
    kept = Comment.objects.filter(author=person, idea__in=seen).exclude(state=CommentState.DELETED)
    return kept.select_related("idea").only("text", "state", "created_at", "idea__title", "idea__reference")


def searches(person: User) -> QuerySet[SavedSearch]:
    """What the person looks for, now and later."""
    return SavedSearch.objects.filter(person=person)


def organisations(person: User) -> QuerySet[Any]:
    """To which organisations the person belongs."""
    return person.memberships.select_related("organisation")


def sign_ins(person: User) -> QuerySet[UserSession]:
    """Where the person is signed in."""
    return UserSession.objects.filter(user=person)


SECTIONS = (
    Section(
        slug="schrijven",
        title=_("U bent nog aan het schrijven"),
        rows=concepts,
        field="updated_at",
        template="ideas/_mine_concept.html",
        layout="list",
    ),
    Section(
        slug="steun-meenemen",
        title=_("Gaat uw steun mee?"),
        rows=questions,
        field="asked_at",
        template="ideas/_mine_question.html",
        layout="list",
        more=_("Beantwoord alles in één keer"),
    ),
    Section(
        slug="ideeen",
        title=_("Mijn ideeën"),
        rows=ideas,
        field="submitted_at",
        none=_("U hebt nog geen idee ingediend"),
        start=("/ideeen/nieuw/", _("Vertel uw idee")),
    ),
    Section(
        slug="volgen",
        title=_("Ideeën die ik volg"),
        rows=followed,
        field="submitted_at",
        none=_("U volgt nog geen ideeën"),
        help=_("Kies bij een idee “Volg dit idee”. Dan krijgt u bericht als er iets verandert."),
    ),
    Section(
        slug="steun",
        title=_("Ideeën die ik steun"),
        rows=supported,
        field="submitted_at",
        none=_("U steunt nog geen ideeën"),
        start=("/ideeen/?sorteer=steun", _("Bekijk welke ideeën veel steun hebben")),
    ),
    Section(
        slug="reacties",
        title=_("Mijn reacties"),
        rows=comments,
        field="created_at",
        template="ideas/_mine_comment.html",
        layout="list",
    ),
    Section(
        slug="zoekopdrachten",
        title=_("Mijn zoekopdrachten"),
        rows=searches,
        field="created_at",
        template="ideas/_mine_search.html",
        layout="list",
        none=_("U bewaart nog geen zoekopdrachten"),
        start=("/mijn-inbreng/zoekopdrachten/", _("Naar mijn zoekopdrachten")),
    ),
    Section(
        slug="organisaties",
        title=_("Mijn organisaties"),
        rows=organisations,
        field="id",
        template="ideas/_mine_organisation.html",
        layout="list",
    ),
    Section(
        slug="ingelogd",
        title=_("Waar u bent ingelogd"),
        rows=sign_ins,
        field="last_seen_at",
        template="ideas/_mine_sign_in.html",
        layout="list",
    ),
)
