"""What organisations began in this room and nobody decided yet: responses to challenges."""

from challenges.models import Partner, Response
from challenges.statuses import BEFORE_DECISION
from participation.unfinished import register


def responds(organisation: int) -> bool:
    """Whether it answers a challenge that is not decided, alone or as a partner. What was taken back may come again."""
    leads = Response.objects.filter(organisation=organisation, challenge__status__in=BEFORE_DECISION)
    partners = Partner.objects.filter(organisation=organisation, accepted_at__isnull=False)
    return leads.exists() or partners.filter(response__challenge__status__in=BEFORE_DECISION).exists()


register(responds)
