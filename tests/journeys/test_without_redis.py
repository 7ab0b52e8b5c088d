"""Redis is dead: people read, sign in, submit, support and answer as always, and the mail comes all the same."""

import socket

import pytest
from django.core.management import call_command
from kombu.exceptions import OperationalError

from ideas.models import Idea
from ideas.statuses import Status
from notifications.models import Delivery
from notifications.tasks import heartbeat
from participation.celery import app
from tests.journeys.people import WORDS, Visitor, code_in, link_in, text_of
from tests.participation.conftest import PASSWORD
from tests.participation.walk import app_code, give_app

pytestmark = pytest.mark.django_db

DEAD = ("127.0.0.1", 1)
ANSWER = {"reason": "Dit past goed.", "next_step": "Wij tekenen een plan.", "date": "2031-03-01"}


@pytest.fixture
def dead_redis(settings):
    settings.EMBEDDED_REDIS = False
    dead = {
        "CELERY_BROKER_URL": "redis://{}:{}/0".format(*DEAD),
        "CELERY_BROKER_TRANSPORT_OPTIONS": {"max_retries": 1, "interval_start": 0},
    }
    before = {name: app.conf[name] for name in dead}
    app.conf.update(dead)
    app._after_fork()  # Forgets the connections that other tests made.
    yield
    app.conf.update(before)
    app._after_fork()


@pytest.fixture
def doors(monkeypatch):
    """The addresses at which this process knocks. PostgreSQL's own library does so out of Python's sight."""
    knocked, connect = [], socket.socket.connect

    def knock(self, address):
        knocked.append(address)
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", knock)
    return knocked


def sign_in_by_code(mail_server, email):
    visitor = Visitor().open("/inloggen/").press("Stuur mij een code", email=email)
    return visitor.press("Inloggen", code=code_in(mail_server.to(email)[-1]))


def sign_in_with_two_steps(person):
    visitor = Visitor().open("/inloggen/medewerker/").press("Inloggen", login=person.email, password=PASSWORD)
    return visitor.press("Inloggen", code=app_code())


def test_everything_goes_on_without_redis(dead_redis, doors, mail_server, settings, owner, last_rule):
    owner.set_password(PASSWORD)
    owner.save(update_fields=["password"])
    give_app(owner)

    writer = sign_in_by_code(mail_server, "nieuw@example.org")
    writer.write()
    idea = Idea.objects.get()
    assert writer.path == idea.get_absolute_url()

    for path in ("/", "/ideeen/", "/ideeen/?q=schaduw", idea.get_absolute_url(), "/programmas/groen/"):
        assert WORDS["title"] in Visitor().open(path).text

    supporter = sign_in_by_code(mail_server, "buur@example.org").open(idea.get_absolute_url())
    assert "1 persoon steunt dit idee" in supporter.press("Steun dit idee").text

    official = sign_in_with_two_steps(owner)
    official.open(idea.get_desk_url()).press("In behandeling nemen", next_step="Wij gaan kijken.")
    official.open(idea.get_desk_url()).press("Kansrijk noemen", **ANSWER)
    idea.refresh_from_db()
    assert (idea.status, idea.support_count) == (Status.PROMISING, 1)

    mail_server.letters.clear()
    call_command("drain", "--once")
    assert set(Delivery.objects.values_list("state", flat=True)) == {"accepted"}
    told = mail_server.to("nieuw@example.org")
    assert [letter["Subject"] for letter in told] == [
        f"Uw idee {idea.reference} is ontvangen",
        f"Uw idee {idea.reference} is in behandeling",
        "Antwoord op uw idee: kansrijk",
    ]
    assert ANSWER["reason"] in text_of(told[-1])
    assert ANSWER["reason"] in writer.open(link_in(told[-1], "/")).text
    assert [letter["Subject"] for letter in mail_server.to(owner)] == [f"Nieuw idee voor uw programma: {idea.title}"]
    # Neither a request nor the clock even tried to reach Redis.
    assert set(doors) == {(settings.EMAIL_HOST, settings.EMAIL_PORT)}


def test_celery_itself_does_knock_there(dead_redis, doors):
    """So that the silence above means something."""
    with pytest.raises(OperationalError):
        heartbeat.delay()
    assert DEAD in doors
