"""When there is enough to learn from, and the process in which that happens."""

import logging
import subprocess
import sys

from django.conf import settings
from django.db.models import Q

from ideas.models import Idea, LearnedModel, LearningSettings, Target
from participation.paging import count_up_to

log = logging.getLogger(__name__)

LONGEST = 30 * 60  # Seconds. The largest set that is read takes one of them or two.
GROWN_BY = 20  # A long history is learned anew when one decision in so many is new.
COMMAND = [sys.executable, "manage.py", "learn_routing"]


def due() -> list[str]:
    """The targets about which enough was decided since the last time; nothing where there is nothing to choose."""
    chosen = LearningSettings.current()
    return [target for target in Target.values if _is_due(target, chosen)]


def _is_due(target: str, chosen: LearningSettings) -> bool:
    """Counts answers only, along an index: it is asked four times an hour. What was moved by hand is answered later."""
    last = LearnedModel.objects.without_data().filter(target=target).first()
    answered = Idea.objects.public().filter(**{f"{target}__isnull": False})
    if last is not None:
        enough = max(chosen.learn_after, last.learned_from // GROWN_BY)
        return count_up_to(answered.filter(answered_at__gt=last.made_at), enough) >= enough
    counts = Q(answered_at__isnull=False)
    ideas = answered.filter(counts | ~Q(source="") if chosen.with_imported else counts)
    if count_up_to(ideas, chosen.least_decisions) < chosen.least_decisions:
        return False
    first = ideas.values_list(target, flat=True).first()
    return ideas.exclude(**{target: first}).exists()


def learn_apart() -> list[str]:
    """Let a process of its own learn what is due; gives that. So scikit-learn stays out of web and worker."""
    targets = due()
    if targets:
        done = subprocess.run(
            [*COMMAND, *targets], cwd=settings.BASE_DIR, timeout=LONGEST, capture_output=True, text=True, check=False
        )
        if done.returncode:
            log.error("Learning failed: %s", done.stderr[-2000:])
    return targets
