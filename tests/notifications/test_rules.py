"""News of routing rules: what the mail says, where it leads, and who may still read it."""

import uuid

import pytest

from ideas.actions.rule_alarm import mind_rules
from ideas.actions.rules import make_rule
from ideas.models import RoutingRule
from ideas.routing.wish import Wish
from notifications.eligibility import look
from notifications.fanout import fan_out_waiting
from notifications.letters import write
from notifications.models import Delivery
from participation.models import Programme, User
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing(coordinator, last_rule):
    """A rule that does not work, of which the coordinator was told."""
    oud = factories.make_programme("oud")
    wish = Wish(name="Bomen & <b>", programme=oud, words=("bomen",))
    rule = make_rule(wish, actor=coordinator, client_key=uuid.uuid4())
    Programme.objects.filter(pk=oud.pk).update(is_active=False)
    mind_rules()
    fan_out_waiting()
    return rule


def news(channel):
    return Delivery.objects.select_related("event", "recipient").get(channel=channel, event__kind="rule.failed")


def test_the_mail_names_the_rule_the_cause_and_the_way_to_it(failing):
    delivery = news("email")
    circumstances = look([delivery])
    assert circumstances.objection(delivery) == ""
    letter = write([delivery], circumstances.subjects)
    assert letter.subject == "Een regel werkt niet meer: Bomen & <b>"
    for piece in ("Het programma is niet meer actief.", "Het gaat om de regel: Bomen & <b>", failing.get_desk_url()):
        assert piece in letter.text
    assert ("<b>" in letter.html, "Bekijk de regel" in letter.html) == (False, True)


def test_who_is_no_official_any_more_is_not_mailed(failing, coordinator):
    User.objects.filter(pk=coordinator.pk).update(kind="resident")
    delivery = news("email")
    assert look([delivery]).objection(delivery) == "They may not see the rule."


def test_the_inbox_leads_to_the_rule(client, failing, coordinator):
    sign_in(client, coordinator)
    html = client.get("/berichten/").content.decode()
    assert ("Bekijk de regel" in html, "werkt niet meer" in html, "<b>" in html) == (True, True, False)
    opened = client.post(f"/berichten/{news('inbox').uuid}/")
    assert (opened.status_code, opened["Location"]) == (302, failing.get_desk_url())


def test_the_inbox_shows_nothing_of_rules_to_who_may_not_see_them(client, failing, coordinator):
    User.objects.filter(pk=coordinator.pk).update(kind="resident", is_coordinator=False)
    coordinator.refresh_from_db()
    sign_in(client, coordinator)
    html = client.get("/berichten/").content.decode()
    assert ("Bomen" in html, RoutingRule.objects.filter(pk=failing.pk).exists()) == (False, True)
    assert client.post(f"/berichten/{news('inbox').uuid}/")["Location"] == "/berichten/"
