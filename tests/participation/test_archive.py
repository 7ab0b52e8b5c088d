"""One's own data in one file: all of it, nothing of others, and never whole in memory."""

import io
import json
import tracemalloc
import zipfile

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.actions.support import follow_idea, support_idea
from ideas.actions.triage import move_idea
from ideas.models import BlockedPerson, CoAuthor, Concept, Idea, Report, Ruling, SavedSearch
from notifications.fanout import fan_out_waiting
from participation import archive, register
from participation.models import Event
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db

PAGE = "/mijn/gegevens/archief/"
NASTY = "<script>alert(1)</script> \u202e & \"'"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def fetch(client):
    response = client.post(PAGE)
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def in_json(archived):
    return json.loads(archived.read("gegevens.json"))


@pytest.fixture
def life(idea, resident, neighbour, owner):
    move_idea(
        idea,
        "decline",
        actor=owner,
        reason_code="te_duur",
        reason="Te duur.",
        next_step="Niets.",
        date=idea.promised_on,
    )
    other = factories.make_idea(neighbour, title="Van de buren")
    support_idea(other, actor=resident)
    follow_idea(other, actor=resident)
    factories.make_organisation("Voorbeeld BV", resident, neighbour)
    concept = Concept.objects.create(author=resident, answers={"title": NASTY})
    concept.photos.create(image=ContentFile(b"x" * 300_000, "a.jpg"))
    fan_out_waiting()
    UserSession.objects.create(user=resident, ip="192.0.2.1", session_key="x", user_agent="Firefox")
    return idea


def test_all_that_is_the_person_s_is_in_it(client, life, resident):
    data = in_json(fetch(sign_in(client, resident)))
    assert set(data) == {archive.key_of(one) for one in register.every() if one.columns}
    filled = {name for name, rows in data.items() if rows}
    assert filled == {
        "participation.user.pk", "participation.membership.user", "participation.event.actor",
        "usersessions.usersession.user", "ideas.idea.author", "ideas.answer.idea__author", "ideas.concept.author", "ideas.ideaphoto.concept__author",
        "ideas.support.person", "ideas.follow.person", "notifications.delivery.recipient",
    }  # fmt: skip
    assert data["participation.user.pk"][0]["email"] == resident.email
    assert [row["title"] for row in data["ideas.idea.author"]] == [life.title]
    assert data["ideas.support.person"][0]["title"] == "Van de buren"
    assert data["ideas.concept.author"][0]["answers"] == {"title": NASTY}


@pytest.fixture
def talk(life, resident, neighbour, owner, coordinator):
    """What somebody leaves in discussions and rounds, among what others leave there."""
    now = timezone.now()
    other = Idea.objects.get(title="Van de buren")
    own = factories.make_raw_comment(life, author=resident, text="Mijn woorden.", state="hidden", hidden_reason="Spam.")
    own.versions.create(text="Eerst dit.", written_at=now)
    theirs = factories.make_raw_comment(life, author=neighbour, text="Woorden van een ander.")
    theirs.versions.create(text="Eerder van een ander.", written_at=now)
    theirs.marks.create(person=resident)
    theirs.thread_follows.create(person=resident)
    Report.objects.create(idea=life, comment=theirs, reporter=resident, reason="reclame", text="Kijk zelf.")
    Report.objects.create(idea=life, comment=own, reporter=neighbour, reason="reclame", text="Melding van een ander.")
    Ruling.objects.create(
        idea=life, comment=own, moderator=owner, reason="Spam.", objection="Nee hoor.", objected_at=now,
        answer="Toch wel.", answered_at=now, answered_by=coordinator,
    )  # fmt: skip
    Ruling.objects.create(idea=life, comment=theirs, moderator=owner, reason="Besluit over een ander.")
    BlockedPerson.objects.create(person=resident, moderator=coordinator, reason="Schelden.")
    CoAuthor.objects.create(idea=other, person=resident, accepted_at=now)
    SavedSearch.objects.create(person=resident, name="Alles over bomen", query="q=bomen")
    SavedSearch.objects.create(person=neighbour, name="Gezocht door een ander")
    round_ = factories.make_vote(
        coordinator, [factories.make_raw_idea(life.programme) for _ in range(2)], title="Groene ronde"
    )
    round_.voters.create(person=resident, votes=2)


