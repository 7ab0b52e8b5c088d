"""What somebody is writing is kept on the server while they write."""

import uuid

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.models import Concept, Idea
from participation.errors import NotAllowed, NotPossible, TooMany
from participation.limits import DAY, Limit, take
from participation.models import User

LONGEST = 20_000  # Characters a field; far above what the form accepts, so that nothing typed is cut.
# Wide, because a school, a library or all phones of one provider can be a single address on the network: eight classes
# of 25 begin an idea, and sixty of them add a photo. With the two weeks that such a concept is kept, one address can
# leave 3,000 concepts and 900 photos of at most 1.7 MB. Saving again overwrites, and so costs nothing.
STARTED_FROM_ONE_PLACE = Limit("concept_place", size=200, seconds=DAY)
PHOTOS_FROM_ONE_PLACE = Limit("concept_photo_place", size=60, seconds=DAY)
STARTED_TOO_OFTEN = gettext_lazy(
    "Vanaf uw netwerk zijn vandaag al heel veel ideeën begonnen. "
    "Probeer het later opnieuw, of log eerst in. Uw tekst staat er nog."
)
TOO_MANY_PHOTOS = gettext_lazy(
    "Vanaf uw netwerk zijn vandaag al heel veel foto's gestuurd. "
    "Uw tekst is wel bewaard. Verstuur uw idee zonder foto, of log eerst in."
)


def keep_concept(
    key: uuid.UUID,
    answers: dict[str, str],
    *,
    actor: User | None,
    session_keys: list[str],
    place: str,
    photo: "ContentFile[bytes] | None" = None,
) -> Concept:
    """Save the form as it is, valid or not. `session_keys` are the concepts that this browser started.

    A concept that was started before signing in becomes the actor's. `place` is `limits.place_of()` the request: it
    is counted for who has no account. Raises NotAllowed for somebody else's key, NotPossible when the idea was
    submitted already, and TooMany. What stops the photo only names the field `photo`: keep the text without it then.
    """
    try:
        return _keep(key, answers, actor, session_keys, place, photo)
    except IntegrityError:
        return _keep(key, answers, actor, session_keys, place, photo)  # Two first saves at once: now there is a row.


@transaction.atomic(durable=True)
def _keep(
    key: uuid.UUID,
    answers: dict[str, str],
    actor: User | None,
    session_keys: list[str],
    place: str,
    photo: "ContentFile[bytes] | None",
) -> Concept:
    concept = Concept.objects.select_for_update().filter(key=key).first() or Concept(key=key)
    # A late save must not bring back what was sent. While the concept is there, it was not: both change together.
    if concept._state.adding and Idea.objects.filter(client_key=key).exists():
        raise NotPossible(_("Dit idee is al verstuurd."))
    stranger = concept.author_id is not None and concept.author_id != getattr(actor, "pk", None)
    unclaimed = concept.pk and concept.author_id is None and str(key) not in session_keys
    if stranger or unclaimed:
        raise NotAllowed(_("Dit concept is van iemand anders."))
    if actor is None and concept._state.adding:
        _count(STARTED_FROM_ONE_PLACE, place, STARTED_TOO_OFTEN)
    if actor is None and photo is not None:
        _count(PHOTOS_FROM_ONE_PLACE, place, TOO_MANY_PHOTOS, field="photo")
    concept.author = actor or concept.author
    concept.answers = {name: value.replace("\0", "")[:LONGEST] for name, value in answers.items()}
    if photo is not None:
        _replace_photo(concept, photo)
    concept.save()
    return concept


def _count(limit: Limit, place: str, refusal: Promise, field: str | None = None) -> None:
    """Take a token of the place, and say in words of our own that there is none left."""
    try:
        take(limit, place)
    except TooMany as refused:
        raise TooMany(refusal, field=field) from refused


def _replace_photo(concept: Concept, photo: "ContentFile[bytes]") -> None:
    """Store the photo; the file of the one before goes once the row no longer names it."""
    old, storage = concept.photo.name, concept.photo.storage
    try:
        concept.photo.save("", photo, save=False)
    except OSError as error:
        raise NotPossible(_("Wij kunnen de foto nu niet bewaren. Uw tekst is wel bewaard."), field="photo") from error
    if old:
        transaction.on_commit(lambda: storage.delete(old))


@transaction.atomic(durable=True)
def claim_concept(key: str, *, actor: User) -> None:
    """Make the concept with that key `actor`'s, if nobody owns it. `key` is of a concept that this browser started."""
    Concept.objects.written_by(None, [key]).update(author=actor)


@transaction.atomic(durable=True)
def discard_photo(concept: Concept) -> None:
    """Forget the concept's photo; the file goes once the row no longer names it."""
    name, storage = concept.photo.name, concept.photo.storage
    concept.photo = ""
    concept.save(update_fields=["photo"])
    if name:
        transaction.on_commit(lambda: storage.delete(name))
