"""The municipality's districts and neighbourhoods, as whoever runs the server brings them in."""

from collections.abc import Sequence

from django.db import transaction

from participation.geojson import AreaDraft
from participation.storing_areas import Stored, lock_areas, write_areas


@transaction.atomic(durable=True)
def store_areas(drafts: Sequence[AreaDraft]) -> Stored:
    """Make or renew the areas, known by their code, all or none. What the file does not name stays as it is.

    Raises BadFile for a district that is not there.
    """
    lock_areas()
    return write_areas(drafts)
