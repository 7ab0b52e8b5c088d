"""What makes a box into a map once somebody asks for it."""

from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from participation.maps import has_map

register = template.Library()


@register.simple_tag(takes_context=True)
def map_box(context: template.Context) -> SafeString:
    """Draw the attributes of such a box. The page that holds it may load tiles, and no other page may."""
    has_map(context["request"])
    return flatatt({
        "data-map-script": static("inbreng/map.js"),
        "data-map-style": static("inbreng/map.css"),
        "data-map-areas": reverse("ideas:map_areas"),
        "data-map-tiles": settings.TILES_URL,
        "data-map-credit": settings.TILES_CREDIT,
        "data-map-closer": _("Dichterbij"),
        "data-map-farther": _("Verder weg"),
        "data-map-close": _("Sluit"),
        "data-map-away": _("De kaart laadt nu niet. U kunt verder zonder kaart."),
        "data-map-no-streets": _("De straten laden nu niet. U ziet wel de wijken en buurten."),
    })  # fmt: skip


@register.simple_tag
def can_find_addresses() -> bool:
    """Whether an address search is set up."""
    return bool(settings.ADDRESS_SEARCH_URL)


@register.simple_tag
def tiles_host() -> str:
    """The site that a browser asks for the pictures of a map; empty when it asks none."""
    return urlsplit(settings.TILES_URL).netloc
