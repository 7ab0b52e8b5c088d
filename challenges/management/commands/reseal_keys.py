"""`manage.py reseal_keys`: after SEAL_KEY changed, nothing needs the earlier key any more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from challenges.actions.keys import reseal_keys
from challenges.sealing import Tampered


class Command(BaseCommand):
    """Seals the keys of all phases anew."""

    help = (
        "Seal the keys of all rounds with the SEAL_KEY of now, so that the earlier one can go from SEAL_KEY_FALLBACKS."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            self.stdout.write(f"Sealed anew: {reseal_keys()} keys.")
        except Tampered as error:
            raise CommandError(f"{error} Put the earlier key in SEAL_KEY_FALLBACKS. Nothing was changed.") from error
