"""The photos of a concept. Plain helpers: their callers hold the transaction and the lock of the concept."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ideas.models import Concept, IdeaPhoto
from ideas.models.photo import MOST_PHOTOS
from participation.errors import Incomplete, NotPossible
from participation.plain_text import tidy

LONGEST_DESCRIPTION = 200


def add_photos(concept: Concept, photos: "Sequence[ContentFile[bytes]]", count: Callable[[], None]) -> None:
    """Store the photos that the concept has not yet: a form that is sent again brings the same ones.

    `count` is called for each of these, and may refuse it. Raises Incomplete when there would be too many, and
    NotPossible when the disk is full; both name the field `photo`.
    """
    there = list(concept.photos.values_list("digest", "place"))
    digests = {digest for digest, _place in there}
    last = max((place for _digest, place in there), default=-1)
    fresh = {digest: photo for photo in photos if (digest := _digest(photo)) not in digests}
    if len(there) + len(fresh) > MOST_PHOTOS:
        raise Incomplete(_("Een idee heeft hooguit 5 foto's. Haal er eerst een weg."), field="photo")
    for place, (digest, photo) in enumerate(fresh.items(), last + 1):
        count()
        row = IdeaPhoto(concept=concept, digest=digest, place=place)
        try:
            row.image.save("", photo, save=False)
        except OSError as error:
            message = _("Wij kunnen de foto nu niet bewaren. Uw tekst is wel bewaard.")
            raise NotPossible(message, field="photo") from error
        row.save()


def _digest(photo: "ContentFile[bytes]") -> str:
    photo.seek(0)
    digest = hashlib.sha256(photo.read()).hexdigest()
    photo.seek(0)
    return digest


def describe_photos(concept: Concept, descriptions: Mapping[int, str]) -> None:
    """Write down what is on each photo, by its key. Keys of other photos do nothing."""
    photos = list(concept.photos.filter(pk__in=descriptions))
    for photo in photos:
        photo.description = tidy(descriptions[photo.pk])[:LONGEST_DESCRIPTION]
    IdeaPhoto.objects.bulk_update(photos, ["description"])


def shift_photo(concept: Concept, number: int, by: int) -> None:
    """Let the photo with that key change places with the one before (`by` -1) or after it (1), if there is one."""
    photos = list(concept.photos.all())
    here = next((place for place, photo in enumerate(photos) if photo.pk == number), None)
    if here is None or not 0 <= here + by < len(photos):
        return
    photos[here], photos[here + by] = photos[here + by], photos[here]
    for place, photo in enumerate(photos):
        photo.place = place
    IdeaPhoto.objects.bulk_update(photos, ["place"])


def files_go_with(photos: "QuerySet[IdeaPhoto]") -> None:
    """Remove the files of these photos once their rows are gone for good."""
    for photo in photos:
        transaction.on_commit(partial(photo.image.storage.delete, str(photo.image.name)))
