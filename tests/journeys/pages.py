"""Every page in the states in which people meet it: one table, for the tests that look at all of them.

Whoever adds a page adds a line. `path` may name an idea of `Town`, as `{asked}`; `then` is what is done there first.
"""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from ideas.actions.coauthor import invite_coauthor
from ideas.actions.saved import save_search
from ideas.actions.support import follow_idea, support_idea
from ideas.actions.triage import move_idea
from ideas.filters import IdeaFilter
from ideas.models import Concept, Idea, Referral
from ideas.statuses import Status, Visibility
from notifications.actions import Browser, add_device
from notifications.fanout import fan_out_waiting
from notifications.statuses import Group
from notifications.subscriptions import Subscription
from tests import factories
from tests.journeys.challenge_pages import CHALLENGES, build_challenges
from tests.journeys.desk_pages import DESK, build_borders, build_desk
from tests.journeys.intake_pages import INTAKE, build_intake
from tests.journeys.jury_pages import JURY, build_juries
from tests.journeys.organisation_pages import ORGANISATIONS, build_organisations
from tests.journeys.round_pages import ROUNDS, build_rounds
from tests.journeys.seal_pages import SEALS, build_seals
from tests.journeys.states import (
    State,
    ask_code,
    ask_proof,
    open_all,
    open_menu,
    press,
    press_empty,
    stop_mail,
    write_to_be_advised,
    wrong_code,
)
from tests.journeys.talk_pages import TALK, build_talk
from tests.notifications.push_service import Browser as ReadingBrowser


@dataclass(frozen=True)
class Town:
    """What is there to be looked at: addresses by name, and people."""

    places: dict[str, str]
    people: dict[str, Any]


