"""Versions of what was learned, and what coordinators decide about suggestions: these are the only doors."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.events import LearningEvent
from ideas.learning.packing import Damaged, digest_of
from ideas.learning.report import Report
from ideas.models import LearnedModel, LearningSettings, Verdict
from ideas.permissions import may_steer_suggestions
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.plain_text import tidy

KEPT = 10  # Versions whose weights are kept, so that they can come back. Reports stay for ever.


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What a run of learning gives; `rival` is what it was compared with, on the same decisions."""

    target: str
    data: bytes
    labels: dict[str, str]
    learned_from: int
    seconds: float
    report: Report
    rival: Report
    rival_pk: int | None

    @property
    def verdict(self) -> Verdict:
        """Whether it is taken into use, and why."""
        if self.rival_pk is not None:
            return Verdict.BETTER if self.report.at_least(self.rival) else Verdict.WORSE
        return Verdict.FIRST if self.report.accuracy > self.rival.accuracy else Verdict.USELESS


@transaction.atomic(durable=True)
def keep_version(learned: Learned, *, after: int) -> LearnedModel:
    """Store a new version with its report, and take it into use if it is no worse than what is in use.

    `after` is the number of the last version when the learning began. Raises NotPossible when there is a newer one, or
    another was put in use since: then the comparison was with something else.
    """
    chosen = _lock()
    versions = LearnedModel.objects.filter(target=learned.target)
    newest = versions.without_data().first()
    in_use = versions.in_use().without_data().first()
    if (newest.number if newest else 0) != after or (in_use.pk if in_use else None) != learned.rival_pk:
        raise NotPossible(_("Iemand anders was net eerder."))
    used = learned.verdict in {Verdict.FIRST, Verdict.BETTER}
    if used:
        versions.in_use().update(is_in_use=False)
    report = learned.report
    version = LearnedModel.objects.create(
        target=learned.target, number=after + 1, is_in_use=used, verdict=learned.verdict, data=learned.data,
        sha256=digest_of(learned.data), size=len(learned.data), labels=learned.labels,
        learned_from=learned.learned_from, seconds=learned.seconds, tested_on=report.count, accuracy=report.accuracy,
        top3=report.top3, macro_f1=report.macro_f1, levels=list(report.levels), confusion=list(report.confusion),
        rival=_figures(learned.rival),
    )  # fmt: skip
    versions.filter(number__lte=version.number - KEPT, is_in_use=False).update(data=b"")
    journal.record(LearningEvent.LEARNED, chosen, actor=None, **_facts(version), verdict=version.verdict)
    return version


@transaction.atomic(durable=True)
def put_in_use(version: LearnedModel, *, actor: User, reason: str) -> LearnedModel:
    """Use this version from now on, whatever the figures say. Raises NotAllowed, Incomplete or NotPossible."""
    _check(actor)
    if not tidy(reason):
        raise Incomplete(_("Vul dit in."), field="reason")
    chosen = _lock()
    version = LearnedModel.objects.get(pk=version.pk)
    if version.is_in_use:
        raise NotPossible(_("Deze versie is al in gebruik."))
    if not version.data:
        raise NotPossible(_("Van deze versie is alleen het verslag bewaard. Zij kan niet terugkomen."))
    try:
        version.model()
    except Damaged as damage:
        raise NotPossible(_("Deze versie is beschadigd. Zij kan niet terugkomen.")) from damage
    LearnedModel.objects.in_use().filter(target=version.target).update(is_in_use=False)
    version.is_in_use = True
    version.save(update_fields=["is_in_use"])
    journal.record(LearningEvent.PUT_IN_USE, chosen, actor=actor, **_facts(version), reason=tidy(reason))
    return version


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPlan:
    """What coordinators decide; a `threshold` of None sends nothing on by itself."""

    threshold: int | None
    least_decisions: int
    learn_after: int
    with_imported: bool


@transaction.atomic(durable=True)
def change_learning(plan: LearningPlan, *, actor: User) -> LearningSettings:
    """Change when is learned and when an idea goes on by itself. Raises NotAllowed."""
    _check(actor)
    chosen, wanted = _lock(), asdict(plan)
    before = {name: getattr(chosen, name) for name in wanted}
    for name, value in wanted.items():
        setattr(chosen, name, value)
    chosen.save(update_fields=list(wanted))
    changed = {name: [before[name], value] for name, value in wanted.items() if before[name] != value}
    if changed:
        journal.record(LearningEvent.CHANGED, chosen, actor=actor, reference="", title="", settings=changed)
    return chosen


def _check(actor: User) -> None:
    if not may_steer_suggestions(actor):
        raise NotAllowed(_("U mag dit niet doen."))


def _lock() -> LearningSettings:
    """Hold the one row until the end of the transaction: whoever changes versions or settings waits for it."""
    LearningSettings.objects.get_or_create(pk=1)
    return LearningSettings.objects.select_for_update().get(pk=1)


def _facts(version: LearnedModel) -> dict[str, Any]:
    told = {"target": version.target, "number": version.number, "sha256": version.sha256}
    return {"reference": "", "title": "", **told}


def _figures(report: Report) -> dict[str, Any]:
    return {"accuracy": report.accuracy, "top3": report.top3, "macro_f1": report.macro_f1}
