"""The decision on a phase: prepared as long as it takes, then sent to everybody in one go."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.deciding import CHOSEN, departs
from challenges.decision_rows import Prepared, prepared
from challenges.events import ChallengeEvent, ResponseEvent
from challenges.judging import phase_of, that_count, waiting
from challenges.jury_answers import public_answers
from challenges.models import Challenge, Determination, Phase, Publication, Response, Verdict
from challenges.permissions import may_run_jury
from challenges.sealing import new_phase_key
from challenges.statuses import ChallengeStatus, Outcome, ResponseStatus
from challenges.workflow import CHALLENGE_MOVES
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.page_news import withdraw_pages
from participation.plain_text import tidy


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the owner fills in: the whole decision, and what is decided on some responses.

    `verdicts`: by submission the outcome (empty: not yet) and the reason. `rest_reason`: why all others are not chosen.
    """

    reasons: str
    departs_because: str
    verdicts: Mapping[int, tuple[str, str]]
    rest_reason: str = ""


@transaction.atomic(durable=True)
def prepare_decision(challenge: Challenge, plan: Plan, *, actor: User, edition: int) -> Determination:
    """Keep what was decided so far. Nobody hears of it. Raises NotAllowed, or NotPossible (a colleague was earlier)."""
    phase = _phase(challenge, actor)
    decision, _made = Determination.objects.get_or_create(phase=phase)
    if decision.sent_at or decision.edition != edition:
        sentence = _(
            "Een collega veranderde het besluit intussen. Uw tekst staat hier nog. "
            "Open deze pagina ook in een ander tabblad, en neem daar over wat u wilt bewaren."
        )
        raise NotPossible(sentence)
    possible = {Outcome.REJECTED, Outcome.SELECTED if _next(phase) else Outcome.WON}
    if any(outcome and outcome not in possible for outcome, _reason in plan.verdicts.values()):
        raise NotPossible(_("Deze uitkomst past niet bij deze ronde."))
    _keep_verdicts(decision, phase, plan)
    decision.reasons, decision.departs_because = plan.reasons, plan.departs_because
    decision.edition += 1
    decision.save(update_fields=["reasons", "departs_because", "edition"])
    return decision


def _keep_verdicts(decision: Determination, phase: Phase, plan: Plan) -> None:
    counting = set(that_count(phase).values_list("pk", flat=True))
    decision.verdicts.exclude(submission__in=counting).delete()
    missing = sorted(counting - set(decision.verdicts.values_list("submission", flat=True)))
    Verdict.objects.bulk_create(Verdict(determination=decision, submission_id=pk) for pk in missing)
    rows = list(decision.verdicts.all())
    for row in rows:
        row.outcome, row.reason = plan.verdicts.get(row.submission_id, (row.outcome, row.reason))
        if plan.rest_reason and not row.outcome:
            row.outcome, row.reason = Outcome.REJECTED, plan.rest_reason
    Verdict.objects.bulk_update(rows, ["outcome", "reason"], batch_size=200)


@transaction.atomic(durable=True)
def send_decision(challenge: Challenge, *, actor: User, edition: int) -> Determination:
    """Send the decision as it was previewed (`edition`): all letters, what comes next, and what everybody may read.

    From then on nothing of it changes. Raises NotAllowed, NotPossible, or Incomplete.
    """
    phase = _phase(challenge, actor)
    ready = prepared(phase, timezone.localdate())
    decision = ready.decision
    if decision is None or decision.sent_at or decision.edition != edition:
        raise NotPossible(_("Het besluit is intussen veranderd. Bekijk de brieven opnieuw."))
    _complete(phase, ready)
    chosen = [row for row in ready.rows if row.outcome in CHOSEN]
    following = _next(phase) if chosen else None
    if following and following.closes_at <= timezone.now():
        raise NotPossible(_("De volgende ronde is al voorbij. Er kan niemand meer doorgaan."))
    Verdict.objects.bulk_update(ready.with_letters(), ["rank", "score", "letter"], batch_size=200)
    _freeze(decision, ready, actor)
    if following:
        _open(phase.challenge, following, [row.response.pk for row in chosen], actor)
    else:
        _end(phase.challenge, actor)
    _tell(phase.challenge, ready, actor)
    withdraw_pages()
    return decision


