"""Who hears of ideas that they look for: each once, of what is new since they asked, and never of what is hidden."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode

from ideas.actions.moderate import hide_idea, show_idea
from ideas.actions.saved import Circle, remove_search, save_search
from ideas.actions.support import follow_idea
from ideas.actions.triage import move_idea
from ideas.filters import IdeaFilter
from ideas.models import Idea, SavedSearch
from ideas.statuses import Visibility
from notifications.actions import set_preferences
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from notifications.sending import send_waiting
from notifications.statuses import Channel, Frequency, Group
from participation.models import Event, User
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

STEP = {"next_step": "Wij gaan kijken."}
SOON = timezone.localdate() + timedelta(days=30)
NO = {"reason": "Te duur.", "next_step": "Wij stoppen.", "date": SOON, "reason_code": "te_duur"}


@pytest.fixture
def keep(last_rule):
    def search(person, circle=None, name="Zoek", **query):
        return save_search(IdeaFilter.of(QueryDict(urlencode(query))), actor=person, name=name, circle=circle)

    return search


def told():
    """Who heard by which route, channel by channel, in order."""
    fan_out_waiting()
    rows = Delivery.objects.filter(group=Group.SEARCHES).order_by("pk")
    return [(row.recipient.nickname, row.channel, row.route) for row in rows.select_related("recipient")]


def both(name, route="searchers"):
    return [(name, "inbox", route), (name, "email", route)]


def test_a_new_idea_is_told_to_who_looks_for_it(keep, resident, neighbour):
    keep(neighbour, q="bomen")
    keep(factories.make_resident("ander"), q="parkeren")
    factories.make_idea(resident)
    assert told() == both("Buur")
    assert told() == both("Buur")


def test_who_looks_for_it_in_three_ways_hears_once(keep, resident, neighbour):
    keep(neighbour, q="bomen")
    keep(neighbour, q="warm")
    keep(neighbour)
    factories.make_idea(resident)
    assert told() == both("Buur")


def test_it_is_told_to_who_lives_near(keep, resident, neighbour):
    keep(neighbour, circle=Circle(longitude=4.5, latitude=52.05, radius=500))
    keep(factories.make_resident("ver"), circle=Circle(longitude=4.6, latitude=52.05, radius=500))
    factories.make_idea(resident, longitude=4.501, latitude=52.05)
    assert told() == both("Buur")


def test_nobody_hears_of_their_own_idea(keep, resident):
    keep(resident)
    factories.make_idea(resident)
    assert told() == []


def test_a_search_tells_nothing_of_before_it_was_kept(keep, resident, neighbour):
    factories.make_idea(resident)
    keep(neighbour)
    assert told() == []


def test_a_closed_account_hears_nothing(keep, resident, neighbour):
    keep(neighbour)
    neighbour.is_active = False
    neighbour.save(update_fields=["is_active"])
    factories.make_idea(resident)
    assert told() == []


def test_what_is_hidden_before_it_is_told_is_not_told_and_is_told_when_it_is_shown(
    keep, resident, neighbour, coordinator
):
    keep(neighbour)
    idea = factories.make_idea(resident)
    hide_idea(idea, actor=coordinator, reason="Er stond een naam in.")
    assert told() == []
    show_idea(idea, actor=coordinator)
    assert told() == both("Buur")


def test_an_idea_that_is_shown_again_is_not_told_again(keep, resident, neighbour, coordinator):
    keep(neighbour)
    idea = factories.make_idea(resident)
    assert told() == both("Buur")
    hide_idea(idea, actor=coordinator, reason="Er stond een naam in.")
    show_idea(idea, actor=coordinator)
    assert told() == both("Buur")


def test_a_new_status_is_told_to_who_looks_for_that_status(keep, resident, neighbour, owner):
    keep(neighbour, status="declined")
    keep(factories.make_resident("alles"))
    keep(factories.make_resident("volger"), status="declined")
    idea = factories.make_idea(resident)
    follow_idea(idea, actor=User.objects.get(nickname="Volger"))
    assert told() == both("Alles")
    move_idea(idea, "take_up", actor=owner, **STEP)
    move_idea(idea, "decline", actor=owner, **NO)
    assert told() == both("Alles") + both("Buur", "new_searchers")


def test_the_mail_says_why_and_can_be_left_with_one_click(keep, resident, neighbour, mail_server, client):
    keep(neighbour, q="bomen")
    idea = factories.make_idea(resident)
    fan_out_waiting()
    send_waiting()
    (letter,) = mail_server.to(neighbour)
    text = letter.get_body(("plain",)).get_content()
    assert letter["Subject"] == "Nieuw idee waar u naar zoekt: Meer bomen in de straat"
    assert "Er is een nieuw idee dat past bij uw zoekopdracht: Zoek." in text
    assert "omdat dit idee past bij een zoekopdracht die u bewaarde: Zoek." in text
    assert idea.get_absolute_url() in text
    client.post("/" + letter["List-Unsubscribe"].strip("<>").split("/", 3)[3], {"List-Unsubscribe": "One-Click"})
    factories.make_idea(resident, title="Nog meer bomen")
    assert told() == [*both("Buur"), ("Buur", "inbox", "searchers")]


def test_a_mail_names_every_search_of_its_reader_that_finds_the_idea_and_no_other(
    keep, resident, neighbour, mail_server
):
    hostile = "<b>Bomen</b> \u202e"
    for name, words in (("Warme straat", "warm"), (hostile, "bomen"), ("Fietsen", "fiets")):
        keep(neighbour, name=name, q=words)
    keep(factories.make_resident("ander"), name="Van iemand anders", q="bomen")
    factories.make_idea(resident)
    fan_out_waiting()
    send_waiting()
    (letter,) = mail_server.to(neighbour)
    text, page = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    kept = sorted(SavedSearch.objects.filter(person=neighbour).exclude(name="Fietsen").values_list("name", flat=True))
    assert f"past bij uw zoekopdracht: {', '.join(kept)}." in text
    assert "&lt;b&gt;Bomen&lt;/b&gt;" in page
    assert [word for word in ("Fietsen", "Van iemand anders") if word in text + page] == []


def test_a_digest_names_the_search_beside_each_idea(keep, resident, neighbour, mail_server):
    keep(neighbour, name="Bomen", q="bomen")
    keep(neighbour, name="Fietsen", q="fietsen")
    set_preferences({(Group.SEARCHES, Channel.EMAIL): Frequency.DAILY}, actor=neighbour)
    factories.make_idea(resident)
    factories.make_idea(resident, title="Beter fietsen")
    fan_out_waiting()
    Delivery.objects.update(next_attempt_at=timezone.now())
    send_waiting()
    (letter,) = mail_server.to(neighbour)
    text = letter.get_body(("plain",)).get_content()
    assert text.count("die u bewaarde: Bomen.") == 1
    assert text.count("die u bewaarde: Bomen, Fietsen.") == 1


def test_no_mail_to_who_stopped_looking_meanwhile(keep, resident, neighbour, mail_server):
    search = keep(neighbour)
    factories.make_idea(resident)
    fan_out_waiting()
    remove_search(search, actor=neighbour)
    send_waiting()
    assert mail_server.to(neighbour) == []
    mail = Delivery.objects.get(recipient=neighbour, channel="email")
    assert (mail.state, mail.last_error) == ("cancelled", "They keep no search any more.")


def test_mail_may_be_off_and_the_inbox_goes_on(keep, resident, neighbour):
    keep(neighbour)
    set_preferences({(Group.SEARCHES, Channel.EMAIL): Frequency.OFF}, actor=neighbour)
    factories.make_idea(resident)
    assert told() == both("Buur")[:1]


def test_a_held_idea_is_told_when_it_comes_out(keep, resident, neighbour, coordinator):
    keep(neighbour)
    idea = factories.make_idea(resident)
    Idea.objects.filter(pk=idea.pk).update(visibility=Visibility.HELD)
    assert told() == []
    idea.refresh_from_db()
    show_idea(idea, actor=coordinator)
    assert told() == both("Buur")


@pytest.mark.parametrize("searches", [1, 30])
def test_finding_who_looks_costs_the_same_for_many(keep, resident, django_assert_num_queries, searches):
    for number in range(searches):
        keep(factories.make_resident(f"zoeker{number}"), q="bomen")
    idea = factories.make_idea(resident)
    event = Event.objects.get(subject_id=idea.pk, kind="idea.submitted")
    with django_assert_num_queries(2):
        assert SavedSearch.objects.finding(idea.pk, at=event.recorded_at).count() == searches
