"""The keys of phases are sealed anew when the installation has a new key."""

from django.db import transaction

from challenges.models import SealKey
from challenges.sealing import rewrapped


@transaction.atomic(durable=True)
def reseal_keys() -> int:
    """Seal the key of every phase with the installation's key of now; gives how many.

    What was sealed with those keys stays as it is. Raises Tampered when one of them opens with no key that we have,
    and then nothing has changed.
    """
    keys = list(SealKey.objects.select_for_update().order_by("pk"))
    for key in keys:
        key.wrapped = rewrapped(key)
    return SealKey.objects.bulk_update(keys, ["wrapped"], batch_size=500)
