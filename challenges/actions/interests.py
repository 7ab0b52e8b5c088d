"""A juror declares what interest they have, before they read anything."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.events import JuryEvent
from challenges.judging import Name, names_in, phase_of
from challenges.models import Challenge, Interest, Juror, Response
from challenges.permissions import juror_of
from challenges.statuses import ChallengeStatus
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.plain_text import tidy


@transaction.atomic(durable=True)
def declare_interests(challenge: Challenge, *, actor: User, with_conflict: Mapping[int, str]) -> None:
    """Write down for every response of this phase whether the juror has an interest in it.

    `with_conflict` says by response which interest; of all others the juror declares to have none, but of what they
    wrote along with themselves. An interest that was declared before stays, whatever comes in; that there is none is
    said anew when another partner has joined. Raises NotAllowed, NotPossible or Incomplete.
    """
    juror = juror_of(actor, challenge)
    if juror is None:
        raise NotAllowed(_("U mag dit niet doen."))
    Juror.objects.select_for_update().only("pk").get(pk=juror.pk)
    phase = phase_of(challenge.pk, challenge.phase_number)
    if phase is None or phase.challenge.status != ChallengeStatus.IN_REVIEW:
        raise NotPossible(_("Dit kan alleen terwijl de jury leest."))
    if not all(tidy(text) for text in with_conflict.values()):
        raise Incomplete(_("Vertel kort welk belang u hebt."), field="explanation")
    own = Response.objects.written_by(actor).filter(challenge=challenge).values_list("pk", flat=True)
    says = {**dict.fromkeys(own, _("Schreef zelf mee aan deze inzending.")), **with_conflict}
    known, now = {row.response_id: row for row in juror.interests.all()}, timezone.now()
    rows = [
        Interest(
            juror=juror, response_id=name.response, has_conflict=name.response in says,
            explanation=says.get(name.response, ""), declared_at=now,
        )
        for name in names_in(phase)
        if _is_news(name, known.get(name.response), says)
    ]  # fmt: skip
    Interest.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["juror", "response"],
        update_fields=["has_conflict", "explanation", "declared_at"],
    )  # fmt: skip
    journal.record(JuryEvent.DECLARED, challenge, actor=actor, reference="", title=challenge.title, juror_id=juror.pk)


def _is_news(name: Name, row: Interest | None, says: Mapping[int, str]) -> bool:
    """Whether there is something to write down beside what was declared before."""
    if row is None:
        return True
    return not row.has_conflict and (name.response in says or name.has_grown_since(row.declared_at))
