"""The pages of challenges: part of the table in `tests.journeys.pages`."""

import uuid

from challenges.actions.change import change_challenge
from challenges.actions.following import follow_challenge
from challenges.actions.notices import give_notice
from challenges.actions.questions import answer_question, ask_question
from challenges.actions.steps import move_challenge
from tests import factories
from tests.journeys.states import State, open_all, press, press_empty

DESK = "/werkplek/uitdagingen/"
CHALLENGES = [
    State("challenges", "/uitdagingen/"),
    State("no challenges found", "/uitdagingen/?q=niets"),
    State("a challenge that is open", "{challenge}", then=open_all),
    State("a challenge that is open, signed in", "{challenge}", "neighbour"),
    State("a challenge that was decided", "{decided_challenge}"),
    State("a challenge that was stopped", "{stopped_challenge}"),
    State("questions about a challenge", "{challenge}vragen/"),
    State("a question about a challenge", "{challenge}vragen/stellen/", "neighbour"),
    State(
        "a question about a challenge with errors",
        "{challenge}vragen/stellen/",
        "neighbour",
        press("Verstuur uw vraag"),
    ),
    State("notices to read first", "/uitdagingen/berichten/", "follower", open_all),
    State("notices to read first with errors", "/uitdagingen/berichten/", "follower", press("Ga verder")),
    State("challenges at the desk", DESK, "owner"),
    State("a new challenge", f"{DESK}nieuw/", "owner"),
    State("a new challenge with errors", f"{DESK}nieuw/", "owner", press("Maak de uitdaging")),
    State("a concept of a challenge", "{desk_challenge_concept}", "owner", open_all),
    State("a concept of a challenge with errors", "{desk_challenge_concept}", "owner", press("Voeg het idee toe")),
    State("texts of a challenge", "{desk_challenge_concept}teksten/", "owner"),
    State("texts of a challenge with errors", "{desk_challenge_concept}teksten/", "owner", press_empty("Bewaar")),
    State("a new phase", "{desk_challenge_concept}rondes/nieuw/", "owner"),
    State("a phase", "{desk_challenge_concept}rondes/1/", "owner"),
    State("a phase with errors", "{desk_challenge_concept}rondes/1/", "owner", press_empty("Bewaar")),
    State("criteria", "{desk_challenge_concept}rondes/1/criteria/", "owner"),
    State("criteria with errors", "{desk_challenge_concept}rondes/1/criteria/", "owner", press_empty("Bewaar")),
    State("a new question of a form", "{desk_challenge_concept}rondes/1/vragen/nieuw/", "owner"),
    State(
        "a new question of a form with errors",
        "{desk_challenge_concept}rondes/1/vragen/nieuw/",
        "owner",
        press("Bewaar"),
    ),
    State("a challenge to approve", "{desk_challenge_waiting}akkoord/", "coordinator", open_all),
    State("an open challenge at the desk", "{desk_challenge}", "owner", open_all),
    State("a notice", "{desk_challenge}bericht/", "owner", open_all),
    State("a notice with errors", "{desk_challenge}bericht/", "owner", press("Geef dit bericht")),
    State("more time", "{desk_challenge}verlengen/", "owner"),
    State("more time with errors", "{desk_challenge}verlengen/", "owner", press("Geef meer tijd")),
    State("another opener", "{desk_challenge}wie-opent/", "owner"),
    State("an answer for everybody", "{desk_question}", "owner"),
    State("an answer for everybody with errors", "{desk_question}", "owner", press("Geef dit antwoord")),
]


def build_challenges(programme, owner, coordinator, neighbour):
    """A challenge in each state that has a page of its own; gives addresses."""

    def make(status, title):
        return factories.make_challenge(status, programme=programme, maker=owner, approver=coordinator, title=title)

    running, concept, waiting = (
        make("open", "Koele straten"),
        make("concept", "Nog niet klaar"),
        make("concept", "Twee keer"),
    )
    move_challenge(waiting, "submit", actor=owner)
    move_challenge(waiting, "send_back", actor=coordinator, reason="Zeg het korter.")
    words = factories.challenge_words(title="Twee keer", problem="Korter.")
    change_challenge(waiting, words, openers=[owner, coordinator], edition=waiting.edition, actor=owner)
    move_challenge(waiting, "submit", actor=owner)
    follower = factories.make_resident("volger")
    follow_challenge(running, actor=follower)
    asked = [
        ask_question(running, f"Vraag {number}?", is_private=False, actor=neighbour, client_key=uuid.uuid4())
        for number in range(2)
    ]
    answer_question(asked[0], answer="Ja, dat mag.", public_text="Vraag 0?", actor=owner)
    give_notice(running, "Wij bieden meer.", actor=owner, changes={"offer": "Een straat en hulp."})
    return follower, {
        "challenge": running.get_absolute_url(),
        "decided_challenge": make("decided", "Besloten").get_absolute_url(),
        "stopped_challenge": make("cancelled", "Gestopt").get_absolute_url(),
        "desk_challenge": running.get_desk_url(),
        "desk_challenge_concept": concept.get_desk_url(),
        "desk_challenge_waiting": waiting.get_desk_url(),
        "desk_question": f"{running.get_desk_url()}vragen/{asked[1].pk}/",
    }
