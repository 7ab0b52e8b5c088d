"""Pages that explain."""

import pytest

from ideas.comment_statuses import RemovalReason
from ideas.statuses import Status, Visibility
from tests import factories


@pytest.mark.parametrize("path", ["/hoe-het-werkt/", "/toegankelijkheid/", "/privacy/", "/bronnen/", "/programmas/"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_comes_up_in_both_languages_with_one_heading(client, programme, path, language):
    client.cookies["language"] = language
    response = client.get(path)
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert f'lang="{language}"' in page


def test_how_it_works_names_every_status(client, db):
    page = client.get("/hoe-het-werkt/").content.decode()
    for status in Status:
        assert str(status.label) in page


def test_the_rules_of_talking_are_the_reasons_that_moderators_give(client, db):
    page = client.get("/hoe-het-werkt/").content.decode()
    assert 'id="spelregels"' in page
    for reason in RemovalReason:
        assert f"<li>{reason.label}</li>" in page


def test_sources_count_only_what_is_public(client, programme):
    make = factories.make_raw_idea
    make(programme, source="Ideeënbus", source_reference="1")
    make(programme, source="Ideeënbus", source_reference="2")
    make(programme, source="Ideeënbus", source_reference="3", visibility=Visibility.HIDDEN)
    make(programme, source="Geheime bron", source_reference="1", visibility=Visibility.HELD)
    response = client.get("/bronnen/")
    assert list(response.context["sources"]) == [{"source": "Ideeënbus", "count": 2}]
    assert "Geheime bron" not in response.content.decode()


def test_sources_name_each_owner_of_borders_once(client, db):
    for number in range(3):
        factories.make_area(f"BU{number}", f"Buurt {number}", attribution="CBS en Kadaster")
    assert client.get("/bronnen/").content.decode().count("CBS en Kadaster") == 1


@pytest.mark.parametrize("path", ["/", "/hoe-het-werkt/", "/bronnen/"])
def test_pages_are_only_read(client, db, path):
    assert client.post(path).status_code == 405