def test_what_somebody_said_looked_for_and_voted_is_in_it(client, talk, resident):
    data = in_json(fetch(sign_in(client, resident)))
    told = {
        ("ideas.comment.author", "text"): ["Mijn woorden."],
        ("ideas.comment.author", "hidden_reason"): ["Spam."],
        ("ideas.commentversion.comment__author", "text"): ["Eerst dit."],
        ("ideas.report.reporter", "text"): ["Kijk zelf."],
        ("ideas.ruling.comment__author", "objection"): ["Nee hoor."],
        ("ideas.ruling.comment__author", "answer"): ["Toch wel."],
        ("ideas.blockedperson.person", "reason"): ["Schelden."],
        ("ideas.coauthor.person", "title"): ["Van de buren"],
        ("ideas.savedsearch.person", "query"): ["q=bomen"],
        ("ideas.voter.person", "round"): ["Groene ronde"],
        ("ideas.voter.person", "votes"): [2],
    }
    assert {(name, column): [row[column] for row in data[name]] for name, column in told} == told
    assert [len(data[name]) for name in ("ideas.helpful.person", "ideas.threadfollow.person")] == [1, 1]


def test_nothing_of_anybody_else_is_in_it(client, talk, resident, neighbour, owner, coordinator):
    archived = fetch(sign_in(client, resident))
    whole = b"".join(archived.read(name) for name in archived.namelist()).decode("utf-8", "replace")
    people = (word for person in (neighbour, owner, coordinator) for word in (person.email, person.nickname))
    assert [word for word in (*people, "een ander") if word in whole] == []


def test_the_title_of_an_idea_that_was_hidden_is_not_in_it(client, life, resident):
    Idea.objects.filter(title="Van de buren").update(visibility="hidden", hidden_reason="Er stond een naam in.")
    rows = in_json(fetch(sign_in(client, resident)))["ideas.support.person"]
    assert [row["title"] for row in rows] == [""]


def test_an_official_s_archive_names_no_partner(client, idea, owner):
    more = {
        "partner": "Jan Jansen",
        "partner_email": "jan@example.org",
        "message": "Kunt u helpen?",
        "next_step": "Wachten.",
    }
    move_idea(idea, "refer", actor=owner, **more)
    archived = fetch(sign_in(client, owner))
    assert in_json(archived)["participation.event.actor"][-1]["reference"] == idea.reference
    assert b"Jansen" not in archived.read("gegevens.json") + archived.read("gegevens.html")


def test_the_page_can_be_read_and_holds_no_script(client, life, resident):
    archived = fetch(sign_in(client, resident))
    page = archived.read("gegevens.html").decode()
    assert page.startswith('<!doctype html>\n<html lang="nl">')
    assert page.count("<h2>") == len([one for one in register.every() if one.columns])
    assert (life.title in page, "Te duur." in page, "<script" in page) == (True, True, False)


def test_photos_go_along_as_they_are(client, life, resident):
    name = Concept.objects.get().photos.get().image.name.rpartition("/")[2]
    archived = fetch(sign_in(client, resident))
    assert archived.testzip() is None
    assert archived.namelist() == ["gegevens.json", "gegevens.html", f"fotos/{name}"]
    assert archived.read(f"fotos/{name}") == b"x" * 300_000


def test_a_photo_whose_file_is_gone_spoils_nothing(client, life, resident):
    photo = Concept.objects.get().photos.get().image
    photo.storage.delete(photo.name)
    assert fetch(sign_in(client, resident)).namelist() == ["gegevens.json", "gegevens.html"]


def test_it_is_never_whole_in_memory(resident):
    Event.objects.bulk_create(
        Event(
            kind="idea.submitted",
            subject_type="ideas.idea",
            subject_id=number,
            actor=resident,
            facts={"text": "x" * 4000},
        )
        for number in range(5000)
    )
    tracemalloc.start()
    size = pieces = 0
    for piece in archive.stream(resident):
        size, pieces = size + len(piece), pieces + 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert pieces > 10_000
    assert peak < 12_000_000  # The texts alone are 20 MB, and go by twice.


def test_it_costs_as_many_statements_for_one_row_as_for_thirty(resident, last_rule):
    costs = []
    for more in (1, 9):
        for _ in range(more):
            factories.make_idea(resident)
        with CaptureQueriesContext(connection) as seen:
            list(archive.stream(resident))
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_only_whoever_is_signed_in_gets_theirs(client, resident):
    assert client.post(PAGE)["Location"].startswith("/inloggen/")
    assert sign_in(client, resident).get(PAGE).status_code == 405


def test_not_more_often_than_ten_times_a_day(client, resident):
    sign_in(client, resident)
    answers = [client.post(PAGE) for _ in range(11)]
    for one in answers[:10]:
        one.close()
    assert [one.status_code for one in answers] == [200] * 10 + [429]
