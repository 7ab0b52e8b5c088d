"""Of two ideas that were merged, one is hidden: its words are nowhere any more, also not beside the other one."""

import pytest

from ideas.actions.moderate import hide_idea
from ideas.actions.support import follow_idea, support_idea
from ideas.actions.triage import move_idea
from notifications.draining import drain_all
from notifications.fanout import fan_out_waiting
from tests import factories
from tests.doors import sign_in
from tests.notifications.conftest import mail_server

__all__ = ["mail_server"]

pytestmark = pytest.mark.django_db

SECRET = "Jan van nummer 12 moet weg"
MINE, OTHERS = "Meer bomen in de straat", "Bankjes op het plein"
REASON = "Deze twee gaan over hetzelfde."


@pytest.fixture
def merged(resident, neighbour, owner, last_rule):
    """`absorbed` joined `kept`; a follower of both and a supporter heard of it. Each has an author of its own."""

    def join(absorbed_title, kept_title):
        absorbed = factories.make_idea(resident, title=absorbed_title)
        kept = factories.make_idea(factories.make_resident("ander"), title=kept_title)
        follow_idea(absorbed, actor=neighbour)
        support_idea(absorbed, actor=neighbour)
        follow_idea(kept, actor=neighbour)
        move_idea(absorbed, "merge", actor=owner, into=kept, reason=REASON)
        fan_out_waiting()
        return absorbed, kept

    return join


@pytest.fixture
def read(client, request):
    """The page of an idea, and everything else that this person finds, as one text."""

    def pages(who, idea):
        if who != "visitor":
            sign_in(client, request.getfixturevalue(who))
        own = [] if who == "visitor" else ["/mijn-inbreng/", "/berichten/"]
        found = [client.get(path) for path in (idea.get_absolute_url(), "/", "/ideeen/", "/ideeen/?q=Jan", *own)]
        assert {response.status_code for response in found} == {200}
        return found[0].content.decode(), "".join(response.content.decode() for response in found)

    return pages


READERS = ["visitor", "neighbour", "resident", "stranger"]


@pytest.mark.parametrize("who", READERS)
def test_what_an_idea_was_merged_into(merged, read, coordinator, who):
    absorbed, kept = merged(MINE, SECRET)
    hide_idea(kept, actor=coordinator, reason="Er staat een naam in.")
    page, all_pages = read(who, absorbed)
    assert MINE in page
    assert f"Dit idee hoort nu bij idee {kept.reference}." in page
    assert REASON in page
    assert SECRET not in all_pages


@pytest.mark.parametrize("who", [reader for reader in READERS if reader != "resident"])
def test_what_was_merged_into_an_idea(merged, read, coordinator, who):
    absorbed, kept = merged(SECRET, OTHERS)
    hide_idea(absorbed, actor=coordinator, reason="Er staat een naam in.")
    page, all_pages = read(who, kept)
    assert OTHERS in page
    assert SECRET not in all_pages


@pytest.mark.parametrize("who", READERS)
def test_before_that_the_one_leads_to_the_other(merged, read, who):
    absorbed, kept = merged(MINE, OTHERS)
    page, _all_pages = read(who, absorbed)
    assert f'href="{kept.get_absolute_url()}">{OTHERS}</a>' in page


def test_mails_that_had_to_wait_until_it_was_hidden(merged, coordinator, mail_server, neighbour, resident):
    absorbed, kept = merged(MINE, SECRET)
    hide_idea(kept, actor=coordinator, reason="Er staat een naam in.")
    drain_all()
    letters = [letter for person in (resident, neighbour) for letter in mail_server.to(person)]
    assert f"Uw idee {absorbed.reference} hoort nu bij idee {kept.reference}" in {one["Subject"] for one in letters}
    assert not [
        one["Subject"]
        for one in letters
        if SECRET in one.as_string() or SECRET in one.get_body(["plain"]).get_content()
    ]
