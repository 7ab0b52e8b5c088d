"""Searches that the made-up resident keeps: by words, by theme, and around a street."""

from django.http import QueryDict

from ideas.actions.saved import Circle, save_search
from ideas.demo.people import Cast
from ideas.filters import IdeaFilter

KEEPER = "resident@example.org"
SEARCHES: tuple[tuple[str, str, Circle | None], ...] = (
    ("Groen in de stad", "thema=groen-en-duurzaamheid", None),
    ("Fietsen", "q=fietspad", None),
    ("Rond mijn straat", "", Circle(longitude=4.4695, latitude=52.068, radius=1000)),
)


def make_searches(cast: Cast) -> None:
    """Keep them; those that are kept already stay as they are."""
    for name, query, circle in SEARCHES:
        save_search(IdeaFilter.of(QueryDict(query)), actor=cast.by_email[KEEPER], name=name, circle=circle)
