"""Who reads what: divided evenly or by what jurors know, and by hand."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from challenges.dividing import Division, TooFewReaders, Work, divide
from challenges.events import JuryEvent
from challenges.judging import barred_in, phase_of, that_count
from challenges.models import Assignment, Challenge, Juror, Partner, Phase, Submission
from challenges.permissions import may_run_jury
from challenges.statuses import ChallengeStatus, HowAssigned
from participation import journal
from participation.errors import NotAllowed, NotPossible
from participation.models import User


@transaction.atomic(durable=True)
def divide_responses(challenge: Challenge, *, actor: User, how: HowAssigned, readers: int) -> Division:
    """Give every response `readers` jurors; what was divided before stays. Raises NotAllowed or NotPossible."""
    phase = _phase(challenge, actor)
    work = _work(phase, readers, knows=how == HowAssigned.BY_EXPERTISE)
    try:
        division = divide(work, seed=phase.pk)
    except TooFewReaders as error:
        raise NotPossible(_too_few(phase, error), field="readers") from error
    _assign(phase, division.pairs - work.standing, how, actor)
    return division


@transaction.atomic(durable=True)
def assign_by_hand(challenge: Challenge, *, actor: User, response: int, jurors: Iterable[int]) -> None:
    """Let these jurors read one response as well. Raises NotAllowed, or NotPossible for who has an interest."""
    phase = _phase(challenge, actor)
    pairs = {(juror, response) for juror in jurors}
    if pairs & barred_in(phase):
        raise NotPossible(_("Een jurylid met een belang kan deze inzending niet lezen."), field="jurors")
    active = set(Juror.objects.active().filter(challenge=challenge).values_list("pk", flat=True))
    _assign(phase, {pair for pair in pairs if pair[0] in active}, HowAssigned.BY_HAND, actor)


@transaction.atomic(durable=True)
def unassign(assignment: Assignment, *, actor: User) -> None:
    """Take a response from a juror, who has not scored it for good. Raises NotAllowed or NotPossible."""
    _phase(assignment.juror.challenge, actor)
    row = Assignment.objects.with_progress().select_for_update(of=("self",)).get(pk=assignment.pk)
    if row.is_final:
        raise NotPossible(_("Dit jurylid heeft al een definitieve score gegeven."))
    row.delete()


def _phase(challenge: Challenge, actor: User) -> Phase:
    """The phase that is judged now, held until the transaction ends."""
    if not may_run_jury(actor, challenge):
        raise NotAllowed(_("U mag dit niet doen."))
    held = Challenge.objects.select_for_update(no_key=True).get(pk=challenge.pk)
    phase = phase_of(held.pk, held.phase_number)
    if phase is None or held.status != ChallengeStatus.IN_REVIEW:
        raise NotPossible(_("Dit kan alleen terwijl de jury leest."))
    return phase


def _work(phase: Phase, readers: int, *, knows: bool) -> Work:
    jurors = list(Juror.objects.active().filter(challenge=phase.challenge_id).order_by("pk"))
    responses = {one.response_id: one for one in that_count(phase)}
    barred = barred_in(phase)
    there = Assignment.objects.that_stand().filter(submission__in=that_count(phase).order_by())
    standing = frozenset(there.values_list("juror", "submission__response"))
    return Work(
        tuple(juror.pk for juror in jurors), tuple(responses), readers, barred, standing,
        _liking(jurors, responses) if knows else None,
    )  # fmt: skip


def _liking(jurors: list[Juror], responses: Mapping[int, Submission]) -> dict[tuple[int, int], int]:
    """How many words of what a juror knows are also words of who made the response."""
    known = {key: _words(one.response.organisation.expertise) for key, one in responses.items()}
    partners = Partner.objects.filter(response__in=responses, accepted_at__isnull=False)
    for response, expertise in partners.values_list("response", "organisation__expertise"):
        known[response] |= _words(expertise)
    return {
        (juror.pk, response): len(_words(juror.expertise) & words)
        for juror in jurors
        for response, words in known.items()
    }


def _words(expertise: Iterable[str]) -> set[str]:
    return {word.casefold().strip() for word in expertise}


def _assign(phase: Phase, pairs: Iterable[tuple[int, int]], how: HowAssigned, actor: User) -> None:
    submissions = {one.response_id: one for one in that_count(phase)}
    rows = [
        Assignment(juror_id=juror, submission=submissions[response], how=how, assigned_by=actor)
        for juror, response in sorted(pairs)
        if response in submissions
    ]
    Assignment.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        journal.record(
            JuryEvent.ASSIGNED, phase.challenge, actor=actor, reference="", title=phase.challenge.title,
            jurors=sorted({row.juror_id for row in rows}),
        )  # fmt: skip


def _too_few(phase: Phase, error: TooFewReaders) -> str:
    names = {one.response_id: one.response.reference for one in that_count(phase)}
    lacking = ", ".join(f"{names[response]} ({lack})" for response, lack in sorted(error.missing.items()))
    return _("Er zijn te weinig juryleden zonder belang. Zoveel komen er tekort: %(lacking)s.") % {"lacking": lacking}
