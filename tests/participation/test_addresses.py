"""The address search of somebody else: asked rarely, believed little, waited for briefly."""

import socket

import pytest

from participation import addresses
from participation.addresses import Address, SearchAway, find_addresses
from participation.errors import TooMany
from participation.limits import Limit
from tests.map_service import MARKET, STATION

pytestmark = pytest.mark.django_db


def test_what_is_found_has_a_name_and_a_point(map_service):
    map_service.documents = [MARKET, STATION]
    assert find_addresses("plein") == [
        Address("Marktplein, Voorbeeldstad", 4.4695, 52.068),
        Address("Stationsplein, Voorbeeldstad", 4.4898, 52.0458),
    ]


def test_it_is_asked_for_places_in_the_municipality_only(map_service, settings):
    settings.MUNICIPALITY_NAME = 'Voor"beeld'
    find_addresses("Markt 1")
    assert map_service.asked == [{
        "q": ["Markt 1"],
        "rows": ["5"],
        "fl": ["weergavenaam,centroide_ll"],
        "fq": ["type:(adres OR weg OR postcode OR woonplaats)", 'gemeentenaam:"Voor beeld"'],
    }]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("  markt \n plein ", "markt plein"),
        ('*:* OR type:"perceel"', "OR type perceel"),
        ("'s-Gravenweg 1-a", "s Gravenweg 1 a"),
        ("&fq=type:x#", "fq type x"),
        ("a\u202eb\0c", "a b c"),
        ("m" * 5000, "m" * 100),
    ],
)
def test_signs_are_no_commands(map_service, typed, asked):
    find_addresses(typed)
    assert [one["q"] for one in map_service.asked] == [[asked]]


@pytest.mark.parametrize("typed", ["", "  ", "***", "\0"])
def test_nothing_is_asked_for_nothing(map_service, typed):
    assert (find_addresses(typed), map_service.asked) == ([], [])


def test_nobody_is_asked_when_it_is_off(map_service, settings):
    settings.ADDRESS_SEARCH_URL = ""
    assert (find_addresses("markt"), map_service.asked) == ([], [])


def test_the_same_words_are_asked_once(map_service):
    assert find_addresses("Marktplein") == find_addresses(" marktplein")
    assert len(map_service.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b'{"response": null}',
        b'{"response": {"docs": 7}}',
        b'{"response": {"docs": [{"weergavenaam": "x"}]}}',
        b'{"response": {"docs": [null]}}',
        b'{"response": {"docs": [{"weergavenaam": "x", "centroide_ll": 5}]}}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_an_answer_that_is_none_is_an_answer_that_does_not_come(map_service, answer):
    map_service.answer = answer
    with pytest.raises(SearchAway):
        find_addresses("markt")


def test_a_point_that_is_none_is_left_out(map_service):
    map_service.documents = [{**MARKET, "centroide_ll": "POINT(x y)"}, {**MARKET, "centroide_ll": "POINT(1 2) --"}]
    assert find_addresses("markt") == []


def test_a_service_that_fails_is_left_alone_for_a_while(map_service, caplog):
    map_service.status = 500
    for _ in range(3):
        with pytest.raises(SearchAway):
            find_addresses("markt")
    assert len(map_service.asked) == 1
    assert "The address service does not answer as it should: HTTPError" in caplog.text


def test_a_service_that_hangs_is_waited_for_briefly(settings, monkeypatch):
    monkeypatch.setattr(addresses, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.ADDRESS_SEARCH_URL = f"http://127.0.0.1:{silent.getsockname()[1]}/free"
        with pytest.raises(SearchAway):
            find_addresses("markt")


def test_it_is_asked_so_often_in_all_and_no_more(map_service, monkeypatch):
    monkeypatch.setattr(addresses, "ASKING", Limit("address_search", size=2, seconds=60))
    find_addresses("een")
    find_addresses("twee")
    with pytest.raises(TooMany):
        find_addresses("drie")
    assert find_addresses("een")  # What is known already is no question.
    assert len(map_service.asked) == 2