STATES = [
    State("home", "/"),
    State("home, menu open", "/", then=open_menu),
    State("ideas", "/ideeen/"),
    State("ideas found", "/ideeen/?q=bomen"),
    State("ideas on a map", "/ideeen/kaart/?q=bomen"),
    State("no ideas found", "/ideeen/?q=niets&status=declined"),
    State("an idea", "{answered}"),
    State("an idea that was merged", "{merged}"),
    State("new idea", "/ideeen/nieuw/"),
    State("new idea with errors", "/ideeen/nieuw/", then=press("Verder")),
    State("new idea with advice", "/ideeen/nieuw/", then=write_to_be_advised),
    State("new idea, the proposal", "/ideeen/nieuw/voorstel/"),
    State("new idea, the proposal with errors", "/ideeen/nieuw/voorstel/", then=press("Verder")),
    State("new idea, the place", "/ideeen/nieuw/plek/"),
    State("new idea, back to what is missing", "/ideeen/nieuw/plek/", then=press("Verstuur uw idee")),
    State("the private status", "{status}"),
    State("a private status that is over", "/ideeen/status/x/"),
    State("an invitation", "{invitation}"),
    State("an invitation that is over", "/ideeen/meedoen/x/"),
    State("programmes", "/programmas/"),
    State("a programme", "/programmas/groen/"),
    State("how it works", "/hoe-het-werkt/"),
    State("accessibility", "/toegankelijkheid/"),
    State("privacy", "/privacy/"),
    State("sources", "/bronnen/"),
    State("nothing there", "/bestaat-niet/"),
    State("sign in", "/inloggen/"),
    State("sign in with errors", "/inloggen/", then=press("Stuur mij een code")),
    State("the code", "/inloggen/", then=ask_code),
    State("the code, wrong", "/inloggen/", then=wrong_code),
    State("officials' door", "/inloggen/medewerker/"),
    State("officials' door with errors", "/inloggen/medewerker/", then=press("Inloggen")),
    State("forgotten password", "/account/wachtwoord/vergeten/"),
    State("a partner's question", "{referral}"),
    State("a partner's answer with errors", "{referral}", then=press("Verstuur uw antwoord")),
    State("mine, empty", "/mijn-inbreng/", "newcomer"),
    State("my searches, empty", "/mijn-inbreng/zoekopdrachten/", "newcomer"),
    State("a search to keep", "/mijn-inbreng/zoekopdrachten/nieuw/?q=bomen", "newcomer"),
    State("messages, empty", "/berichten/", "newcomer"),
    State("mine", "/mijn-inbreng/", "author"),
    State("mine, menu open", "/mijn-inbreng/", "author", open_menu),
    State("my ideas", "/mijn-inbreng/ideeen/", "author"),
    State("where I am signed in", "/account/sessies/", "author"),
    State("my data", "/mijn/gegevens/", "author"),
    State("my data with errors", "/mijn/gegevens/", "nameless", press("Opslaan")),
    State("another address", "/mijn/gegevens/e-mailadres/", "author"),
    State("another address with errors", "/mijn/gegevens/e-mailadres/", "author", press("Stuur de code")),
    State("proof", "/account/bevestigen/", "author"),
    State("proof, code sent", "/account/bevestigen/", "author", ask_proof),
    State("delete account", "/mijn/gegevens/verwijderen/", "author"),
    State("delete account with errors", "/mijn/gegevens/verwijderen/", "author", press("Verwijder mijn account")),
    State("delete account, not possible", "/mijn/gegevens/verwijderen/", "owner"),
    State("messages", "/berichten/", "author"),
    State("which mail", "/berichten/voorkeuren/", "author"),
    State("which news, on devices too", "/berichten/voorkeuren/", "neighbour"),
    State("new idea, signed in", "/ideeen/nieuw/", "author", open_all),
    State("new idea, the place, signed in", "/ideeen/nieuw/plek/", "author"),
    State("edit", "{reviewed}wijzigen/", "author"),
    State("edit with errors", "{reviewed}wijzigen/", "author", press_empty("Bewaar de verandering")),
    State("add", "{asked}aanvullen/", "author"),
    State("add with errors", "{asked}aanvullen/", "author", press("Voeg toe")),
    State("tell followers", "{asked}bericht/", "author"),
    State("co-authors", "{asked}mede-indieners/", "author"),
    State("co-authors with errors", "{asked}mede-indieners/", "author", press("Nodig uit")),
    State("a question to the author", "{asked}", "author"),
    State("a question to the author with errors", "{asked}", "author", press("Verstuur uw antwoord")),
    State("an idea of somebody else", "{asked}", "neighbour"),
    State("comments on an idea without any", "{answered}reacties/"),
    State("the end of mail about an idea", "{unsubscribe}"),
    State("the end of mail about an idea, done", "{unsubscribe}", then=stop_mail),
    State("the end of mail of a kind", "{unsubscribe_kind}"),
    State("a map of what was found", "/ideeen/kaart/", then=open_all),
    State("filters, all open", "/ideeen/?status=declined&q=bomen", then=open_all),
    State("a search to keep with errors", "/mijn-inbreng/zoekopdrachten/nieuw/?q=bomen", "newcomer",
          press_empty("Bewaar deze zoekopdracht")),
    State("my searches", "/mijn-inbreng/zoekopdrachten/", "author"),
    State("what a search finds", "{search}", "author"),
    State("my supported ideas", "/mijn-inbreng/steun/", "neighbour"),
    State("a question by link", "{question}"),
    State("a question by link with errors", "{question}", then=press("Verstuur uw antwoord")),
    State("a question by link that is over", "/vraag/x/"),
    State("was it handled well", "{rating}"),
    State("it was not, with errors", "{rating}", then=press("Nee, niet goed behandeld")),
    State("may they have your address", "{contact}"),
    *DESK,
    *INTAKE,
    *TALK,
    *ROUNDS,
    *JURY,
    *CHALLENGES,
    *ORGANISATIONS,
    *SEALS,
]  # fmt: skip


def a_browser(number):
    return ReadingBrowser(f"https://push.example.org/{number}").fields()


