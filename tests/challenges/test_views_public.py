"""Challenges as everybody reads them: the list, each page, the files, the feeds, and what stays inside."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from challenges.actions.following import follow_challenge
from challenges.actions.notices import extend, give_notice
from challenges.actions.questions import answer_question, ask_question
from challenges.actions.steps import move_challenge
from challenges.events import ChallengeEvent
from challenges.models import Challenge, ChallengeFollow, Question
from challenges.statuses import INSIDE, ChallengeStatus
from participation import journal
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db


def statements(client, address):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("status", ChallengeStatus.values)
def test_each_status_has_a_page_for_who_may_read_it(client, programme, owner, resident, stranger, status):
    challenge = factories.make_challenge(status, programme=programme)
    address = challenge.get_absolute_url()
    expected = 200 if status not in INSIDE else 404
    visitor = client.get(address)
    assert (visitor.status_code, visitor.cookies) == (expected, {})
    assert [sign_in(client, person).get(address).status_code for person in (resident, stranger, owner)] == [
        expected, expected, 200,
    ]  # fmt: skip


READS = ("", "vragen/", "vragen.pdf", "vragen.txt", ".ics")


@pytest.mark.parametrize("status", ChallengeStatus.values)
def test_every_address_in_every_status_for_everybody(
    client, programme, owner, resident, stranger, administrator, status
):
    challenge = factories.make_challenge(status, programme=programme)
    address, is_public = challenge.get_absolute_url(), status not in INSIDE
    people = {"visitor": None, "resident": resident, "stranger": stranger, "admin": administrator, "owner": owner}
    got, expected = {}, {}
    for name, person in people.items():
        client.logout()
        if person is not None:
            sign_in(client, person)
        sees = is_public or name == "owner"
        for part in READS:
            path = f"{address[:-1]}.ics" if part == ".ics" else f"{address}{part}"
            got[name, part] = client.get(path).status_code
            expected[name, part] = 200 if sees else 404
        got[name, "ask"] = client.get(f"{address}vragen/stellen/").status_code
        expected[name, "ask"] = 302 if person is None else 200 if status == "open" else 404
        got[name, "follow"] = client.post(f"{address}volgen/").status_code
        expected[name, "follow"] = 302 if person is None or sees else 404
        got[name, "change by reading"] = client.get(f"{address}volgen/").status_code
        expected[name, "change by reading"] = 302 if person is None else 405
    assert got == expected
    followers = set(challenge.follows.values_list("person", flat=True))
    everybody = {person.pk for person in people.values() if person is not None}
    assert followers == (everybody if is_public else {owner.pk})


@pytest.mark.parametrize(
    ("door", "withdraws"),
    [
        (lambda its, who, ask: give_notice(its, "Anders.", actor=who), True),
        (lambda its, who, ask: extend(its, its.phases.get().closes_at + timedelta(days=1), "Meer.", actor=who), True),
        (lambda its, who, ask: answer_question(ask(False), answer="Ja.", public_text="Mag het?", actor=who), True),
        (lambda its, who, ask: answer_question(ask(True), answer="Ja.", actor=who), False),
        (lambda its, who, ask: move_challenge(its, "cancel", actor=who, reason="Op."), True),
        (lambda its, who, ask: follow_challenge(its, actor=who), False),
    ],
)
def test_what_changes_for_everybody_takes_the_kept_pages_away(programme, owner, resident, door, withdraws):
    challenge = factories.make_challenge("open", programme=programme)

    def ask(is_private):
        return ask_question(challenge, "Mag het?", is_private=is_private, actor=resident, client_key=uuid.uuid4())

    with CaptureQueriesContext(connection) as seen:
        door(challenge, owner, ask)
    assert any("pg_notify" in query["sql"] for query in seen) == withdraws


def test_the_page_tells_all_that_it_promises(client, programme):
    challenge = factories.make_challenge("open", programme=programme)
    text = client.get(challenge.get_absolute_url()).content.decode()
    words = factories.challenge_words()
    told = [getattr(words, name) for name in ("problem", "for_whom", "can_influence", "cannot_influence", "promise",
            "offer", "may_answer", "ownership", "privacy", "planning", "jury_text")]  # fmt: skip
    told += [criterion.title for criterion in challenge.phases.get().criteria.all()] + ["40%", "Wat kost het?"]
    assert [each for each in told if each not in text] == []
    assert 'data-countdown="' in text


def test_a_stopped_challenge_says_why_and_one_that_never_opened_says_nothing(client, programme, owner):
    stopped = factories.make_challenge("open", programme=programme)
    move_challenge(stopped, "cancel", actor=owner, reason="Er is geen geld meer.")
    inside = factories.make_challenge("concept", programme=programme, title="Geheim plan")
    move_challenge(inside, "cancel", actor=owner, reason="Toch niet.")
    assert "Er is geen geld meer." in client.get(stopped.get_absolute_url()).content.decode()
    assert client.get(inside.get_absolute_url()).status_code == 404
    for address in ("/uitdagingen/", "/uitdagingen/atom/", "/uitdagingen/rss/", "/sitemap/uitdagingen.xml", "/"):
        assert "geheim" not in client.get(address).content.decode().lower()


def test_what_is_typed_in_it_is_text(client, programme):
    title = "<script>alert(1)</script> \u202e plan"
    challenge = factories.make_challenge("open", programme=programme, title=title, problem="<b>vet</b>")
    for address in ("/uitdagingen/", challenge.get_absolute_url(), "/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<b>vet" not in page


# --- The list


@pytest.fixture
def three(programme, owner):
    other = factories.make_programme("water", owner=owner)
    make = factories.make_challenge
    return {
        "Groene daken": make("open", programme=programme, title="Groene daken", kinds=["company"]),
        "Slimme sluis": make("decided", programme=other, title="Slimme sluis", kinds=["research", "company"]),
        "Koele pleinen": make("in_review", programme=programme, title="Koele pleinen", offer="Een plein in Oosterheem"),
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Groene daken", "Slimme sluis", "Koele pleinen"}),
        ("status=open", {"Groene daken"}),
        ("status=jury", {"Koele pleinen"}),
        ("status=besloten", {"Slimme sluis"}),
        ("status=klaar", set()),
        ("programma=water", {"Slimme sluis"}),
        ("soort=research", {"Slimme sluis", "Koele pleinen"}),
        ("soort=company&status=open", {"Groene daken"}),
        ("q=OOSTERHEEM", {"Koele pleinen"}),
        ("q=plein+koele", {"Koele pleinen"}),
        ("q=niets", set()),
        ("status=onzin&soort=onzin&vanaf=onzin", {"Groene daken", "Slimme sluis", "Koele pleinen"}),
        ("programma=%00&q=%00", {"Groene daken", "Slimme sluis", "Koele pleinen"}),
    ],
)
def test_the_list_finds_what_is_asked(client, three, query, found):
    page = client.get(f"/uitdagingen/?{query}")
    rows = [row.title for row in (*page.context["running"], *page.context["page"].rows)]
    assert (page.status_code, len(rows), set(rows)) == (200, len(found), found)


def test_what_can_be_answered_stands_first_and_once(client, three, programme):
    _copies(three["Groene daken"], 2)
    _copies(three["Koele pleinen"], 22)
    page = client.get("/uitdagingen/")
    assert {row.title for row in page.context["running"]} == {"Groene daken"}
    assert len(page.context["running"]) == 3
    second = client.get(f"/uitdagingen/{page.context['next_url']}")
    assert list(second.context["running"]) == []
    rows = [row.pk for row in (*page.context["page"].rows, *second.context["page"].rows)]
    assert (len(rows), set(rows)) == (24, set(Challenge.objects.exclude(status="open").values_list("pk", flat=True)))


def test_pages_keep_the_choice(client, programme):
    first = factories.make_challenge("open", programme=programme)
    _copies(first, 30)
    page = client.get("/uitdagingen/?status=open")
    assert page.context["next_url"].startswith("?status=open&vanaf=")
    second = client.get(f"/uitdagingen/{page.context['next_url']}")
    rows = [row.pk for row in (*page.context["page"].rows, *second.context["page"].rows)]
    assert sorted(rows) == sorted(Challenge.objects.values_list("pk", flat=True))


def _copies(challenge, count):
    """Rows like it, with a phase each."""
    phase = challenge.phases.get()
    with factories.thawed():
        for number in range(count):
            copy = Challenge.objects.get(pk=challenge.pk)
            copy.client_key = None
            copy.pk, copy.slug, copy.approved_at = (
                None,
                f"{challenge.slug}-{number}",
                timezone.now() - timedelta(hours=number),
            )
            copy.save(force_insert=True)
            copy.phases.create(title="Inzenden", opens_at=phase.opens_at, closes_at=phase.closes_at)


def test_the_list_costs_the_same_for_one_and_thirty(client, programme):
    first = factories.make_challenge("open", programme=programme)
    one = statements(client, "/uitdagingen/")
    _copies(first, 30)
    assert statements(client, "/uitdagingen/") == one <= 8


def test_the_list_is_found_without_reading_every_challenge(client, programme):
    first, now = factories.make_challenge("finished", programme=programme), timezone.now()
    with factories.thawed():
        Challenge.objects.bulk_create(
            Challenge(slug=f"k{hours}", programme=programme, title="Koel", problem="x" * 500, made_by=first.made_by,
                      status="finished" if hours > 9 else "open", approved_by=first.approved_by,
                      approved_at=now - timedelta(hours=hours))
            for hours in range(3_000)
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE challenges_challenge")
    with CaptureQueriesContext(connection) as seen:
        client.get("/uitdagingen/")
    asked = [one["sql"] for one in seen if one["sql"].startswith('SELECT "challenges_challenge"')]
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan on challenges_challenge" not in plan, plan
    assert len(asked) == 2  # What can be answered now, and the rest.


def test_a_page_costs_the_same_whatever_stands_on_it(client, programme, owner):
    challenge = factories.make_challenge("open", programme=programme)
    little = statements(client, challenge.get_absolute_url())
    for number in range(5):
        give_notice(challenge, f"Bericht nummer {number}", actor=owner)
    assert statements(client, challenge.get_absolute_url()) == little <= 12


def test_of_many_questions_and_events_the_newest_stand_on_the_page(client, programme, owner):
    challenge = factories.make_challenge("open", programme=programme)
    Question.objects.bulk_create(
        Question(
            challenge=challenge,
            number=number,
            public_text="Mag dat?",
            answer="Ja.",
            answered_at=timezone.now(),
            key=uuid.uuid4(),
        )
        for number in range(1, 31)
    )
    told = [{"reference": "", "title": "Koele straten", "number": number, "text": "Anders"} for number in range(1, 121)]
    journal.record_many([(ChallengeEvent.NOTICE, challenge, facts) for facts in told], actor=owner)
    page = client.get(challenge.get_absolute_url())
    assert [question.number for question in page.context["questions"]] == list(range(11, 31))
    assert [told["event"].facts["number"] for told in page.context["timeline"]] == list(range(120, 20, -1))
    assert "Hier staan de nieuwste 20 vragen." in page.content.decode()
    assert len(client.get(f"{challenge.get_absolute_url()}vragen/").context["questions"]) == 30


def test_the_front_page_shows_what_closes_first(client, programme):
    for days in (9, 3, 6):
        challenge = factories.make_challenge("open", programme=programme, title=f"Nog {days} dagen")
        factories.let_phase_be(challenge, closes_at=timezone.now() + timedelta(days=days))
    factories.make_challenge("closed", programme=programme, title="Geweest")
    text = client.get("/").content.decode()
    shown = [title for title in ("Nog 3 dagen", "Nog 6 dagen", "Nog 9 dagen", "Geweest") if f">{title}<" in text]
    assert shown == ["Nog 3 dagen", "Nog 6 dagen"]
    assert 'href="/uitdagingen/"' in text


# --- Files and feeds


def test_feeds_and_map_hold_what_is_public(client, three, programme):
    factories.make_challenge("concept", programme=programme, title="Nog geheim")
    for address in ("/uitdagingen/atom/", "/uitdagingen/rss/", "/sitemap/uitdagingen.xml"):
        text = client.get(address).content.decode()
        assert all(challenge.slug in text for challenge in three.values())
        assert "nog-geheim" not in text
    assert "/sitemap/uitdagingen.xml" in client.get("/sitemap.xml").content.decode()


def test_a_document_comes_as_a_file_and_only_for_who_may_read(client, programme, owner, resident):
    challenge = factories.make_challenge("concept", programme=programme)
    document = challenge.documents.create(title="Kaart", kind="application/pdf", size=4)
    document.file.save("kaart.pdf", ContentFile(b"%PDF"))
    address = f"{challenge.get_absolute_url()}documenten/{document.pk}/"
    assert client.get(address).status_code == 404
    response = sign_in(client, owner).get(address)
    assert (b"".join(response), response["X-Content-Type-Options"]) == (b"%PDF", "nosniff")
    assert response["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in response["Content-Security-Policy"]
    other = factories.make_challenge("open", programme=programme)
    assert client.get(f"{other.get_absolute_url()}documenten/{document.pk}/").status_code == 404


# --- Following


def test_follow_and_stop(client, programme, resident):
    challenge = factories.make_challenge("open", programme=programme)
    address = f"{challenge.get_absolute_url()}volgen/"
    assert client.post(address).status_code == 302
    assert ChallengeFollow.objects.count() == 0
    sign_in(client, resident)
    for _twice in range(2):
        client.post(address)
    assert list(ChallengeFollow.objects.values_list("person", flat=True)) == [resident.pk]
    client.post(address, {"doe": "terug"})
    assert ChallengeFollow.objects.count() == 0


def test_nobody_follows_what_they_may_not_read(client, programme, resident):
    challenge = factories.make_challenge("concept", programme=programme)
    assert sign_in(client, resident).post(f"{challenge.get_absolute_url()}volgen/").status_code == 404
    with pytest.raises(Exception, match="niet volgen"):
        follow_challenge(challenge, actor=resident)
