"""The inbox and the way out of a mail, over HTTP."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ideas.actions.moderate import hide_idea
from ideas.actions.support import follow_idea
from ideas.actions.triage import move_idea
from ideas.models import Follow
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery, Preference
from notifications.sending import send_waiting
from notifications.statuses import Group
from notifications.subscriptions import Subscription
from tests import factories
from tests.doors import sign_in

INBOX = "/berichten/"


def unread_of(person):
    return Delivery.objects.inbox_of(person).unread().count()


@pytest.mark.parametrize("path", [INBOX, "/berichten/voorkeuren/"])
def test_a_stranger_is_asked_to_sign_in(client, path, db):
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/inloggen/")


def test_an_empty_inbox_says_what_to_do(client, neighbour):
    sign_in(client, neighbour)
    assert "U hebt nog geen berichten" in client.get(INBOX).text


def test_the_inbox_tells_the_news(client, news, neighbour, watched):
    news(1)
    sign_in(client, neighbour)
    page = client.get(INBOX).text
    assert watched.title in page
    assert "Een medewerker neemt het idee in behandeling." in page
    assert "omdat u dit idee volgt" in page
    assert "Nieuw" in page


def test_a_reader_sees_the_messages_about_one_idea_and_ticks_those_off(client, news, neighbour, watched, programme):
    other = factories.make_raw_idea(programme, title="Een fietspad")
    follow_idea(other, actor=neighbour)
    move_idea(other, "take_up", actor=programme.owner, next_step="Wij kijken.")
    news(2)
    sign_in(client, neighbour)
    page = client.get(INBOX, {"idee": watched.reference})
    assert [message.reference for message in page.context["page"].messages] == [watched.reference] * 2
    client.post("/berichten/alles-gelezen/", {"idee": watched.reference})
    left = Delivery.objects.inbox_of(neighbour).unread()
    assert [row.event.subject_id for row in left] == [other.pk]
    assert client.get(INBOX, {"idee": watched.reference, "ongelezen": "1"}).context["page"].messages == []


def test_nobody_filters_by_an_idea_that_they_may_not_see(client, neighbour, programme):
    hidden = factories.make_raw_idea(programme, visibility="hidden")
    sign_in(client, neighbour)
    for reference in (hidden.reference, "2026-99999", "x\u202e<script>"):
        assert client.get(INBOX, {"idee": reference}).status_code == 404
        assert client.post("/berichten/alles-gelezen/", {"idee": reference}).status_code == 404


@pytest.mark.parametrize("shown", ["", "?ongelezen=1", "?idee=2026-00001"])
def test_a_long_inbox_costs_no_more_statements_than_a_short_one(client, news, neighbour, shown):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            client.get(INBOX + shown)
        return [query["sql"].partition("WHERE")[0] for query in captured]

    sign_in(client, neighbour)
    news(1)
    client.get(INBOX)
    with_one = statements()
    news(29)
    assert statements() == with_one
    assert len(with_one) <= 10


def test_pages_follow_each_other_without_a_gap(client, news, neighbour):
    news(45)
    sign_in(client, neighbour)
    seen, path = [], INBOX
    while path:
        context = client.get(path).context
        seen.append([message.uuid for message in context["page"].messages])
        path = INBOX + context["older_url"] if context["older_url"] else None
    assert [len(page) for page in seen] == [20, 20, 5]
    assert [uuid for page in seen for uuid in page] == list(
        Delivery.objects.inbox_of(neighbour).values_list("uuid", flat=True)
    )


@pytest.mark.parametrize("key", ["x", "-1", "", "9" * 30, "²"])
def test_a_strange_key_gives_the_first_page(client, news, neighbour, key):
    news(1)
    sign_in(client, neighbour)
    assert client.get(INBOX, {"voor": key}).context["page"].is_first


def test_opening_marks_as_read_and_leads_to_the_idea(client, news, neighbour, watched):
    news(2)
    sign_in(client, neighbour)
    first, second = Delivery.objects.inbox_of(neighbour)
    assert client.get(reverse("notifications:open", args=[first.uuid])).status_code == 405
    response = client.post(reverse("notifications:open", args=[first.uuid]))
    assert response["Location"] == watched.get_absolute_url()
    assert [row.pk for row in Delivery.objects.inbox_of(neighbour).unread()] == [second.pk]


def test_an_owner_is_led_to_the_desk(client, idea, owner):
    fan_out_waiting()
    sign_in(client, owner)
    delivery = Delivery.objects.inbox_of(owner).get()
    assert client.post(reverse("notifications:open", args=[delivery.uuid]))["Location"] == idea.get_desk_url()


def test_nobody_opens_the_message_of_somebody_else(client, news, neighbour, resident):
    news(1)
    sign_in(client, resident)
    delivery = Delivery.objects.inbox_of(neighbour).get()
    assert client.post(reverse("notifications:open", args=[delivery.uuid])).status_code == 404
    assert unread_of(neighbour) == 1


def test_a_mail_is_no_message(client, news, neighbour):
    news(1)
    sign_in(client, neighbour)
    mail = Delivery.objects.get(recipient=neighbour, channel="email")
    assert client.post(reverse("notifications:open", args=[mail.uuid])).status_code == 404


def test_everything_read(client, news, neighbour, resident):
    news(3)
    sign_in(client, neighbour)
    assert client.post("/berichten/alles-gelezen/")["Location"] == INBOX
    assert (unread_of(neighbour), unread_of(resident)) == (0, 3)
    assert "U hebt alles gelezen" in client.get(INBOX + "?ongelezen=1").text


def test_news_of_an_idea_that_was_hidden_tells_nothing_of_it(client, news, neighbour, watched, coordinator):
    news(1)
    hide_idea(watched, actor=coordinator, reason="Er staat een naam in.")
    sign_in(client, neighbour)
    page = client.get(INBOX).text
    assert watched.title not in page
    assert "Dit is niet meer te zien." in page
    delivery = Delivery.objects.inbox_of(neighbour).get()
    assert client.post(reverse("notifications:open", args=[delivery.uuid]))["Location"] == INBOX


def paths_to_leave(watched, neighbour):
    one = Subscription(neighbour, Group.FOLLOWED, watched)
    group, everything = one.wider()
    return {
        "idea": one.get_absolute_url(), "group": group.get_absolute_url(), "everything": everything.get_absolute_url(),
    }  # fmt: skip


def state(neighbour):
    """Whether they follow, and which mail they stopped."""
    stopped = Preference.objects.filter(person=neighbour, frequency="off", channel="email")
    return Follow.objects.filter(person=neighbour).exists(), set(stopped.values_list("group", flat=True))


@pytest.mark.parametrize("scope", ["idea", "group", "everything"])
def test_looking_at_the_way_out_changes_nothing(client, watched, neighbour, scope):
    path = paths_to_leave(watched, neighbour)[scope]
    for method in (client.get, client.head):
        response = method(path)
        assert response.status_code == 200
        assert not response.cookies
    assert "Stop deze e-mail" in client.get(path).text
    assert state(neighbour) == (True, set())
    assert client.put(path).status_code == 405


@pytest.mark.parametrize(
    ("scope", "after"),
    [
        ("idea", (False, set())),
        ("group", (True, {"followed"})),
        ("everything", (True, {"followed", "searches", "challenges", "desk"})),
    ],
)
def test_one_click_leaves_without_cookie_or_token_of_ours(watched, neighbour, scope, after, csrf_client):
    path = paths_to_leave(watched, neighbour)[scope]
    for _ in range(2):
        response = csrf_client.post(
            path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        assert response.status_code == 200
        assert "De e-mail is gestopt" in response.text
        assert state(neighbour) == after


@pytest.fixture
def csrf_client():
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: "x" + token, lambda _token: "x:y:z"])
def test_a_forged_token_is_nothing(client, watched, neighbour, change):
    token = Subscription(neighbour, Group.FOLLOWED, watched).token()
    assert client.post(reverse("notifications:unsubscribe", args=[change(token)])).status_code == 404
    assert state(neighbour) == (True, set())


def test_the_way_out_of_somebody_who_is_gone(client, watched, neighbour):
    path = paths_to_leave(watched, neighbour)["idea"]
    neighbour.delete()
    assert client.get(path).status_code == 404


def test_the_link_in_a_real_mail_works(client, news, neighbour, mail_server, settings):
    news(1)
    send_waiting()
    (letter,) = mail_server.to(neighbour)
    path = letter["List-Unsubscribe"].strip(" <>").removeprefix(settings.BASE_URL)
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert state(neighbour) == (False, set())
