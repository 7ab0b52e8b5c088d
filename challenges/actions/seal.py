"""Two people open what came in. Opening early is impossible: triggers in the database hold the same rules."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from challenges.clock import ClockTimestamp, now
from challenges.events import JuryEvent
from challenges.models import Challenge, Opening, Phase
from challenges.permissions import may_open_seal
from challenges.workflow import CHALLENGE_MOVES
from participation import journal
from participation.errors import NotAllowed, NotPossible
from participation.models import User
from participation.page_news import withdraw_pages

PEOPLE = 2


@transaction.atomic(durable=True)
def open_phase(phase: Phase, *, actor: User) -> Phase:
    """Open `phase` as one of the two who were named; the second one breaks the seal, and the jury may begin.

    Whoever calls it made sure that `actor` proved a moment ago who they are. Raises NotAllowed, or NotPossible when it
    is too early, or when they opened it already.
    """
    if not may_open_seal(actor, phase):
        raise NotAllowed(_("U mag dit niet doen."))
    row = Phase.objects.select_for_update(of=("self",)).select_related("challenge").get(pk=phase.pk)
    challenge = row.challenge
    if row.hashes is None or now() < row.uploads_end_at:
        raise NotPossible(_("Openen kan pas als de lijst met controlecodes openbaar is."))
    try:
        with transaction.atomic():
            Opening.objects.create(phase=row, person=actor)
    except IntegrityError as error:
        raise NotPossible(_("U hebt al geopend. Nu is uw collega aan de beurt.")) from error
    facts = {"reference": "", "title": challenge.title, "phase": row.title}
    if row.openings.count() < PEOPLE:
        journal.record(JuryEvent.SEAL_BROKEN, challenge, actor=actor, **facts)
        return row
    move = CHALLENGE_MOVES.check(None, challenge, "unseal", {})
    Phase.objects.filter(pk=row.pk).update(unsealed_at=ClockTimestamp())
    moved = Challenge.objects.filter(pk=challenge.pk, status__in=move.sources)
    if moved.update(status=move.target, status_since=ClockTimestamp()) != 1:
        raise NotPossible(_("Iemand anders was net eerder. Bekijk de uitdaging opnieuw."))
    withdraw_pages()
    journal.record(move.kind, challenge, actor=actor, **facts)
    row.refresh_from_db()
    return row
