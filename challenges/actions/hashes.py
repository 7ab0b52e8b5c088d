"""After closing, what came in is published as hashes: nobody can exchange anything without being found out."""

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from challenges.clock import now
from challenges.hashes import hash_list
from challenges.models import Phase, SealedFile, Submission
from challenges.statuses import ChallengeStatus
from participation.errors import NotPossible, RuleBroken
from participation.page_news import withdraw_pages

log = logging.getLogger(__name__)


@transaction.atomic(durable=True)
def publish_hashes(phase: Phase) -> Phase:
    """Write down the hash of every submission that counts, once, when the last upload can have come in.

    The clock does it. It makes no news: that the challenge has closed was told. Raises NotPossible.
    """
    row = Phase.objects.select_for_update(of=("self",)).select_related("challenge").get(pk=phase.pk)
    is_over = row.challenge.status == ChallengeStatus.CLOSED and row.challenge.phase_number == row.number
    if row.hashes is not None or not is_over or now() < row.uploads_end_at:
        raise NotPossible(_("Dit kan nu niet."))
    counting = Submission.objects.filter(phase=row).counting().select_related("response")
    files = SealedFile.objects.filter(phase=row, whole_at__isnull=False)
    row.hashes = hash_list(counting.defer("sealed"), files)
    row.save(update_fields=["hashes"])
    withdraw_pages()
    return row


def mind_hashes() -> int:
    """Publish what is due; gives how many. Safe to run twice, also at once."""
    published = 0
    for phase in Phase.objects.awaiting_hashes():
        try:
            publish_hashes(phase)
        except RuleBroken:
            continue  # Another clock was first.
        except Exception:
            log.exception("The hashes of phase %s cannot be published.", phase.pk)
            continue
        published += 1
    return published
