"""What somebody is writing is kept on the server while they write."""

import uuid

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ideas.models import Concept, Idea
from participation.errors import NotAllowed, NotPossible
from participation.models import User

LONGEST = 20_000  # Characters a field; far above what the form accepts, so that nothing typed is cut.


def keep_concept(
    key: uuid.UUID,
    answers: dict[str, str],
    *,
    actor: User | None,
    session_keys: list[str],
    photo: "ContentFile[bytes] | None" = None,
) -> Concept:
    """Save the form as it is, valid or not. `session_keys` are the concepts that this browser started.

    A concept that was started before signing in becomes the actor's. Raises NotAllowed for somebody else's
    key, and NotPossible when the idea was submitted already.
    """
    try:
        return _keep(key, answers, actor, session_keys, photo)
    except IntegrityError:
        return _keep(key, answers, actor, session_keys, photo)  # Two first saves at once: now there is a row.


@transaction.atomic(durable=True)
def _keep(
    key: uuid.UUID,
    answers: dict[str, str],
    actor: User | None,
    session_keys: list[str],
    photo: "ContentFile[bytes] | None",
) -> Concept:
    concept = Concept.objects.select_for_update().filter(key=key).first() or Concept(key=key)
    if Idea.objects.filter(client_key=key).exists():  # Under the lock: a late save must not bring back what was sent.
        raise NotPossible(_("Dit idee is al verstuurd."))
    stranger = concept.author_id is not None and concept.author_id != getattr(actor, "pk", None)
    unclaimed = concept.pk and concept.author_id is None and str(key) not in session_keys
    if stranger or unclaimed:
        raise NotAllowed(_("Dit concept is van iemand anders."))
    concept.author = actor or concept.author
    concept.answers = {name: value.replace("\0", "")[:LONGEST] for name, value in answers.items()}
    if photo is not None:
        old, storage = concept.photo.name, concept.photo.storage
        concept.photo.save("", photo, save=False)
        if old:
            transaction.on_commit(lambda: storage.delete(old))
    concept.save()
    return concept


@transaction.atomic(durable=True)
def discard_photo(concept: Concept) -> None:
    """Forget the concept's photo; the file goes once the row no longer names it."""
    name, storage = concept.photo.name, concept.photo.storage
    concept.photo = ""
    concept.save(update_fields=["photo"])
    if name:
        transaction.on_commit(lambda: storage.delete(name))
