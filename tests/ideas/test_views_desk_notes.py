"""Notes of officials: who reads and writes them, what they may hold, and that they never come out."""

import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ideas.actions.desk_list import MOST_LISTS
from ideas.actions.note import LONGEST_NOTE, write_note
from ideas.models import DeskList, Note
from participation.models import Event
from tests import factories
from tests.doors import sign_in

SECRET = "Geheimpje van collegas"
INSIDE = {"owner": 200, "deputy": 200, "coordinator": 200}
REFUSED = {"anonymous": 302, "resident": 403, "stranger": 404, "administrator": 404}


def new(**fields):
    return {"text": "Let op.", "key": str(uuid.uuid4()), **fields}


@pytest.fixture
def note(idea, owner):
    return write_note(idea, SECRET, actor=owner, client_key=uuid.uuid4())


@pytest.mark.parametrize("role", [*INSIDE, *REFUSED])
def test_who_may_read_and_answer_a_note(request, client, idea, note, role):
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    path = f"{idea.get_desk_url()}notities/{note.pk}/"
    assert client.get(path).status_code == (INSIDE | REFUSED)[role]
    assert client.post(f"{path}antwoord/", new()).status_code == (302 if role in INSIDE else REFUSED[role])
    assert note.replies.count() == (role in INSIDE)


def test_a_note_never_comes_out(client, idea, note, resident, owner):
    factories.make_comment(idea, owner)
    for path in ("/", "/ideeen/", idea.get_absolute_url(), f"{idea.get_absolute_url()}reacties/", "/ideeen/atom/",
                 "/ideeen/rss/", idea.get_status_url(), "/programmas/groen/"):  # fmt: skip
        assert SECRET not in client.get(path).content.decode(), path
    sign_in(client, resident)
    for path in (idea.get_absolute_url(), "/mijn-inbreng/", "/mijn-inbreng/ideeen/", "/berichten/"):
        assert SECRET not in client.get(path).content.decode(), path
    assert SECRET not in str(list(Event.objects.values_list("facts", flat=True)))


def test_a_double_click_writes_one_note_and_a_stranger_cannot_use_the_key(client, idea, owner, deputy):
    sign_in(client, owner)
    fields = new()
    for _ in range(2):
        assert client.post(f"{idea.get_desk_url()}notities/", fields).status_code == 302
    other = sign_in(Client(), deputy)
    assert other.post(f"{idea.get_desk_url()}notities/", {**fields, "text": "Van mij."}).status_code == 422
    assert [note.text for note in Note.objects.all()] == ["Let op."]


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\u202egelezen\u200b", "gelezen"),
        ("[klik](javascript:alert(1))", "[klik](javascript:alert(1))"),
        ("x" * LONGEST_NOTE, "x" * LONGEST_NOTE),
    ],
)
def test_hostile_notes_are_only_text(client, idea, owner, text, stored):
    sign_in(client, owner)
    client.post(f"{idea.get_desk_url()}notities/", new(text=text))
    assert Note.objects.get().text == stored
    page = client.get(idea.get_desk_url()).content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b", "x" * (LONGEST_NOTE + 1)])
def test_what_is_no_note_comes_back(client, idea, owner, text):
    response = sign_in(client, owner).post(f"{idea.get_desk_url()}notities/", new(text=text))
    assert response.status_code == 422
    assert "text" in response.context["note_form"].errors
    assert not Note.objects.exists()


def test_an_answer_with_an_error_comes_back_at_its_own_note(client, idea, note, owner):
    response = sign_in(client, owner).post(f"{idea.get_desk_url()}notities/{note.pk}/antwoord/", new(text=""))
    page = response.content.decode()
    assert response.status_code == 422
    assert '<details class="details desk-note__answer" open>' in page
    assert page.count('id="note_text"') == page.count(f'id="answer_{note.pk}_text"') == 1


def test_answers_are_one_deep(client, idea, note, owner):
    sign_in(client, owner)
    client.post(f"{idea.get_desk_url()}notities/{note.pk}/antwoord/", new(text="Een"))
    reply = Note.objects.get(text="Een")
    client.post(f"{idea.get_desk_url()}notities/{reply.pk}/antwoord/", new(text="Twee"))
    assert set(note.replies.values_list("text", flat=True)) == {"Een", "Twee"}


