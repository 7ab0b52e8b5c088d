"""How people talk about a programme's ideas, words that mean the same, and words that wait: kept by administrators."""

import pytest

from ideas.actions.administer import remove_words, save_blocked_word, save_moderation, save_synonyms
from ideas.administering.changing import version_of
from ideas.comment_statuses import CommentState
from ideas.models import BlockedWord, Synonyms
from ideas.vocabulary import KEEPER, lexicon
from participation.errors import NotAllowed
from participation.models import Event, Programme
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
BASE = "/werkplek/beheer/"
ROLES = ["anonymous", "resident", "stranger", "owner", "deputy", "coordinator", "administrator"]
USUAL = {
    "comments_are_open": "on", "moderation": "flagged", "hold_after_reports": 3, "hold_at_score": 5,
    "new_account_days": 7, "seen": 0,
}  # fmt: skip


@pytest.fixture
def boss(client, administrator):
    Synonyms.objects.all().delete()
    return sign_in(client, administrator)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_keep_these(request, client, programme, role):
    Synonyms.objects.all().delete()
    blocked = BlockedWord.objects.create(word="oud")
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    shut = {"administrator": None, "anonymous": 302}.get(role, 403)
    pages = ("moderatie/", f"moderatie/{programme.pk}/", "woorden/", "woorden/nieuw/", "geblokkeerd/")
    assert [client.get(f"{BASE}{page}").status_code for page in pages] == [shut or 200] * 5
    sent = [
        client.post(f"{BASE}moderatie/{programme.pk}/", {**USUAL, "moderation": "before"}).status_code,
        client.post(f"{BASE}woorden/nieuw/", {"words": "bank,zitplek"}).status_code,
        client.post(f"{BASE}geblokkeerd/nieuw/", {"word": "klojo"}).status_code,
        client.post(f"{BASE}geblokkeerd/{blocked.pk}/", {"doe": "terug", "seen": 0}).status_code,
    ]
    assert sent == [shut or 302] * 4
    left = (
        Programme.objects.get().moderation,
        Synonyms.objects.count(),
        list(BlockedWord.objects.values_list("word", flat=True)),
    )
    assert left == (("flagged", 0, ["oud"]) if shut else ("before", 1, ["klojo"]))


def test_the_actions_themselves_refuse_others(coordinator, programme):
    blocked = BlockedWord.objects.create(word="oud")
    for act in (
        lambda: save_moderation(programme, {"moderation": "before"}, actor=coordinator, seen=0),
        lambda: save_synonyms(Synonyms(), {"words": ["a", "b"]}, actor=coordinator, seen=0),
        lambda: save_blocked_word(BlockedWord(), {"word": "nieuw"}, actor=coordinator, seen=0),
        lambda: remove_words(blocked, actor=coordinator, seen=0),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (Event.objects.exists(), BlockedWord.objects.count()) == (False, 1)


def test_moderation_of_a_programme_and_its_history(boss, administrator, programme):
    path = f"{BASE}moderatie/{programme.pk}/"
    change = {**USUAL, "moderation": "before", "hold_after_reports": 5, "asks_for_sides": "on"}
    assert boss.post(path, change)["Location"] == f"{BASE}moderatie/"
    programme.refresh_from_db()
    assert (programme.moderation, programme.hold_after_reports, programme.asks_for_sides) == ("before", 5, True)
    event = Event.objects.get()
    assert (event.kind, event.actor, event.facts["versions"]) == (
        "kept.changed",
        administrator,
        {"moderation": ["flagged", "before"], "hold_after_reports": [3, 5], "asks_for_sides": [False, True]},
    )
    assert boss.get(path).context["history"][0].changes == [
        ("voor en tegen", "nee", "ja"),
        ("moderatie", "Eerst lezen wat opvalt", "Alles lezen voor het zichtbaar wordt"),
        ("wacht na zoveel meldingen", "3", "5"),
    ]
    late = boss.post(path, {**USUAL, "hold_at_score": 9})
    assert (late.status_code, late.context["form"]["hold_at_score"].value()) == (409, "9")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"moderation": "never"}, "moderation"),
        ({"hold_after_reports": 0}, "hold_after_reports"),
        ({"hold_after_reports": 101}, "hold_after_reports"),
        ({"hold_at_score": 0}, "hold_at_score"),
        ({"new_account_days": -1}, "new_account_days"),
        ({"new_account_days": ""}, "new_account_days"),
    ],
)
def test_moderation_that_makes_no_sense(boss, programme, wrong, field):
    response = boss.post(f"{BASE}moderatie/{programme.pk}/", {**USUAL, **wrong})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {field})


