"""What a reader can leave by a link in a mail: the news of one idea, all optional mail of a group, or all of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from ideas.models import Idea
from notifications.leases import Mail
from notifications.models import Delivery
from notifications.statuses import OPTIONAL, Group
from notifications.subjects import Subject
from participation.models import User

SALT = "notifications.subscription"


@dataclass(frozen=True, slots=True)
class Subscription:
    """Mail that `person` may end: of `idea` when one is given, else of `group`, else all that may stop."""

    person: User
    group: Group | None = None
    idea: Idea | None = None

    def token(self) -> str:
        """A signed token that says exactly this. It does not expire: an old mail must be as easy to leave."""
        group = self.group.value if self.group else ""
        return signing.dumps([self.person.pk, group, self.idea.pk if self.idea else None], salt=SALT)

    def get_absolute_url(self) -> str:
        return reverse("notifications:unsubscribe", args=[self.token()])

    def wider(self) -> Iterator["Subscription"]:
        """What else can be left in one go, the smaller first."""
        if self.idea:
            yield Subscription(self.person, self.group)
        if self.group:
            yield Subscription(self.person)

    @property
    def label(self) -> str:
        """What it ends, as the words of a link."""
        if self.idea:
            return _("Stop het nieuws over dit idee")
        if self.group:
            return _("Stop alle mail met: %(group)s") % {"group": self.group.label}
        return _("Stop alle mail die niet hoeft")


def behind(token: str) -> Subscription | None:
    """The subscription that `token` stands for; None when it is not one of ours, or its person or idea is gone."""
    try:
        person_pk, group, idea_pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=person_pk).first()
    idea = Idea.objects.filter(pk=idea_pk).first() if idea_pk else None
    if person is None or (idea_pk and idea is None):
        return None
    return Subscription(person, Group(group) if group else None, idea)


def of_delivery(delivery: Delivery, idea: Subject) -> Subscription | None:
    """What the reader of this delivery can leave; None when it cannot be left."""
    if delivery.recipient is None or (delivery.group, delivery.channel) not in OPTIONAL:
        return None
    its_idea = idea if delivery.route == "followers" and isinstance(idea, Idea) else None
    return Subscription(delivery.recipient, Group(delivery.group), its_idea)


def of_digest(mail: Mail) -> Subscription | None:
    """What of a digest can be left: its group when all that may stop is of one, else everything that may."""
    groups = {Group(delivery.group) for delivery in mail if (delivery.group, delivery.channel) in OPTIONAL}
    person = mail[0].recipient
    if person is None or not groups:
        return None
    return Subscription(person, groups.pop() if len(groups) == 1 else None)
