"""One run of learning: read decisions, learn from the older ones, compare on the newest, keep what is better."""

import logging
import time
from dataclasses import dataclass

from ideas.actions.learn import Learned, keep_version
from ideas.learning.examples import Example, names_of, read_examples
from ideas.learning.packing import Damaged, pack
from ideas.learning.report import Report, guess_the_commonest, measure
from ideas.learning.training import TooLittle, train
from ideas.models import LearnedModel, LearningSettings
from participation.errors import NotPossible

log = logging.getLogger(__name__)

LEAST_TESTED, MOST_TESTED = 10, 300
PART_TESTED = 5  # One decision in five, the newest, is kept out of the learning.


@dataclass(frozen=True, slots=True)
class Divided:
    """Older decisions to learn from, and the newest to test on."""

    older: list[Example]
    newest: list[Example]

    @classmethod
    def of(cls, examples: list[Example]) -> "Divided":
        """Divide by time and not by chance: tomorrow's ideas are what it must do well on."""
        count = min(max(len(examples) // PART_TESTED, LEAST_TESTED), MOST_TESTED)
        return cls(examples[:-count], examples[-count:])


def learn(target: str) -> LearnedModel | None:
    """Learn anew for `target`, whether there is reason to or not; gives the version, None when nothing was learned."""
    return learn_from(target, read_examples(target, LearningSettings.current()))


def learn_from(target: str, examples: list[Example]) -> LearnedModel | None:
    """Learn from these decisions, oldest first; gives the version, None when there is nothing to learn.

    The version is taken into use when it does as well as the one in use, on decisions that neither has seen.
    """
    last = LearnedModel.objects.without_data().filter(target=target).first()
    divided, began = Divided.of(examples), time.perf_counter()
    try:
        model = train([one.text for one in divided.older], [one.label for one in divided.older])
    except TooLittle as reason:
        log.info("Nothing learned about %s: %s", target, reason)
        return None
    seconds = time.perf_counter() - began
    rival = LearnedModel.objects.in_use().filter(target=target).first()
    learned = Learned(
        target=target,
        data=pack(model),
        labels=names_of(target, sorted({one.label for one in examples})),
        learned_from=len(divided.older),
        seconds=seconds,
        report=measure(model, [one.text for one in divided.newest], [one.label for one in divided.newest]),
        rival=_report_of_rival(rival, divided),
        rival_pk=rival.pk if rival else None,
    )
    try:
        return keep_version(learned, after=last.number if last else 0)
    except NotPossible:
        return None  # Another process learned at the same moment, and its version is there.


def _report_of_rival(rival: LearnedModel | None, divided: Divided) -> Report:
    """How what is in use does on the newest decisions; without it, how always guessing the commonest would."""
    texts, labels = [one.text for one in divided.newest], [one.label for one in divided.newest]
    if rival is not None:
        try:
            return measure(rival.model(), texts, labels)
        except Damaged:
            log.exception("The version in use (%s) cannot be read; the new one is compared with guessing.", rival)
    return guess_the_commonest([one.label for one in divided.older], labels)
