"""Whether deliveries should still go out, asked again just before sending."""

from collections.abc import Sequence
from dataclasses import dataclass

from ideas.models import CoAuthor, Follow, Idea, Referral, SavedSearch
from ideas.permissions import may_see
from ideas.statuses import Status, Visibility
from notifications.models import Delivery, Preference
from notifications.news import SEARCHING
from notifications.statuses import Frequency
from participation.models import User


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How things stand for some deliveries at one moment: ideas by key, follows, who searches, what is switched off."""

    ideas: dict[int, Idea]
    follows: frozenset[tuple[int, int]]
    searching: frozenset[int]
    switched_off: frozenset[tuple[int, str, str]]

    def objection(self, delivery: Delivery) -> str:
        """Why `delivery` should not go out any more, for the administrator to read; empty when it should."""
        idea = self.ideas.get(delivery.event.subject_id)
        if idea is None:
            return "The idea is gone."
        if delivery.route == "invited":
            return _invitation_objection(delivery, idea)
        if delivery.recipient is None:
            return _partner_objection(delivery, idea)
        return self._personal_objection(delivery, delivery.recipient, idea)

    def _personal_objection(self, delivery: Delivery, person: User, idea: Idea) -> str:
        if not person.is_active:
            return "The account is not active."
        if not may_see(person, idea):
            return "They may not see the idea."
        if delivery.route == "followers" and (idea.pk, person.pk) not in self.follows:
            return "They do not follow the idea any more."
        if delivery.route in SEARCHING and person.pk not in self.searching:
            return "They keep no search any more."
        if (person.pk, delivery.group, delivery.channel) in self.switched_off:
            return "They switched this off."
        return ""


def look(deliveries: Sequence[Delivery]) -> Circumstances:
    """See how things stand now, in four statements or less, however many deliveries there are."""
    subjects = {delivery.event.subject_id for delivery in deliveries}
    people = {delivery.recipient_id for delivery in deliveries if delivery.recipient_id}
    follows = Follow.objects.filter(idea__in=subjects, person__in=people)
    searchers = {delivery.recipient_id for delivery in deliveries if delivery.route in SEARCHING}
    searching = SavedSearch.objects.filter(person__in=searchers)  # Of nobody, it costs nothing.
    refusals = Preference.objects.filter(person__in=people, frequency=Frequency.OFF)
    return Circumstances(
        ideas=Idea.objects.select_related("programme").in_bulk(subjects),
        follows=frozenset(follows.values_list("idea_id", "person_id")),
        searching=frozenset(searching.values_list("person_id", flat=True)),
        switched_off=frozenset(refusals.values_list("person_id", "group", "channel")),
    )


def _partner_objection(delivery: Delivery, idea: Idea) -> str:
    referral = Referral.objects.filter(pk=delivery.event.facts["referral_id"]).first()
    if referral is None or referral.answered_at or idea.status != Status.REFERRED:
        return "The question is not open any more."
    if idea.visibility != Visibility.PUBLIC:
        return "The idea is not public."
    return "" if referral.is_open else "The link has expired."


def _invitation_objection(delivery: Delivery, idea: Idea) -> str:
    invited = CoAuthor.objects.filter(pk=delivery.event.facts["coauthor_id"]).first()
    if invited is None or not invited.is_open:
        return "The invitation is not open any more."
    return "" if idea.visibility == Visibility.PUBLIC else "The idea is not public."
