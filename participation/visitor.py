"""Who is asking."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from participation.models import User


def visitor(request: HttpRequest) -> User | None:
    """The signed-in person; None for everybody else."""
    return request.user if isinstance(request.user, User) else None


def reader(request: HttpRequest) -> User:
    """The signed-in person, for views behind the sign-in.

    The middleware lets nobody else in there; this says so once more. Raises PermissionDenied.
    """
    person = visitor(request)
    if person is None:
        raise PermissionDenied
    return person
