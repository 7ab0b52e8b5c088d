"""Sessions in the database, whose errors keep their name."""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import InterfaceError, OperationalError


class SessionStore(DatabaseStore):
    """As Django's own, except for a database that goes away while a session is saved."""

    def save(self, must_create: bool = False) -> None:
        """Save it. Django takes every error for a session that was removed meanwhile, and answers that with a 400."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError | InterfaceError):
                raise error.__context__ from None
            raise
