"""The ideas that an address of the list finds. Lists, feeds, maps and whoever keeps a search all ask here."""

from django.http import QueryDict

from ideas.filters import IdeaFilter
from ideas.models import Idea
from ideas.models.facets import Facets
from ideas.models.orders import shuffled_by
from ideas.models.queries import IdeaQuerySet
from ideas.orders import DRAWN, NEWEST, ORDERS, RANDOM, Order
from ideas.search import Search, among
from participation.paging import MOST_COUNTED, Page, count_up_to, page_of


def found(query: QueryDict) -> IdeaQuerySet:
    """Every public idea that the query of a list's address finds, in no order. Not bounded: a page is `page_for()`."""
    chosen = IdeaFilter.of(query)
    return ideas_with(chosen.words, chosen.facets)


def ideas_with(words: str, facets: Facets) -> IdeaQuerySet:
    """Every public idea with these words and facets, in no order."""
    public = Idea.objects.public()
    return Search(public, words, facets).found if words else public.filter(facets.in_table())


def page_for(chosen: IdeaFilter, cursor: str = "") -> tuple[Page, int]:
    """The page at `cursor` of the list that was chosen, and how many ideas it has, counted up to `MOST_COUNTED` + 1.

    With words, each row has `marked` text (`ideas.search.excerpt`).
    """
    if chosen.order_name == RANDOM and chosen.seed is not None:
        return _random_page(chosen, chosen.seed, cursor)
    return _page(chosen, chosen.order, cursor)


def newest_of(chosen: IdeaFilter) -> list[Idea]:
    """The newest ideas of the list that was chosen, as many as a page has."""
    return _page(chosen, ORDERS[NEWEST], "", "problem", "proposal")[0].rows


def _page(chosen: IdeaFilter, order: Order, cursor: str, *more: str) -> tuple[Page, int]:
    public = Idea.objects.public()
    if order.sparse:
        public = public.filter(**{f"{order.field}__isnull": False})
    if chosen.words:
        stored = [] if order.field == "rank" else [order.field]
        cards = public.for_cards("problem", "proposal", *stored)
        return Search(cards, chosen.words, chosen.facets).page(order.field, cursor)
    ideas = public.filter(chosen.facets.in_table())
    page = page_of(ideas.for_cards(order.field, *more), order.field, cursor)
    return page, count_up_to(ideas, MOST_COUNTED)


def _random_page(chosen: IdeaFilter, seed: int, cursor: str) -> tuple[Page, int]:
    """By a draw that the seed names. Of more ideas than are counted, `DRAWN` are drawn, and of those this is the order.

    Of very many hits for words the lots that were drawn once decide: those cannot be found again from a seed.
    """
    ideas = ideas_with(chosen.words, chosen.facets)
    count = count_up_to(ideas, MOST_COUNTED)
    if count > MOST_COUNTED and chosen.words:
        return _page(chosen, chosen.order, cursor)
    if count > MOST_COUNTED:
        cards = ideas.filter(among(_drawn(ideas, seed))).for_cards()
    elif chosen.words:
        cards = Search(Idea.objects.public().for_cards("problem", "proposal"), chosen.words, chosen.facets).hits
    else:
        cards = ideas.for_cards()
    return page_of(cards.annotate(place=shuffled_by(seed)), "place", cursor), count


def _drawn(ideas: IdeaQuerySet, seed: int) -> list[int]:
    """The ids of the next lots from the seed down; after the lowest comes the highest again."""
    lots = ideas.order_by("-lot", "-pk").values_list("pk", flat=True)
    ids = list(lots.filter(lot__lte=seed)[:DRAWN])
    return ids if len(ids) == DRAWN else [*ids, *lots.filter(lot__gt=seed)[: DRAWN - len(ids)]]
