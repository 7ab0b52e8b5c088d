"""What the administrator sees."""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command

from ideas.events import IdeaEvent
from notifications.models import Delivery
from notifications.outbox import measure
from participation.models import Event


def outbox(*options):
    out = StringIO()
    call_command("outbox", *options, stdout=out)
    return out.getvalue().splitlines()


def test_an_empty_outbox(db):
    figures = measure()
    assert (figures.events, figures.failing_events, figures.oldest_event, figures.oldest_delivery) == (0, 0, None, None)
    assert outbox()[1:3] == ["Oldest waiting event: none", "Oldest due delivery: none"]


def test_the_ages_of_what_waits(mail, owner, let_pass):
    let_pass(timedelta(seconds=90))
    Event.objects.filter(kind=IdeaEvent.TAKEN_UP).update(dispatched_at=None)
    figures = measure()
    assert figures.events == 1
    assert figures.oldest_event >= timedelta(seconds=90)
    assert figures.oldest_delivery >= timedelta(seconds=90)
    assert figures.deliveries == {
        "pending": 2, "sending": 0, "accepted": 2, "failed": 0, "uncertain": 0, "cancelled": 0,
    }  # fmt: skip


def test_uncertain_mails_are_in_view(mail):
    Delivery.objects.filter(pk=mail.pk).update(state="uncertain", last_error="The sender did not come back.")
    assert outbox()[-1] == f"  {mail.uuid} uncertain, sent again 0 times: The sender did not come back."


def test_what_failed_can_be_tried_again(mail, drain, mail_server, resident):
    mail_server.recipients_refused[resident.email] = "550 No such user"
    drain()
    mail_server.recipients_refused.clear()
    Event.objects.update(dispatched_at=None, attempts=3)
    assert outbox("--retry-failed")[0].startswith("Trying again: ")
    assert set(Event.objects.values_list("attempts", flat=True)) == {0}
    drain()
    assert f"Uw idee {mail.event.facts['reference']} is in behandeling" in {
        letter["Subject"] for letter in mail_server.to(resident)
    }
