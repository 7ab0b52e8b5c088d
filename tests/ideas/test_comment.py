"""A comment goes in once, waits when something asks for that, is edited for a while, and is taken back for good."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ideas.actions import announcing
from ideas.actions.comment import COMMENTING, Words, delete_comment, edit_comment, write_comment
from ideas.models import BlockedWord, Comment, CommentVersion, Idea, ThreadFollow
from participation.errors import Incomplete, NotAllowed, NotPossible, TooMany
from participation.models import Event, Programme
from tests import factories
from tests.ideas.proofs import proof

pytestmark = pytest.mark.django_db


@pytest.fixture
def neighbour(neighbour):
    return factories.make_known(neighbour)


def talk():
    return [
        (event.kind, event.actor, event.facts)
        for event in Event.objects.filter(kind__startswith="comment.").order_by("pk")
    ]


def rows():
    return list(
        Comment.objects.order_by("pk").values_list("author__nickname", "text", "state", "thread", "team", "side")
    )


def test_a_comment_is_public_and_news_at_once(idea, neighbour):
    comment = factories.make_comment(idea, neighbour, "  Goed idee.\r\n\r\n\r\n\r\nEcht. ")
    assert rows() == [("Buur", "Goed idee.\n\nEcht.", "public", None, "", "")]
    assert comment.published_at == comment.created_at
    facts = {
        "reference": idea.reference, "title": idea.title, "comment_id": comment.pk, "thread_id": comment.pk,
        "team": "", "mentioned": [],
    }  # fmt: skip
    assert talk() == [("comment.posted", neighbour, facts)]
    assert list(ThreadFollow.objects.values_list("comment", "person")) == [(comment.pk, neighbour.pk)]


def test_news_holds_neither_text_nor_name(idea, neighbour):
    factories.make_comment(idea, neighbour, "Heel bijzondere woorden.")
    assert "bijzondere" not in str(talk())
    assert "Buur" not in str([facts for _kind, _actor, facts in talk()])


def test_an_answer_to_an_answer_stands_in_the_same_thread(idea, neighbour, resident):
    factories.make_known(resident)
    start = factories.make_comment(idea, neighbour)
    answer = factories.make_comment(idea, resident, "Waarom?", answers=start)
    again = factories.make_comment(idea, neighbour, "Daarom.", answers=answer)
    assert (start.thread_id, answer.thread_id, again.thread_id) == (None, start.pk, start.pk)
    assert set(ThreadFollow.objects.values_list("comment", "person")) == {
        (start.pk, neighbour.pk),
        (start.pk, resident.pk),
    }


def test_an_official_speaks_for_the_team_and_waits_for_nobody(idea, owner, settings):
    settings.MUNICIPALITY_NAME = "Voorbeeldstad"
    Programme.objects.update(moderation="before")
    comment = factories.make_comment(Idea.objects.get(), owner, "http://a.nl http://b.nl http://c.nl", side="pro")
    assert (comment.state, comment.author_name, comment.side) == ("public", "Gemeente Voorbeeldstad, Team Groen", "")
    settings.MUNICIPALITY_NAME = ""
    assert comment.author_name == "De gemeente, Team Groen"
    assert owner.nickname not in comment.author_name


@pytest.mark.parametrize(
    ("asks", "sent", "kept"), [(True, "pro", "pro"), (True, "con", "con"), (True, "weet niet", ""), (False, "pro", "")]
)
def test_sides_are_asked_by_some_programmes(idea, neighbour, asks, sent, kept):
    Programme.objects.update(asks_for_sides=asks)
    comment = factories.make_comment(Idea.objects.get(), neighbour, side=sent)
    answer = factories.make_comment(Idea.objects.get(), neighbour, side=sent, answers=comment)
    assert (comment.side, answer.side) == (kept, "")


@pytest.mark.parametrize("text", ["", "  \n", "\u200b\u202e", "x" * 2001])
def test_nothing_and_too_much_are_refused(idea, neighbour, text):
    with pytest.raises(Incomplete) as refusal:
        factories.make_comment(idea, neighbour, text)
    assert (refusal.value.field, rows(), talk()) == ("text", [], [])


def test_what_is_held_is_no_news_to_others_and_says_why(idea, neighbour):
    BlockedWord.objects.create(word="Klojo")
    comment = factories.make_comment(idea, neighbour, "Wat een KLOJO!")
    assert (comment.state, comment.signs, comment.published_at) == ("held", ["word"], None)
    assert comment.why_held == ["Er staat een woord in dat wij eerst bekijken."]
    assert [(kind, actor) for kind, actor, _facts in talk()] == [("comment.held", neighbour)]


def test_a_new_account_proves_that_it_is_no_robot_or_waits(idea):
    newcomer = factories.make_resident("nieuw")
    assert factories.make_comment(idea, newcomer, "Eerste.").signs == ["no_proof"]
    good = proof()
    assert factories.make_comment(idea, newcomer, "Tweede.", proof=good).signs == []
    assert factories.make_comment(idea, newcomer, "Derde.", proof=good).signs == ["no_proof"]
    assert factories.make_comment(idea, newcomer, "Zie http://voorbeeld.nl", proof=proof()).signs == ["new_with_links"]


def test_the_same_text_again_waits(idea, neighbour):
    assert factories.make_comment(idea, neighbour, "Koop nu.").state == "public"
    assert factories.make_comment(idea, neighbour, "Koop nu. ").signs == ["copied"]


def test_the_same_key_gives_the_same_comment(idea, neighbour, resident):
    key = uuid.uuid4()
    first = write_comment(idea, Words(text="Een."), actor=neighbour, client_key=key)
    again = write_comment(idea, Words(text="Twee."), actor=neighbour, client_key=key)
    assert (again.pk, again.text) == (first.pk, "Een.")
    with pytest.raises(NotAllowed):
        write_comment(idea, Words(text="Drie."), actor=factories.make_known(resident), client_key=key)
    assert (len(rows()), len(talk())) == (1, 1)


def test_thirty_a_day_and_no_more(idea, neighbour):
    for number in range(COMMENTING.size):
        factories.make_comment(idea, neighbour, f"Nummer {number}.")
    with pytest.raises(TooMany):
        factories.make_comment(idea, neighbour, "Te veel.")
    assert len(rows()) == COMMENTING.size == 30


def test_nobody_answers_what_is_gone_or_stands_elsewhere(idea, programme, neighbour):
    hidden = factories.make_raw_comment(idea, state="hidden")
    elsewhere = factories.make_raw_comment(factories.make_raw_idea(programme))
    for comment in (hidden, elsewhere):
        with pytest.raises(NotAllowed):
            factories.make_comment(idea, neighbour, answers=comment)
    assert talk() == []


def test_a_crash_before_the_news_leaves_nothing(idea, neighbour, monkeypatch):
    def crash(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(announcing.journal, "record", crash)
    with pytest.raises(ZeroDivisionError):
        factories.make_comment(idea, neighbour)
    assert (rows(), ThreadFollow.objects.count()) == ([], 0)


def test_what_was_edited_keeps_its_history_and_is_no_news(idea, neighbour):
    comment = factories.make_comment(idea, neighbour, "Een.")
    edit_comment(comment, actor=neighbour, text="Twee.")
    edit_comment(comment, actor=neighbour, text="Twee. ")
    edit_comment(comment, actor=neighbour, text="Drie.")
    assert list(CommentVersion.objects.values_list("text", flat=True)) == ["Een.", "Twee."]
    assert (Comment.objects.get().text, [kind for kind, *_ in talk()]) == ("Drie.", ["comment.posted"])


def test_nobody_edits_later_or_for_another(idea, neighbour, resident):
    comment = factories.make_comment(idea, neighbour)
    with pytest.raises(NotAllowed):
        edit_comment(comment, actor=resident, text="Anders.")
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=15, seconds=1))
    with pytest.raises(NotAllowed):
        edit_comment(Comment.objects.select_related("idea__programme").get(), actor=neighbour, text="Anders.")
    assert rows()[0][1] == "Goed idee."


def test_an_edit_that_asks_for_a_moderator_waits(idea, neighbour):
    comment = factories.make_comment(idea, neighbour)
    edit_comment(comment, actor=neighbour, text="Klik hier: gratis proberen. Bel 0612345678.")
    assert (comment.state, comment.signs) == ("held", ["personal", "sales"])
    assert [kind for kind, *_ in talk()] == ["comment.posted", "comment.held"]


def test_who_edits_what_is_gone_meanwhile_is_told_so(idea, neighbour):
    comment = factories.make_comment(idea, neighbour)
    stale = Comment.objects.select_related("idea__programme").get()
    delete_comment(comment, actor=neighbour)
    with pytest.raises(NotPossible):
        edit_comment(stale, actor=neighbour, text="Terug.")
    assert (rows()[0][1:3], CommentVersion.objects.count()) == (("", "deleted"), 0)


@pytest.mark.parametrize("state", ["public", "held", "hidden"])
def test_whoever_takes_it_back_leaves_no_word(idea, neighbour, state):
    comment = factories.make_raw_comment(idea, author=neighbour, state=state, text="Spijt van.")
    comment.versions.create(text="Meer spijt van.", written_at=timezone.now())
    factories.make_raw_comment(idea, thread=comment)
    delete_comment(comment, actor=neighbour)
    assert [row[1:4] for row in rows()] == [("", "deleted", None), ("Goed idee.", "public", comment.pk)]
    assert CommentVersion.objects.count() == 0
    with pytest.raises(NotAllowed):
        delete_comment(comment, actor=neighbour)


def test_nobody_takes_back_the_words_of_others(idea, neighbour, resident, coordinator):
    comment = factories.make_raw_comment(idea, author=neighbour)
    for person in (resident, coordinator):
        with pytest.raises(NotAllowed):
            delete_comment(comment, actor=person)
    assert rows()[0][1] == "Goed idee."


@pytest.mark.django_db(transaction=True)
def test_ten_posts_of_one_form_at_once_give_one_comment(idea, neighbour):
    key, results = uuid.uuid4(), []

    def post():
        try:
            again = Idea.objects.select_related("programme").get(pk=idea.pk)
            results.append(write_comment(again, Words(text="Een."), actor=neighbour, client_key=key).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert results == [Comment.objects.get().pk] * 10
    assert len(talk()) == 1
