"""Who hears when an organisation is asked about an idea, in full; and where the mail leads."""

from urllib.parse import urlsplit

import pytest

from ideas.actions.consult import answer_consultation, ask_organisation, hide_answer, mind_consultations, publish_answer
from ideas.events import IdeaEvent as E
from ideas.models import Consultation
from notifications.eligibility import look
from notifications.letters import write
from notifications.models import Delivery
from notifications.subjects import key_of
from participation.models import Membership, OrganisationRole
from tests import factories
from tests.notifications.test_switchboard import AUTHOR, both, quietly, told

WRITERS = ("baas", "schrijver")


@pytest.fixture
def asked(watched, owner):
    school = factories.make_organisation("Made-up school", factories.make_resident("baas"), kvk_number="")
    for name, role in (("schrijver", OrganisationRole.EDITOR), ("lezer", OrganisationRole.READER)):
        Membership.objects.create(organisation=school, user=factories.make_resident(name), role=role)
    return ask_organisation(watched, school, question="Welke bomen?", actor=owner)


def everyone(route):
    return set().union(*(both(name, route) for name in WRITERS))


def test_consulted(asked):
    assert told(E.CONSULTED) == everyone("consulted")


def test_consulted_is_not_sent_any_more_once_it_was_answered(asked):
    told(E.CONSULTED)
    delivery = Delivery.objects.select_related("event", "recipient").filter(event__kind=E.CONSULTED).first()
    assert look([delivery]).objection(delivery) == ""
    answer_consultation(asked, text="Linden.", actor=None)
    assert look([delivery]).objection(delivery) == "The question is not open any more."


def test_consulted_is_not_sent_to_who_left(asked):
    told(E.CONSULTED)
    delivery = Delivery.objects.select_related("event", "recipient").filter(event__kind=E.CONSULTED).first()
    Membership.objects.filter(user=delivery.recipient).delete()
    assert look([delivery]).objection(delivery) == "The question is not open any more."


def test_consulted_mail_has_the_question_and_a_link_that_answers(asked, client):
    told(E.CONSULTED)
    rows = Delivery.objects.select_related("event", "recipient").filter(event__kind=E.CONSULTED, channel="email")
    delivery = rows.get(recipient__email="baas@example.org")
    letter = write([delivery], {key_of(delivery.event): asked.idea})
    assert letter.subject == f"Vraag van de gemeente over een idee: {asked.idea.title}"
    assert "stelt een vraag aan Made-up school" in letter.text
    assert "Welke bomen?" in letter.text
    assert "Geef antwoord" in letter.text
    [link] = [word for word in letter.text.split() if "/raadpleging/" in word]
    assert client.post(urlsplit(link).path, {"text": "Linden."}).status_code == 302
    assert Consultation.objects.get().answer == "Linden."


@pytest.fixture
def reminded(asked):
    factories.age(asked, "asked_at", days=8)
    mind_consultations()
    assert told(E.CONSULT_REMINDED) == everyone("consulted")
    rows = Delivery.objects.select_related("event", "recipient").filter(event__kind=E.CONSULT_REMINDED, channel="email")
    return rows.get(recipient__email="baas@example.org")


def test_consult_reminded_has_the_question_and_a_link_that_answers(asked, reminded, client):
    letter = write([reminded], {key_of(reminded.event): asked.idea})
    assert letter.subject == f"Herinnering aan een vraag van de gemeente: {asked.idea.title}"
    assert "wacht nog op antwoord van Made-up school" in letter.text
    assert "Welke bomen?" in letter.text
    [link] = [word for word in letter.text.split() if "/raadpleging/" in word]
    assert client.post(urlsplit(link).path, {"text": "Linden."}).status_code == 302


def test_a_reminder_is_not_sent_any_more_once_it_was_answered(asked, reminded):
    assert look([reminded]).objection(reminded) == ""
    answer_consultation(asked, text="Linden.", actor=None)
    assert look([reminded]).objection(reminded) == "The question is not open any more."


def test_consult_expired(asked):
    factories.age(asked, "asked_at", days=15)
    mind_consultations()
    assert told(E.CONSULT_EXPIRED) == both("owner", "handler") | both("deputy", "handler")


def test_consult_answered(asked):
    answer_consultation(asked, text="Linden.", actor=None)
    assert told(E.CONSULT_ANSWERED) == both("owner", "handler") | both("deputy", "handler")


def test_consult_published(asked, owner):
    answer_consultation(asked, text="Linden.", actor=None)
    publish_answer(asked, actor=owner)
    quiet = {one for one in AUTHOR if one[1] == "inbox"} | quietly("buur", "followers")
    assert told(E.CONSULT_PUBLISHED) == quiet | everyone("advisers")


def test_consult_hidden(asked, owner):
    answer_consultation(asked, text="Linden.", actor=None)
    publish_answer(asked, actor=owner)
    hide_answer(Consultation.objects.get(), actor=owner)
    assert told(E.CONSULT_HIDDEN) == everyone("advisers")
