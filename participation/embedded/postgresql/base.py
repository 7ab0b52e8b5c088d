"""The database backend of local mode: as Django's own, and the server starts with the first connection."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from participation import embedded
from participation.embedded.places import Places


class DatabaseWrapper(base.DatabaseWrapper):
    """Starts or joins the embedded PostgreSQL when a connection is wanted, not when settings are read."""

    def get_connection_params(self) -> dict[str, Any]:
        """Give the parameters of a connection to a server that certainly runs."""
        embedded.use("postgres", settings.VAR)
        return {**super().get_connection_params(), "host": str(Places(settings.VAR).sockets)}
