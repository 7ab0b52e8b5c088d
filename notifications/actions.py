"""What a reader may change: what was read, and what still comes by mail."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from ideas.actions.support import unfollow_idea
from notifications.models import Delivery, Preference
from notifications.statuses import OPTIONAL, Channel, Frequency, Group
from notifications.subscriptions import Subscription
from participation.errors import NotAllowed
from participation.models import User


@transaction.atomic(durable=True)
def mark_read(delivery: Delivery, *, actor: User) -> None:
    """Note that `actor` opened a message of their own; the first time counts. Raises NotAllowed."""
    if delivery.recipient_id != actor.pk:
        raise NotAllowed(_("U mag dit niet doen."))
    Delivery.objects.filter(pk=delivery.pk).unread().update(read_at=Now())


@transaction.atomic(durable=True)
def mark_all_read(*, actor: User) -> int:
    """Note that `actor` saw everything in the inbox; gives how many were new."""
    return Delivery.objects.inbox_of(actor).unread().update(read_at=Now())


@transaction.atomic(durable=True)
def set_preference(group: Group, channel: Channel, frequency: Frequency, *, actor: User) -> None:
    """Store what `actor` wants of a group by a channel. Raises NotAllowed for what everybody gets."""
    if (group, channel) not in OPTIONAL:
        raise NotAllowed(_("Dit nieuws krijgt u altijd."))
    Preference.objects.update_or_create(person=actor, group=group, channel=channel, defaults={"frequency": frequency})


def unsubscribe(subscription: Subscription) -> None:
    """End what the link in a mail stands for, by the door that is the right one. Doing it twice is no error."""
    if subscription.idea is not None:
        unfollow_idea(subscription.idea, actor=subscription.person)
    else:
        set_preference(subscription.group, Channel.EMAIL, Frequency.OFF, actor=subscription.person)
