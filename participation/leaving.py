"""How an account goes, or signs out: every room takes leave of the person; then rows go, and files after the commit."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import FileField, Model, QuerySet
from django.db.models.deletion import Collector

from participation import register
from participation.destruction import note
from participation.files import remove_files
from participation.models import User


def leave(person: User, *, ideas_go: bool) -> None:
    """Delete the account of `person` and all that is theirs alone. The caller holds the transaction.

    What others answered or support stays without a name, unless `ideas_go`. Raises ProtectedError for the owner of a
    programme.
    """
    for holding in register.every():
        if holding.leave is not None:
            holding.leave(person, ideas_go)
    destroy(User.objects.filter(pk=person.pk))


def sign_out(person: User, ends: register.Ends) -> None:
    """Let every room do what belongs to signing out on purpose, in the browsers whose session key `ends` names.

    Not for a session that is merely over: whoever asked to be told in a browser is told there also weeks later.
    """
    for holding in register.every():
        if holding.sign_out is not None:
            holding.sign_out(person, ends)


def put_out(person: User, ends: register.Ends) -> int:
    """End the sessions of `person` whose key `ends` names, and all that signing out there ends; gives how many.

    The caller holds the transaction.
    """
    sessions = [session for session in UserSession.objects.filter(user=person) if ends(session.session_key)]
    for session in sessions:
        session.end()
    sign_out(person, ends)
    return len(sessions)


def destroy(rows: QuerySet[Model]) -> None:
    """Delete `rows` with what hangs on them, count it, and remove the files when the transaction commits."""
    collector = Collector(using=rows.db, origin=rows)
    collector.collect(rows)
    files = list(_files_of(collector))
    _, counts = collector.delete()
    for label, count in counts.items():
        note(label.lower(), count)
    transaction.on_commit(lambda: remove_files(files))


def _files_of(collector: Collector) -> Iterable[tuple[Storage, str]]:
    """The files of all that the collector is about to delete."""
    lots = [*collector.data.values(), *collector.fast_deletes]
    for lot in lots:
        model = lot.model if isinstance(lot, QuerySet) else type(next(iter(lot)))
        for field in (field for field in model._meta.concrete_fields if isinstance(field, FileField)):
            for row in lot:
                if stored := getattr(row, field.name):
                    yield stored.storage, stored.name