def test_words_that_find_each_other(boss):
    assert boss.post(f"{BASE}woorden/nieuw/", {"words": "bankje, zitplek ,Bankje,, plek"}).status_code == 302
    group = Synonyms.objects.get()
    assert group.words == ["Bankje", "zitplek", "plek"]
    changed_at = group.changed_at
    path = f"{BASE}woorden/{group.pk}/"
    assert 'value="Bankje,zitplek,plek"' in boss.get(path).content.decode()
    boss.post(path, {"words": "bankje,<b>stoel</b>", "seen": version_of(group)})
    group.refresh_from_db()
    assert (group.words, group.changed_at > changed_at) == (["bankje", "<b>stoel</b>"], True)
    page = boss.get(path)
    assert [one.changes for one in page.context["history"]] == [
        [("woorden", "Bankje, zitplek, plek", "bankje, <b>stoel</b>")],
        [("woorden", "", "Bankje, zitplek, plek")],
    ]
    assert "<b>stoel" not in page.content.decode()
    boss.post(path, {"words": "bankje,stoel", "seen": version_of(group)})
    KEEPER.forget()
    assert lexicon().synonyms_of("bankje") == ("stoel",)


@pytest.mark.parametrize(
    "words", ["", "bankje", "bankje,BANKJE", ",,", ",".join("abcdefghijklmnopqrstu"), "x" * 61, "a,\0"]
)
def test_words_that_are_no_group(boss, words):
    response = boss.post(f"{BASE}woorden/nieuw/", {"words": words})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"words"})
    assert not Synonyms.objects.exists()


def test_a_word_is_blocked_and_let_go(boss, resident, idea, neighbour):
    factories.make_known(neighbour)
    assert boss.post(f"{BASE}geblokkeerd/nieuw/", {"word": " klojo "}).status_code == 302
    assert factories.make_comment(idea, neighbour, "Wat een klojo.").state == CommentState.HELD
    blocked = BlockedWord.objects.get()
    again = boss.post(f"{BASE}geblokkeerd/nieuw/", {"word": "KLOJO"})
    assert "Dit woord staat al in de lijst." in again.content.decode()
    path = f"{BASE}geblokkeerd/{blocked.pk}/"
    assert "Haal weg" in boss.get(path).content.decode()
    stale = boss.post(path, {"doe": "terug", "seen": 0}, follow=True)
    assert "Iemand anders veranderde dit net." in stale.content.decode()
    assert boss.post(path, {"doe": "terug", "seen": version_of(blocked)})["Location"] == f"{BASE}geblokkeerd/"
    assert (BlockedWord.objects.exists(), boss.get(path).status_code) == (False, 404)
    assert boss.post(path, {"doe": "terug", "seen": 1}).status_code == 404
    last = Event.objects.filter(kind__startswith="kept.").order_by("pk").last()
    assert (last.kind, last.facts) == ("kept.removed", {"reference": str(blocked.pk), "title": "klojo"})


@pytest.mark.parametrize("subject", ["moderatie", "woorden", "geblokkeerd"])
def test_lists_cost_the_same_with_many_rows(boss, django_assert_max_num_queries, subject):
    boss.get(f"{BASE}{subject}/")
    for number in range(30):
        factories.make_programme(f"p{number}")
        Synonyms.objects.create(words=[f"a{number}", f"b{number}"])
        BlockedWord.objects.create(word=f"w{number}")
    with django_assert_max_num_queries(6):
        assert len(boss.get(f"{BASE}{subject}/").context["lines"]) == 30
