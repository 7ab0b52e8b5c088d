"""The letters: a page for each code, that can be drawn whatever a title holds."""

import re

import pytest

from ideas.rounds.letters_pdf import letters, link_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(coordinator, programme):
    ideas = [factories.make_raw_idea(programme) for _ in range(2)]
    return factories.make_vote(coordinator, ideas, electorate="codes")


def pages(file):
    return len(re.findall(rb"/Type\s*/Page\b", file))


def test_one_page_for_each_code(round_):
    file = letters(round_, ["K7Q4-M2XD-9RTA", "0011-1ABC-DEFG", "ZZZZ-9999-AAAA"])
    assert (file[:5], pages(file)) == (b"%PDF-", 3)


def test_the_link_leads_to_the_form_with_the_code_in_it(round_, client):
    link = link_of(round_, "K7Q4-M2XD-9RTA")
    assert link == f"http://localhost:8000/stemrondes/{round_.slug}/code/?code=K7Q4-M2XD-9RTA"
    assert 'value="K7Q4-M2XD-9RTA"' in client.get(link.removeprefix("http://localhost:8000")).content.decode()


@pytest.mark.parametrize("title", ["🌳 Groen <b>& meer", "\u202eגן", "Café ’s-Gravenhout €", "x" * 120])
def test_any_title_can_be_printed(coordinator, programme, title):
    ideas = [factories.make_raw_idea(programme) for _ in range(2)]
    round_ = factories.make_vote(
        coordinator, ideas, electorate="codes", title=title, question="?" * 5000, promise=title
    )
    assert pages(letters(round_, ["K7Q4-M2XD-9RTA"])) == 1