def build_town(programme, owner, author, neighbour):
    """Ideas in many statuses, people who wait for something, and one of everything that has a page."""
    area = {"theme": factories.make_theme(), "area": factories.make_area()}
    for status in Status:
        factories.make_raw_idea(
            programme, status=status, author=author, title=f"Bomen langs de laan, {status.label}", **area
        )
    factories.make_raw_idea(programme, visibility=Visibility.HIDDEN, author=author)
    asked, answered, referred = (factories.make_idea(author, title=f"Bomen {number}", **area) for number in range(3))
    support_idea(asked, actor=neighbour)
    follow_idea(asked, actor=neighbour)
    move_idea(asked, "ask", actor=owner, question="Welke straat bedoelt u?")
    four = {"reason": "Er is geen geld.", "next_step": "Wij doen niets.", "date": answered.promised_on}
    move_idea(answered, "decline", actor=owner, reason_code="te_duur", **four)
    question = {"partner": "Bibliotheek", "partner_email": "balie@example.org", "message": "Kunt u helpen?"}
    move_idea(referred, "refer", actor=owner, next_step="Wij wachten.", **question)
    Concept.objects.create(author=author, answers={"title": "Nog niet klaar"})
    factories.make_organisation("Voorbeeld BV", author)
    invited = invite_coauthor(asked, actor=author, email="ander@example.org")
    for number in range(2):
        add_device(Browser(**a_browser(number), session_key="s"), name="Firefox, Android", actor=neighbour)
    Referral.objects.update(wants_contact=True)
    fan_out_waiting()
    trees = IdeaFilter.of(QueryDict("q=bomen"))
    places = {
        "question": asked.get_question_url(),
        "rating": factories.make_rating(answered, is_good=None, reason="", answered_at=None).get_absolute_url(),
        "contact": Referral.objects.get().get_contact_url(),
        "asked": asked.get_absolute_url(),
        "reviewed": Idea.objects.filter(status=Status.IN_REVIEW).first().get_absolute_url(),
        "status": asked.get_status_url(),
        "invitation": invited.get_absolute_url(),
        "answered": answered.get_absolute_url(),
        "merged": Idea.objects.filter(status=Status.MERGED).first().get_absolute_url(),
        "referral": Referral.objects.get().get_absolute_url(),
        "search": f"/mijn-inbreng/zoekopdrachten/{save_search(trees, actor=author, name='Bomen').pk}/",
        "unsubscribe": Subscription(neighbour, Group.FOLLOWED, asked).get_absolute_url(),
        "unsubscribe_kind": Subscription(neighbour, Group.FOLLOWED).get_absolute_url(),
    }
    coordinator = factories.make_official("coordinator", is_coordinator=True)
    people = {"author": author, "neighbour": neighbour, "owner": owner, "coordinator": coordinator}
    places |= build_desk(programme, coordinator, owner, answered, area["theme"])
    places |= build_intake(owner, neighbour, asked, referred)
    roads = factories.make_programme("wegen", owner=owner, asks_for_sides=True)
    places |= build_talk(roads, coordinator, owner, author, neighbour)
    places |= build_rounds(roads, coordinator, author)
    juries, judges = build_juries(roads, owner, coordinator, answered)
    places, people = places | juries, people | judges
    people["follower"], calls = build_challenges(programme, owner, coordinator, neighbour)
    places |= calls
    slug = calls["challenge"].strip("/").rpartition("/")[2]
    places |= build_organisations(author, neighbour, asked, owner, slug)
    sealed_places, makers = build_seals(roads)
    places, people = places | sealed_places, people | makers
    people["administrator"] = factories.make_official("admin", is_superuser=True)
    places["borders"] = build_borders(people["administrator"])
    places["theme"] = f"/werkplek/beheer/themas/{area['theme'].pk}/"
    people["newcomer"] = factories.make_resident("nieuwkomer")
    people["nameless"] = factories.make_resident("naamloos")
    type(author).objects.filter(pk=people["nameless"].pk).update(nickname="x")  # As an import may have left it.
    return Town(places, people)
