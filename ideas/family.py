"""The ideas around an idea: what was merged into it, and what has to do with it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from ideas.models import Idea
from ideas.models.carrying import Asked, Reply
from ideas.permissions import may_divide
from participation.models import User

MOST_SHOWN = 50
SHOWN = ("reference", "title", "who", "reason", "link")


@dataclass(frozen=True, slots=True)
class Relative:
    """Another public idea: who put it forward when it was merged, or else why it stands here and by which link."""

    reference: str
    title: str
    who: str | None
    reason: str
    link: int | None

    @property
    def author_name(self) -> str:
        return self.who or _("Anoniem")

    def get_absolute_url(self) -> str:
        return reverse("ideas:idea", args=[self.reference])


def family_of(idea: Idea) -> dict[str, list[Relative]]:
    """For the pages of an idea, in one statement: `joined` were merged into it, `related` are linked with it."""
    public = Idea.objects.public().order_by()
    nickname = Case(When(is_anonymous=False, then=F("author__nickname")))
    nobody, no_link = Value(""), Value(None, output_field=BigIntegerField())
    joined = public.filter(merged_into=idea).annotate(
        who=Coalesce("organisation__name", nickname), reason=Value(""), link=no_link
    )
    newer = public.filter(links_to_older__first=idea).annotate(
        who=nobody, reason=F("links_to_older__reason"), link=F("links_to_older__pk")
    )
    older = public.filter(links_to_newer__second=idea).annotate(
        who=nobody, reason=F("links_to_newer__reason"), link=F("links_to_newer__pk")
    )
    rows = joined.values_list(*SHOWN).union(newer.values_list(*SHOWN), older.values_list(*SHOWN), all=True)
    relatives = [Relative(*row) for row in rows.order_by("reference")[:MOST_SHOWN]]
    return {
        "joined": [one for one in relatives if one.link is None],
        "related": [one for one in relatives if one.link is not None],
    }


def family_at_desk(person: User, idea: Idea) -> dict[str, Any]:
    """For an official who handles it: also what supporters of a merged idea said, and what can be done."""
    return {**family_of(idea), "replies": replies_of(idea), "may_divide": may_divide(person, idea)}


def replies_of(idea: Idea) -> dict[str, int] | None:
    """How many supporters of a merged idea were asked, and what they said. None when it was not merged."""
    if idea.merged_into_id is None:
        return None
    asked = idea.questions_to_supporters.filter(kind=Asked.MERGED, target=idea.merged_into_id)
    return asked.aggregate(
        asked=Count("pk"), yes=Count("pk", filter=Q(answer=Reply.YES)), no=Count("pk", filter=Q(answer=Reply.NO))
    )
