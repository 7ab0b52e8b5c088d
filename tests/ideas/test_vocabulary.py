"""The words of public ideas: counted by an action, and known to the process."""

import pytest
from django.db import connection

from ideas import vocabulary
from ideas.actions import vocabulary as counting
from ideas.actions.vocabulary import count_words
from ideas.inflection import UNSEARCHED
from ideas.models import Synonyms, Word, WordCount
from ideas.statuses import Visibility
from ideas.vocabulary import KEEPER, build, lexicon
from tests import factories


def titled(programme, *titles, **fields):
    return [factories.make_raw_idea(programme, title=title, problem="", proposal="", **fields) for title in titles]


def counted():
    return {word.word: (word.stem, word.ideas) for word in Word.objects.all()}


def test_words_are_counted_once_an_idea_with_their_stems(programme):
    titled(programme, "De bomen en bomen", "Één boom", "café 12 a b@c.nl")
    assert count_words() == len(Word.objects.all())
    assert counted() == {
        "de": ("", 1), "en": ("", 1), "een": ("", 1), "bomen": ("bom", 1), "boom": ("bom", 1), "cafe": ("caf", 1), "nl": ("nl", 1),
    }  # fmt: skip
    assert (lexicon().ideas, lexicon().ideas_with("boom"), lexicon().ideas_with("bomen")) == (3, 2, 2)


@pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.HIDDEN])
def test_what_is_not_public_is_not_counted(programme, visibility):
    titled(programme, "geheim", visibility=visibility)
    count_words(anew=True)
    assert counted() == {}


def test_what_is_hidden_goes_the_next_time(programme):
    (idea,) = titled(programme, "geheim")
    count_words()
    idea.visibility, idea.hidden_reason = Visibility.HIDDEN, "Er stond een naam in."
    idea.save(update_fields=["visibility", "hidden_reason"])
    count_words(anew=True)
    assert counted() == {}


def test_it_is_done_again_when_one_in_fifty_is_new_or_when_told_to(programme):
    titled(programme, *["woord"] * 60)
    assert count_words() == 1
    assert count_words() == 0
    titled(programme, "nieuw")
    assert count_words() == 0
    assert count_words(anew=True) == 2
    titled(programme, "ander", "derde")
    assert count_words() == 4
    assert WordCount.objects.values_list("pk", "ideas", "all_ideas", "edition").get() == (1, 63, 63, 3)


def test_a_long_table_is_read_in_lots_up_to_the_most(programme, monkeypatch):
    monkeypatch.setattr(counting, "READ_AT_ONCE", 2)
    monkeypatch.setattr(counting, "MOST_READ", 4)
    titled(programme, "een", "twee", "drie", "vier", "vijf")
    count_words()
    assert set(counted()) == {"twee", "drie", "vier", "vijf"}
    assert WordCount.objects.values_list("ideas", "all_ideas").get() == (4, 5)


def test_only_so_many_words_are_kept_and_the_commonest(programme, monkeypatch):
    monkeypatch.setattr(counting, "MOST_KEPT", 1)
    titled(programme, "boom plein", "boom")
    count_words()
    assert set(counted()) == {"boom"}


def test_noise_does_not_fill_the_memory(programme, monkeypatch):
    monkeypatch.setattr(counting, "MOST_HELD", 2)
    titled(programme, "boom", "boom aaa bbb ccc")
    count_words()
    assert set(counted()) == {"boom"}


def test_a_process_reads_once_and_hears_of_a_new_edition_within_a_minute(
    programme, monkeypatch, django_assert_num_queries
):
    titled(programme, "boom")
    count_words()
    with django_assert_num_queries(1):
        first = lexicon()
    with django_assert_num_queries(0):
        assert lexicon() is first
    monkeypatch.setattr(vocabulary, "CHECKED_FOR", 0.0)
    with django_assert_num_queries(1):
        assert lexicon() is first
    Synonyms.objects.create(words=["boom", "wilg"])
    with django_assert_num_queries(2):
        assert lexicon().synonyms_of("boom") != first.synonyms_of("boom")


def test_who_comes_while_another_thread_reads_goes_on_with_what_there_is(programme, monkeypatch):
    first = lexicon()
    monkeypatch.setattr(vocabulary, "CHECKED_FOR", 0.0)
    with KEEPER._lock:
        assert lexicon() is first


KNOWN = build(
    [("fiets", "fiet", 9), ("pad", "pad", 9), ("paden", "pad", 2), ("fietspad", "fietspad", 3), ("fietser", "fietser", 1),
     ("de", "", 20), ("fietsen", "fiet", 30), ("stad", "stad", 5), ("park", "park", 4)],
    [[("fietspad", "fietspad"), ("fietsroute", "fietsrout")], [("fietspad", "fietspad"), ("rijwielpad", "rijwielpad")],
     [("ov", "ov"), ("openbaar vervoer", "openbaar vervoer")]],
    ideas=40,
)  # fmt: skip


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("fietspad", [("fiets", "pad")]),
        ("fietspaden", [("fiets", "paden")]),
        ("stadspark", [("stad", "park")]),
        ("parkde", []),
        ("zwembad", []),
        ("pad", []),
        ("", []),
    ],
)
def test_what_a_compound_may_be_made_of(word, parts):
    assert KNOWN.parts_of(word) == parts


def test_completions_are_common_and_of_each_stem_one():
    assert KNOWN.completions("fi", 5) == ["fiets", "fietspad"]
    assert KNOWN.completions("fi", 1) == ["fiets"]
    assert KNOWN.completions("x", 5) == []


@pytest.mark.parametrize(
    ("word", "synonyms"),
    [
        ("fietspad", {"fietsroute", "rijwielpad"}),
        ("rijwielpad", {"fietspad"}),
        ("rijwielpaden", {"fietspad"}),
        ("fietsroutes", {"fietspad"}),
        ("ov", {"openbaar vervoer"}),
        ("openbaar vervoer", {"ov"}),
        ("plein", set()),
    ],
)
def test_what_else_it_is_called(word, synonyms):
    assert set(KNOWN.synonyms_of(word)) == synonyms


def test_what_many_have_is_worth_less():
    assert KNOWN.rarity("fietsen") < KNOWN.rarity("pad") < KNOWN.rarity("fietser") < KNOWN.rarity("onbekend")
    assert (KNOWN.knows("pad"), KNOWN.knows("de"), KNOWN.knows("onbekend")) == (True, False, False)


@pytest.mark.django_db
def test_the_words_that_are_passed_over_are_those_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) AS word WHERE ts_lexize('dutch_stem', word) <> '{}'",
            [list(UNSEARCHED)],
        )
        assert cursor.fetchall() == []
    assert len(UNSEARCHED) == 101
