"""A response is begun, handed in and withdrawn: these are its only doors.

Before the decision nobody but its makers hears that there is one: what is told here says no name and no number.
"""

import secrets
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from challenges.answers import AGREES, Answers, encoded, final, problems_of
from challenges.clock import hold_open, too_late
from challenges.events import ResponseEvent
from challenges.models import Challenge, ChallengeFollow, Draft, Phase, Response, SealedFile, Submission
from challenges.permissions import may_lead_response, may_start_response
from challenges.receipts import Handed, hash_of, manifest
from challenges.sealed_contents import answers_in, name_of, submission_context
from challenges.sealing import new_phase_key, seal
from challenges.statuses import ResponseStatus
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import WRITERS, Membership, Organisation, User


class NotComplete(Incomplete):
    """Something is missing or wrong: `problems` says by field what."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(_("Uw inzending is nog niet af. Kijk bij de vragen hieronder."))
        self.problems = problems


@transaction.atomic(durable=True)
def start_response(challenge: Challenge, organisation: Organisation, *, actor: User) -> Response:
    """Begin to answer in the name of `organisation`; when it has begun already, that response is given.

    `actor` follows the challenge from then on: whoever answers hears what changes, and when there is more time.
    Raises NotAllowed, NotPossible when it is of a kind that is not asked, and TooLate.
    """
    is_writer = Membership.objects.filter(user=actor, organisation=organisation, role__in=WRITERS).exists()
    if not is_writer or not may_start_response(actor, challenge):
        raise NotAllowed(_("U mag dit niet doen."))
    if challenge.kinds and organisation.kind not in challenge.kinds:
        raise NotPossible(_("Deze uitdaging vraagt andere soorten organisaties."), field="organisation")
    phase = current_phase(challenge)
    hold_open(phase)
    there = Response.objects.filter(challenge=challenge, organisation=organisation).first()
    if there is None and phase.number > 1:
        raise NotPossible(_("Aan deze ronde doet mee wie is uitgenodigd."))
    new_phase_key(phase)
    response, made = Response.objects.get_or_create(
        challenge=challenge, organisation=organisation, defaults={"started_by": actor}
    )
    Draft.objects.get_or_create(response=response, phase=phase)
    ChallengeFollow.objects.get_or_create(challenge=challenge, person=actor)
    if made:
        journal.record(ResponseEvent.STARTED, response, actor=actor, **facts_of(challenge))
    return response


@transaction.atomic(durable=True)
def submit_response(response: Response, *, actor: User) -> Submission:
    """Hand in what the draft says now. It may be done again until closing: the last one counts.

    Raises NotAllowed, TooLate by the clock of the database, NotPossible, or NotComplete with what is missing.
    """
    if not may_lead_response(actor, response):
        raise NotAllowed(_("U mag dit niet doen."))
    phase = phase_to_write(response)
    hold_open(phase)
    _lock(response)
    whole = _ready(response, phase)
    number = 1 + response.submissions.filter(phase=phase).count()
    salt = secrets.token_hex(32)
    handed = Handed(phase.challenge.slug, phase.number, response.reference, number, salt)
    text = manifest(handed, whole.answers, [(file, name_of(file), file.whole_at is not None) for file in whole.files])
    sealed = seal(phase, submission_context(response.pk, number), encoded(whole.answers))
    try:
        with transaction.atomic():
            made = Submission.objects.create(
                response=response, phase=phase, number=number, sealed=sealed, salt=salt, sha256=hash_of(text),
                submitted_by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise too_late() from error  # It closed between our look at the clock and that of the database.
    _set(response, status=ResponseStatus.SUBMITTED, agrees_to_publish=whole.agrees)
    journal.record(
        ResponseEvent.SUBMITTED, response, actor=actor, sha256=made.sha256, number=number, **facts_of(phase.challenge)
    )
    return made


@transaction.atomic(durable=True)
def withdraw_response(response: Response, *, actor: User) -> None:
    """Take back what was handed in; until closing it can be handed in again.

    Raises NotAllowed, TooLate, or NotPossible when nothing was handed in.
    """
    if not may_lead_response(actor, response):
        raise NotAllowed(_("U mag dit niet doen."))
    phase = phase_to_write(response)
    moment = hold_open(phase)
    _lock(response)
    if not response.submissions.filter(phase=phase, withdrawn_at=None).update(withdrawn_at=moment):
        raise NotPossible(_("Er is niets om in te trekken."))
    _set(response, status=ResponseStatus.WITHDRAWN)
    journal.record(ResponseEvent.WITHDRAWN, response, actor=actor, **facts_of(phase.challenge))


def current_phase(challenge: Challenge) -> Phase:
    """The phase that the challenge is in."""
    return challenge.phases.select_related("challenge", "seal_key").get(number=challenge.phase_number)


def last_phase(response: Response) -> Phase:
    """The phase that the challenge is in, or the last one that the response was let into."""
    challenge = response.challenge
    number = min(challenge.phase_number, response.phase_number)
    return challenge.phases.select_related("challenge", "seal_key").get(number=number)


def phase_to_write(response: Response) -> Phase:
    """The phase of now, when the response takes part in it. Raises NotPossible."""
    phase = current_phase(response.challenge)
    if response.phase_number < phase.number:
        raise NotPossible(_("Uw inzending doet niet mee aan deze ronde."))
    return phase


def facts_of(challenge: Challenge) -> dict[str, Any]:
    """What every news of a response is told from: nothing that it says, and nobody's name."""
    return {"reference": "", "title": challenge.title}


@dataclass(frozen=True, slots=True)
class Whole:
    """What can be handed in."""

    answers: Answers
    files: list[SealedFile]
    agrees: bool


def _ready(response: Response, phase: Phase) -> Whole:
    """What the draft says, if it can be handed in. Raises NotComplete. Keeps the draft and its files as they are."""
    draft = Draft.objects.select_for_update(of=("self",)).filter(response=response, phase=phase).first()
    if draft is not None:
        draft.phase, draft.response = phase, response
    answers = answers_in(draft) if draft else {}
    files = list(
        SealedFile.objects.select_for_update(of=("self",))
        .filter(response=response, phase=phase, removed_at=None)
        .select_related("field")
        .order_by("pk")
    )
    for file in files:
        file.phase = phase
    fields = list(phase.fields.order_by("number"))
    if problems := problems_of(fields, answers, Counter(str(file.field.uuid) for file in files)):
        raise NotComplete(problems)
    by_field = {
        str(field.uuid): [str(file.uuid) for file in files if file.field_id == field.pk] for field in fields
    }  # fmt: skip
    return Whole(final(fields, answers, by_field), files, bool(answers.get(AGREES)))


def _lock(response: Response) -> None:
    """Two members who hand in at once come one after the other."""
    Response.objects.select_for_update(of=("self",)).only("pk").get(pk=response.pk)


def _set(response: Response, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(response, name, value)
    response.save(update_fields=list(columns))
