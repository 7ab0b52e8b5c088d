"""A decision as it is prepared, beside what the jury gave: for the page, the preview and the sending alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from challenges.deciding import last_day_to_object
from challenges.judging import Result, result_of, that_count
from challenges.letters import Marks, letter_of
from challenges.models import Challenge, Determination, Partner, Phase, Response, Verdict
from challenges.ranking import Placed, by_criterion
from challenges.standing import STORED, rounded
from participation.calendar import is_working_day


@dataclass(frozen=True, slots=True)
class Drafted:
    """What is decided on one response so far, and where the jury placed it."""

    verdict: Verdict
    placed: Placed
    readers: int
    marks: Marks

    @property
    def response(self) -> Response:
        return self.verdict.submission.response

    @property
    def outcome(self) -> str:
        return self.verdict.outcome

    @property
    def is_finished(self) -> bool:
        """Whether it has an outcome and says why."""
        return bool(self.verdict.outcome and self.verdict.reason.strip())


@dataclass(frozen=True, slots=True)
class Prepared:
    """The whole of it, in the order of the ranking. `is_behind`: responses came or went since it was kept."""

    decision: Determination | None
    rows: list[Drafted]
    result: Result
    object_before: date
    is_behind: bool

    @property
    def outcomes(self) -> dict[int, str]:
        """The outcome by submission."""
        return {row.verdict.submission_id: row.outcome for row in self.rows}

    def letter(self, row: Drafted) -> str:
        """The letter to the makers of one response. There is a decision already."""
        assert self.decision is not None  # noqa: S101 a preview begins with a decision that was kept
        return letter_of(self.decision, row.verdict, row.marks, object_before=self.object_before)

    def with_letters(self) -> list[Verdict]:
        """The verdicts with rank, score and letter filled in, to be stored."""
        for row in self.rows:
            row.verdict.rank, row.verdict.score = row.placed.rank, rounded(row.placed.score, STORED)
            row.verdict.letter = self.letter(row)
        return [row.verdict for row in self.rows]

    def as_json(self) -> list[dict[str, object]]:
        """The ranking as it is kept with the decision; scores as exact fractions, with the assignments that counted."""
        counted = self.result.counted
        return [
            {"submission": one.key, "rank": one.rank, "score": str(one.score), "assignments": counted[one.key]}
            for one in self.result.placed
        ]


def prepared(phase: Phase, today: date) -> Prepared:
    """The decision on `phase` as it would be sent `today`."""
    result, decision = result_of(phase), Determination.objects.filter(phase=phase).first()
    submissions = {one.pk: one for one in that_count(phase)}
    known = {row.submission_id: row for row in decision.verdicts.all()} if decision else {}
    criteria, rows = list(phase.criteria.all()), []
    for placed in result.placed:
        cards = result.cards[placed.key]
        means = by_criterion(cards)
        verdict = known.get(placed.key) or Verdict(submission_id=placed.key)
        verdict.submission = submissions[placed.key]
        marks = Marks(rounded(placed.score), [(one, rounded(means.get(one.pk))) for one in criteria])
        rows.append(Drafted(verdict, placed, len(cards), marks))
    if decision:
        decision.phase = phase
    last_day = last_day_to_object(today, is_working_day)
    return Prepared(decision, rows, result, last_day, decision is not None and set(known) != set(submissions))


def with_makers(rows: list[Drafted]) -> list[Drafted]:
    """The same rows; the response of each has its partners in `joined`. One statement."""
    accepted = Partner.objects.filter(accepted_at__isnull=False).select_related("organisation")
    joined = Prefetch("partners", accepted.order_by("organisation__name"), to_attr="joined")
    prefetch_related_objects([row.response for row in rows], joined)
    return rows


def sent_decisions(challenge: Challenge) -> Mapping[int, Determination]:
    """The decisions that were sent, by the number of their phase."""
    found = Determination.objects.filter(phase__challenge=challenge, sent_at__isnull=False)
    return {decision.phase.number: decision for decision in found.select_related("phase", "decided_by")}
