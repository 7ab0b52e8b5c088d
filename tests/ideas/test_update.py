"""News of the author for followers, once a week; and the private link that ends when the author wants."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from ideas.actions.support import follow_idea
from ideas.actions.update import APART, renew_status_link, tell_followers
from ideas.models import Idea
from ideas.statuses import Status, Visibility
from notifications.draining import drain_all
from participation.errors import Incomplete, NotAllowed, TooMany
from participation.models import Event
from tests import factories
from tests.doors import sign_in
from tests.journeys.people import Visitor, link_in, text_of

pytestmark = pytest.mark.django_db


def test_followers_are_told_and_the_author_is_not(idea, resident, neighbour, mail_server):
    follow_idea(idea, actor=neighbour)
    drain_all()
    mail_server.letters.clear()
    tell_followers(idea, actor=resident, text=" Zaterdag planten wij. ")
    drain_all()
    told = [(recipient, letter["Subject"]) for recipient, letter in mail_server.letters]
    assert told == [(neighbour.email, f"Nieuws van de indiener: {idea.title}")]
    assert "Zaterdag planten wij." in text_of(mail_server.to(neighbour)[0])


def test_once_a_week_and_a_refusal_costs_nothing(idea, resident, time_machine):
    now = idea.submitted_at
    for moment, text, is_sent in [
        (now, "", False), (now, "Een", True), (now + APART - timedelta(seconds=1), "Twee", False), (now + APART, "Drie", True),
    ]:  # fmt: skip
        time_machine.move_to(moment, tick=False)
        if is_sent:
            tell_followers(idea, actor=resident, text=text)
        else:
            with pytest.raises((Incomplete, TooMany)) as refusal:
                tell_followers(idea, actor=resident, text=text)
            assert refusal.value.field == "text"
    assert [event.facts["update"] for event in Event.objects.filter(kind="idea.updated").order_by("pk")] == [
        "Een",
        "Drie",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_send_one(idea, resident):
    gate, got = threading.Barrier(2, timeout=20), []

    def send():
        gate.wait()
        try:
            tell_followers(Idea.objects.get(), actor=resident, text="Nieuws")
            got.append("sent")
        except TooMany:
            got.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == ["refused", "sent"]


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("visibility", Visibility.values)
def test_of_which_ideas_there_is_news(programme, resident, neighbour, status, visibility):
    idea = factories.make_raw_idea(programme, author=resident, status=status, visibility=visibility)
    with pytest.raises(NotAllowed):
        tell_followers(idea, actor=neighbour, text="Gekaapt")
    if visibility == "public" and status not in {"withdrawn", "merged"}:
        tell_followers(idea, actor=resident, text="Nieuws")
    else:
        with pytest.raises(NotAllowed):
            tell_followers(idea, actor=resident, text="Nieuws")


def test_the_page_says_when_it_is_too_early(idea, resident):
    author = Visitor(sign_in(Client(), resident)).open(f"{idea.get_absolute_url()}bericht/")
    author.press("Verstuur het bericht", text="Een")
    assert "Uw bericht gaat naar iedereen die uw idee volgt." in author.text
    author.open(f"{idea.get_absolute_url()}bericht/").press("Verstuur het bericht", status=422, text="Twee")
    assert "één keer per week" in author.error_beside("text")
    assert "Twee" in author.text


class TestTheStatusLink:
    def test_it_stands_in_the_receipt_and_needs_no_account(self, idea, resident, mail_server):
        drain_all()
        (receipt,) = mail_server.to(resident)
        assert idea.reference in receipt["Subject"]
        reader = Visitor().open(link_in(receipt, "/ideeen/status/"))
        assert idea.title in reader.text
        assert "Het idee is ingediend." in reader.text
        assert "no-store" in reader.response["Cache-Control"]
        assert 'content="noindex"' in reader.response.content.decode()

    def test_it_shows_a_hidden_idea_to_its_author_with_the_reason(self, idea):
        Idea.objects.update(visibility="hidden", hidden_reason="Er stond een naam in.")
        assert "Er stond een naam in." in Visitor().open(idea.get_status_url()).text

    def test_a_new_one_ends_the_old_one(self, idea, resident, neighbour):
        old = idea.get_status_url()
        with pytest.raises(NotAllowed):
            renew_status_link(idea, actor=neighbour)
        author = Visitor(sign_in(Client(), resident)).open(idea.get_absolute_url()).press("Maak een nieuwe eigen link")
        assert author.path.startswith("/ideeen/status/")
        assert author.path != old
        assert idea.title in Visitor().open(author.path).text
        assert "Deze link werkt niet meer" in Visitor().open(old, status=410).text

    def test_it_ends_after_a_year(self, idea, time_machine):
        time_machine.move_to(idea.submitted_at + timedelta(days=1), tick=False)
        link = idea.get_status_url()
        time_machine.move_to(idea.submitted_at + timedelta(days=365), tick=False)
        Visitor().open(link)
        time_machine.move_to(idea.submitted_at + timedelta(days=367), tick=False)
        Visitor().open(link, status=410)

    @pytest.mark.parametrize("token", ["x", "WzEsMF0:1tXyZ:vals", "a" * 2000])
    def test_a_made_up_one_leads_nowhere(self, idea, token):
        Visitor().open(f"/ideeen/status/{token}/", status=410)
