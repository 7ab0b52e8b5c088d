"""The pages of vote rounds: part of the table in `tests.journeys.pages`."""

import uuid
from datetime import timedelta

from django.utils import timezone

from ideas.actions.round import move_round
from ideas.actions.vote import cast_vote as vote
from tests import factories
from tests.journeys.states import State, cast_vote, open_all, press

ROUNDS = [
    State("rounds", "/stemrondes/"),
    State("a round that is open", "{round}", then=open_all),
    State("a round by letter", "{by_letter}"),
    State("a round that is closed", "{closed}"),
    State("a round that was stopped", "{cancelled}"),
    State("the code of a letter", "{by_letter}code/"),
    State("the code of a letter with errors", "{by_letter}code/", then=press("Ga naar de ideeën")),
    State("look up a receipt", "{closed}stembewijs/"),
    State("look up a receipt with errors", "{closed}stembewijs/", then=press("Zoek op")),
    State("recount", "{closed}natellen/"),
    State("a round in which to vote", "{round}", "neighbour"),
    State("a receipt", "{round}", "neighbour", cast_vote),
    State("rounds at the desk", "/werkplek/stemrondes/", "coordinator"),
    State("a new round", "/werkplek/stemrondes/nieuw/", "coordinator"),
    State("a new round with errors", "/werkplek/stemrondes/nieuw/", "coordinator", press("Bewaar")),
    State("a concept of a round", "{desk_concept}", "coordinator", open_all),
    State("a round to change", "{desk_concept}wijzigen/", "coordinator"),
    State("a running round at the desk", "{desk_by_letter}", "coordinator", open_all),
    State("a running round with errors", "{desk_by_letter}", "coordinator", press("Stoppen zonder uitslag")),
    State("a closed round at the desk", "{desk_closed}", "coordinator"),
]


def build_rounds(programme, coordinator, voter):
    """A round in each phase; gives addresses."""
    before = timezone.now() - timedelta(days=500)
    ideas = [
        factories.make_raw_idea(programme, title=f"Een plan voor de weg, nummer {place}", submitted_at=before)
        for place in range(3)
    ]
    make = factories.make_vote
    concept = make(coordinator, ideas, verb="", title="Nog niet klaar")
    cancelled = move_round(
        make(coordinator, ideas[:2], title="Gestopt"), "cancel", actor=coordinator, reason="De brieven waren fout."
    )
    closed = make(coordinator, ideas[:2], title="Geweest", threshold=1)
    vote(closed, ideas[0], actor=voter, ticket=None, client_key=uuid.uuid4())
    move_round(factories.end(closed), "close", actor=None)
    by_letter = make(coordinator, ideas[:2], title="Met een brief", electorate="codes")
    running = make(coordinator, ideas, title="Welk plan eerst?", threshold=2, hides_totals=False)
    return {
        "round": running.get_absolute_url(),
        "by_letter": by_letter.get_absolute_url(),
        "closed": closed.get_absolute_url(),
        "cancelled": cancelled.get_absolute_url(),
        "desk_concept": concept.get_desk_url(),
        "desk_by_letter": by_letter.get_desk_url(),
        "desk_closed": closed.get_desk_url(),
    }
