"""What waits for a person: the whole table of programme, account, proof and text."""

import itertools
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from ideas.holding import Circumstances, asks_proof_of, is_new, why_held
from participation.models import Kind, Moderation, Programme, User

TEXTS = {
    "plain": "Goed idee.",
    "link": "Zie https://a.nl",
    "spam": "https://a.nl https://b.nl https://c.nl",
    "word": "Klojo.",
}
ALWAYS = {
    # (is new, proven): what holds wherever a programme looks at what stands out
    (False, False): {"plain": [], "link": [], "spam": ["links"], "word": ["word"]},
    (False, True): {"plain": [], "link": [], "spam": ["links"], "word": ["word"]},
    (True, True): {"plain": [], "link": ["new_with_links"], "spam": ["new_with_links", "links"], "word": ["word"]},
    (True, False): {
        "plain": ["no_proof"], "link": ["no_proof", "new_with_links"], "spam": ["no_proof", "new_with_links", "links"],
        "word": ["no_proof", "word"],
    },
}  # fmt: skip


def expected(moderation, fresh, proven, text):
    signs = ALWAYS[fresh, proven][text]
    if moderation == "after":
        return [sign for sign in signs if sign in {"no_proof", "word"}]
    return [*signs, "before"] if moderation == "before" else signs


@pytest.mark.parametrize(
    ("moderation", "fresh", "proven", "text"),
    list(itertools.product(Moderation.values, (True, False), (True, False), TEXTS)),
)
def test_the_whole_table(moderation, fresh, proven, text):
    given = Circumstances(programme=Programme(moderation=moderation), is_new=fresh, proven=proven, words=("klojo",))
    assert why_held(TEXTS[text], given) == expected(moderation, fresh, proven, text)


@pytest.mark.parametrize(("limit", "held"), [(5, ["links"]), (6, []), (100, [])])
def test_a_programme_sets_the_points(limit, held):
    given = Circumstances(programme=Programme(hold_at_score=limit), is_new=False, proven=True)
    assert why_held(TEXTS["spam"], given) == held


@pytest.mark.parametrize(("days", "age", "new"), [(7, 6, True), (7, 7, False), (0, 0, False), (30, 29, True)])
def test_how_long_an_account_is_new(days, age, new):
    now = timezone.now()
    person = User(date_joined=now - timedelta(days=age))
    assert is_new(person, Programme(new_account_days=days), now) is new


def test_who_is_asked_for_a_proof():
    old = timezone.now() - timedelta(days=100)
    people = {
        "visitor": AnonymousUser(),
        "newcomer": User(),
        "resident": User(date_joined=old),
        "new official": User(kind=Kind.OFFICIAL),
    }
    assert {name for name, person in people.items() if asks_proof_of(person, Programme())} == {"visitor", "newcomer"}
