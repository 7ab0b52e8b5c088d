"""Every page in the states in which people meet it: one table, for the tests that look at all of them.

Whoever adds a page adds a line. `path` may name an idea of `Town`, as `{asked}`; `then` is what is done there first.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ideas.actions.coauthor import invite_coauthor
from ideas.actions.note import write_note
from ideas.actions.rules import make_rule
from ideas.actions.support import follow_idea, support_idea
from ideas.actions.triage import move_idea
from ideas.models import Concept, Idea, Referral, RoutingRule, Weights
from ideas.routing.wish import Wish
from ideas.statuses import Status, Visibility
from notifications.actions import Browser, add_device
from notifications.fanout import fan_out_waiting
from tests import factories
from tests.notifications.push_service import Browser as ReadingBrowser


@dataclass(frozen=True)
class Town:
    """What is there to be looked at: addresses by name, and people."""

    places: dict[str, str]
    people: dict[str, Any]


@dataclass(frozen=True)
class State:
    name: str
    path: str
    who: str = ""
    then: Any = None


def open_all(page):
    """Open every part that can be opened."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => (one.open = true))")


def open_menu(page):
    page.evaluate("document.querySelectorAll('header details').forEach(one => (one.open = true))")


def press(label):
    """Press the button with that label, without filling anything in."""

    def deed(page):
        open_all(page)
        page.locator("main").get_by_role("button", name=label, exact=True).first.click()
        page.locator("[data-error-summary]").wait_for()

    deed.shows_errors = True
    return deed


def press_empty(label):
    """Empty the first field and press the button."""

    def deed(page):
        page.locator("main input:not([type=hidden]), main textarea").first.fill("")
        press(label)(page)

    deed.shows_errors = True
    return deed


def write_to_be_advised(page):
    page.locator("#id_problem").press_sequentially("Bel mij derhalve op 06-12345678.")
    page.locator("mark").first.wait_for()


def ask_code(page):
    page.locator("#id_email").fill("nieuw@example.org")
    page.locator("main").get_by_role("button").first.click()
    page.locator("#id_code").wait_for()


def wrong_code(page):
    ask_code(page)
    page.locator("#id_code").fill("12")
    press("Inloggen")(page)


wrong_code.shows_errors = True


def ask_proof(page):
    page.locator("main").get_by_role("button", name="Stuur mij een code").click()
    page.locator("#id_code").wait_for()


def open_keys(page):
    page.get_by_role("button", name="Sneltoetsen").click()


def pick_two(page):
    for box in page.locator("[data-desk-pick]").all()[:2]:
        box.check()
    page.get_by_role("button", name="Behandel de gekozen ideeën samen").click()
    page.get_by_role("heading", name="Samen behandelen").wait_for()


def pick_two_and_fail(page):
    pick_two(page)
    press("Verander het thema")(page)


pick_two_and_fail.shows_errors = True


