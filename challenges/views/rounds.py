"""Which round a page at the desk shows."""

from django.http import HttpRequest

from challenges.models import Phase
from challenges.models.phase import PhaseQuerySet
from participation.sent import number_in


def round_shown(request: HttpRequest, phases: PhaseQuerySet) -> Phase | None:
    """The one of `phases` that the address names (`ronde`), else the last; None when it is not one of them."""
    if named := request.GET.get("ronde", ""):
        phases = phases.filter(number=number_in(named) or 0)
    return phases.order_by("-number").first()
