"""Messages that have had their time go, in the order in which they came."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from notifications.actions import note_trouble
from notifications.bounces import Returned
from notifications.models import Delivery, MailTrouble
from notifications.statuses import Trouble
from notifications.tasks import tidy
from notifications.tidying import tidy_messages
from participation import batches, terms
from participation.models import Destruction, Event

MESSAGES = terms.MESSAGES.unless_set()
pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def frozen(time_machine):
    time_machine.move_to(NOW, tick=False)


def messages(resident, *ages):
    event = Event.objects.create(kind="idea.submitted", subject_type="ideas.idea", subject_id=1)
    for age in ages:
        event = Event.objects.create(kind="idea.submitted", subject_type="ideas.idea", subject_id=1)
        Delivery.objects.create(
            event=event, recipient=resident, channel="inbox", route="author", group="own", created_at=NOW - age
        )


def test_what_is_older_than_its_term_goes_and_is_counted(resident):
    messages(resident, MESSAGES + SECOND, MESSAGES + SECOND, MESSAGES, timedelta())
    assert tidy_messages() == {"messages": 2, "troubles": 0, "devices": 0}
    assert sorted(NOW - made for made in Delivery.objects.values_list("created_at", flat=True)) == [
        timedelta(),
        MESSAGES,
    ]
    assert list(Destruction.objects.values_list("day", "kind", "count")) == [(NOW.date(), "notifications.delivery", 2)]


def test_many_go_in_lots(resident, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    messages(resident, *[MESSAGES + SECOND] * 5, timedelta())
    assert tidy_messages() == {"messages": 5, "troubles": 0, "devices": 0}


def test_twice_does_it_once(resident):
    messages(resident, MESSAGES + SECOND)
    tidy()
    assert tidy_messages() == {"messages": 0, "troubles": 0, "devices": 0}


def test_events_stay_when_nobody_has_a_message_of_them_any_more(resident):
    messages(resident, MESSAGES + SECOND)
    tidy_messages()
    assert (Delivery.objects.count(), Event.objects.count()) == (0, 2)


def test_that_mail_came_back_is_forgotten_too(time_machine):
    note_trouble(Returned("weg@example.org", Trouble.HARD, "550 unknown", uuid4()))
    time_machine.move_to(NOW + MESSAGES, tick=False)
    assert tidy_messages()["troubles"] == 0
    time_machine.move_to(NOW + MESSAGES + SECOND, tick=False)
    assert tidy_messages()["troubles"] == 1
    assert not MailTrouble.objects.exists()
