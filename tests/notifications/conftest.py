"""A mail server that really speaks SMTP, and the means to let time pass for the database."""

import asyncio
import email
import email.policy
import logging
import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.db import models, transaction

from ideas.actions.support import follow_idea, support_idea
from ideas.actions.triage import move_idea
from ideas.events import IdeaEvent
from notifications.actions import Browser, add_device
from notifications.draining import drain_all
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from notifications.push import wire
from participation import journal
from participation.models import Allowance, Event
from tests import factories
from tests.notifications.push_service import PushService

DELIVERY_CLOCKS = ("created_at", "due_at", "next_attempt_at", "lease_until", "handed_at", "settled_at")


class MailServer:
    """Keeps what it takes. `answers` maps an address to the refusal that its mail gets."""

    def __init__(self):
        self.letters = []
        self.calls = set()
        self.recipients_refused = {}
        self.sender_answer = ""
        self.takes_one_a_call = False
        self.data_answer = ""
        self.hangs_up = False
        self.when_taking = lambda: None

    async def handle_MAIL(self, _server, session, envelope, address, _options):  # noqa: N802 - aiosmtpd calls it
        if self.takes_one_a_call and session.peer in self.calls:
            return "421 That is enough"
        self.calls.add(session.peer)
        envelope.mail_from = address
        return self.sender_answer or "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd calls it
        if address in self.recipients_refused:
            return self.recipients_refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802 - aiosmtpd calls it
        if self.data_answer:
            return self.data_answer
        await asyncio.to_thread(self.when_taking)
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters.append((envelope.rcpt_tos[0], letter))
        if self.hangs_up:
            server.transport.close()
        return "250 OK"

    def to(self, person):
        address = getattr(person, "email", person)
        return [letter for recipient, letter in self.letters if recipient == address]

    def subjects(self):
        return {(recipient, str(letter["Subject"])) for recipient, letter in self.letters}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mail_server(settings):
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # It would tell every step of the protocol.
    server = MailServer()
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=lambda *_: AuthResult(success=False, handled=False),
        auth_require_tls=False,
    )
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.BASE_URL = "https://inbreng.example.org"
    yield server
    controller.stop()


@pytest.fixture
def no_mail_server(mail_server, settings):
    settings.EMAIL_PORT = free_port()


@pytest.fixture
def let_pass():
    """Let time pass: every moment that is stored moves back, so that the database's clock is that much further."""

    def shift(delta):
        def back(names):
            return {name: models.F(name) - delta for name in names}

        Delivery.objects.update(**back(DELIVERY_CLOCKS))
        Event.objects.update(**back(["recorded_at"]))
        Allowance.objects.update(**back(["filled_at"]))

    return shift


@pytest.fixture
def supporter(db):
    return factories.make_resident("steun")


@pytest.fixture
def watched(idea, neighbour, supporter):
    """The idea, with a follower and a supporter; everybody was told of its submission already."""
    follow_idea(idea, actor=neighbour)
    support_idea(idea, actor=supporter)
    Event.objects.update(dispatched_at=models.functions.Now())
    return idea


@pytest.fixture
def drain(mail_server):
    return drain_all


@pytest.fixture
def taken_up(watched, owner, mail_server):
    """Somebody took the idea up; its author and its follower are to be told."""
    move_idea(watched, "take_up", actor=owner, next_step="Wij gaan kijken.")
    fan_out_waiting()
    return watched


@pytest.fixture
def mail(taken_up, resident):
    """The mail to the author."""
    return Delivery.objects.select_related("event", "recipient").get(recipient=resident, channel="email")


@pytest.fixture
def news(watched):
    """Let something happen to the idea, a number of times."""

    def happen(times):
        for _ in range(times):
            with transaction.atomic():
                journal.record(
                    IdeaEvent.TAKEN_UP, watched, actor=None, reference=watched.reference, title=watched.title
                )
        fan_out_waiting()

    return happen


@pytest.fixture
def push_service(tmp_path, monkeypatch):
    """A push service on this machine, which may be reached for once, and whose certificate is believed."""
    service = PushService(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(service.certificate))
    wire.trusted.cache_clear()
    monkeypatch.setattr(wire, "PORTS", {443, service.port})
    monkeypatch.setattr(wire, "is_public", lambda _address: True)
    yield service
    service.close()
    wire.trusted.cache_clear()


@pytest.fixture
def on(push_service):
    """Let somebody switch news on in a browser of theirs; gives that browser."""

    def add(person, name="een", session_key="s"):
        browser = push_service.browser(name)
        add_device(Browser(**browser.fields(), session_key=session_key), name="Firefox, Linux", actor=person)
        return browser

    return add
