"""What somebody is writing is kept on the server while they write."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.actions.concept_photos import add_photos, describe_photos, files_go_with, shift_photo
from ideas.models import Concept
from participation.errors import NotAllowed, NotPossible, TooMany
from participation.limits import DAY, Limit, take
from participation.models import User

LONGEST = 20_000  # Characters a field; far above what the form accepts, so that nothing typed is cut.
MOST_CONCEPTS = 20  # Of one person at once. Each can be thrown away, and those that nobody goes on with go in time.
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
WRITING_ALREADY = gettext_lazy(
    "U schrijft al aan 20 ideeën. Verstuur er eerst een, of gooi er een weg. Uw tekst staat er nog."
)
SENT_OR_MANY = """
SELECT EXISTS (SELECT FROM ideas_idea WHERE client_key = %s),
  (SELECT count(*) FROM ideas_concept WHERE author_id = %s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What comes in from a form, and from whom.

    `session_keys` are the concepts that this browser started, `browser` is a mark by which it is known when its
    session never came back, and `place` is `limits.place_of()` the request, which is counted for who has no account.
    `seen` is how often the concept had been saved when `tab` last read it; None overwrites whatever is there.
    """

    answers: Mapping[str, str]
    actor: User | None
    place: str
    session_keys: Sequence[str] = ()
    browser: str = ""
    seen: int | None = None
    tab: str = ""
    photos: "Sequence[ContentFile[bytes]]" = ()
    descriptions: Mapping[int, str] = field(default_factory=dict)


def keep_concept(key: uuid.UUID, writing: Writing) -> Concept:
    """Save the answers as they are, valid or not; what is not among them stays as it was.

    A concept that was started before signing in becomes the actor's. When another tab changed the same answer since,
    both texts live on: this one in a concept of its own, with another key. Raises NotAllowed for somebody else's key,
    NotPossible when the idea was submitted already, and TooMany. What stops a photo only names the field `photo`: keep
    the text without it then.
    """
    try:
        return _keep(key, writing)
    except IntegrityError:
        return _keep(key, writing)  # Two first saves at once: now there is a row.


@transaction.atomic(durable=True)
def _keep(key: uuid.UUID, writing: Writing) -> Concept:
    concept = _opened(key, writing)
    if _is_overtaken(concept, writing):
        # The same tab comes to the same copy again, also when it never heard of it.
        copy = uuid.uuid5(key, writing.tab)
        own = replace(writing, seen=None, session_keys=[*writing.session_keys, str(copy)])
        before, concept = concept.answers, _opened(copy, own)
        concept.answers = concept.answers or before
    concept.author = writing.actor or concept.author
    concept.browser = "" if concept.author_id else writing.browser or concept.browser
    _take_over(concept, writing)
    is_new = concept.pk is None
    concept.save()
    if is_new:
        _may_begin(concept, writing)
    if writing.photos:
        _add_photos(concept, writing)
    if writing.descriptions:
        describe_photos(concept, writing.descriptions)
    return concept


def _opened(key: uuid.UUID, writing: Writing) -> Concept:
    """The concept with that key, locked; a new one when there is none. Raises NotAllowed."""
    concept = Concept.objects.select_for_update().filter(key=key).first()
    if concept is None:
        return Concept(key=key)
    stranger = concept.author_id is not None and concept.author_id != getattr(writing.actor, "pk", None)
    if stranger and writing.actor is None:
        raise NotAllowed(_("U bent niet meer ingelogd. Uw tekst staat er nog. Log in, of verstuur hem opnieuw."))
    known = str(key) in writing.session_keys or (writing.browser and writing.browser == concept.browser)
    if stranger or (concept.author_id is None and not known):
        raise NotAllowed(_("Dit concept is van iemand anders."))
    return concept


def _may_begin(concept: Concept, writing: Writing) -> None:
    """Asked once the row is there, which waits for who is just sending the one with this key: then that is seen too."""
    with connection.cursor() as cursor:
        cursor.execute(SENT_OR_MANY, [concept.key, concept.author_id])
        is_sent, number = cursor.fetchone()
    if is_sent:  # A late save must not bring back what was sent.
        raise NotPossible(_("Dit idee is al verstuurd."))
    if writing.actor is None:
        _count(STARTED_FROM_ONE_PLACE, writing.place, STARTED_TOO_OFTEN)
    elif number > MOST_CONCEPTS:  # This one included.
        raise TooMany(WRITING_ALREADY)


def _is_overtaken(concept: Concept, writing: Writing) -> bool:
    """Whether another tab changed an answer that this one changes too, after this one last read it."""
    if writing.seen is None or not writing.tab:
        return False
    for name, value in _changes(concept, writing).items():
        number, tab = concept.changed.get(name, (0, ""))
        if number > writing.seen and tab != writing.tab and value:
            return True
    return False


def _changes(concept: Concept, writing: Writing) -> dict[str, str]:
    typed = {name: value.replace("\0", "")[:LONGEST] for name, value in writing.answers.items()}
    return {name: value for name, value in typed.items() if concept.answers.get(name) != value}


def _take_over(concept: Concept, writing: Writing) -> None:
    changes = _changes(concept, writing)
    concept.saves += 1
    concept.answers = {**concept.answers, **changes}
    concept.changed = {**concept.changed, **dict.fromkeys(changes, (concept.saves, writing.tab))}


def _add_photos(concept: Concept, writing: Writing) -> None:
    def count() -> None:
        if writing.actor is None:
            _count(PHOTOS_FROM_ONE_PLACE, writing.place, TOO_MANY_PHOTOS, field="photo")

    add_photos(concept, writing.photos, count)


def _count(limit: Limit, place: str, refusal: Promise, field: str | None = None) -> None:
    """Take a token of the place, and say in words of our own that there is none left."""
    try:
        take(limit, place)
    except TooMany as refused:
        raise TooMany(refusal, field=field) from refused


@transaction.atomic(durable=True)
def claim_concept(key: str, *, actor: User) -> None:
    """Make the concept with that key `actor`'s, if nobody owns it. `key` is of a concept that this browser started."""
    Concept.objects.written_by(None, [key]).update(author=actor, browser="")


@transaction.atomic(durable=True)
def discard_concept(concept: Concept) -> None:
    """Throw away what was written, with its photos. The caller knows that it is the writer's."""
    files_go_with(concept.photos.all())
    concept.delete()


@transaction.atomic(durable=True)
def discard_photo(concept: Concept, number: int) -> None:
    """Forget the photo with that key, when it is the concept's; its file goes once no row names it."""
    photos = concept.photos.filter(pk=number)
    files_go_with(photos)
    photos.delete()


@transaction.atomic(durable=True)
def move_photo(concept: Concept, number: int, *, by: int) -> None:
    """Show the photo with that key one place earlier (`by` -1) or later (1). At the end of the row nothing happens."""
    Concept.objects.select_for_update().only("pk").filter(pk=concept.pk).first()  # Two tabs take turns.
    shift_photo(concept, number, by)
