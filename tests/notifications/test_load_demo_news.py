"""The demonstration shows choices and addresses with trouble, and leaves alone what somebody chose there."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from notifications.models import Delivery, MailTrouble, Preference, QuietHours
from tests import factories


def load():
    out = StringIO()
    call_command("load_demo_news", stdout=out)
    return out.getvalue()


def test_it_plays_once(taken_up):
    people = [factories.make_resident(f"meedoener{number}") for number in range(9)]
    assert load() == "choices about news: 9; addresses with trouble: 2\n"
    assert set(Preference.objects.values_list("frequency", flat=True)) == {"daily", "weekly", "off"}
    assert QuietHours.objects.count() == 2
    # As many mails came back as went out.
    assert Delivery.objects.filter(channel="email").count() == 2
    assert list(MailTrouble.objects.order_by("pk").values_list("address", "kind", "is_blocked")) == [
        (people[8].email, "hard", True), (people[7].email, "soft", False),
    ]  # fmt: skip
    Preference.objects.update(frequency="at_once")
    assert load() == ""
    assert set(Preference.objects.values_list("frequency", flat=True)) == {"at_once"}


def test_it_is_not_for_a_real_installation(settings, db):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        load()