def _phase(challenge: Challenge, actor: User) -> Phase:
    """The phase on which is decided now, with its challenge held until the transaction ends."""
    if not may_run_jury(actor, challenge):
        raise NotAllowed(_("U mag dit niet doen."))
    held = Challenge.objects.select_for_update(of=("self",)).get(pk=challenge.pk)
    phase = phase_of(held.pk, held.phase_number)
    if phase is None or held.status != ChallengeStatus.IN_REVIEW:
        raise NotPossible(_("Besluiten kan alleen als de jury leest."))
    return phase


def _next(phase: Phase) -> Phase | None:
    return Phase.objects.filter(challenge=phase.challenge_id, number=phase.number + 1).first()


def _complete(phase: Phase, ready: Prepared) -> None:
    """Raise what is missing, in the order in which an official would find it."""
    if waiting(phase).exists():
        raise NotPossible(_("Nog niet alle scores zijn definitief."))
    if short := [row.response.reference for row in ready.rows if row.readers < phase.min_readers]:
        names = ", ".join(short[:10])
        raise NotPossible(_("Deze inzendingen hebben te weinig lezers: %(names)s.") % {"names": names})
    if ready.is_behind:
        raise NotPossible(_("Er is een inzending bijgekomen of weggegaan. Bewaar het besluit opnieuw."))
    if unfinished := [row.response.reference for row in ready.rows if not row.is_finished]:
        names = ", ".join(unfinished[:10])
        raise Incomplete(
            _("Geef elke inzending een uitkomst en een reden. Dit mist nog: %(names)s.") % {"names": names}
        )
    decision = ready.decision
    if decision is None or not tidy(decision.reasons):
        raise Incomplete(_("Vertel waarom u dit besluit."), field="reasons")
    if departs(ready.result.placed, ready.outcomes) and not tidy(decision.departs_because):
        raise Incomplete(_("Het besluit wijkt af van de jury. Vertel waarom."), field="departs_because")


def _freeze(decision: Determination, ready: Prepared, actor: User) -> None:
    decision.departs = departs(ready.result.placed, ready.outcomes)
    decision.ranking = ready.as_json()
    decision.decided_by, decision.sent_at, decision.object_before = actor, timezone.now(), ready.object_before
    decision.save(update_fields=["departs", "ranking", "decided_by", "sent_at", "object_before"])


def _open(challenge: Challenge, following: Phase, chosen: list[int], actor: User) -> None:
    """The next phase begins, for those who were chosen."""
    CHALLENGE_MOVES.check(None, challenge, "next_phase", {})
    new_phase_key(following)
    Response.objects.filter(pk__in=chosen).update(phase_number=following.number, status=ResponseStatus.CONCEPT)
    _move(challenge, ChallengeStatus.OPEN, phase_number=F("phase_number") + 1)
    facts = {"reference": "", "title": challenge.title, "phase": following.title}
    journal.record(ChallengeEvent.NEXT_PHASE, challenge, actor=actor, **facts)


def _end(challenge: Challenge, actor: User) -> None:
    """The challenge is decided: who won, and what they and those who agree show, is public from now on."""
    CHALLENGE_MOVES.check(None, challenge, "decide", {})
    _move(challenge, ChallengeStatus.DECIDED)
    judged = Verdict.objects.filter(
        determination__phase__challenge=challenge, outcome__in=(Outcome.WON, Outcome.REJECTED)
    ).select_related("submission__response__organisation", "submission__phase")
    Publication.objects.bulk_create(
        Publication(
            submission=verdict.submission,
            organisation_name=verdict.submission.response.organisation.name,
            is_winner=verdict.outcome == Outcome.WON,
            answers=public_answers(verdict.submission),
        )
        for verdict in judged
        if verdict.outcome == Outcome.WON or verdict.submission.response.agrees_to_publish
    )
    journal.record(ChallengeEvent.DECIDED, challenge, actor=actor, reference="", title=challenge.title)


def _move(challenge: Challenge, status: ChallengeStatus, **more: object) -> None:
    moved = Challenge.objects.filter(pk=challenge.pk, status=ChallengeStatus.IN_REVIEW).update(
        status=status, status_since=timezone.now(), **more
    )
    if moved != 1:
        raise NotPossible(_("Dit kan nu niet. De status is intussen misschien veranderd. Bekijk de pagina opnieuw."))


def _tell(challenge: Challenge, ready: Prepared, actor: User) -> None:
    facts = {"reference": "", "title": challenge.title}
    journal.record_many(
        [
            (ResponseEvent.LETTER, row.response, {**facts, "outcome": row.outcome, "verdict_id": row.verdict.pk})
            for row in ready.rows
        ],
        actor=actor,
    )
