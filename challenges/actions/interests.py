"""A juror declares what interest they have, before they read anything."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from challenges.events import JuryEvent
from challenges.judging import names_in, phase_of
from challenges.models import Challenge, Juror
from challenges.permissions import juror_of
from challenges.statuses import ChallengeStatus
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User


@transaction.atomic(durable=True)
def declare_interests(challenge: Challenge, *, actor: User, with_conflict: Mapping[int, str]) -> None:
    """Write down for every response of this phase whether the juror has an interest in it.

    `with_conflict` says by response which interest; of all others the juror declares to have none. An interest that
    was declared before stays, whatever comes in. Raises NotAllowed, NotPossible or Incomplete.
    """
    juror = juror_of(actor, challenge)
    if juror is None:
        raise NotAllowed(_("U mag dit niet doen."))
    Juror.objects.select_for_update().only("pk").get(pk=juror.pk)
    phase = phase_of(challenge.pk, challenge.phase_number)
    if phase is None or phase.challenge.status != ChallengeStatus.IN_REVIEW:
        raise NotPossible(_("Dit kan alleen terwijl de jury leest."))
    if not all(text.strip() for text in with_conflict.values()):
        raise Incomplete(_("Vertel kort welk belang u hebt."), field="explanation")
    known = {row.response_id: row for row in juror.interests.all()}
    for name in names_in(phase):
        says, row = with_conflict.get(name.response, ""), known.get(name.response)
        if row is None:
            juror.interests.create(response_id=name.response, has_conflict=bool(says), explanation=says)
        elif says and not row.has_conflict:
            row.has_conflict, row.explanation = True, says
            row.save(update_fields=["has_conflict", "explanation"])
    journal.record(JuryEvent.DECLARED, challenge, actor=actor, reference="", title=challenge.title, juror_id=juror.pk)
