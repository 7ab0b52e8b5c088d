"""What a reader can leave by the link in a mail: the news of one idea, or all optional mail of a group."""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from ideas.models import Idea
from notifications.audiences import Subject
from notifications.models import Delivery
from notifications.statuses import OPTIONAL, Group
from participation.models import User

SALT = "notifications.subscription"


@dataclass(frozen=True, slots=True)
class Subscription:
    """Mail that `person` may end: of `idea` when one is given, else of the whole `group`."""

    person: User
    group: Group
    idea: Idea | None = None

    def token(self) -> str:
        """A signed token that says exactly this. It does not expire: an old mail must be as easy to leave."""
        return signing.dumps([self.person.pk, self.group.value, self.idea.pk if self.idea else None], salt=SALT)

    def get_absolute_url(self) -> str:
        return reverse("notifications:unsubscribe", args=[self.token()])

    def of_the_group(self) -> "Subscription":
        """The same for all mail of the group."""
        return Subscription(self.person, self.group)


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
    return Subscription(person, Group(group), idea)


def of_delivery(delivery: Delivery, idea: Subject) -> Subscription | None:
    """What the reader of this delivery can leave; None when it cannot be left."""
    if delivery.recipient is None or (delivery.group, delivery.channel) not in OPTIONAL:
        return None
    its_idea = idea if delivery.route == "followers" and isinstance(idea, Idea) else None
    return Subscription(delivery.recipient, Group(delivery.group), its_idea)
