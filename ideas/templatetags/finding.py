"""The filters beside the list, and the chips on top of it."""

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ideas.counts import FACETS, MOST, counts_of
from ideas.filters import IdeaFilter
from ideas.panel import chips, facet_groups, order_group, radius_links

register = template.Library()


@register.simple_tag
def filter_orders(chosen: IdeaFilter) -> SafeString:
    """Draw the orders of the list."""
    return order_group(chosen)


@register.simple_tag
def filter_panel(chosen: IdeaFilter) -> SafeString:
    """Draw the filters, each choice with its figure."""
    counts = counts_of(chosen.words, chosen.facets)
    uncounted = format_html('<p class="rule">{}</p>', _uncounted()) if len(counts) < len(FACETS) else ""
    return format_html("{}{}", facet_groups(chosen, counts), uncounted)


def _uncounted() -> str:
    most = number_format(MOST, use_l10n=True)
    return _("Bij een keuze uit meer dan %(most)s ideeën staan geen aantallen.") % {"most": most}


@register.simple_tag
def filter_radii(chosen: IdeaFilter) -> SafeString:
    """Draw how far around the chosen place to look."""
    return radius_links(chosen)


@register.simple_tag
def filter_chips(chosen: IdeaFilter) -> SafeString:
    """Draw what is chosen; each is a link to the list without it."""
    chosen_ones = chips(chosen)
    if not chosen_ones:
        return SafeString("")
    remove = _("Haal dit filter weg:")
    markup = (
        '<li><a class="chip" rel="nofollow" href="{}"><span class="sr-only">{} </span>{}'
        '<span class="chip__sign" aria-hidden="true">×</span></a></li>'
    )
    items = format_html_join("", markup, ((url, remove, label) for label, url in chosen_ones))
    return format_html('<ul class="cluster chips" aria-label="{}">{}</ul>', _("Gekozen filters"), items)
