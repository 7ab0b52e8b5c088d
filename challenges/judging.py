"""What there is to judge in a phase, and how far the jury is with it. Reads only."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import QuerySet

from challenges.models import Assignment, Determination, Interest, Juror, Partner, Phase, Score, Submission
from challenges.ranking import Card, Cards, Placed, Shift, Weights, rank, sensitivity
from participation.models import Membership


@dataclass(frozen=True, slots=True)
class Name:
    """Who made a response: what a juror is asked about before reading. `joined_at`: when its last partner joined."""

    organisation: int
    response: int
    label: str
    joined_at: datetime | None = None

    def has_grown_since(self, moment: datetime) -> bool:
        """Whether another partner joined after `moment`."""
        return self.joined_at is not None and self.joined_at > moment


def phase_of(challenge_id: int, number: int) -> Phase | None:
    """The phase by its number; None before two people opened it."""
    found = Phase.objects.filter(challenge=challenge_id, number=number, unsealed_at__isnull=False)
    return found.select_related("challenge__programme").first()


def that_count(phase: Phase) -> QuerySet[Submission]:
    """The last version of each response that was handed in and not withdrawn."""
    found = Submission.objects.filter(phase=phase).counting()
    return found.select_related("response__organisation").order_by("response__reference")


def names_in(phase: Phase) -> list[Name]:
    """Who answered, by name: the order says nothing of who stands behind which reference. Two statements."""
    submissions = list(that_count(phase))
    accepted = Partner.objects.filter(
        response__in=[one.response_id for one in submissions], accepted_at__isnull=False
    ).order_by("organisation__name")
    names: dict[int, list[str]] = defaultdict(list)
    joined: dict[int, list[datetime]] = defaultdict(list)
    for response, name, joined_at in accepted.values_list("response", "organisation__name", "accepted_at"):
        names[response].append(name)
        joined[response].append(cast("datetime", joined_at))
    found = []
    for one in submissions:
        lead, key = one.response.organisation, one.response_id
        label = ", ".join([lead.name, *names[key]])
        found.append(Name(lead.pk, key, label, max(joined[key], default=None)))
    return sorted(found, key=lambda name: name.label.casefold())


def barred_in(phase: Phase) -> frozenset[tuple[int, int]]:
    """Which juror may not read which response: who has an interest, said so or by being one of its makers."""
    challenge = phase.challenge_id
    said = Interest.objects.filter(juror__challenge=challenge, has_conflict=True)
    barred = set(said.values_list("juror", "response"))
    jurors = dict(Juror.objects.active().filter(challenge=challenge).values_list("person", "pk"))
    members = defaultdict(set)
    for person, organisation in Membership.objects.filter(user__in=jurors).values_list("user", "organisation"):
        members[organisation].add(jurors[person])
    for submission in that_count(phase):
        barred |= {(juror, submission.response_id) for juror in members[submission.response.organisation_id]}
    partners = Partner.objects.filter(response__challenge=challenge, accepted_at__isnull=False)
    for response, organisation in partners.values_list("response", "organisation"):
        barred |= {(juror, response) for juror in members[organisation]}
    return frozenset(barred)


def final_cards(phase: Phase) -> dict[int, dict[int, Card]]:
    """Of each submission the cards that count, by their assignment: the last that is final, of who has no interest.

    When the decision was sent, those that counted then: an interest of later changes nothing of it.
    """
    decision = Determination.objects.filter(phase=phase, sent_at__isnull=False).first()
    if decision:
        counting = Assignment.objects.filter(pk__in=[pk for line in decision.ranking for pk in line["assignments"]])
    else:
        counting = Assignment.objects.without_conflict().filter(submission__phase=phase)
    scores = Score.objects.filter(scorecard__assignment__in=counting.values("pk"), scorecard__final_at__isnull=False)
    rows = scores.order_by("scorecard__reading").values_list(
        "scorecard__assignment__submission", "scorecard__assignment", "criterion", "value"
    )
    found: dict[int, dict[int, dict[int, int | None]]] = defaultdict(lambda: defaultdict(dict))
    for submission, assignment, criterion, value in rows:
        found[submission][assignment][criterion] = value  # The second reading comes later, with every criterion too.
    return {key: dict(cards) for key, cards in found.items()}


def waiting(phase: Phase) -> QuerySet[Assignment]:
    """What jurors still have to score: as long as there is any, nobody sees a ranking. After the decision nothing."""
    undecided = Assignment.objects.filter(submission__phase__determination__sent_at__isnull=True)
    return undecided.that_stand().unfinished().filter(submission__in=that_count(phase).order_by())


@dataclass(frozen=True, slots=True)
class Result:
    """What the jury makes of a phase, as a whole. `counted`: by submission the assignments whose card counts."""

    weights: Weights
    cards: Cards
    counted: Mapping[int, list[int]]
    placed: list[Placed]
    shifts: list[Shift]


def result_of(phase: Phase) -> Result:
    """Every response that counts, in order, and whether the order holds."""
    weights = dict(phase.criteria.values_list("pk", "weight"))
    finals = final_cards(phase)
    keys = list(that_count(phase).values_list("pk", flat=True))
    cards = {pk: list(finals.get(pk, {}).values()) for pk in keys}
    counted = {pk: sorted(finals.get(pk, {})) for pk in keys}
    return Result(weights, cards, counted, rank(cards, weights), sensitivity(cards, weights))
