"""Support of closed accounts goes, with a reason and a number that everybody reads."""

import pytest
from django.test import Client

from ideas.actions.clean_up import remove_false_support
from ideas.actions.support import support_idea
from ideas.models import Idea, Support
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Event, User
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def stuffed(idea):
    """An idea with five supporters, three of whom were made up."""
    people = [factories.make_resident(f"s{number}") for number in range(5)]
    for person in people:
        support_idea(idea, actor=person)
    User.objects.filter(pk__in=[person.pk for person in people[:3]]).update(is_active=False)
    return idea


def tally(idea):
    return Idea.objects.get(pk=idea.pk).support_count, Support.objects.filter(idea=idea).count()


def test_it_goes_at_once_and_is_counted(stuffed, coordinator):
    assert (remove_false_support(stuffed, actor=coordinator, reason=" nepaccounts "), stuffed.support_count) == (3, 2)
    assert tally(stuffed) == (2, 2)
    event = Event.objects.get(kind="idea.support_removed")
    assert (event.facts["number"], event.facts["reason"], event.actor) == (3, "nepaccounts", coordinator)
    with pytest.raises(NotPossible):
        remove_false_support(stuffed, actor=coordinator, reason="nog eens")
    assert tally(stuffed) == (2, 2)


def test_who_may_not_and_what_it_needs(stuffed, resident, owner, coordinator):
    for person in (resident, owner):
        with pytest.raises(NotAllowed):
            remove_false_support(stuffed, actor=person, reason="nepaccounts")
    with pytest.raises(Incomplete):
        remove_false_support(stuffed, actor=coordinator, reason="  ")
    assert tally(stuffed) == (5, 5)


def test_everybody_reads_how_much_and_why_and_nobody_whose(client, stuffed, coordinator):
    address = f"{stuffed.get_desk_url()}steun-weghalen/"
    sign_in(client, coordinator)
    refused = client.post(address, {"reason": " "}, follow=True)
    assert "Schrijf op waarom" in refused.content.decode()
    client.post(address, {"reason": "nep<b>accounts</b>"})
    html = Client().get(stuffed.get_absolute_url()).content.decode()
    assert "3 keer steun weggehaald: nep&lt;b&gt;accounts&lt;/b&gt;" in html
    assert not any(f"S{number}" in html for number in range(5))
    assert client.get(address).status_code == 405
