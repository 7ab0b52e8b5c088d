"""The forms: what they ask of whom, and what is wrong in plain words."""

import uuid

import pytest

from ideas.forms import FACTS, IdeaReference, MoveForm, ReasonForm
from ideas.statuses import Visibility
from ideas.submit_forms import IdeaForm
from ideas.workflow import MOVES
from tests import factories

WORDS = {"key": str(uuid.uuid4()), "problem": "Te warm.", "proposal": "Plant bomen.", "title": "Meer bomen"}


def test_only_visitors_without_an_account_are_asked_for_an_address(resident):
    assert "email" in IdeaForm(writer=None).fields
    assert "email" not in IdeaForm(writer=resident).fields


def test_only_members_are_asked_for_whom_they_speak(resident, neighbour):
    factories.make_organisation("Voorbeeld BV", resident)
    assert "organisation" in IdeaForm(writer=resident).fields
    assert not IdeaForm(writer=neighbour).speaks_for_others
    assert "organisation" not in IdeaForm(writer=None).fields


def test_three_texts_are_enough(resident):
    assert IdeaForm(WORDS, writer=resident).is_valid()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("problem", "", "Vertel welk probleem u ziet."),
        ("problem", "   ", "Vertel welk probleem u ziet."),
        ("proposal", "", "Vertel wat uw idee is."),
        ("title", "", "Geef uw idee een titel."),
        ("title", "Boom", "Maak de titel iets langer."),
        ("title", "a" * 121, None),
        ("latitude", "91", None),
        ("longitude", "nan", None),
        ("problem", "a" * 5001, None),
        ("title", "Meer\0bomen", None),
        ("theme", "999", None),
        ("area", "x", None),
        ("address", "a" * 201, None),
    ],
)
def test_what_is_wrong_is_said_at_its_field(resident, field, value, message):
    form = IdeaForm({**WORDS, field: value}, writer=resident)
    assert set(form.errors) == {field}
    if message:
        assert form.errors[field] == [message]


@pytest.mark.parametrize("address", ["", "geen-adres", "a@b", "twee@example.org,een@example.org"])
def test_an_address_must_be_one(db, address):
    form = IdeaForm({**WORDS, "email": address}, writer=None)
    assert set(form.errors) == {"email"}


def test_a_neighbourhood_says_where_it_lies(resident):
    district = factories.make_area("WK01", "Centrum", kind="wijk")
    factories.make_area("BU01", "Dorp", parent=district)
    names = [label for _, label in IdeaForm(writer=resident).fields["area"].choices]
    assert set(names) == {"Overal, of weet ik niet", "Centrum", "Dorp (Centrum)"}


MORE = {"transfer": ["wants_contact"]}


@pytest.mark.parametrize("move", MOVES.moves.values(), ids=MOVES.moves)
def test_every_move_has_a_form_with_what_it_needs(db, move):
    form = MoveForm(move)
    assert list(form.fields) == [*move.needs, *MORE.get(move.verb, ())]
    assert all(str(field.label) for field in form.fields.values())
    assert all(field.auto_id.startswith(f"{move.verb}_") for field in form)
    empty = MoveForm(move, {})
    assert empty.is_valid() == (not move.needs)
    assert set(empty.errors) == set(move.needs) or "into" in move.needs


def test_the_table_asks_for_nothing_that_has_no_field():
    assert {name for move in MOVES.moves.values() for name in move.needs} == set(FACTS)


def test_only_active_programmes_get_an_idea(programme):
    old = factories.make_programme("oud", is_active=False)
    offered = FACTS["programme"]().queryset
    assert programme in offered
    assert old not in offered


def test_the_number_of_another_idea_is_of_a_public_one(programme):
    public = factories.make_raw_idea(programme)
    hidden = factories.make_raw_idea(programme, visibility=Visibility.HIDDEN)
    field = IdeaReference(label="Nummer")
    assert field.clean(f" {public.reference} ") == public
    for number in (hidden.reference, "2001-99999", "x"):
        with pytest.raises(Exception, match="Er is geen openbaar idee met dit nummer"):
            field.clean(number)


@pytest.mark.parametrize(("form", "field"), [(ReasonForm, "reason")])
def test_one_text_is_required(form, field):
    assert form({field: " "}).errors[field] == ["Vul dit in."]
    assert form({field: "Ja."}).is_valid()
