"""Mail about somebody's account, and not about an idea."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from participation import terms
from participation.actions.tidy import tidy_people
from participation.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def warned(db):
    long_ago = timezone.now() - terms.INACTIVE_ACCOUNT.unless_set() * 2
    person = factories.make_resident("ver-weg", last_login=long_ago)
    assert tidy_people()["warned"] == 1
    return person


def test_the_warning_says_until_when_and_what_to_do(warned, mail_server, drain):
    drain()
    letter = mail_server.to(warned)[0]
    assert str(letter["Subject"]).startswith("Uw account verdwijnt op ")
    text, page = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for part in (text, page):
        assert "https://inbreng.example.org/inloggen/" in part
        assert "omdat u een account hebt" in part
    assert "&" not in text
    assert "<script" not in page
    assert Delivery.objects.get().state == "accepted"


def test_it_speaks_the_reader_s_language(warned, mail_server, drain):
    User.objects.update(language="en")
    drain()
    assert 'lang="en"' in mail_server.to(warned)[0].get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"last_login": timezone.now() + timedelta(days=1)}, "They came back."),
        ({"is_active": False}, "The account is not active."),
    ],
)
def test_it_is_not_sent_when_it_is_not_true_any_more(warned, mail_server, drain, change, why):
    fan_out_waiting()
    User.objects.update(**change)
    drain()
    assert mail_server.letters == []
    assert list(Delivery.objects.values_list("state", "last_error")) == [("cancelled", why)]


def test_whoever_is_gone_gets_nothing(warned, mail_server, drain):
    User.objects.all().delete()
    drain()
    assert (mail_server.letters, Delivery.objects.count()) == ([], 0)
