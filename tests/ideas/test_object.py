"""An objection is made once by the writer, and answered once by another moderator than the first."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ideas.actions.moderate import hide_comment, hide_idea, keep_comment
from ideas.actions.object import answer_objection, object_to
from ideas.models import Comment, Idea, Ruling
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruling(idea, neighbour, owner):
    comment = factories.make_comment(idea, factories.make_known(neighbour))
    hide_comment(comment, actor=owner, reason="De tekst is reclame of spam.")
    return Ruling.objects.select_related("idea", "comment").get()


def news():
    return [(event.kind, event.actor) for event in Event.objects.filter(kind__startswith="comment.").order_by("pk")][2:]


def test_heard_and_overturned(ruling, neighbour, deputy):
    object_to(ruling, actor=neighbour, text="Het is geen reclame.")
    answer_objection(ruling, actor=deputy, answer="U hebt gelijk.", overturn=True)
    ruling.refresh_from_db()
    assert (ruling.objection, ruling.answer, ruling.answered_by, ruling.overturned) == (
        "Het is geen reclame.", "U hebt gelijk.", deputy, True,
    )  # fmt: skip
    assert list(Comment.objects.values_list("state", "hidden_reason")) == [("public", "")]
    assert news() == [("comment.objected", neighbour), ("comment.objection_answered", deputy)]


def test_heard_and_upheld(ruling, neighbour, coordinator):
    object_to(ruling, actor=neighbour, text="Het is geen reclame.")
    answer_objection(ruling, actor=coordinator, answer="Er staat een prijs in.", overturn=False)
    assert Comment.objects.get().state == "hidden"
    assert Event.objects.latest("pk").facts["overturned"] is False


def test_who_ruled_does_not_answer(ruling, neighbour, owner, deputy):
    object_to(ruling, actor=neighbour, text="Nee.")
    with pytest.raises(NotAllowed):
        answer_objection(ruling, actor=owner, answer="Toch wel.", overturn=False)
    with pytest.raises(NotPossible):
        keep_comment(Comment.objects.select_related("idea").get(), actor=owner)
    assert Comment.objects.get().state == "hidden"


def test_the_database_holds_that_too(ruling, owner):
    with pytest.raises(IntegrityError, match="ruling_objection_is_answered_by_another"), transaction.atomic():
        Ruling.objects.update(objected_at=timezone.now(), answered_by=owner)


def test_each_once_also_from_two_tabs(ruling, neighbour, deputy, coordinator):
    stale = Ruling.objects.select_related("idea", "comment").get()
    object_to(ruling, actor=neighbour, text="Een.")
    with pytest.raises(NotPossible):
        object_to(stale, actor=neighbour, text="Twee.")
    first, second = (Ruling.objects.select_related("idea", "comment").get() for _ in range(2))
    answer_objection(first, actor=deputy, answer="Ja.", overturn=True)
    with pytest.raises(NotPossible):
        answer_objection(second, actor=coordinator, answer="Nee.", overturn=False)
    assert (Ruling.objects.get().objection, Ruling.objects.get().answer) == ("Een.", "Ja.")


@pytest.mark.parametrize("text", ["", " ", "x" * 2001])
def test_nothing_and_too_much_are_refused(ruling, neighbour, deputy, text):
    with pytest.raises(Incomplete):
        object_to(ruling, actor=neighbour, text=text)
    object_to(ruling, actor=neighbour, text="Nee.")
    with pytest.raises(Incomplete) as refusal:
        answer_objection(ruling, actor=deputy, answer=text, overturn=True)
    assert (refusal.value.field, Comment.objects.get().state) == ("answer", "hidden")


def test_what_its_writer_took_away_does_not_come_back(ruling, neighbour, deputy):
    object_to(ruling, actor=neighbour, text="Nee.")
    Comment.objects.update(state="deleted", text="", hidden_reason="")
    ruling = Ruling.objects.select_related("idea", "comment").get()
    answer_objection(ruling, actor=deputy, answer="U hebt gelijk.", overturn=True)
    assert Comment.objects.get().state == "deleted"


def test_a_hidden_idea_comes_back_by_its_desk(idea, resident, coordinator, owner):
    hide_idea(idea, actor=coordinator, reason="Er staat een naam in.")
    ruling = Ruling.objects.select_related("idea", "comment").get()
    object_to(ruling, actor=resident, text="Het is mijn eigen naam.")
    with pytest.raises(NotAllowed):
        answer_objection(ruling, actor=coordinator, answer="Nee.", overturn=False)
    answer_objection(ruling, actor=owner, answer="U hebt gelijk.", overturn=True)
    assert list(Idea.objects.values_list("visibility", "hidden_reason")) == [("public", "")]
    assert list(Event.objects.order_by("-pk").values_list("kind", flat=True)[:3]) == [
        "comment.objection_answered", "idea.shown", "comment.objected",
    ]  # fmt: skip
