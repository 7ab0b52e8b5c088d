"""How a subject that administrators keep is described, so that its list, form and history can be drawn from it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ideas.administering.forms import SubjectForm
from ideas.permissions import may_administer
from participation.permissions import Person

Text = str | Promise
Column = tuple[Text, Callable[[Any], Any]]

MOST_SHOWN = 1_000  # Of each; the lists of a municipality have tens, and hundreds of words.


@dataclass(frozen=True, slots=True)
class Administered:
    """A subject. `columns` are (heading, text of a row), the first of which is the link; `new` invites to make one.

    `key` is the attribute by which addresses call a row. `save` is the action; `remove` too, where a row may go.
    `elsewhere` is the name and the words of a page beside the list. `may` says who keeps it. `consequence` says what a
    change would do that cannot be undone, so that it is asked first; empty when nothing. `preview` draws what was
    filled in, and then old versions can be read and put back.
    """

    slug: str
    title: Text
    explanation: Text
    model: type[models.Model]
    form: type[SubjectForm]
    save: Callable[..., Any]
    rows: Callable[[], Iterable[Any]]
    columns: tuple[Column, ...]
    new: Text = ""
    key: str = "pk"
    remove: Callable[..., None] | None = None
    elsewhere: tuple[str, Text] | None = None
    may: Callable[[Person], bool] = may_administer
    consequence: Callable[[Any, Mapping[str, Any]], str] | None = None
    preview: Callable[[Any, Mapping[str, Any]], Any] | None = None

    @property
    def is_removable(self) -> bool:
        """Whether a row may go. A template cannot ask for `remove`: it would call it."""
        return self.remove is not None

    @property
    def is_previewed(self) -> bool:
        """Whether what was filled in can be looked at first, likewise."""
        return self.preview is not None

    def find(self, key: str) -> Any:
        """The row that addresses call so; None when there is none. The list is short, and one statement."""
        return next((row for row in self.rows() if str(getattr(row, self.key)) == key), None)

    def url_of(self, row: Any) -> str:
        """Where the row is changed."""
        return reverse("ideas:kept", args=[self.slug, getattr(row, self.key)])

    def lines(self) -> list[tuple[str, list[tuple[Text, Any]]]]:
        """Each row as its address and its (heading, text) pairs."""
        return [(self.url_of(row), [(heading, text(row)) for heading, text in self.columns]) for row in self.rows()]


def yes_or_no(value: bool) -> str:
    """The value in a word."""
    return _("ja") if value else _("nee")
