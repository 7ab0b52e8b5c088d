"""The page of suggestions, the fragment at the desk, the one click, and the files for the register."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.actions.suggest import note_choices, suggest_ideas
from ideas.actions.triage import move_idea
from ideas.learning.run import learn
from ideas.models import LearnedModel, LearningSettings, Suggestion
from ideas.statuses import Status
from participation.models import Event, Programme
from tests import factories
from tests.doors import sign_in
from tests.ideas.lessons import teach

pytestmark = pytest.mark.django_db
ROLES = ["anonymous", "resident", "stranger", "owner", "deputy", "administrator", "coordinator"]
PAGE = "/werkplek/suggesties/"
SETTINGS = {"threshold": "70", "least_decisions": "40", "learn_after": "10", "with_imported": "on"}
BUSY = {"title": "Een drempel bij de kruising", "problem": "De snelheid is te hoog.", "proposal": "Maak een rotonde."}


@pytest.fixture
def traffic():
    return factories.make_programme("verkeer", owner=factories.make_official("verkeer"))


@pytest.fixture
def learned(programme, traffic, last_rule):
    teach([programme, traffic], 30)
    return learn("programme")


@pytest.fixture
def waiting(resident, learned):
    """An idea that waits for somebody to choose: nothing goes on by itself."""
    LearningSettings.objects.filter(pk=1).update(threshold=None)
    idea = factories.make_idea(resident, **BUSY)
    suggest_ideas()
    return idea


@pytest.mark.parametrize("role", ROLES)
def test_who_may_enter(request, client, learned, role):
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    expected = {"anonymous": 302, "coordinator": 200}.get(role, 403)
    version = f"{PAGE}{learned.pk}/"
    LearnedModel.objects.update(is_in_use=False)
    for path in (PAGE, version, f"{PAGE}log.csv", f"{PAGE}log.json"):
        assert client.get(path).status_code == expected, path
    if role != "coordinator":
        assert client.post(PAGE, SETTINGS).status_code == expected
        assert client.post(version, {"reason": "Deze is beter."}).status_code == expected
        assert LearningSettings.current().threshold == 60
        assert not LearnedModel.objects.in_use().exists()


@pytest.mark.parametrize("role", ROLES)
def test_who_may_follow_a_suggestion(request, client, waiting, traffic, role):
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    expected = {"anonymous": 302, "resident": 403, "stranger": 404, "administrator": 404}.get(role, 302)
    assert client.post(f"{waiting.get_desk_url()}voorstel/", {"programma": traffic.pk}).status_code == expected
    waiting.refresh_from_db()
    assert (waiting.programme == traffic) == (role in {"owner", "deputy", "coordinator"})


def test_one_click_moves_it_with_a_reason_for_all_to_read(client, waiting, owner, traffic):
    sign_in(client, owner)
    page = client.get(waiting.get_desk_url()).content.decode()
    assert "Geen regel paste. Het idee ligt nu bij Groen en wacht op uw keuze." in page
    assert "Het model kiest Verkeer." in page
    assert "“drempel”" in page
    assert page.count("Kies dit programma") == 1  # It lies with the other one already.
    response = client.post(f"{waiting.get_desk_url()}voorstel/?lijst=alle&q=drempel", {"programma": traffic.pk})
    event = Event.objects.get(kind="idea.handed_over")
    assert (
        response["Location"] == f"/werkplek/?lijst=alle&q=drempel&gedaan={event.pk}"
    )  # The same list, and a way back.
    assert (event.actor, event.facts["to"]) == (owner, "Verkeer")
    assert event.facts["reason"] == "De tekst past beter bij dit programma. Een medewerker koos het."
    again = client.post(f"{waiting.get_desk_url()}voorstel/", {"programma": traffic.pk})
    assert again.status_code == 404  # It is on another desk now.
    assert Event.objects.filter(kind="idea.handed_over").count() == 1


@pytest.mark.parametrize("key", ["", "0", "x", "99999999999999999999", "<script>", "other"])
def test_only_what_was_suggested_can_be_followed(client, waiting, owner, key):
    other = factories.make_programme("cultuur")
    sign_in(client, owner)
    path = f"{waiting.get_desk_url()}voorstel/"
    assert client.post(path, {"programma": other.pk if key == "other" else key}).status_code == 404
    assert client.get(path).status_code == 405


def test_what_cannot_move_shows_no_button_and_refuses_the_click(client, waiting, owner, traffic):
    sign_in(client, owner)
    move_idea(waiting, "ask", actor=owner, question="Welke straat bedoelt u?")
    page = client.get(waiting.get_desk_url()).content.decode()
    assert "Het model kiest Verkeer." in page
    assert "Kies dit programma" not in page
    response = client.post(f"{waiting.get_desk_url()}voorstel/", {"programma": traffic.pk}, follow=True)
    assert "Dit kan nu niet." in response.content.decode()


def test_a_programme_that_ended_since_cannot_be_chosen(client, waiting, owner, traffic):
    sign_in(client, owner)
    Programme.objects.filter(pk=traffic.pk).update(is_active=False)
    assert client.post(f"{waiting.get_desk_url()}voorstel/", {"programma": traffic.pk}).status_code == 404


@pytest.mark.parametrize("quiet", ["no model", "other words", "answered", "says nothing"])
def test_where_there_is_nothing_to_say_there_is_no_panel(client, request, owner, last_rule, quiet):
    sign_in(client, owner)
    if quiet == "no model":
        idea = factories.make_idea(request.getfixturevalue("resident"), **BUSY)
    else:
        idea = request.getfixturevalue("waiting")
        assert "Suggestie voor het programma" in client.get(idea.get_desk_url()).content.decode()
    if quiet == "other words":
        type(idea).objects.update(title="Iets anders")
    if quiet == "answered":
        type(idea).objects.update(status=Status.PROMISING, answered_at=timezone.now())
    if quiet == "says nothing":
        Suggestion.objects.update(ranking=[])
    assert "Suggestie" not in client.get(idea.get_desk_url()).content.decode()


def test_the_panel_costs_one_statement(client, waiting, owner):
    sign_in(client, owner)
    client.get(waiting.get_desk_url())
    costs = []
    for made in (True, False):
        with CaptureQueriesContext(connection) as seen:
            client.get(waiting.get_desk_url())
        costs.append((len(seen), sum("ideas_suggestion" in one["sql"] for one in seen)))
        if made:
            Suggestion.objects.all().delete()
    assert costs[0] == costs[1]
    assert costs[0][1] == 1


def test_hostile_words_are_shown_as_text(client, waiting, owner):
    made = Suggestion.objects.get(idea=waiting)
    made.ranking[0] |= {"words": ["<script>alert(1)</script>", "\u202eneppen"], "name": "<b>Verkeer</b>"}
    made.save(update_fields=["ranking"])
    page = sign_in(client, owner).get(waiting.get_desk_url()).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;b&gt;Verkeer" in page


def test_the_page_before_anything_was_learned(client, coordinator):
    page = sign_in(client, coordinator).get(PAGE).content.decode()
    assert "Er is nog niets geleerd" in page
    assert "als er 60 ideeën zijn beantwoord" in page


def test_the_page_tells_versions_and_what_people_chose(client, waiting, coordinator, learned, traffic):
    move_idea(waiting, "hand_over", actor=coordinator, programme=traffic, reason="Dit gaat over de straat.")
    four = {"reason": "Dat kost te veel.", "next_step": "Wij doen niets.", "date": waiting.promised_on}
    move_idea(waiting, "decline", actor=coordinator, reason_code="te_duur", **four)
    note_choices()
    response = sign_in(client, coordinator).get(PAGE)
    (row,) = response.context["page"].rows
    assert (row.number, row.is_in_use, row.accuracy) == (1, True, 1.0)
    (choices,) = response.context["followed"]
    assert (choices.label, choices.count, choices.first_percent, choices.three_percent) == ("Programma", 1, 100, 100)
    assert "versie 1 geleerd" in response.content.decode()
    report = client.get(f"{PAGE}{learned.pk}/")
    assert [(row["name"], row["decided"], row["right"]) for row in report.context["confusion"]] == [
        ("Groen", 6, 6), ("Verkeer", 6, 6),
    ]  # fmt: skip
    assert learned.sha256 in report.content.decode()


def test_the_settings_can_be_changed_and_switched_off(client, coordinator):
    sign_in(client, coordinator)
    assert client.post(PAGE, SETTINGS)["Location"] == PAGE
    chosen = LearningSettings.current()
    assert (chosen.threshold, chosen.least_decisions, chosen.learn_after, chosen.with_imported) == (70, 40, 10, True)
    client.post(PAGE, {**SETTINGS, "threshold": "", "with_imported": ""})
    assert (LearningSettings.current().threshold, LearningSettings.current().with_imported) == (None, False)
    assert "70 → uit" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"threshold": "0"}, "threshold"),
        ({"threshold": "101"}, "threshold"),
        ({"threshold": "veel"}, "threshold"),
        ({"least_decisions": "19"}, "least_decisions"),
        ({"learn_after": ""}, "learn_after"),
    ],
)
def test_wrong_settings_come_back_beside_their_field(client, coordinator, wrong, field):
    response = sign_in(client, coordinator).post(PAGE, {**SETTINGS, **wrong})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {field})
    assert not Event.objects.filter(kind="learning.changed").exists()


def test_a_version_is_put_back_with_a_reason(client, coordinator, learned, programme, traffic):
    teach([programme, traffic], 20, days_ago=1)
    learn("programme")
    sign_in(client, coordinator)
    path = f"{PAGE}{learned.pk}/"
    assert client.post(path, {"reason": " "}).status_code == 422
    assert client.post(path, {"reason": "De nieuwe kiest te vaak Groen."})["Location"] == path
    assert LearnedModel.objects.in_use().get() == learned
    assert client.post(path, {"reason": "Nog eens."}).status_code == 422  # Two tabs.
    assert "De nieuwe kiest te vaak Groen." in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}9999/").status_code == 404


def test_the_page_costs_the_same_for_one_version_and_for_thirty(client, coordinator, learned):
    sign_in(client, coordinator)
    client.get(PAGE)
    costs = []
    for number in (2, 31):
        with CaptureQueriesContext(connection) as seen:
            client.get(PAGE)
        costs.append(len(seen))
        learned.pk, learned.is_in_use = None, False
        for more in range(2, number + 30):
            learned.pk, learned.number = None, more + number * 100
            learned.save(force_insert=True)
    assert costs[0] == costs[1] <= 10


def test_the_log_for_the_register_has_no_texts_and_leads_to_nobody(client, waiting, coordinator, learned):
    sign_in(client, coordinator)
    table = client.get(f"{PAGE}log.csv")
    assert table["Content-Disposition"].startswith('attachment; filename="suggesties-')
    (row,) = csv.DictReader(io.StringIO(table.content.decode()))
    today = timezone.localdate().isoformat()
    assert row == {
        "dag": today, "doel": "programme", "versie": "1", "voorstel_1": "Verkeer", "voorstel_2": "Groen", "voorstel_3": "",
        "zekerheid_1": row["zekerheid_1"], "zekerheid_2": row["zekerheid_2"], "zekerheid_3": "", "was": "Groen",
        "alleen_laatste_regel": "True", "vanzelf_doorgestuurd": "False", "gekozen": "", "dag_gekozen": "",
    }  # fmt: skip
    told = client.get(f"{PAGE}log.json")
    content = json.loads(told.content)
    assert [one["voorstel_1"] for one in content["suggesties"]] == ["Verkeer"]
    assert [(one["versie"], one["sha256"]) for one in content["versies"]] == [(1, learned.sha256)]
    for text in (table.content.decode(), told.content.decode()):
        assert not any(secret in text.lower() for secret in ("drempel", waiting.reference, "bloem", "kruising"))


def test_the_log_costs_the_same_for_one_row_and_for_thirty(client, coordinator, waiting, resident):
    sign_in(client, coordinator)
    client.get(f"{PAGE}log.csv")
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            client.get(f"{PAGE}log.csv")
        costs.append(len(seen))
        for number in range(5):
            factories.make_idea(factories.make_resident(f"meer{number}{len(costs)}"), **BUSY)
        suggest_ideas()
    assert costs[0] == costs[1]


@pytest.fixture
def themes(programme):
    """An idea about trees, for which water and roads are suggested, in that order."""
    trees, water, roads = (factories.make_theme(name) for name in ("bomen", "water", "wegen"))
    idea = factories.make_raw_idea(programme, theme=trees)
    factories.make_suggestion(idea, factories.make_learned("theme"), water, trees, roads)
    return idea, trees, water, roads


@pytest.mark.parametrize("role", ROLES)
def test_who_may_follow_a_suggestion_of_a_theme(request, client, themes, role):
    idea, _trees, water, _roads = themes
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    expected = {"anonymous": 302, "resident": 403, "stranger": 404, "administrator": 404}.get(role, 302)
    assert client.post(f"{idea.get_desk_url()}voorstel/", {"thema": water.pk}).status_code == expected
    idea.refresh_from_db()
    assert (idea.theme == water) == (role in {"owner", "deputy", "coordinator"})


def test_one_click_gives_a_theme_and_the_log_knows_what_was_chosen(client, themes, programme, owner):
    idea, trees, water, roads = themes
    sign_in(client, owner)
    page = client.get(idea.get_desk_url()).content.decode()
    buttons = [f'name="thema" value="{theme.pk}"' in page for theme in (trees, water, roads)]
    assert (buttons, page.count("Kies dit thema")) == ([False, True, True], 2)
    done = client.post(f"{idea.get_desk_url()}voorstel/", {"thema": roads.pk})
    assert done["Location"] == f"{idea.get_desk_url()}?lijst=wacht"
    event = Event.objects.get(kind="idea.themed")
    assert (event.actor, event.facts["theme"], event.facts["was"]) == (owner, "Wegen", {"theme_id": trees.pk})
    idea.refresh_from_db()
    assert (idea.theme, idea.programme) == (roads, programme)
    type(idea).objects.filter(pk=idea.pk).update(answered_at=timezone.now())
    note_choices()
    assert Suggestion.objects.get(idea=idea).chosen == {"key": str(roads.pk), "name": "Wegen"}


def test_a_theme_of_a_second_tab_a_made_up_one_and_one_that_went_change_nothing(client, themes, owner):
    idea, _trees, water, roads = themes
    other = factories.make_theme("anders")
    sign_in(client, owner)
    for wrong in (other.pk, "", "x", "²", "-1", 10**30):
        assert client.post(f"{idea.get_desk_url()}voorstel/", {"thema": wrong}).status_code == 404
    type(roads).objects.filter(pk=roads.pk).update(is_active=False)
    assert client.post(f"{idea.get_desk_url()}voorstel/", {"thema": roads.pk}).status_code == 404
    for _ in range(2):
        client.post(f"{idea.get_desk_url()}voorstel/", {"thema": water.pk})
    assert Event.objects.filter(kind="idea.themed").count() == 1
