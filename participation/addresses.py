"""From words to a place. Our server asks the address service, so that it never meets the visitor.

The answers are those of PDOK's Locatieserver, `free` (https://api.pdok.nl/bzk/locatieserver/search/v3_1/ui/).
"""

import json
import logging
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from participation.errors import NotPossible
from participation.limits import DAY, Limit, take

log = logging.getLogger(__name__)

MOST = 5
LONGEST = 100
LONGEST_NAME = 200
PATIENCE = 3  # Seconds that a visitor, and a thread of ours, wait for somebody else's service ...
REST = 30  # ... and for how long nobody waits for it after it did not answer.
AWAY = "addresses.away"
MOST_BYTES = 200_000
KINDS = "type:(adres OR weg OR postcode OR woonplaats)"
POINT = re.compile(r"POINT\((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)")
# The service is everybody's: so often we ask it in all. What was asked today already is known.
ASKING = Limit("address_search", size=300, seconds=60)


class SearchAway(NotPossible):
    """The address service does not answer."""


@dataclass(frozen=True, slots=True)
class Address:
    """A place with a name; the point is WGS84."""

    name: str
    longitude: float
    latitude: float


def find_addresses(words: str) -> list[Address]:
    """At most five places in the municipality for what somebody typed, the best first.

    Raises SearchAway when the service does not answer, and TooMany.
    """
    asked = " ".join(re.sub(r"[^\w\s.]", " ", words[:LONGEST]).split())  # The service knows signs as commands.
    if not asked or not settings.ADDRESS_SEARCH_URL:
        return []
    key = f"addresses.{sha256(asked.lower().encode()).hexdigest()}"
    found = cache.get(key)
    if found is None:
        found = _ask(asked)
        cache.set(key, found, DAY)
    return [Address(*one) for one in found]


def _ask(asked: str) -> list[tuple[str, float, float]]:
    if cache.get(AWAY):
        raise SearchAway(_("Adressen zoeken lukt nu niet."))
    take(ASKING, "all")
    municipality = settings.MUNICIPALITY_NAME.replace('"', " ")
    query = {
        "q": asked,
        "rows": MOST,
        "fl": "weergavenaam,centroide_ll",
        "fq": [KINDS, f'gemeentenaam:"{municipality}"'],
    }
    request = Request(f"{settings.ADDRESS_SEARCH_URL}?{urlencode(query, doseq=True)}")  # noqa: S310 - settings allow http(s) only
    try:
        with urlopen(request, timeout=PATIENCE) as response:  # noqa: S310 - as above
            return _read(json.loads(response.read(MOST_BYTES)))
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        log.warning("The address service does not answer as it should: %s: %s", type(error).__name__, error)
        cache.set(AWAY, True, REST)
        raise SearchAway(_("Adressen zoeken lukt nu niet.")) from error


def _read(answer: Any) -> list[tuple[str, float, float]]:
    return [
        (str(document["weergavenaam"])[:LONGEST_NAME], float(point[1]), float(point[2]))
        for document in answer["response"]["docs"][:MOST]
        if (point := POINT.fullmatch(document["centroide_ll"]))
    ]
