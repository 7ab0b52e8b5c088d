"""Numbers of the trade register (KvK): what can be seen of one, and what the register says of it when we may ask.

A KvK number has eight digits and no published check digit: the eleven-test is defined for RSIN and BSN, which have nine
(https://www.kvk.nl, "KVK-nummer: alles wat je moet weten"). So what can be seen without asking is its form, and that it
is no number that people make up; the register itself, an official or eHerkenning says whether it is theirs.
"""

import json
import logging
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)

DIGITS = 8
PATIENCE = 4  # Seconds: somebody waits for the page, and can fill it in themselves.
MOST_BYTES = 100_000
LONGEST_NAME, LONGEST_PLACE = 120, 80
MADE_UP = frozenset({"01234567", "12345678", "87654321", "98765432"})


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register says of a number: a name and a place, each possibly empty."""

    name: str
    place: str


class _NoRedirects(HTTPRedirectHandler):
    """Our key goes to the register and nowhere else."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


def clean_kvk_number(text: str) -> str:
    """The eight digits of what somebody typed. Raises ValidationError when it cannot be a KvK number."""
    digits = text.replace(" ", "").replace(".", "").replace("-", "")
    if len(digits) != DIGITS or not digits.isascii() or not digits.isdigit():
        raise ValidationError(_("Een KvK-nummer heeft 8 cijfers."))
    if len(set(digits)) == 1 or digits in MADE_UP:
        raise ValidationError(_("Dit nummer bestaat niet. Kijk op uw uittreksel van de KvK."))
    return digits


def may_ask() -> bool:
    """Whether this installation may ask the register."""
    return bool(settings.KVK_API_URL and settings.KVK_API_KEY)


def look_up(number: str) -> Registered | None:
    """What the register says of `number`; None when it does not know it, cannot be asked, or we may not ask.

    Off unless `KVK_API_URL` and `KVK_API_KEY` are set (Zoeken API, https://developers.kvk.nl).
    """
    if not may_ask():
        return None
    address = f"{settings.KVK_API_URL}/zoeken?{urlencode({'kvkNummer': number})}"
    request = Request(address, headers={"apikey": settings.KVK_API_KEY, "Accept": "application/json"})  # noqa: S310 settings name it
    try:
        with build_opener(_NoRedirects).open(request, timeout=PATIENCE) as answer:
            found = json.loads(answer.read(MOST_BYTES))["resultaten"]
        first = next(one for one in found if one["kvkNummer"] == number)
        place = first.get("adres", {}).get("binnenlandsAdres", {}).get("plaats", "")
        return Registered(_text(first.get("naam"), LONGEST_NAME), _text(place, LONGEST_PLACE))
    except (OSError, HTTPException, ValueError, LookupError, TypeError, AttributeError, StopIteration) as error:
        log.info("The trade register gave no answer that we can use: %s", type(error).__name__)
        return None


def _text(value: object, longest: int) -> str:
    """Plain text of one line, whatever came."""
    return " ".join(value.split())[:longest] if isinstance(value, str) and value.isprintable() else ""
