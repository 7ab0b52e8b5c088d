"""`manage.py load_demo_news`: choices of made-up people, and addresses from which mail came back."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from notifications.actions import note_trouble, set_preferences, set_quiet_hours
from notifications.bounces import Returned
from notifications.models import Delivery, MailTrouble, Preference
from notifications.statuses import Channel, Frequency, Group, Trouble
from participation.models import Kind, User

CHOSEN = (Frequency.DAILY, Frequency.WEEKLY, Frequency.OFF)
CAME_BACK = (
    (Trouble.HARD, "5.1.1 smtp; 550 5.1.1 No such user"),
    (Trouble.SOFT, "4.2.2 smtp; 452 4.2.2 Mailbox full"),
    (Trouble.COMPLAINT, "Feedback-Type: abuse"),
)


class Command(BaseCommand):
    """Plays them once; what somebody chose in the demonstration stays."""

    help = "Let some made-up people of the demonstration choose when they hear, and some addresses take no mail."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demonstration is not for a real installation.")
        if Preference.objects.exists() or MailTrouble.objects.exists():
            return
        # The first ones are those whom the demonstration tells to sign in: they begin with nothing chosen.
        people = list(User.objects.filter(kind=Kind.RESIDENT, is_active=True).order_by("-pk")[:30])
        for number, person in enumerate(people[len(CAME_BACK) :]):
            set_preferences({(Group.FOLLOWED, Channel.EMAIL): CHOSEN[number % len(CHOSEN)]}, actor=person)
        for person in people[-2:]:
            set_quiet_hours(18, 9, actor=person)
        sent = Delivery.objects.filter(channel=Channel.EMAIL).values_list("uuid", flat=True)[: len(CAME_BACK)]
        for person, letter, (kind, told) in zip(people, sent, CAME_BACK, strict=False):
            note_trouble(Returned(person.email, kind, told, letter))
        troubles = MailTrouble.objects.count()
        self.stdout.write(f"choices about news: {Preference.objects.count()}; addresses with trouble: {troubles}")
