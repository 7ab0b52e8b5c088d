"""The pages of the desk: part of the table in `tests.journeys.pages`."""

import json
import uuid

from django.urls import reverse

from ideas.actions.borders import upload_borders
from ideas.actions.note import write_note
from ideas.actions.rules import make_rule
from ideas.models import Idea, RoutingRule, Weights
from ideas.routing.wish import Wish
from ideas.statuses import Status
from participation.borders import read_borders
from participation.models import AreaKind
from tests import factories
from tests.journeys.states import State, open_all, press, press_empty


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


def open_with_errors(page):
    open_all(page)
    page.locator("[data-error-summary]").wait_for()


open_with_errors.shows_errors = True


def pick_two_and_finish(page):
    pick_two(page)
    open_all(page)
    page.get_by_role("button", name="Geef aan een collega", exact=True).click()
    page.get_by_role("heading", name="Samen behandeld").wait_for()


def learn_from_nothing(page):
    page.locator("#id_least_decisions").fill("")
    press("Bewaar")(page)


learn_from_nothing.shows_errors = True


def shorten(page):
    page.get_by_label("Hoeveel dagen?").fill("90")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.get_by_role("button", name="Ja, bewaar dit").wait_for()


def preview(page):
    page.get_by_role("button", name="Bekijk een voorbeeld").click()
    page.get_by_role("heading", name="Engels").wait_for()


def let_borders_hold(page):
    page.get_by_role("button", name="Laat deze grenzen gelden").click()
    page.get_by_role("heading", name="Grenzen uit").wait_for()


DESK = [
    State("desk", "/werkplek/?lijst=alle", "owner"),
    State("the board", "/werkplek/bord/", "coordinator", open_all),
    State(
        "the board with errors",
        "/werkplek/bord/?periode=eigen&van=2026-01-02&tot=2026-01-01",
        "owner",
        open_with_errors,
    ),
    State("the ideas behind a figure", "/werkplek/bord/ideeen/?cijfer=open", "coordinator"),
    State("the keys of the desk", "/werkplek/sneltoetsen/", "owner"),
    State("what nobody looks after", "/werkplek/bord/aandacht/", "coordinator"),
    State("programmes without a deputy", "/werkplek/bord/aandacht/zonder-vervanger/", "coordinator"),
    State("pairs of ideas", "/werkplek/bord/dubbel/", "coordinator"),
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
    State("suggestions with errors", "/werkplek/suggesties/", "coordinator", learn_from_nothing),
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
    State("what administrators keep", "/werkplek/beheer/", "administrator"),
    State("the programmes, kept", "/werkplek/beheer/programmas/", "administrator"),
    State("a programme, kept, with errors", "/werkplek/beheer/programmas/nieuw/", "administrator", press("Bewaar")),
    State("a theme, kept", "{theme}", "administrator"),
    State("districts and neighbourhoods", "/werkplek/beheer/gebieden/", "administrator"),
    State("new borders", "/werkplek/beheer/gebieden/grenzen/", "administrator"),
    State(
        "new borders with errors",
        "/werkplek/beheer/gebieden/grenzen/",
        "administrator",
        press("Bekijk wat er verandert"),
    ),
    State("what new borders change", "{borders}", "administrator"),
    State("new borders that hold", "{borders}", "administrator", let_borders_hold),
    State("how long data is kept", "/werkplek/beheer/bewaartermijnen/", "administrator"),
    State(
        "a term that is asked about", "/werkplek/beheer/bewaartermijnen/KEEP_MESSAGES_DAYS/", "administrator", shorten
    ),
    State("the texts of the municipality", "/werkplek/beheer/teksten/", "administrator"),
    State("a text, previewed", "/werkplek/beheer/teksten/voorpagina/", "administrator", preview),
    State("the words of a status", "/werkplek/beheer/statussen/received/", "administrator"),
    State("the words of every status", "/werkplek/beheer/statussen/", "administrator"),
    State("moderation of programmes", "/werkplek/beheer/moderatie/", "administrator"),
    State("synonyms with errors", "/werkplek/beheer/woorden/nieuw/", "administrator", press("Bewaar")),
    State("a theme, merged, with errors", "{theme}samenvoegen/", "administrator", press("Voeg samen")),
    State("who works here", "/werkplek/medewerkers/", "administrator"),
    State("who works here, with errors", "/werkplek/medewerkers/", "administrator", press("Nodig uit")),
    State("the roles of an official", "{official}", "administrator", open_all),
    State("the roles of an official with errors", "{official}", "coordinator", press("Geef deze rol")),
    State("audit log", "/werkplek/logboek/", "administrator"),
    State("audit log with errors", "/werkplek/logboek/?wie=niemand@example.org", "administrator"),
]


def build_borders(administrator):
    """A file that renames what there is, draws two areas and leaves out a third, which has a border of its own."""
    factories.make_area("BU88", "Weg", geometry=border(4.2))
    features = [
        {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": border(west)}
        for code, name, west in (("BU01", "Dorp", 4.0), ("BU99", "Nieuw", 4.1))
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    drafts = read_borders(data, kind=AreaKind.NEIGHBOURHOOD)
    return f"/werkplek/beheer/gebieden/grenzen/{upload_borders(drafts, name='buurten.json', actor=administrator).pk}/"


def border(west):
    return {
        "type": "Polygon",
        "coordinates": [[[west, 52], [west + 0.1, 52], [west + 0.1, 52.1], [west, 52.1], [west, 52]]],
    }


def build_desk(programme, coordinator, owner, answered, theme):
    """Rules, what was learned, notes, and an answer that is being written; gives addresses."""
    wish = Wish(name="Regels over water", programme=programme, words=("sloot",), themes=(theme,))
    make_rule(wish, actor=coordinator, client_key=uuid.uuid4())
    learned = factories.make_learned(labels={str(programme.pk): programme.name, "0": "Verkeer"}, is_in_use=False)
    noted = factories.make_raw_idea(programme, title="Een idee met notities")
    note = write_note(noted, "@Owner, weet jij hier meer van?", actor=owner, client_key=uuid.uuid4())
    write_note(noted, "Ik zoek het uit.", actor=owner, client_key=uuid.uuid4(), answers=note)
    waits = Idea.objects.filter(status=Status.IN_REVIEW).first()
    factories.make_double(*(factories.make_raw_idea(programme, title="Twee keer hetzelfde") for _side in (1, 2)))
    draft = factories.make_draft(waits, owner, facts={"reason": "Dat doen wij derhalve."})
    Weights.objects.create(reason="De raad koos dit.")
    return {
        "official": reverse("official", args=[factories.make_grant(factories.make_official("balie"), "clerk").pk]),
        "rule": RoutingRule.objects.get(catches_all=False).get_desk_url(),
        "learned": reverse("ideas:learned_version", args=[learned.pk]),
        "noted": noted.get_desk_url(),
        "note": f"{noted.get_desk_url()}notities/{note.pk}/",
        "draft": draft.get_absolute_url(),
        "desk_draft": waits.get_desk_url(),
        "correct": f"{answered.get_desk_url()}antwoorden/{answered.answers.get().pk}/",
        "desk": _suggested_for(factories.make_raw_idea(programme, title="Een nieuw idee"), owner).get_desk_url(),
    }


def _suggested_for(idea, owner):
    """The same idea, with suggestions of versions in use."""
    other = factories.make_programme("verkeer", owner=owner)
    programmes, themes = factories.make_learned(number=2), factories.make_learned("theme")
    factories.make_suggestion(idea, programmes, other, idea.programme)
    factories.make_suggestion(idea, themes, factories.make_theme("wegen"))
    return idea
