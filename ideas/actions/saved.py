"""Keeping a search, and forgetting it. Both are private, so neither is news."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.filters import RADII, IdeaFilter
from ideas.models import SavedSearch
from ideas.search_terms import asked, terms_of
from ideas.vocabulary import lexicon
from participation.errors import Incomplete, NotAllowed, TooMany
from participation.models import User

MOST = 20
LONGEST_NAME = 80
PRECISION = 4  # Decimals of a degree, some ten metres: it need not say which house it is.


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """An area of one's own: a point (WGS84) and metres around it."""

    longitude: float
    latitude: float
    radius: int


@transaction.atomic(durable=True)
def save_search(chosen: IdeaFilter, *, actor: User, name: str, circle: Circle | None = None) -> SavedSearch:
    """Keep the search, from now on telling `actor` of what it finds. The same search again gives the first one.

    A `circle` takes the place of the one in the address of the list.

    Raises NotAllowed, Incomplete, or TooMany.
    """
    name = " ".join(name.replace("\0", "").split())
    if not actor.is_active:
        raise NotAllowed(_("U mag dit niet doen."))
    if not name or len(name) > LONGEST_NAME:
        raise Incomplete(_("Geef een naam van hooguit 80 tekens."), field="name")
    terms = asked(terms_of(chosen.words, lexicon()))
    if chosen.words and not terms:
        raise Incomplete(_("Met deze woorden vinden wij nooit iets. Zoek op andere woorden."))
    if circle:
        chosen = replace(chosen, near=None)
    elif chosen.near:
        circle = Circle(longitude=chosen.near.longitude, latitude=chosen.near.latitude, radius=chosen.near.metres)
    if circle and circle.radius not in RADII:
        raise Incomplete(_("Kies hoe ver van de plek."), field="radius")
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)  # Two at once would each find room for one more.
    place, query = _columns(circle), chosen.content.query
    mine = SavedSearch.objects.of(actor)
    if same := mine.filter(query=query, **place).first():
        return same
    if mine.count() >= MOST:
        raise TooMany(_("U hebt al 20 zoekopdrachten bewaard. Haal er eerst een weg."))
    tokens = chosen.facets.tokens
    return SavedSearch.objects.create(
        person=actor,
        name=name,
        query=query,
        terms=terms,
        tokens=[token for values in tokens for token in values],
        facets=len(tokens),
        **place,
    )


def _columns(circle: Circle | None) -> dict[str, float | int | None]:
    if circle is None:
        return {"longitude": None, "latitude": None, "radius": None}
    point = {"longitude": circle.longitude, "latitude": circle.latitude}
    return {**{name: round(value, PRECISION) for name, value in point.items()}, "radius": circle.radius}


@transaction.atomic(durable=True)
def remove_search(search: SavedSearch, *, actor: User) -> None:
    """Forget the search; nothing is told of it any more. Doing it twice is no error. Raises NotAllowed."""
    if search.person_id != actor.pk:
        raise NotAllowed(_("U mag dit niet doen."))
    SavedSearch.objects.of(actor).filter(pk=search.pk).delete()
