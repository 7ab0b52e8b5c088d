"""What the pages of a new idea share: who is writing, in which concept, and how it is kept."""

import secrets
import uuid
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from ideas.actions.concept import Writing, keep_concept
from ideas.models import Concept
from ideas.models.concept import ConceptQuerySet
from ideas.submit_forms import KEPT
from participation.errors import RuleBroken
from participation.limits import place_of
from participation.sent import number_in, uuid_in
from participation.visitor import visitor

STARTED_HERE = "concepts"  # Session: the keys of the concepts that this browser started without an account.
WAITING = "concept_waiting"  # Session: the key of the concept that the code will submit, or has submitted.
MOST_STARTED = 20
DESCRIPTION = "beschrijving-"  # Before the number of a photo: the field with what is on it.
ANOTHER = "nieuw"  # In the address: begin an idea beside the one that waits.


def browser_of(request: HttpRequest) -> str:
    """A mark of this browser, from the cookie against forged requests that it got with the form.

    It has that one before it sends anything, so that somebody whose first answer got lost is known all the same.
    """
    secret = request.META.get("CSRF_COOKIE", "")
    return salted_hmac("ideas.concept", secret, algorithm="sha256").hexdigest() if secret else ""


def concepts_of(request: HttpRequest) -> ConceptQuerySet:
    """The concepts that this browser or this person may read."""
    person = getattr(visitor(request), "pk", None)
    return Concept.objects.written_by(person, request.session.get(STARTED_HERE, []), browser_of(request))


def chosen_concept(request: HttpRequest) -> Concept | None:
    """The concept that the address names, or else the one written in last. None begins anew."""
    wanted = request.GET.get("concept", "")
    if wanted == ANOTHER:
        return None
    key = uuid_in(wanted)
    concepts = concepts_of(request)
    return (concepts.filter(key=key).first() if key else None) or concepts.first()


def new_tab() -> str:
    """A name for this copy of the page, by which two tabs are told apart."""
    return secrets.token_hex(4)


def keep(request: HttpRequest, key: uuid.UUID, photos: "Sequence[ContentFile[bytes]]" = ()) -> tuple[Concept, str]:
    """Keep what was typed, and say why a photo was not. A full disk or a limit may cost the photo, never the text.

    Raises RuleBroken when the text cannot be kept.
    """
    keys, person = request.session.get(STARTED_HERE, []), visitor(request)
    writing = Writing(
        answers={name: request.POST[name] for name in KEPT if name in request.POST},
        actor=person,
        place=place_of(request),
        session_keys=keys,
        browser=browser_of(request),
        seen=number_in(request.POST.get("seen", "")),
        tab=request.POST.get("tab", "")[:16],
        photos=photos,
        descriptions=_descriptions(request),
    )
    try:
        concept, refusal = keep_concept(key, writing), ""
    except RuleBroken as broken:
        if broken.field != "photo":
            raise
        concept, refusal = keep(request, key)[0], str(broken.message)
    keys = request.session.get(STARTED_HERE, [])
    if person is None and str(concept.key) not in keys:
        request.session[STARTED_HERE] = [*keys, str(concept.key)][-MOST_STARTED:]
    return concept, refusal


def _descriptions(request: HttpRequest) -> dict[int, str]:
    found = {name.removeprefix(DESCRIPTION): name for name in request.POST if name.startswith(DESCRIPTION)}
    numbers = {number_in(number): name for number, name in found.items()}
    return {number: request.POST[name] for number, name in numbers.items() if number is not None}
