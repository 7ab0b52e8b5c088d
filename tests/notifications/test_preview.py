"""The preview of a mail is the mail: written by the same letters, and nothing in it can act in the author's name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions.publish import publish_draft
from ideas.models import Idea
from notifications.eligibility import look
from notifications.fanout import fan_out_waiting
from notifications.letters import write
from notifications.models import Delivery
from participation.models import Event
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(programme, resident):
    return factories.make_raw_idea(programme, author=resident, status="in_review", title="Bomen & <b>bankjes</b>")


def path_of(idea):
    return f"{idea.get_desk_url()}antwoord/mail/"


def test_what_is_shown_is_what_is_sent(client, idea, owner, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    draft = factories.make_draft(idea, owner)
    sign_in(client, owner)
    html = client.get(path_of(idea)).content.decode()
    text = client.get(f"{path_of(idea)}?soort=tekst").content.decode()
    assert Event.objects.count() == Delivery.objects.count() == 0
    publish_draft(draft, actor=owner)
    fan_out_waiting()
    sent = Delivery.objects.select_related("event", "recipient").get(channel="email", route="author")
    letter = write([sent], look([sent]).subjects)
    assert (html, text) == (letter.html, f"{letter.subject}\n\n{letter.text}")


def test_the_page_carries_styles_and_nothing_else(client, idea, owner):
    factories.make_draft(idea, owner, facts={"reason": "<script>alert(1)</script>"})
    response = sign_in(client, owner).get(path_of(idea))
    assert set(response["Content-Security-Policy"].split("; ")) == {
        "default-src 'none'", "style-src 'unsafe-inline'", "sandbox allow-popups",
    }  # fmt: skip
    assert "<script" not in response.content.decode()


@pytest.mark.parametrize("facts", [{"reason": ""}, {"date": ""}])
def test_what_is_not_finished_is_no_mail(client, idea, owner, facts):
    factories.make_draft(idea, owner, facts=facts)
    assert sign_in(client, owner).get(path_of(idea)).status_code == 404


def test_an_idea_without_an_author_has_a_mail_for_followers(client, idea, owner):
    Idea.objects.update(author=None)
    factories.make_draft(idea, owner)
    assert "Antwoord op een idee dat u volgt" in sign_in(client, owner).get(path_of(idea)).content.decode()


def test_in_the_language_of_the_author(client, idea, owner, resident):
    resident.language = "en"
    resident.save(update_fields=["language"])
    factories.make_draft(idea, owner, facts={"date": (timezone.localdate() + timedelta(days=3)).isoformat()})
    assert '<html lang="en">' in sign_in(client, owner).get(path_of(idea)).content.decode()
