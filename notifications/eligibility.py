"""Whether a delivery should still go out, asked again at the moment of sending."""

from ideas.models import Follow, Idea, Referral
from ideas.permissions import may_see
from ideas.statuses import Status, Visibility
from notifications.models import Delivery, Preference
from notifications.statuses import Frequency


def objection(delivery: Delivery, idea: Idea) -> str:
    """Why `delivery` should not go out any more, for the administrator to read; empty when it should."""
    person = delivery.recipient
    if person is None:
        return _partner_objection(delivery, idea)
    if not person.is_active:
        return "The account is not active."
    if not may_see(person, idea):
        return "They may not see the idea."
    if delivery.route == "followers" and not Follow.objects.filter(idea=idea, person=person).exists():
        return "They do not follow the idea any more."
    if Preference.objects.filter(
        person=person, group=delivery.group, channel=delivery.channel, frequency=Frequency.OFF
    ).exists():
        return "They switched this off."
    return ""


def _partner_objection(delivery: Delivery, idea: Idea) -> str:
    referral = Referral.objects.filter(pk=delivery.event.facts["referral_id"]).first()
    if referral is None or referral.answered_at or idea.status != Status.REFERRED:
        return "The question is not open any more."
    if idea.visibility != Visibility.PUBLIC:
        return "The idea is not public."
    return "" if referral.is_open else "The link has expired."
