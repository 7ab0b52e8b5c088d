"""A response is written together: who saves tells what stood in each field, and nobody overwrites another."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.actions.response import phase_to_write
from challenges.answers import Answers, encoded
from challenges.merging import Digests, Merged, merged
from challenges.models import Draft, DraftVersion, Response
from challenges.permissions import may_write_response
from challenges.sealed_contents import answers_in, answers_in_version, draft_context
from challenges.sealing import new_phase_key, seal
from challenges.statuses import ChallengeStatus
from participation.errors import NotAllowed, NotPossible
from participation.models import User

#: A text that is saved every few seconds would be nothing but versions.
VERSION_EVERY = timedelta(minutes=5)
MOST_VERSIONS = 50
#: After closing too: what somebody typed one second too late is not lost.
WRITING = (ChallengeStatus.OPEN, ChallengeStatus.CLOSED)


@transaction.atomic(durable=True)
def save_draft(
    response: Response, answers: Answers, *, actor: User, base: Digests, keeps_version: bool = False
) -> tuple[Draft, Merged]:
    """Save what was typed, by field, over what `base` tells of; gives the draft, and what was taken into it.

    What somebody else changed since stays, and so do the fields that both changed: those are the conflicts. What it
    said before is kept as a version with `keeps_version`, or when the last one is a while ago. No news is made of it.
    Raises NotAllowed, or NotPossible.
    """
    if not may_write_response(actor, response):
        raise NotAllowed(_("U mag dit niet doen."))
    phase = phase_to_write(response)
    if phase.challenge.status not in WRITING:
        raise NotPossible(_("De inzendingen zijn al geopend. Uw concept kan niet meer veranderen."))
    new_phase_key(phase)
    Draft.objects.get_or_create(response=response, phase=phase)
    draft = Draft.objects.select_for_update(of=("self",)).get(response=response, phase=phase)
    draft.response, draft.phase = response, phase
    done = merged(response.pk, base, answers, answers_in(draft))
    if done.changes:
        _keep(draft, always=keeps_version)
        _write(draft, done.answers, actor)
    return draft, done


@transaction.atomic(durable=True)
def put_back(version: DraftVersion, *, actor: User) -> Draft:
    """Let the draft say again what it said then; what it says now stays as a version.

    Raises NotAllowed, or NotPossible when the round is over.
    """
    response = version.draft.response
    if not may_write_response(actor, response):
        raise NotAllowed(_("U mag dit niet doen."))
    phase = phase_to_write(response)
    if phase.pk != version.draft.phase_id or phase.challenge.status not in WRITING:
        raise NotPossible(_("Dit concept kan niet meer veranderen."))
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=version.draft_id)
    draft.response, draft.phase = response, phase
    version.draft = draft
    answers = answers_in_version(version)
    _keep(draft, always=True)
    _write(draft, answers, actor)
    return draft


def _write(draft: Draft, answers: Answers, actor: User) -> None:
    draft.edition += 1
    draft.sealed = seal(draft.phase, draft_context(draft.response, draft.edition), encoded(answers))
    draft.saved_at, draft.saved_by = timezone.now(), actor
    draft.save(update_fields=["edition", "sealed", "saved_at", "saved_by"])


def _keep(draft: Draft, *, always: bool) -> None:
    """Keep what the draft says as a version, if that is due; the oldest of too many go."""
    if not draft.edition:
        return
    newest = draft.versions.first()
    since = newest.saved_at if newest else None
    is_due = since is None or draft.saved_at - since > VERSION_EVERY
    if not (always or is_due):
        return
    draft.versions.create(
        edition=draft.edition, sealed=draft.sealed, saved_at=draft.saved_at, saved_by_id=draft.saved_by_id
    )
    kept = draft.versions.values("pk")[:MOST_VERSIONS]
    draft.versions.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
