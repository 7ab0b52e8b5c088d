"""Every address at which officials work, for every role: what reading it answers, and what sending a form to it does.

`doors.txt` is the table, to be read from end to end: `200/403` is what GET and POST answer. An address of the URL
configuration without a line fails, and so does a line without an address. Forms are sent empty, so that 422 means: may
send it, and forgot to fill it in. Everything that a line names exists.
"""

import uuid
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from ideas.actions.assign import assign_idea
from ideas.actions.desk_list import save_list
from ideas.actions.inbound import take_in
from ideas.actions.moderate import hide_comment
from ideas.actions.note import write_note
from ideas.actions.object import object_to
from ideas.actions.rules import make_rule
from ideas.models import BorderFile, Entry, InboundMail, InboundPhoto, RoutingRule, Ruling
from ideas.routing.wish import Wish
from participation.models import Absence, ClosedDay, Event
from tests import factories
from tests.doors import lines_of, sign_in
from tests.house.test_addresses import ADDRESSES, ADMINISTRATION

TABLE = Path(__file__).with_name("doors.txt")
ROLES = [
    *("visitor", "resident", "stranger", "reader", "behandelaar", "deputy", "owner"),
    *("clerk", "editor", "moderator", "coordinator", "administrator"),
]
#: What stands in a form whose button alone says what happens.
SENT = {
    "werkplek/bord/dubbel/<int:pk>/": {"doe": "niet-dubbel"},
    "werkplek/medewerkers/<int:pk>/rol-weg/": {"role": "clerk"},
    "werkplek/moderatie/mensen/<int:pk>/": {"reason": "Scheldt."},
    "werkplek/samen/doen/": {"doe": "csv", "idee": "2001-1"},
}


def lines():
    return lines_of(TABLE, ROLES)


#: These rooms have a table of their own: tests/challenges/doors.txt.
ELSEWHERE = tuple(f"werkplek/{room}/" for room in ("uitdagingen", "inzendingen", "projecten", "organisatiegids"))


def desk_routes():
    here = {route for route in ADDRESSES if route.startswith("werkplek/") and not route.startswith(ELSEWHERE)}
    return here | {ADMINISTRATION}


def test_every_address_has_a_line_and_every_line_is_an_address():
    assert set(lines()) == desk_routes()


def test_who_only_reads_along_changes_nothing():
    """The promise about readers, asked of the table itself."""
    assert {row["reader"].partition("/")[2] for row in lines().values()} <= {"403", "404", "405", "302>"}


@pytest.fixture
def cast(request, idea):
    return {role: None if role == "visitor" else request.getfixturevalue(role) for role in ROLES}


@pytest.fixture
def fill(cast, idea, programme, neighbour):
    """An address with rows in it that are there."""
    owner, coordinator = cast["owner"], cast["coordinator"]
    factories.make_draft(idea, owner)
    Entry.objects.create(idea=idea, official=owner, name="Mia")
    other, third = factories.make_raw_idea(programme), factories.make_raw_idea(programme)
    round_ = factories.make_vote(coordinator, [other, third], title="Groen", verb="", electorate="codes")
    writer = factories.make_raw_comment(idea, author=neighbour)
    hide_comment(writer, actor=factories.make_official("moderator2", is_coordinator=True), reason="Reclame.")
    object_to(Ruling.objects.get(), actor=neighbour, text="Toch niet.")
    take_in(b"From: Mia <mia@example.org>\r\nSubject: Bomen\r\n\r\nPlant bomen.")
    mail = InboundMail.objects.get()
    photo = InboundPhoto.objects.create(mail=mail, image="nergens.jpg")
    make_rule(Wish(name="Water", programme=programme, words=("sloot",)), actor=coordinator, client_key=uuid.uuid4())
    assign_idea(other, actor=owner, to=cast["deputy"])
    note = write_note(idea, "Wie weet meer?", actor=owner, client_key=uuid.uuid4())
    absence = Absence.objects.create(
        person=cast["deputy"], stand_in=cast["stranger"], first_day="2031-01-01", last_day="2031-01-02"
    )
    numbers = {
        "werkplek/afwezig/": absence.pk,
        "werkplek/gesloten-dagen/": ClosedDay.objects.create(day="2031-01-03", name="Brugdag").pk,
        "werkplek/medewerkers/": factories.make_grant(factories.make_official("nieuw"), "clerk").pk,
        "werkplek/moderatie/bezwaren/": Ruling.objects.get().pk,
        "werkplek/moderatie/mensen/": neighbour.pk,
        "werkplek/binnengekomen/": mail.pk,
        "werkplek/lijsten/": save_list(actor=owner, name="Wacht", query="lijst=wacht").pk,
        "werkplek/terugzetten/": Event.objects.filter(actor=owner).latest("pk").pk,
        "werkplek/regels/": RoutingRule.objects.get(catches_all=False).pk,
        "werkplek/suggesties/": factories.make_learned().pk,
        "werkplek/sjablonen/": factories.make_template().pk,
        "werkplek/organisaties/": factories.make_party().pk,
        "werkplek/beheer/themas/": factories.make_theme().pk,
        "werkplek/beheer/gebieden/grenzen/": BorderFile.objects.create(name="wijken.geojson", areas=[]).pk,
        "werkplek/bord/dubbel/": factories.make_double(idea, other).pk,
        "werkplek/<reference:reference>/notities/": note.pk,
        "werkplek/<reference:reference>/raadplegen/": factories.make_consultation(idea).pk,
        "werkplek/<reference:reference>/antwoorden/": factories.make_answer(idea, owner).pk,
    }
    samples = {"<reference:reference>": idea.reference, "<answering:verb>": "decline", "<int:number>": photo.pk}
    samples |= {
        "<slug:kind>": "zonder-eigenaar",
        "<slug:subject>": "programmas",
        "<slug:key>": programme.pk,
        "<slug:slug>": round_.slug,
    }

    def address(route):
        number = next((pk for start, pk in numbers.items() if route.startswith(start)), 1)
        verb = "open" if "stemrondes" in route else "take_up"
        version = 1 if "versies" in route else photo.pk
        here = {"<int:pk>": number, "<int:key>": number, "<slug:verb>": verb, **samples, "<int:number>": version}
        for placeholder, sample in here.items():
            route = route.replace(placeholder, str(sample))
        return f"/{route}{'?cijfer=open' if route == 'werkplek/bord/ideeen/' else ''}"

    return address


def answer(client, method, address, sent):
    """The status, with a mark when it leads to a door. Whatever the request did is put back."""
    point = transaction.savepoint()
    response = getattr(client, method)(address, sent)
    to_a_door = response.status_code == 302 and response["Location"].startswith(("/inloggen/", "/beheer/login/"))
    b"".join(response)  # What is streamed is asked for only now.
    transaction.savepoint_rollback(point)
    return f"{response.status_code}{'>' if to_a_door else ''}"


def room_of(route):
    """The first part of an address below the desk: addresses of one room are tried in one test, which is quicker."""
    return "/".join(route.split("/")[:2])


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize("room", sorted({room_of(route) for route in desk_routes()}))
def test_the_doors_answer_each_role_as_the_table_says(cast, fill, room):
    clients = {role: sign_in(Client(), person) if person else Client() for role, person in cast.items()}
    found = {}
    for route in sorted(route for route in desk_routes() if room_of(route) == room):
        address, sent = fill(route), SENT.get(route, {})
        found[route] = {
            role: f"{answer(client, 'get', address, {})}/{answer(client, 'post', address, sent)}"
            for role, client in clients.items()
        }
    assert found == {route: row for route, row in lines().items() if room_of(route) == room}
