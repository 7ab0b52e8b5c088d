"""What an official has in front of them: a list, narrowed and in an order. All of it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict

from ideas.desk.lists import FIRST, LISTS, ORDERS, List, Order
from ideas.filters import IdeaFilter, Pair
from ideas.models import Idea
from ideas.models.orders import DUE_ON
from ideas.models.queries import IdeaQuerySet
from ideas.options import Option
from ideas.search import Search
from participation.models import User
from participation.paging import MOST_COUNTED, Page, around, counts_up_to, page_of

NARROWING = {"programma": "programme", "thema": "theme", "gebied": "area", "status": "status"}
BEFORE, AFTER = 4, 10  # Rows of the queue around the idea that is open.
UNCOUNTED = "alle"


class UnknownList(LookupError):
    """The address names a list that does not exist."""


@dataclass(frozen=True)
class Beside:
    """The rows around an idea in its list."""

    before: list[Idea]
    after: list[Idea]

    @property
    def previous(self) -> Idea | None:
        return self.before[-1] if self.before else None

    @property
    def next(self) -> Idea | None:
        return self.after[0] if self.after else None


@dataclass(frozen=True)
class DeskChoice:
    """The list by `name`; `content` narrows it, `sort` is an order if one was chosen, `cursor` the page of the list."""

    name: str
    content: IdeaFilter
    sort: str = ""
    cursor: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "DeskChoice":
        """As the query of an address says. Raises UnknownList; what else is no good there narrows nothing."""
        name, sort = query.get("lijst") or FIRST, query.get("volgorde", "")
        if name not in LISTS:
            raise UnknownList(name)
        return cls(name, IdeaFilter.of(query), sort if sort in ORDERS else "", query.get("vanaf", ""))

    @property
    def shown(self) -> List:
        return LISTS[self.name]

    @property
    def order_name(self) -> str:
        return self.sort or self.shown.order

    @property
    def order(self) -> Order:
        return ORDERS[self.order_name]

    def picked(self, parameter: str) -> Option | None:
        """What was chosen of one of `NARROWING`; a desk narrows by one value of each."""
        return next(iter(self.content.picked.get(NARROWING[parameter], ())), None)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.content.words) or any(self.picked(name) for name in NARROWING)

    @cached_property
    def _narrowing(self) -> list[Pair]:
        pairs = [("q", self.content.words)] if self.content.words else []
        return pairs + [(name, option.key) for name in NARROWING if (option := self.picked(name))]

    @property
    def query(self) -> str:
        """The query of the address of this list, without its page: what is worth saving."""
        pairs = [("lijst", self.name), *self._narrowing]
        return urlencode([*pairs, ("volgorde", self.sort)] if self.sort else pairs)

    @property
    def place(self) -> str:
        """The same with the page: what goes along from idea to idea, so that the way back leads to the same place."""
        return f"{self.query}&{urlencode({'vanaf': self.cursor})}" if self.cursor else self.query

    def query_of(self, name: str) -> str:
        """The same narrowing of another list."""
        return replace(self, name=name, sort="", cursor="").query

    @property
    def plain_query(self) -> str:
        """The list without what narrows it."""
        return urlencode({"lijst": self.name})

    def ideas(self, person: User, today: date) -> IdeaQuerySet:
        """What is in it for `person`, in no order."""
        return self.narrowed(self.shown.narrow(Idea.objects.in_desk_of(person), person, today))

    def narrowed(self, ideas: IdeaQuerySet) -> IdeaQuerySet:
        """Those of `ideas` that have the words and facets."""
        words, facets = self.content.words, self.content.facets
        return Search(ideas, words, facets).found if words else ideas.filter(facets.in_table())

    def page(self, person: User, today: date) -> Page:
        """The rows of its page."""
        rows = self._ordered(self.ideas(person, today))
        return page_of(rows, self.order.field, self.cursor, rising=self.order.rising)

    def beside(self, idea: Idea, person: User, today: date) -> Beside:
        """The rows around `idea`, which may have left the list. Two statements."""
        rows = self._ordered(self.ideas(person, today))
        value = self.order.value_of(idea)
        sizes = {"before": BEFORE, "after": AFTER}
        return Beside(*around(rows, self.order.field, value, idea.pk, **sizes, rising=self.order.rising))

    def _ordered(self, ideas: IdeaQuerySet) -> IdeaQuerySet:
        rows = ideas.for_queue()
        return rows.annotate(due_on=DUE_ON) if self.order.field == "due_on" else rows

    def counts(self, person: User, today: date, own: Mapping[str, "DeskChoice"]) -> dict[str, int]:
        """How many ideas each list has with the same narrowing, and each of `own`, up to `MOST_COUNTED` + 1.

        One statement for all of them.
        """
        mine = Idea.objects.in_desk_of(person)
        rows = {
            name: self.narrowed(one.narrow(mine, person, today)) for name, one in LISTS.items() if name != UNCOUNTED
        }
        rows |= {name: one.narrowed(one.shown.narrow(mine, person, today)) for name, one in own.items()}
        return counts_up_to(rows, MOST_COUNTED)
