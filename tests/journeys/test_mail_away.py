"""The mail server is away for a day, or for good. The clock is the database's, and is put forward from try to try."""

import re
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import models
from django.db.models.functions import Now

from notifications.draining import drain_all
from notifications.models import Delivery
from notifications.statuses import WAITING
from tests.journeys.people import link_in, text_of
from tests.notifications.conftest import free_port, let_pass

__all__ = ["let_pass"]

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
VERY_LONG = timedelta(days=365)
A_MOMENT = timedelta(milliseconds=50)


@pytest.fixture
def away(mail_server, settings):
    """The mail server is away from now on, until it is called."""
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()

    def come_back():
        settings.EMAIL_PORT = port

    return come_back


@pytest.fixture
def pass_hours(let_pass):
    """Let so many hours pass; whoever is due on the way is tried at that moment."""

    def go(hours):
        left = hours * HOUR
        while (pause := next_try()) < left:
            let_pass(pause)
            left -= pause
            drain_all()
        let_pass(left)

    return go


def next_try():
    """How long it is until somebody is due; very long when nobody waits."""
    wait = models.ExpressionWrapper(models.Min("next_attempt_at") - Now(), output_field=models.DurationField())
    soonest = Delivery.objects.filter(state__in=WAITING).aggregate(wait=wait)["wait"]
    return VERY_LONG if soonest is None else max(soonest, timedelta()) + A_MOMENT


def states():
    return Counter(Delivery.objects.filter(channel="email").values_list("state", flat=True))


def attempts():
    return Counter(Delivery.objects.filter(channel="email").values_list("attempts", flat=True))


def letters(mail_server):
    return Counter((recipient, letter["Message-ID"]) for recipient, letter in mail_server.letters)


def outbox(*arguments):
    out = StringIO()
    call_command("outbox", *arguments, stdout=out)
    return out.getvalue()


def submit(visitor):
    visitor.write()
    return visitor.path


def test_after_a_day_without_a_mail_server_everything_arrives_once(
    away, pass_hours, signed_in, resident, owner, last_rule, mail_server
):
    author = signed_in(resident)
    path = submit(author)
    drain_all()
    pass_hours(12)
    # After 0, 1, 3, 7, 15, 31 and 63 minutes, and then every hour.
    assert attempts() == {17: 3}
    signed_in(owner).open(path.replace("/ideeen/", "/werkplek/")).press(
        "In behandeling nemen", next_step="Wij gaan op het plein kijken."
    )
    drain_all()
    pass_hours(12)
    assert (mail_server.letters, states(), attempts()) == ([], {"pending": 4}, {29: 3, 17: 1})

    away()
    pass_hours(1)  # The longest pause.
    assert (states(), attempts()) == ({"accepted": 4}, {30: 3, 18: 1})
    assert len(letters(mail_server)) == letters(mail_server).total() == 4
    # Which of two that waited for an hour goes first is not promised.
    received, taken_up = sorted(mail_server.to(resident), key=lambda letter: "is ontvangen" not in letter["Subject"])
    assert "is ontvangen" in received["Subject"]
    assert "Wij gaan op het plein kijken." in text_of(taken_up)
    assert "Wij gaan op het plein kijken." in author.open(link_in(taken_up, "/")).text


def test_after_three_days_it_has_failed_in_view_and_can_be_tried_again(
    away, let_pass, signed_in, resident, last_rule, mail_server
):
    submit(signed_in(resident))
    for pause in (70 * HOUR, 1.5 * HOUR, 1 * HOUR):
        drain_all()
        assert states() == {"pending": 3}
        let_pass(pause)
    drain_all()
    assert states() == {"failed": 3}
    assert re.search(r"\bfailed\s+3\b", outbox())
    let_pass(48 * HOUR)
    drain_all()
    assert attempts() == {4: 3}

    outbox("--retry-failed")
    drain_all()
    assert (states(), mail_server.letters) == ({"failed": 3}, [])

    away()
    outbox("--retry-failed")
    drain_all()
    assert states() == {"accepted": 3}
    assert len(letters(mail_server)) == letters(mail_server).total() == 3
    assert re.search(r"\bfailed\s+0\b", outbox())
