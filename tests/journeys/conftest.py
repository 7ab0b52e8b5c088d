"""The mail server that really speaks SMTP, and visitors."""

import pytest
from django.core.management import call_command

from tests.doors import sign_in
from tests.journeys.people import Visitor
from tests.notifications.conftest import mail_server, no_mail_server

__all__ = ["mail_server", "no_mail_server"]


@pytest.fixture
def visitor(db):
    return Visitor()


@pytest.fixture
def other_browser(db):
    return Visitor()


@pytest.fixture
def signed_in(db):
    """Give a visitor with a browser of their own, signed in as this person."""

    def enter(person):
        one = Visitor()
        sign_in(one.client, person)
        return one

    return enter


@pytest.fixture
def tell(mail_server):
    """Let the clock work once: what happened is told."""
    return lambda: call_command("drain", "--once")
