"""Who is reading."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from participation.models import User


def reader_of(request: HttpRequest) -> User:
    """Who reads. The middleware let nobody else in; this says so once more. Raises PermissionDenied."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
