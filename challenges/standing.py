"""The ranking of a phase as people read it: on the page, on paper and in a file."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from challenges.judging import Result, result_of, that_count
from challenges.models import Criterion, Phase, Submission
from challenges.ranking import alarms, by_criterion
from ideas.desk.bulk import plain_cell

HUNDREDTH, STORED = Decimal("0.01"), Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Row:
    """One response in the ranking, with the mean of each criterion."""

    submission: Submission
    rank: int | None
    is_tied: bool
    score: Decimal | None
    means: list[tuple[Criterion, Decimal | None]]
    readers: int
    apart: list[Criterion]


@dataclass(frozen=True, slots=True)
class Moved:
    """That the order hangs on a weight, and of whom."""

    criterion: Criterion
    is_up: bool
    pairs: list[tuple[Submission, Submission]]


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that is shown of a ranking."""

    criteria: list[Criterion]
    rows: list[Row]
    moved: list[Moved]


def rounded(score: Fraction | None, to: Decimal = HUNDREDTH) -> Decimal | None:
    """A score as people read it; the order itself was made before rounding."""
    return None if score is None else (Decimal(score.numerator) / score.denominator).quantize(to, ROUND_HALF_UP)


def standing_of(phase: Phase) -> Standing:
    """The ranking of `phase` as it is now. The caller has seen to it that nothing is waiting."""
    result, criteria = result_of(phase), list(phase.criteria.all())
    submissions = {one.pk: one for one in that_count(phase)}
    return Standing(criteria, _rows(result, criteria, submissions), _moved(result, criteria, submissions))


def _rows(result: Result, criteria: list[Criterion], submissions: Mapping[int, Submission]) -> list[Row]:
    rows = []
    for placed in result.placed:
        cards = result.cards[placed.key]
        means, apart = by_criterion(cards), set(alarms(cards))
        rows.append(
            Row(
                submissions[placed.key],
                placed.rank,
                placed.is_tied,
                rounded(placed.score),
                [(criterion, rounded(means.get(criterion.pk))) for criterion in criteria],
                len(cards),
                [criterion for criterion in criteria if criterion.pk in apart],
            )
        )
    return rows


def _moved(result: Result, criteria: Iterable[Criterion], submissions: Mapping[int, Submission]) -> list[Moved]:
    named = {criterion.pk: criterion for criterion in criteria}
    return [
        Moved(named[shift.criterion], shift.is_up, [(submissions[one], submissions[two]) for one, two in shift.pairs])
        for shift in result.shifts
    ]


def csv_of(standing: Standing) -> str:
    """The ranking for a spreadsheet, which calculates nothing that somebody wrote."""
    text = io.StringIO()
    table = csv.writer(text)
    titles = [plain_cell(f"{criterion.title} ({criterion.weight})") for criterion in standing.criteria]
    table.writerow([_("Plaats"), _("Inzending"), _("Organisatie"), _("Totaal"), *titles, _("Lezers")])
    for row in standing.rows:
        response = row.submission.response
        means = [mean for _criterion, mean in row.means]
        figures = ["" if value is None else value for value in (row.score, *means)]
        name = plain_cell(response.organisation.name)
        table.writerow(["" if row.rank is None else row.rank, response.reference, name, *figures, row.readers])
    return "\ufeff" + text.getvalue()
