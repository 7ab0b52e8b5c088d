"""Writing an idea: what it costs, what is kept, and disks and limits that say no."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.actions import concept as concepts
from ideas.actions.submit import SUBMITTING
from ideas.models import Concept, Idea, RoutingRule
from participation.calendar import working_calendar
from participation.limits import Limit
from tests import factories
from tests.doors import sign_in
from tests.ideas.test_photos import picture, send

KEY = "7b7b4c1c-7d0b-4b0b-8f1e-0f6f3f1a2b3d"
WORDS = {"problem": "Te warm.", "proposal": "Plant bomen.", "title": "Meer bomen", "doe": "verstuur", "key": KEY}
NEW, PROPOSAL, PLACE, SAVE = (f"/ideeen/nieuw/{end}" for end in ("", "voorstel/", "plek/", "bewaren/"))


def test_a_submit_costs_the_same_with_one_rule_and_with_fifty(client, resident, programme, last_rule):
    area, chosen = factories.make_area(), factories.make_theme("gekozen")
    sign_in(client, resident)
    client.get(NEW)
    costs = []
    working_calendar()  # Read anew once in some seconds.
    for number in (0, 50):
        for one in range(number):
            theme = factories.make_theme(f"thema-{one}")
            asks = {
                "words": [f"w{one}"],
                "senders": ["company"],
                "channels": ["web"],
                "weekdays": [1, 2, 3, 4, 5, 6, 7],
            }
            goal = {"programme": programme, "handler": programme.owner, "names_handler": True}
            rule = RoutingRule.objects.create(name=f"Regel {one}", order=one + 1, **goal, **asks)
            rule.themes.add(theme)
            rule.areas.add(area)
        key = f"7b7b4c1c-7d0b-4b0b-8f1e-0f6f3f1a2b{number:02d}"
        with CaptureQueriesContext(connection) as seen:
            assert client.post(NEW, {**WORDS, "key": key, "theme": chosen.pk, "area": area.pk}).status_code == 302
        costs.append([query["sql"] for query in seen if "SAVEPOINT" not in query["sql"]])
    assert len(costs[0]) == len(costs[1]) <= 14


def test_autosave_keeps_what_is_too_long_or_not_valid(client, resident):
    sign_in(client, resident)
    long = "a" * 9000
    assert client.post(SAVE, {"key": KEY, "title": "B", "problem": long, "theme": "x"}).status_code == 204
    assert Concept.objects.get().answers["problem"] == long
    pages = [client.get(path) for path in (NEW, PROPOSAL, PLACE)]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert long in pages[0].content.decode()


def test_reading_does_not_save(client, resident):
    sign_in(client, resident)
    assert client.get(SAVE).status_code == 405
    client.get(NEW)
    assert not Concept.objects.exists()


@pytest.mark.parametrize("key", ["", "niets", None])
def test_a_form_without_a_good_key_is_kept_and_asked_again(client, resident, last_rule, key):
    sign_in(client, resident)
    words = {name: value for name, value in WORDS.items() if name != "key"}
    response = client.post(NEW, words if key is None else {**words, "key": key})
    assert response.status_code == 422
    assert Concept.objects.get().answers["title"] == WORDS["title"]
    assert not Idea.objects.exists()


def test_a_full_disk_costs_the_photo_and_never_the_text(client, resident, last_rule, monkeypatch):
    sign_in(client, resident)
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    response = send(client, picture())
    assert response.status_code == 422
    assert "Wij kunnen de foto nu niet bewaren." in response.content.decode()
    assert Concept.objects.get().answers["title"]
    assert not Idea.objects.exists()


def full(*_):
    raise OSError(28, "No space left on device")


def test_the_eleventh_idea_of_a_day_is_kept_but_not_submitted(client, resident, last_rule, monkeypatch):
    monkeypatch.setattr("ideas.actions.submit.SUBMITTING", Limit(SUBMITTING.name, size=1, seconds=3600))
    sign_in(client, resident)
    assert client.post(NEW, WORDS).status_code == 302
    other = KEY.replace("3d", "4e")
    response = client.post(NEW, {**WORDS, "key": other, "title": "De tweede"})
    assert response.status_code == 422
    assert "te vaak achter elkaar" in response.content.decode()
    assert Concept.objects.get().answers["title"] == "De tweede"
    assert Idea.objects.count() == 1


def test_without_rules_the_text_is_kept_and_the_page_says_so(client, resident):
    sign_in(client, resident)
    response = client.post(NEW, WORDS)
    assert response.status_code == 422
    assert "De gemeente kan nu geen ideeën aannemen." in response.content.decode()
    assert Concept.objects.exists()


def test_an_organisation_is_offered_to_its_members_only(client, resident, neighbour, last_rule):
    firm = factories.make_organisation("Voorbeeld BV", resident)
    sign_in(client, neighbour)
    assert "Voorbeeld BV" not in client.get(PLACE).content.decode()
    refused = client.post(NEW, {**WORDS, "organisation": firm.pk})
    assert (refused.status_code, Idea.objects.count()) == (422, 0)
    assert "organisation" in refused.context["form"].errors
    client.post(NEW, {**WORDS, "organisation": ""})
    assert Idea.objects.get().organisation is None
    sign_in(client, resident)
    assert "Voorbeeld BV" in client.get(PLACE).content.decode()
    client.post(NEW, {**WORDS, "key": KEY.replace("3d", "5f"), "organisation": firm.pk})
    assert Idea.objects.get(author=resident).author_name == "Voorbeeld BV"


def test_the_form_is_never_kept_by_a_cache(client, db):
    assert "no-store" in client.get(NEW)["Cache-Control"]


def test_a_browser_remembers_its_last_twenty_concepts(client, db):
    for number in range(22):
        client.post(SAVE, {"key": f"7b7b4c1c-7d0b-4b0b-8f1e-0f6f3f1a2b{number:02d}", "title": f"Titel {number}"})
    assert len(client.session["concepts"]) == 20
    assert concepts.LONGEST > 5000


def test_the_code_page_without_a_code_under_way_goes_back(client, db):
    response = client.get("/ideeen/nieuw/code/")
    assert (response.status_code, response["Location"]) == (302, NEW)


@pytest.mark.parametrize("path", ["/ideeen/nieuw/", "/ideeen/nieuw/bewaren/"])
def test_a_nul_character_costs_nothing(client, resident, path):
    sign_in(client, resident)
    key = uuid.uuid4()
    response = client.post(path, {"key": key, "title": "Meer\0bomen", "doe": "verstuur"})
    assert response.status_code in {204, 422}
    assert Concept.objects.get(key=key).answers["title"] == "Meerbomen"
