"""The feasibility file: an official scores, with reasons, by weights that anybody can read. It decides nothing."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.answer_statuses import Criterion
from ideas.events import IdeaEvent
from ideas.models import Idea, Weighing, Weights
from ideas.models.weighing import SCORES
from ideas.permissions import may_handle
from ideas.readability import objections
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.plain_text import tidy


@transaction.atomic(durable=True)
def weigh_idea(idea: Idea, scores: Mapping[str, int], reasons: Mapping[str, str], *, actor: User) -> Weighing:
    """Keep the scores with the weights of today, which stay frozen with them. What is public does not change any more.

    Raises NotAllowed, Incomplete (with the field of the criterion), or NotPossible.
    """
    if not may_handle(actor, idea):
        raise NotAllowed(_("U mag dit niet doen."))
    for name in Criterion.values:
        if scores.get(name) not in SCORES:
            raise Incomplete(_("Kies een cijfer van 1 tot en met 5."), field=name)
        if not tidy(reasons.get(name, "")):
            raise Incomplete(_("Schrijf op waarom."), field=f"{name}_reason")
        if advice := objections(reasons[name]):
            raise Incomplete(" ".join(advice), field=f"{name}_reason")
    weights = Weights.objects.first()
    if weights is None:
        raise NotPossible(_("Er zijn nog geen gewichten. Vraag de regisseur om die in te vullen."))
    held = Idea.objects.select_for_update().get(pk=idea.pk)
    weighing = Weighing.objects.filter(idea=idea).first() or Weighing(idea=idea)
    if weighing.published_at:
        raise NotPossible(_("Deze afweging is al openbaar en verandert niet meer."))
    weighing.weights, weighing.scores, weighing.total = weights, dict(scores), total_of(scores, weights.by_name())
    weighing.reasons = {name: tidy(reasons[name]) for name in Criterion.values}
    weighing.support_then, weighing.scorer, weighing.scored_at = held.support_count, actor, timezone.now()
    weighing.save()
    _tell(IdeaEvent.WEIGHED, weighing, idea, actor)
    return weighing


@transaction.atomic(durable=True)
def publish_weighing(weighing: Weighing, *, actor: User) -> Weighing:
    """Show everybody how the idea was weighed. Raises NotAllowed, or NotPossible the second time."""
    if not may_handle(actor, weighing.idea):
        raise NotAllowed(_("U mag dit niet doen."))
    weighing.published_at = timezone.now()
    if not Weighing.objects.filter(pk=weighing.pk, published_at__isnull=True, scored_at=weighing.scored_at).update(
        published_at=weighing.published_at
    ):
        raise NotPossible(_("Deze afweging is al openbaar, of net veranderd. Bekijk haar opnieuw."))
    _tell(IdeaEvent.WEIGHING_PUBLISHED, weighing, weighing.idea, actor)
    return weighing


def total_of(scores: Mapping[str, int], weights: Mapping[str, int]) -> Decimal:
    """The weighted mean of the scores, to one decimal."""
    heavy = sum(weights.values())
    mean = Decimal(sum(scores[name] * weights[name] for name in weights)) / heavy
    return mean.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _tell(kind: IdeaEvent, weighing: Weighing, idea: Idea, actor: User) -> None:
    journal.record(
        kind, idea, actor=actor, reference=idea.reference, title=idea.title,
        scores=weighing.scores, weights=weighing.weights.by_name(), total=str(weighing.total),
    )  # fmt: skip
