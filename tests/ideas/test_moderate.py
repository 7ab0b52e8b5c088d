"""Out of sight and back, by a coordinator and with a reason."""

import pytest

from ideas.actions import moderate
from ideas.actions.moderate import hide_idea, show_idea
from ideas.models import Idea
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db


def state():
    return list(Idea.objects.values_list("visibility", "hidden_reason")), Event.objects.count()


def test_hide_and_show(programme, coordinator):
    idea = factories.make_raw_idea(programme, reference="2026-00001", title="Bomen")
    hide_idea(idea, actor=coordinator, reason=" Er stond een naam in. ")
    assert state() == ([("hidden", "Er stond een naam in.")], 1)
    show_idea(idea, actor=coordinator)
    assert state() == ([("public", "")], 2)
    said = {"reference": "2026-00001", "title": "Bomen"}
    was = {"visibility": "public", "hidden_reason": ""}
    assert [(event.kind, event.actor, event.facts) for event in Event.objects.order_by("pk")] == [
        ("idea.hidden", coordinator, {**said, "reason": "Er stond een naam in.", "was": was}),
        ("idea.shown", coordinator, {**said, "reason": ""}),
    ]


def test_a_held_idea_can_be_shown(programme, coordinator):
    show_idea(factories.make_raw_idea(programme, visibility="held"), actor=coordinator)
    assert state() == ([("public", "")], 1)


@pytest.mark.parametrize("role", ["resident", "neighbour", "owner", "deputy", "stranger", "administrator"])
@pytest.mark.parametrize("visibility", ["public", "held", "hidden"])
def test_nobody_else(request, programme, resident, role, visibility):
    idea, actor = (
        factories.make_raw_idea(programme, author=resident, visibility=visibility),
        request.getfixturevalue(role),
    )
    before = state()
    for deed in (lambda: hide_idea(idea, actor=actor, reason="Naam."), lambda: show_idea(idea, actor=actor)):
        with pytest.raises(NotAllowed):
            deed()
    assert state() == before


@pytest.mark.parametrize("reason", ["", "  ", "\u200b"])
def test_never_without_a_reason(programme, coordinator, reason):
    with pytest.raises(Incomplete) as refusal:
        hide_idea(factories.make_raw_idea(programme), actor=coordinator, reason=reason)
    assert (refusal.value.field, state()) == ("reason", ([("public", "")], 0))


def test_what_is_public_is_not_shown_again(programme, coordinator):
    with pytest.raises(NotPossible):
        show_idea(factories.make_raw_idea(programme), actor=coordinator)
    assert state() == ([("public", "")], 0)


def test_who_looked_at_an_old_page_is_told_so(programme, coordinator):
    idea = factories.make_raw_idea(programme)
    stale = Idea.objects.get(pk=idea.pk)
    hide_idea(idea, actor=coordinator, reason="Naam.")
    with pytest.raises(NotPossible):
        hide_idea(stale, actor=coordinator, reason="Telefoonnummer.")
    assert state() == ([("hidden", "Naam.")], 1)


def test_a_crash_before_the_news_leaves_it_public(programme, coordinator, monkeypatch):
    def crash(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(moderate.journal, "record", crash)
    with pytest.raises(ZeroDivisionError):
        hide_idea(factories.make_raw_idea(programme), actor=coordinator, reason="Naam.")
    assert state() == ([("public", "")], 0)
