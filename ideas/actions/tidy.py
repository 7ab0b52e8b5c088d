"""What was begun and never submitted goes after its time, and so does a photo that no row names.

`participation/terms.py` says how long, and docs/privacy.md promises it.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import FileField, Model, QuerySet
from django.utils import timezone

from ideas.expiring import nobodys_concepts, old_entries, old_mails, old_referrals, somebodys_concepts
from ideas.models import CoAuthor, Concept, Entry, IdeaPhoto, InboundMail, InboundPhoto, Referral
from ideas.models.coauthor import INVITATION_DAYS
from ideas.models.drafting import document_path
from ideas.models.photo import photo_path
from participation import terms
from participation.batches import in_lots, remove_rows
from participation.destruction import note
from participation.files import remove_files
from participation.keeping import all_last

log = logging.getLogger(__name__)

#: A file comes before its row. No request takes that long, so a file without a row was left by a crash.
LOOSE_PHOTO = timedelta(days=1)
#: Crashes leave a few. When most photos belong to nobody, then the database is the wrong one, and they must stay.
FEW = 20
#: Where files are put, in folders of their own, and by what.
FOLDERS = {"photos": photo_path, "documents": document_path}


def tidy_ideas() -> dict[str, int]:
    """Remove all that has had its time, and give how many of each. Safe to run twice, also at once."""
    now, lasts = timezone.now(), all_last()
    concepts = nobodys_concepts(now) | somebodys_concepts(now, lasts[terms.CONCEPT])
    return {
        "concepts": in_lots(partial(_remove_concepts, concepts)),
        "addresses": in_lots(partial(_forget_addresses, old_referrals(now, lasts[terms.PARTNER_ADDRESS]))),
        "photos": sum(_remove_loose(folder, now - LOOSE_PHOTO) for folder in FOLDERS),
        "invitations": remove_rows(forgotten_invitations(now)),
        "entries": in_lots(partial(_forget_writers, old_entries(now, lasts[terms.ENTERED_FOR]))),
        "mails": in_lots(partial(_remove_mails, old_mails(now, lasts[terms.INBOUND_MAIL]))),
    }


def forgotten_invitations(now: datetime) -> QuerySet[CoAuthor]:
    """Invitations that can no longer be accepted: the address of somebody who never asked for it."""
    return CoAuthor.objects.filter(accepted_at=None, invited_at__lt=now - timedelta(days=INVITATION_DAYS))


@transaction.atomic(durable=True)
def _remove_concepts(forgotten: QuerySet[Concept], at_most: int) -> int:
    """Whoever is saving one right now keeps it. A late save finds no row any more, and begins anew."""
    lot = list(forgotten.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)[:at_most])
    photos = list(IdeaPhoto.objects.filter(concept__in=lot).values_list("image", flat=True))
    Concept.objects.filter(pk__in=lot).delete()
    note(Concept._meta.label_lower, len(lot))
    transaction.on_commit(lambda: remove_files((default_storage, photo) for photo in photos))
    return len(lot)


@transaction.atomic(durable=True)
def _forget_addresses(over: QuerySet[Referral], at_most: int) -> int:
    """Forget the mail addresses of partners; who was asked and what they said stays."""
    lot = list(over.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)[:at_most])
    Referral.objects.filter(pk__in=lot).update(email="")
    note("ideas.referral.email", len(lot))
    return len(lot)


@transaction.atomic(durable=True)
def _forget_writers(over: QuerySet[Entry], at_most: int) -> int:
    """Forget name and address of whoever sent an idea on paper, long after its result."""
    held = over.order_by("pk").select_for_update(skip_locked=True, of=("self",))
    lot = list(held.values_list("pk", flat=True)[:at_most])
    Entry.objects.filter(pk__in=lot).update(name="", address="")
    note("ideas.entry.address", len(lot))
    return len(lot)


@transaction.atomic(durable=True)
def _remove_mails(over: QuerySet[InboundMail], at_most: int) -> int:
    """Remove mail that was settled long ago, with the photos that no idea took."""
    lot = list(
        over.order_by("pk").select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:at_most]
    )
    photos = list(InboundPhoto.objects.filter(mail__in=lot).values_list("image", flat=True))
    InboundMail.objects.filter(pk__in=lot).delete()
    note(InboundMail._meta.label_lower, len(lot))
    transaction.on_commit(lambda: remove_files((default_storage, photo) for photo in photos))
    return len(lot)


def _remove_loose(top: str, before: datetime) -> int:
    """Remove the files below `top` from before that moment that no row names; gives how many."""
    named, loose = 0, list[str]()
    for folder in default_storage.listdir(top)[0] if default_storage.exists(top) else []:
        paths = {f"{top}/{folder}/{name}" for name in default_storage.listdir(f"{top}/{folder}")[1]}
        names = _named(paths, top)
        named += len(names)
        loose += [path for path in paths - names if _is_older(path, before)]
    if len(loose) > max(named, FEW):
        log.error("%d %s belong to no row and %d to one. Is this the right database?", len(loose), top, named)
        return 0
    removed = remove_files((default_storage, path) for path in loose)
    _count_loose(removed)
    return removed


@transaction.atomic(durable=True)
def _count_loose(removed: int) -> None:
    note("file", removed)


def _is_older(path: str, before: datetime) -> bool:
    try:
        return default_storage.get_modified_time(path) < before
    except FileNotFoundError:  # Removed since we looked, with its concept or by another clock.
        return False


def _named(paths: Iterable[str], top: str) -> set[str]:
    """Those of `paths` that a row names: in one statement, because a photo moves from its concept to the idea."""
    rows = [
        model._base_manager.filter(**{f"{column}__in": paths}).order_by().values_list(column, flat=True)
        for model, column in _columns_of_files(top)
    ]
    return set(rows[0].union(*rows[1:]))


def _columns_of_files(top: str) -> list[tuple[type[Model], str]]:
    """Every column of every room whose files come to stand in that folder."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FileField) and field.upload_to is FOLDERS[top]
    ]
