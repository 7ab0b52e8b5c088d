"""The letter about a decision, as its makers get it: their own outcome and scores, and nothing of anybody else."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from challenges.models import Criterion, Determination, Verdict
from challenges.statuses import Outcome


@dataclass(frozen=True, slots=True)
class Marks:
    """What the jury gave one response: its total, and of each criterion the mean (None: it does not apply)."""

    total: Decimal | None
    means: list[tuple[Criterion, Decimal | None]]


def letter_of(decision: Determination, verdict: Verdict, marks: Marks, *, object_before: date) -> str:
    """The letter in the language of the municipality: a decision is written once, and reads the same for everybody."""
    response, phase = verdict.submission.response, decision.phase
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "organisation": response.organisation.name,
            "reference": response.reference,
            "challenge": phase.challenge.title,
            "phase": phase.title,
            "outcome": verdict.outcome,
            "outcome_label": Outcome(verdict.outcome).label if verdict.outcome else "",
            "reason": verdict.reason,
            "reasons": decision.reasons,
            "marks": marks,
            "object_before": object_before,
            "municipality": settings.MUNICIPALITY_NAME,
        }
        plain = get_template("challenges/letter.txt").template  # type: ignore[attr-defined] # of Django's own engine
        return str(plain.render(Context(context, autoescape=False))).strip() + "\n"
