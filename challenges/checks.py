"""What must be true before what was sealed can be opened."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 Django's own name for it
from django.db import connections

from challenges.models import SealKey
from challenges.sealing import opens


@register(Tags.database)
def keys_can_be_opened(databases: Sequence[str] | None = None, **_: Any) -> Iterable[CheckMessage]:
    """What was sealed with a key that is gone is lost: that must be found now, not on the day of the opening.

    Looks when a database is named: with every `migrate`, and with `check --database default`.
    """
    for alias in databases or ():
        if SealKey._meta.db_table not in connections[alias].introspection.table_names():
            continue
        if lost := sum(not opens(key) for key in SealKey.objects.using(alias).order_by("pk")):
            hint = "Set SEAL_KEY, or put the earlier key in SEAL_KEY_FALLBACKS and run `manage.py reseal_keys`."
            yield Warning(f"SEAL_KEY does not open the keys of {lost} rounds.", hint=hint, id="challenges.W001")