def pick_two_and_finish(page):
    pick_two(page)
    open_all(page)
    page.get_by_role("button", name="Geef aan een collega", exact=True).click()
    page.get_by_role("heading", name="Samen behandeld").wait_for()


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
    State("the place of a new idea", "/ideeen/nieuw/plek/"),
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
    State("desk", "/werkplek/?lijst=alle", "owner"),
    State("the rules", "/werkplek/regels/", "owner"),
    State("the rules, to change", "/werkplek/regels/", "coordinator"),
    State("a rule", "{rule}", "coordinator", open_all),
    State("a rule as it was", "{rule}versies/1/", "owner"),
    State("a new rule", "/werkplek/regels/nieuw/", "coordinator", open_all),
    State("a new rule with errors", "/werkplek/regels/nieuw/", "coordinator", press("Bewaar de regel")),
    State("desk, nothing there", "/werkplek/?lijst=te-laat", "owner"),
    State("absence", "/werkplek/afwezig/", "owner"),
    State("absence with errors", "/werkplek/afwezig/", "owner", press("Bewaar")),
    State("closed days", "/werkplek/gesloten-dagen/", "coordinator"),
    State("closed days with errors", "/werkplek/gesloten-dagen/", "coordinator", press("Voeg deze dag toe")),
    State("suggestions", "/werkplek/suggesties/", "coordinator"),
    State("suggestions with errors", "/werkplek/suggesties/", "coordinator", press_empty("Bewaar")),
    State("a version that was learned", "{learned}", "coordinator", open_all),
    State("desk, narrowed", "/werkplek/?lijst=alle&q=bomen&status=received&volgorde=steun", "owner"),
    State("desk, a list without a name", "/werkplek/?lijst=alle", "owner", press("Bewaar")),
    State("desk, the keys", "/werkplek/?lijst=alle", "owner", open_keys),
    State("desk, ideas together", "/werkplek/?lijst=alle", "owner", pick_two),
    State("desk, ideas together, with errors", "/werkplek/?lijst=wacht", "owner", pick_two_and_fail),
    State("desk, what became of ideas together", "/werkplek/?lijst=alle", "owner", pick_two_and_finish),
    State("an idea on the desk", "{desk}", "owner"),
    State("an idea on the desk with notes", "{noted}", "owner", open_all),
    State("an idea on the desk, an empty note", "{noted}", "owner", press("Bewaar notitie")),
    State("a note", "{note}", "owner"),
    State("a note with errors", "{note}", "owner", press_empty("Bewaar de verandering")),
    State("an idea on the desk, all open", "{desk}", "owner", open_all),
    State("an idea on the desk with errors", "{desk}", "owner", press("Niet doen")),
    State("an answer, being written", "{draft}", "owner", open_all),
    State("an answer that is hard to read", "{draft}", "owner", press("Verstuur nu")),
    State("an answer, to look at first", "{desk_draft}antwoord/voorbeeld/", "owner"),
    State("an answer, corrected", "{correct}", "owner"),
    State("an answer, corrected, with errors", "{correct}", "owner", press("Verbeter het antwoord")),
    State("answers that wait", "/werkplek/antwoorden/", "owner"),
    State("what authors think", "/werkplek/oordelen/", "owner"),
    State("a weighing", "{desk_draft}afweging/", "owner"),
    State("a weighing with errors", "{desk_draft}afweging/", "owner", press("Bewaar de afweging")),
    State("templates", "/werkplek/sjablonen/", "coordinator"),
    State("a template", "/werkplek/sjablonen/nieuw/", "coordinator"),
    State("a template with errors", "/werkplek/sjablonen/nieuw/", "coordinator", press("Bewaar het sjabloon")),
    State("organisations outside", "/werkplek/organisaties/", "coordinator"),
    State("an organisation outside", "/werkplek/organisaties/nieuw/", "coordinator", press("Bewaar de organisatie")),
    State("weights", "/werkplek/gewichten/", "coordinator"),
    State("a question by link", "{question}"),
    State("a question by link with errors", "{question}", then=press("Verstuur uw antwoord")),
    State("a question by link that is over", "/vraag/x/"),
    State("was it handled well", "{rating}"),
    State("it was not, with errors", "{rating}", then=press("Nee, niet goed behandeld")),
    State("may they have your address", "{contact}"),
]


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
    coordinator = factories.make_official("regelaar", is_coordinator=True)
    wish = Wish(name="Regels over water", programme=programme, words=("sloot",), themes=(area["theme"],))
    make_rule(wish, actor=coordinator, client_key=uuid.uuid4())
    learned = factories.make_learned(labels={str(programme.pk): programme.name, "0": "Verkeer"}, is_in_use=False)
    noted = factories.make_raw_idea(programme, title="Een idee met notities")
    note = write_note(noted, "@Owner, weet jij hier meer van?", actor=owner, client_key=uuid.uuid4())
    write_note(noted, "Ik zoek het uit.", actor=owner, client_key=uuid.uuid4(), answers=note)
    for number in range(2):
        add_device(Browser(**a_browser(number), session_key="s"), name="Firefox, Android", actor=neighbour)
    waits = Idea.objects.filter(status=Status.IN_REVIEW).first()
    draft = factories.make_draft(waits, owner, facts={"reason": "Dat doen wij derhalve."})
    Weights.objects.create(reason="De raad koos dit.")
    Referral.objects.update(wants_contact=True)
    fan_out_waiting()
    places = {
        "noted": noted.get_desk_url(),
        "note": f"{noted.get_desk_url()}notities/{note.pk}/",
        "draft": draft.get_absolute_url(),
        "desk_draft": waits.get_desk_url(),
        "correct": f"{answered.get_desk_url()}antwoorden/{answered.answers.get().pk}/",
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
        "rule": RoutingRule.objects.get(catches_all=False).get_desk_url(),
        "desk": _suggested_for(factories.make_raw_idea(programme, title="Een nieuw idee"), owner).get_desk_url(),
        "learned": reverse("ideas:learned_version", args=[learned.pk]),
    }
    people = {"coordinator": coordinator, "author": author, "neighbour": neighbour, "owner": owner}
    people["newcomer"] = factories.make_resident("nieuwkomer")
    people["nameless"] = factories.make_resident("naamloos")
    type(author).objects.filter(pk=people["nameless"].pk).update(nickname="x")  # As an import may have left it.
    return Town(places, people)


def _suggested_for(idea, owner):
    """The same idea, with suggestions of versions in use."""
    other = factories.make_programme("verkeer", owner=owner)
    programmes, themes = factories.make_learned(number=2), factories.make_learned("theme")
    factories.make_suggestion(idea, programmes, other, idea.programme)
    factories.make_suggestion(idea, themes, factories.make_theme("wegen"))
    return idea
