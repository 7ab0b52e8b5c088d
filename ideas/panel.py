"""The filters of the list as links, each with the number of ideas that it leads to, and what is chosen as chips.

Drawn in Python like a card: a page has dozens of these links, and a template takes three times as long.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ideas.counts import Counts
from ideas.filters import PARAMETERS, RADII, IdeaFilter, Pair
from ideas.options import Option, options
from ideas.orders import BEST, NEWEST, ORDERS
from participation.templatetags.ui import choice_link, details

LABELS = {
    "thema": gettext_lazy("Thema"),
    "gebied": gettext_lazy("Wijk of buurt"),
    "programma": gettext_lazy("Programma"),
    "status": gettext_lazy("Status"),
    "indiener": gettext_lazy("Wie het idee heeft"),
    "antwoord": gettext_lazy("Antwoord van de gemeente"),
}
OPEN_FIRST = {"thema"}
PLAIN = {"indiener", "antwoord"}  # Whose choices say enough on a chip.
PLACES = ("q", *PARAMETERS, "lat", "lon", "straal", "sorteer", "loting")  # In this order they stand in an address.
Drawn = tuple[str, str, str, bool]  # Address, label, figure, whether it is chosen.


def facet_groups(chosen: IdeaFilter, counts: Counts) -> SafeString:
    """A group of links for each facet. What leads to nothing is left out; what was not counted has no figure."""
    groups, offered = [], options()
    for parameter, facet in PARAMETERS.items():
        figures = _with_parts(offered[facet], counts[facet]) if facet in counts else None
        choices = list(_choices(chosen, parameter, offered[facet], figures))
        is_open = parameter in OPEN_FIRST or facet in chosen.picked
        if choices:
            groups.append((details(_links(choices), str(LABELS[parameter]), is_open),))
    return format_html_join("", "{}", groups)


def _with_parts(offered: list[Option], figures: dict[Any, int]) -> dict[Any, int]:
    """The figures, where a district counts for its neighbourhoods too."""
    totals = dict(figures)
    for option in offered:
        if option.part_of is not None and option.value in figures:
            totals[option.part_of] = totals.get(option.part_of, 0) + figures[option.value]
    return totals


def _choices(
    chosen: IdeaFilter, parameter: str, offered: list[Option], figures: dict[Any, int] | None
) -> Iterator[Drawn]:
    picked = set(chosen.picked.get(PARAMETERS[parameter], ()))
    before, after = _around(chosen, parameter)
    for option in offered:
        count = None if figures is None else figures.get(option.value, 0)
        if option in picked:
            yield f"?{chosen.without((parameter, option.key))}", option.label, _figure(count), True
        elif count != 0:
            query = urlencode([*before, (parameter, option.key), *after])
            yield f"?{query}", option.label, _figure(count), False


def _around(chosen: IdeaFilter, parameter: str) -> tuple[list[Pair], list[Pair]]:
    """What stands before and behind one more pair with this name in the address."""
    place = PLACES.index(parameter)
    before = [pair for pair in chosen.pairs if PLACES.index(pair[0]) <= place]
    return before, chosen.pairs[len(before) :]


def _figure(count: int | None) -> str:
    return "" if count is None else number_format(count, use_l10n=True)


def _links(choices: Iterable[Drawn]) -> SafeString:
    items = format_html_join("", "<li>{}</li>", ((choice_link(*choice),) for choice in choices))
    return format_html('<ul class="choice-list">{}</ul>', items)


def order_group(chosen: IdeaFilter) -> SafeString:
    """The orders of the list; the summary says which it has."""
    usual = BEST if chosen.words else NEWEST
    rest = [pair for pair in chosen.pairs if pair[0] not in {"sorteer", "loting"}]
    choices = [
        (f"?{urlencode(rest if name == usual else [*rest, ('sorteer', name)])}", str(order.label), "",
         name == chosen.order_name)
        for name, order in ORDERS.items()
        if name != BEST or chosen.words
    ]  # fmt: skip
    summary = _("Volgorde: %(order)s") % {"order": str(chosen.order.label).lower()}
    return details(_links(choices), summary, is_open=False)


def radius_links(chosen: IdeaFilter) -> SafeString:
    """Around the point of the address: how far."""
    before, after = _around(chosen, "lon")
    rest = [pair for pair in after if pair[0] != "straal"]
    metres = chosen.near.metres if chosen.near else 0
    choices = [
        (f"?{urlencode([*before, ('straal', str(radius)), *rest])}", distance(radius), "", radius == metres)
        for radius in RADII
    ]
    return _links(choices)


def distance(metres: int) -> str:
    """Metres as people say them: `500 meter`, `2 km`."""
    if metres < 1000:  # noqa: PLR2004 what a kilometre is
        return ngettext("%(n)d meter", "%(n)d meter", metres) % {"n": metres}
    return _("%(n)d km") % {"n": metres // 1000}


def title_of(chosen: IdeaFilter) -> str:
    """What the list is about, for a feed or a shared link: `Ideeën: “bankje”, Groen`."""
    said = in_words(chosen)
    return f"{_('Ideeën')}: {said}" if said else _("Ideeën")


def in_words(chosen: IdeaFilter) -> str:
    """What is chosen, as a person reads it: `“bankje”, Groen`. Empty when nothing is."""
    said = [f"“{chosen.words}”"] if chosen.words else []
    said += [option.label for picked in chosen.picked.values() for option in picked]
    if chosen.near:
        said.append(_("Binnen %(distance)s van een plek") % {"distance": distance(chosen.near.metres)})
    return ", ".join(said)


def chips(chosen: IdeaFilter) -> list[tuple[str, str]]:
    """What is chosen, as (label, address without it)."""
    drawn = [(f"“{chosen.words}”", f"?{chosen.without(('q',))}")] if chosen.words else []
    for parameter, facet in PARAMETERS.items():
        name = "" if parameter in PLAIN else f"{LABELS[parameter]}: "
        drawn += [
            (f"{name}{option.label}", f"?{chosen.without((parameter, option.key))}")
            for option in chosen.picked.get(facet, ())
        ]
    if chosen.near:
        label = _("Binnen %(distance)s van een plek") % {"distance": distance(chosen.near.metres)}
        drawn.append((label, f"?{chosen.without(('lat',), ('lon',), ('straal',))}"))
    return drawn
