"""Who is meant by `@schuilnaam`: people of this discussion, and nobody else."""

import pytest

from ideas.mentions import MOST_MENTIONS, mentioned_in, names_in
from tests import factories


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("niets", []),
        ("@Buur", ["buur"]),
        ("Dag @Buur, hoe is het?", ["buur", "buur, hoe", "buur, hoe is", "buur, hoe is het"]),
        ("@Inwoner 4821973!", ["inwoner", "inwoner 4821973"]),
        ("@ niemand", []),
        ("@Buur\n@Bloem", ["buur", "bloem"]),
        ("@" * 50, []),
        ("@" + "x" * 5000, ["x" * 41]),
    ],
)
def test_what_may_be_a_name(text, names):
    assert names_in(text) == names


@pytest.mark.django_db
class TestMentioned:
    def test_people_who_take_part(self, idea, resident, neighbour, django_assert_num_queries):
        factories.make_raw_comment(idea, author=neighbour)
        factories.make_resident("stil")
        with django_assert_num_queries(1):
            assert mentioned_in("@buur en @Bloem, ook @Stil", idea) == [resident.pk, neighbour.pk]
        with django_assert_num_queries(0):
            assert mentioned_in("zonder", idea) == []

    def test_a_name_with_a_space(self, idea):
        person = factories.make_resident("wie")
        person.nickname = "Inwoner 4821973"
        person.save(update_fields=["nickname"])
        factories.make_raw_comment(idea, author=person)
        assert mentioned_in("Dank @Inwoner 4821973.", idea) == [person.pk]

    def test_never_an_official_by_name_nor_somebody_of_elsewhere(self, idea, programme, owner, neighbour):
        factories.make_raw_comment(idea, author=owner, team="Team Groen")
        factories.make_raw_comment(factories.make_raw_idea(programme), author=neighbour)
        assert mentioned_in("@Owner @Buur", idea) == []

    def test_no_more_than_a_few(self, idea):
        for number in range(MOST_MENTIONS + 3):
            factories.make_raw_comment(idea, author=factories.make_resident(f"p{number}"))
        assert len(mentioned_in(" ".join(f"@P{number}" for number in range(9)), idea)) == MOST_MENTIONS
