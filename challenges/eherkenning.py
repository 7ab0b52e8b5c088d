"""What a broker of eHerkenning says of somebody who acts for an organisation."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from participation.kvk import clean_kvk_number
from participation.models import Organisation
from participation.openid import EHERKENNING


def may_use_eherkenning(organisation: Organisation) -> bool:
    """Whether it can be verified this way: it has a number, and is not verified yet."""
    return bool(EHERKENNING.issuer and organisation.kvk_number and organisation.verified_at is None)


def is_sure_enough(claims: dict[str, Any]) -> bool:
    """Whether the broker says that somebody came in at a level that we accept. What we asked for is only a wish."""
    return claims.get("acr") in settings.EHERKENNING_LEVELS


def number_of(claims: dict[str, Any]) -> str:
    """The KvK number for which somebody acts, empty when the claims hold none."""
    said = claims.get(settings.EHERKENNING_KVK_CLAIM)
    try:
        return clean_kvk_number(said) if isinstance(said, str) else ""
    except ValidationError:
        return ""
