"""A mail server of our own, and people at each of the doors."""

import re
import socket
from contextlib import closing

import pytest
from aiosmtpd.controller import Controller
from django.test import Client

from tests import factories

PASSWORD = "een-lang-wachtwoord"


@pytest.fixture
def official(db):
    """An official with a password and no second step yet."""
    return factories.make_official("ambtenaar", password=PASSWORD)


@pytest.fixture
def visitor():
    """A second browser."""
    return Client()


class Postbox:
    """Keeps what the server takes; `refusal` is what it says instead."""

    def __init__(self):
        self.mails, self.refusal = [], ""

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 aiosmtpd's name
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 aiosmtpd's name
        self.mails.append(envelope.content.decode())
        return "250 OK"


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def real_mail(settings):
    """Mail goes out by SMTP, to nobody: the port is closed."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False


@pytest.fixture
def postbox(real_mail, settings):
    """Mail goes out by SMTP, to a server that listens."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    yield box
    controller.stop()


def code_in(mail):
    return re.search(r"\b\d{6}\b", mail.subject).group()
