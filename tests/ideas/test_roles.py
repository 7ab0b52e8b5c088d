"""What each role sees at the desk beside its doors: no buttons, no notes and no addresses for who reads along."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ideas.actions.assign import assign_idea
from ideas.actions.note import write_note
from ideas.actions.undo import undo
from ideas.desk.staff import officials_for
from ideas.events import IdeaEvent
from ideas.models import Idea, Presence, RoutingRule
from notifications.audiences import desk, handler
from participation import journal
from participation.errors import NotAllowed
from participation.models import Event, Grant, User
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db


def page_of(client, path):
    return BeautifulSoup(client.get(path).content, "html.parser")


def named(people):
    return {person.nickname for person in people}


@pytest.fixture
def busy(idea, owner):
    """An idea with a note, and a partner who got a link."""
    write_note(idea, "Bel 079-123.", actor=owner, client_key=uuid.uuid4())
    factories.make_referral(idea, partner="Bibliotheek", email="")
    return idea


@pytest.mark.parametrize("who", ["reader", "moderator"])
def test_who_reads_along_sees_the_idea_and_nothing_that_officials_say_of_it(client, request, busy, who):
    page = page_of(sign_in(client, request.getfixturevalue(who)), busy.get_desk_url())
    main = page.select_one("main").get_text(" ")
    assert busy.title in main
    assert not any(secret in main for secret in ("079-123", "/doorverwijzing/", "Notities", "Neem zelf"))
    forms = {form["action"].partition("?")[0] for form in page.select("main form")}
    hides = {f"{busy.get_desk_url()}{verb}/" for verb in ("zichtbaarheid", "steun-weghalen")}
    assert forms == (hides if who == "moderator" else set())
    assert not Presence.objects.exists()


def test_the_list_of_who_reads_along_has_no_boxes_to_pick_with(client, reader, idea):
    page = page_of(sign_in(client, reader), "/werkplek/")
    assert idea.title in page.get_text()
    assert page.select("main form[method=post], [data-desk-pick]") == []
    ways = {link["href"] for link in page.select(".desk-nav a") if not link["href"].startswith("?")}
    assert ways == {"/werkplek/regels/", "/werkplek/organisatiegids/", "/werkplek/afwezig/"}


def test_who_reads_along_with_one_programme_sees_no_other(client, reader, idea, owner):
    other = factories.make_raw_idea(factories.make_programme("water", owner=owner), visibility="hidden")
    sign_in(client, reader)
    assert client.get(other.get_desk_url()).status_code == 404
    assert client.get(other.get_absolute_url()).status_code == 404
    Idea.objects.filter(pk=idea.pk).update(visibility="hidden", hidden_reason="Naam.")
    assert client.get(idea.get_absolute_url()).status_code == 200


def test_a_clerk_sees_what_they_entered_and_nothing_else(client, clerk, last_rule, idea):
    sign_in(client, clerk)
    words = {"problem": "Het is hier te warm.", "proposal": "Plant bomen.", "title": "Meer bomen"}
    sent = client.post("/werkplek/invoeren/", {"key": uuid.uuid4(), "channel": "counter", **words})
    assert client.get(sent["Location"]).status_code == 200
    assert client.get(f"/werkplek/invoeren/{idea.reference}/").status_code == 404
    assert client.get(Idea.objects.get(title="Meer bomen").get_desk_url()).status_code == 404


def test_an_editor_words_a_round_and_does_not_open_it(client, editor, coordinator, programme):
    ideas = [factories.make_raw_idea(programme) for _ in range(2)]
    round_ = factories.make_vote(coordinator, ideas, verb="")
    page = page_of(sign_in(client, editor), round_.get_desk_url())
    assert page.select("main form[method=post]") == []
    assert page.select(f'a[href="{round_.get_desk_url()}wijzigen/"]')
    assert client.get(round_.get_absolute_url()).status_code == 200


def recorded(idea):
    with transaction.atomic():
        return journal.record(IdeaEvent.EDITED, idea, actor=None, reference=idea.reference, title=idea.title)


def test_who_hears_what_comes_in(idea, behandelaar, reader, moderator, clerk):
    assert named(desk(recorded(idea)).users) == {"Owner", "Deputy", "Behandelaar"}
    assert named(officials_for(idea.programme_id)) == {"Owner", "Deputy", "Behandelaar"}


def test_who_may_not_handle_it_any_more_is_not_the_one_who_hears(idea, behandelaar):
    assign_idea(idea, actor=behandelaar, to=behandelaar)
    assert named(handler(recorded(idea)).users) == {"Behandelaar"}
    Grant.objects.all().delete()
    assert named(handler(recorded(idea)).users) == {"Owner", "Deputy"}


def test_a_rule_may_name_an_official_of_its_programme_and_no_reader(last_rule, behandelaar, reader):
    fits = {}
    for person in (behandelaar, reader):
        RoutingRule.objects.filter(pk=last_rule.pk).update(handler=person, names_handler=True)
        fits[person.nickname] = RoutingRule.objects.with_terms().get().handler_fits
    assert fits == {"Behandelaar": True, "Reader": False}


def test_a_role_that_is_gone_undoes_nothing(idea, behandelaar):
    assign_idea(idea, actor=behandelaar, to=behandelaar)
    step = Event.objects.filter(actor=behandelaar).latest("pk")
    Grant.objects.all().delete()
    with pytest.raises(NotAllowed):
        undo(step, actor=User.objects.get(pk=behandelaar.pk))
    idea.refresh_from_db()
    assert idea.handler == behandelaar


@pytest.mark.parametrize("who", ["owner", "behandelaar", "reader", "moderator", "coordinator"])
def test_roles_cost_a_desk_no_statement_more(client, request, idea, who):
    sign_in(client, request.getfixturevalue(who))
    client.get("/werkplek/")
    with CaptureQueriesContext(connection) as seen:
        client.get("/werkplek/")
    assert len(seen) <= 9
