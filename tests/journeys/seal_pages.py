"""The pages of sealed responses: part of the table in `tests.journeys.pages`."""

from challenges.actions.draft import save_draft
from challenges.actions.partner import ask_partner
from challenges.models import Response
from challenges.statuses import FieldKind, Right
from participation.models import Membership
from tests import factories
from tests.challenges.scene_seal import (
    base_of,
    hand_in,
    let_close,
    make_company,
    make_fields,
    make_open_challenge,
    make_opened_response,
    phase_of,
)
from tests.journeys.states import State, open_all, press

SEALS = [
    State("a response that is written", "{response}", "maker", then=open_all),
    State("a response with errors", "{response}", "maker", then=press("Dien opnieuw in")),
    State("partners of a response", "{response}partners/", "maker"),
    State("partners of a response with errors", "{response}partners/", "maker", then=press("Vraag deze organisatie")),
    State("earlier versions", "{response}versies/", "maker"),
    State("an earlier version", "{response}versies/1/", "maker"),
    State("a receipt of a response", "{response}ontvangst/", "maker"),
    State("withdrawing a response", "{response}intrekken/", "maker"),
    State("one's responses", "/inzendingen/", "maker"),
    State("asked as a partner", "/inzendingen/", "asked_partner"),
    State("taking part", "{challenge_open}meedoen/", "maker"),
    State("not taking part", "{challenge_open}meedoen/", "neighbour"),
    State("opening responses", "{opening}", "opener"),
    State("responses that were opened", "{desk_responses}", "coordinator"),
    State("a response that was opened", "{desk_response}", "coordinator"),
]


def build_seals(programme):
    """A response in writing, a round to be opened, and one that was; gives addresses, and who has to do with them."""
    opener = factories.make_official("opener")
    challenge = make_open_challenge("verzegeld", programme=programme)
    [text, *_rest] = make_fields(phase_of(challenge), FieldKind.TEXT, FieldKind.BUDGET, is_required=False)
    make_fields(phase_of(challenge), FieldKind.FILE, FieldKind.CHOICE, FieldKind.DECLARATION, is_required=False)
    organisation, maker = make_company("Verzegeld BV", place="Zoetermeer")
    response = hand_in(challenge, organisation, maker)
    lines = [{"what": "Pomp", "amount": "veel"}]
    budget = str(phase_of(challenge).fields.get(kind=FieldKind.BUDGET).uuid)
    typed = {str(text.uuid): "Anders", budget: lines}
    save_draft(response, typed, actor=maker, base=base_of(response), keeps_version=True)
    asked, partner = make_company("Partner BV")
    ask_partner(Response.objects.get(pk=response.pk), asked, Right.EDIT, actor=maker)
    closed = make_open_challenge("dicht", openers=[opener], programme=programme)
    let_close(phase_of(closed))
    Membership.objects.create(organisation=factories.make_organisation("Tweede BV", kvk_number=""), user=maker)
    opened = make_opened_response(programme)
    places = {
        "response": response.get_absolute_url(),
        "challenge_open": challenge.get_absolute_url(),
        "opening": f"/werkplek/uitdagingen/{closed.slug}/openen/",
        "desk_responses": f"/werkplek/uitdagingen/{opened.challenge.slug}/inzendingen/",
        "desk_response": opened.get_desk_url(),
    }
    return places, {"maker": maker, "asked_partner": partner, "opener": opener}
