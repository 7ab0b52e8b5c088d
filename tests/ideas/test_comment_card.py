"""How a comment looks: for each reader their own, and harmless whatever is in it."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser

from ideas.comment_card import comment_card
from tests import factories

pytestmark = pytest.mark.django_db
NASTY = '"><script>alert(1)</script>\u202e%s%(name)s{0}'


def drawn(comment, person, **choices):
    markup = comment_card(comment, person, **{"takes_answers": True, "token": "TOKEN", **choices})
    return BeautifulSoup(markup, "html.parser")


def deeds(page):
    return [item.get_text(" ", strip=True).partition(" ")[0] for item in page.select(".comment__actions li")]


@pytest.fixture
def comment(idea, neighbour):
    return factories.make_raw_comment(idea, author=neighbour, helpful_count=2)


def test_what_each_reader_may_do(comment, neighbour, resident):
    assert deeds(drawn(comment, AnonymousUser())) == ["2", "Geef", "Meld"]
    assert deeds(drawn(comment, resident)) == ["Nuttig", "Geef", "Meld"]
    assert deeds(drawn(comment, neighbour)) == ["2", "Geef", "Verander", "Haal"]
    assert deeds(drawn(comment, resident, takes_answers=False)) == ["Nuttig", "Meld"]


def test_a_visitor_gets_no_form_and_no_token(comment):
    page = drawn(comment, AnonymousUser())
    assert not page.select("form, input")
    assert "TOKEN" not in str(page)


@pytest.mark.parametrize("state", ["public", "held", "hidden"])
def test_hostile_names_texts_and_reasons(idea, neighbour, state):
    neighbour.nickname = NASTY
    comment = factories.make_raw_comment(idea, author=neighbour, state=state, text=NASTY)
    comment.hidden_reason = comment.team = NASTY
    for person in (AnonymousUser(), neighbour):
        page = drawn(comment, person)
        assert not page.select("script")
        assert "alert(1)" in page.text


def test_a_link_to_each_place_of_it(comment, resident):
    url = comment.get_absolute_url()
    start = url.removesuffix(f"{comment.pk}/")
    links = [link["href"] for link in drawn(comment, resident).select("a")]
    assert links == [url, f"{start}nieuw/?op={comment.pk}", f"{url}melden/"]