def test_a_note_of_another_idea_is_not_answered_here(client, idea, note, owner):
    elsewhere = factories.make_raw_idea(idea.programme)
    sign_in(client, owner)
    assert client.post(f"{elsewhere.get_desk_url()}notities/{note.pk}/antwoord/", new()).status_code == 404
    assert client.get(f"{elsewhere.get_desk_url()}notities/{note.pk}/").status_code == 404


def test_a_note_is_changed_for_a_quarter_of_an_hour_and_what_it_said_stays(client, idea, note, owner):
    sign_in(client, owner)
    path = f"{idea.get_desk_url()}notities/{note.pk}/"
    assert client.post(path, {"text": "Beter gezegd"}).status_code == 302
    page = client.get(path).content.decode()
    assert SECRET in page
    assert "Beter gezegd" in page
    Note.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    assert client.post(path, {"text": "Te laat"}).status_code == 422
    assert Note.objects.get().text == "Beter gezegd"


def test_a_note_of_a_colleague_is_not_changed(client, idea, note, deputy):
    sign_in(client, deputy)
    response = client.post(f"{idea.get_desk_url()}notities/{note.pk}/", {"text": "Van mij"})
    assert response.status_code == 422
    assert Note.objects.get().text == SECRET


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Deputy kijk jij?", {"deputy"}),
        ("@deputy en @coordinator!", {"deputy", "coordinator"}),
        ("@Stranger en @Bloem", set()),
        ("mail@deputy", {"deputy"}),
        ("deputy", set()),
    ],
)
def test_who_is_called(idea, owner, deputy, coordinator, stranger, text, called):
    people = {person.pk: person.email.partition("@")[0] for person in (owner, deputy, coordinator, stranger)}
    write_note(idea, text, actor=owner, client_key=uuid.uuid4())
    facts = Event.objects.get(kind="desk.noted").facts
    assert {people[pk] for pk in facts["mentioned"]} == called


def test_the_archive_of_an_official_and_of_a_resident_have_no_notes(client, idea, note, resident, owner):
    for person in (resident, owner):
        response = sign_in(client, person).post("/mijn/gegevens/archief/")
        with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
            assert archive.namelist()
            assert not any(SECRET.encode() in archive.read(name) for name in archive.namelist())


def test_own_lists_are_private_and_removable(client, owner, deputy, programme):
    sign_in(client, owner)
    query = "lijst=mijn&q=bomen&volgorde=oud"
    saved = client.post(f"/werkplek/lijsten/?{query}&vanaf=x", {"name": "Bomen van mij"})
    assert saved["Location"] == f"/werkplek/?{query}"
    own = DeskList.objects.get()
    factories.make_raw_idea(programme, title="Meer bomen", handler=owner)
    assert client.get("/werkplek/").context["own_lists"] == [(own, 1)]
    other = sign_in(Client(), deputy)
    assert own.name not in other.get("/werkplek/").content.decode()
    assert other.post(f"/werkplek/lijsten/{own.pk}/weg/").status_code == 404
    again = client.post(f"/werkplek/lijsten/?{query}", {"name": "Bomen van mij"})
    assert again.status_code == 422
    assert again.context["list_form"].errors["name"]
    assert client.post(f"/werkplek/lijsten/{own.pk}/weg/").status_code == 302
    assert not DeskList.objects.exists()


def test_a_saved_list_that_is_no_more_does_no_harm(client, owner):
    DeskList.objects.create(official=owner, name="Van vroeger", query="lijst=afgeschaft")
    page = sign_in(client, owner).get("/werkplek/")
    assert [count for _list, count in page.context["own_lists"]] == [None]


def test_nobody_saves_lists_without_end(client, owner):
    for number in range(MOST_LISTS):
        DeskList.objects.create(official=owner, name=str(number), query="lijst=mijn")
    response = sign_in(client, owner).post("/werkplek/lijsten/", {"name": "Nog een"})
    assert response.status_code == 422
    assert DeskList.objects.count() == MOST_LISTS
