"""What a reader may change: what was read, what comes and when, by which devices; and which addresses take mail."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.actions.support import unfollow_idea
from ideas.models import Idea
from notifications.bounces import Returned
from notifications.models import Delivery, MailTrouble, Preference, PushDevice, QuietHours
from notifications.statuses import CHOICES, OPTIONAL, Channel, Frequency, Group, Trouble
from notifications.subscriptions import Subscription
from participation.errors import NotAllowed
from participation.limits import DAY, Limit, take
from participation.models import User

log = logging.getLogger(__name__)

Choices = Mapping[tuple[Group, Channel], Frequency]

#: So many mails in a row that came back with an error that may pass stop the mail, as the big providers do themselves.
MOST_SOFT = 3
#: Whoever had no trouble for so long begins anew.
FORGOTTEN = timedelta(days=30)
MOST_TOLD, MOST_TIMES = 300, 1000

#: Each device costs a request for each news, so there is an end to them; the one that is used least makes room.
MOST_DEVICES = 10
ADDING = Limit("push_device", size=30, seconds=DAY)
#: When a device was used is known to the day, so that a row is not written for every news.
TO_THE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Browser:
    """Where the push service of a browser takes news, the keys of that browser, and in which session it was seen."""

    endpoint: str
    p256dh: str
    auth: str
    session_key: str


@transaction.atomic(durable=True)
def mark_read(delivery: Delivery, *, actor: User) -> None:
    """Note that `actor` opened a message of their own; the first time counts. Raises NotAllowed."""
    if delivery.recipient_id != actor.pk:
        raise NotAllowed(_("U mag dit niet doen."))
    Delivery.objects.filter(pk=delivery.pk).unread().update(read_at=Now())


@transaction.atomic(durable=True)
def mark_all_read(*, actor: User, idea: Idea | None = None) -> int:
    """Note that `actor` saw everything in the inbox, or all about `idea`; gives how many were new."""
    mine = Delivery.objects.inbox_of(actor).unread()
    return (mine.about(idea) if idea else mine).update(read_at=Now())


@transaction.atomic(durable=True)
def set_preferences(choices: Choices, *, actor: User) -> None:
    """Store what `actor` wants of each group by each channel. Raises NotAllowed for what cannot be chosen."""
    if any(frequency not in CHOICES[pair] for pair, frequency in choices.items()):
        raise NotAllowed(_("Dit nieuws krijgt u altijd."))
    Preference.objects.bulk_create(
        (
            Preference(person=actor, group=group, channel=channel, frequency=f)
            for (group, channel), f in choices.items()
        ),
        update_conflicts=True,
        unique_fields=["person", "group", "channel"],
        update_fields=["frequency"],
    )


@transaction.atomic(durable=True)
def set_quiet_hours(starts: int, ends: int, *, actor: User) -> None:
    """Send `actor` no mail between these hours; two equal ones mean that mail may always come.

    Who chooses the hours of the municipality goes along with it when those change.
    """
    if (starts, ends) == settings.QUIET_HOURS:
        QuietHours.objects.filter(person=actor).delete()
    else:
        QuietHours.objects.update_or_create(person=actor, defaults={"starts": starts, "ends": ends})


def unsubscribe(subscription: Subscription) -> None:
    """End what the link in a mail stands for, by the door that is the right one. Doing it twice is no error."""
    if subscription.idea is not None:
        unfollow_idea(subscription.idea, actor=subscription.person)
        return
    stopped = {
        pair: Frequency.OFF
        for pair in sorted(OPTIONAL)
        if pair[1] == Channel.EMAIL and subscription.group in {None, pair[0]}
    }
    set_preferences(stopped, actor=subscription.person)


@transaction.atomic(durable=True)
def add_device(browser: Browser, *, name: str, actor: User) -> PushDevice:
    """Tell `actor` of news on this browser from now on. A browser is of one person: whoever used it before loses it.

    Raises TooMany, and NotAllowed for somebody who knows the address of a browser and not its keys.
    """
    take(ADDING, actor.pk)
    known = PushDevice.objects.select_for_update().filter(endpoint=browser.endpoint).first()
    if known and (known.p256dh, known.auth) != (browser.p256dh, browser.auth):
        raise NotAllowed(_("U mag dit niet doen."))
    device, _is_new = PushDevice.objects.update_or_create(
        endpoint=browser.endpoint, defaults={**asdict(browser), "person": actor, "name": name, "used_at": Now()}
    )
    surplus = PushDevice.objects.of(actor).values_list("pk", flat=True)[MOST_DEVICES:]
    PushDevice.objects.filter(pk__in=list(surplus)).delete()
    return device


@transaction.atomic(durable=True)
def renew_device(device: PushDevice, browser: Browser, *, actor: User) -> bool:
    """Note that `actor` came by in this browser, whose address may have changed; False when it is another one's."""
    if device.person_id != actor.pk:
        raise NotAllowed(_("U mag dit niet doen."))
    if PushDevice.objects.filter(endpoint=browser.endpoint).exclude(pk=device.pk).exists():
        return False
    return bool(PushDevice.objects.filter(pk=device.pk).update(**asdict(browser), used_at=Now()))


@transaction.atomic(durable=True)
def remove_device(device: PushDevice, *, actor: User) -> None:
    """Tell nothing on this device any more. Raises NotAllowed."""
    if device.person_id != actor.pk:
        raise NotAllowed(_("U mag dit niet doen."))
    PushDevice.objects.filter(pk=device.pk).delete()


@transaction.atomic(durable=True)
def drop_devices(keys: Collection[int]) -> None:
    """Forget the devices of which their push service says that they are gone."""
    if keys:
        PushDevice.objects.filter(pk__in=keys).delete()


@transaction.atomic(durable=True)
def note_use(keys: Collection[int]) -> None:
    """Note that these devices took news."""
    if keys:
        PushDevice.objects.filter(pk__in=keys, used_at__lt=Now() - TO_THE_DAY).update(used_at=Now())


@transaction.atomic(durable=True)
def note_trouble(returned: Returned) -> None:
    """Note that mail came back: an address that is bad for good, or too often, gets no more. The same mail is one."""
    now = timezone.now()
    trouble, is_new = MailTrouble.objects.select_for_update().get_or_create(
        address=returned.address.lower(), defaults={"kind": returned.kind, "first_at": now, "last_at": now}
    )
    if trouble.last_letter != returned.letter and not is_new:
        trouble.times = 1 if trouble.last_at < now - FORGOTTEN else min(trouble.times + 1, MOST_TIMES)
    if returned.kind != Trouble.SOFT or not trouble.is_blocked:
        trouble.kind, trouble.told = returned.kind, returned.told[:MOST_TOLD]
    trouble.is_blocked |= returned.kind != Trouble.SOFT or trouble.times >= MOST_SOFT
    trouble.last_letter, trouble.last_at = returned.letter, now
    trouble.save(update_fields=["times", "kind", "told", "is_blocked", "last_letter", "last_at"])
    log.warning("Mail %s came back (%s, %d times).", returned.letter, trouble.kind, trouble.times)


@transaction.atomic(durable=True)
def trust_address(address: str, *, actor: User) -> None:
    """Send mail to `address` again. Its owner may, and an administrator. Raises NotAllowed."""
    if actor.email != address.lower() and not actor.is_staff:
        raise NotAllowed(_("U mag dit niet doen."))
    MailTrouble.objects.of(address).delete()
