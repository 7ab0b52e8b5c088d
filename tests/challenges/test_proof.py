"""That nothing of a response lies or shows anywhere before the opening, and to whom it shows after it."""

import io
import logging
import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from challenges.actions.draft import save_draft
from challenges.actions.partner import accept_partnership, ask_partner
from challenges.actions.remark import add_remark
from challenges.actions.response import start_response
from challenges.models import Draft, DraftVersion, Remark, Response, Scorecard, SealedFile, SealKey, Submission
from challenges.sealed_contents import answers_in
from challenges.statuses import ChallengeStatus, FieldKind, Right
from participation.models import Event
from participation.seal_key import new_seal_key
from tests import factories
from tests.challenges.scene_seal import (
    close_for_dates,
    let_close,
    make_company,
    make_fields,
    open_all,
    seen_of,
    set_status,
)
from tests.doors import sign_in
from tests.ideas.document_files import PDF

pytestmark = pytest.mark.django_db

CANARY = "kanariepietje"
LATIN, WIDE = CANARY.encode(), CANARY.encode("utf-16-le")
FILE = PDF.replace(b"1 0 obj", b"1 0 obj\n%" + LATIN)


@pytest.fixture
def cast(challenge, openers, company, rival, administrator, coordinator, stranger, resident):
    """Everybody who might be at a door, by what they are."""
    return {
        "visitor": AnonymousUser(),
        "resident": resident,
        "owner": company[1],
        "editor": company[2],
        "reader": company[3],
        "rival": rival[1],
        "partner": make_company("Samen BV")[1],
        "asked partner": make_company("Gevraagd BV")[1],
        "runs it": challenge.made_by,
        "opener": openers[0],
        "coordinator": coordinator,
        "administrator": administrator,
        "other official": stranger,
    }


@pytest.fixture
def handed(challenge, company, phase, text, cast, sealed_folder):
    """A response with the word in every place where somebody can put one, drafted, changed and handed in."""
    organisation, owner, editor, _reader = company
    [field] = make_fields(phase, FieldKind.FILE)
    response = start_response(challenge, organisation, actor=owner)
    for person, right in ((cast["partner"], Right.EDIT), (cast["asked partner"], Right.EDIT)):
        asked = ask_partner(response, person.organisations.get(), right, actor=owner)
        if person == cast["partner"]:
            accept_partnership(asked, actor=person)
    save_draft(response, {text: f"{CANARY} eerst"}, actor=editor, base={})
    add_remark(response, phase.fields.get(kind=FieldKind.TEXT), f"{CANARY} is mooi", actor=editor)
    sent = {text: f"{CANARY} later", **seen_of(response), "doe": "indienen"}
    file = SimpleUploadedFile(f"{CANARY}.pdf", FILE)
    sign_in(Client(), owner).post(response.get_absolute_url(), {**sent, str(field.uuid): file})
    assert answers_in(Draft.objects.select_related("phase__seal_key", "response").get())[text] == f"{CANARY} later"
    assert (Submission.objects.count(), Remark.objects.count(), DraftVersion.objects.count()) == (1, 1, 1)
    return response


def dump():
    """Every table, as a back-up of the database holds it."""
    out = io.BytesIO()
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            for form in ("", " (FORMAT binary)"):
                with cursor.copy(f'COPY "{name}" TO STDOUT{form}') as copy:
                    for part in copy:
                        out.write(part)
    return out.getvalue()


def test_a_back_up_before_the_opening_holds_no_word_of_it(handed, phase, sealed_folder, settings):
    let_close(phase)
    tables = dump()
    folder = b"".join(path.read_bytes() for path in sealed_folder.rglob("*") if path.is_file())
    names = " ".join(str(path) for path in sealed_folder.rglob("*"))
    assert len(folder) > len(FILE)
    assert handed.reference.encode() in tables  # The search finds what is there.
    for word in (LATIN, WIDE, LATIN.hex().encode(), b"%PDF-1.7"):
        assert word not in tables
        assert word not in folder
    assert CANARY not in names
    assert bytes(SealKey.objects.get().wrapped).find(settings.SEAL_KEY.encode()) < 0


def test_journal_and_news_hold_nothing_of_it(handed, company):
    said = " ".join(str(event.facts) for event in Event.objects.all())
    assert CANARY not in said
    assert company[0].name not in said
    assert handed.reference not in said


def test_administration_shows_no_table_with_it():
    sealed = {Draft, DraftVersion, Remark, Response, Submission, SealedFile, SealKey, Scorecard}
    assert sealed.isdisjoint(admin.site._registry)


# Who gets an answer (200) at which door, before and after the opening. Everybody else gets 404, or is sent to sign in.
MAKERS = {"owner", "editor", "reader", "partner"}
DOORS = {
    "response": (MAKERS, MAKERS),
    "response_versions": (MAKERS, MAKERS),
    "response_version": (MAKERS, MAKERS),
    "response_partners": (MAKERS, MAKERS),
    "receipt": (MAKERS, MAKERS),
    "receipt_file": (MAKERS, MAKERS),
    "response_file": (MAKERS, MAKERS),
    "response_piece": (MAKERS, MAKERS),
    "desk_responses": (set(), {"runs it", "coordinator"}),
    "desk_response": (set(), {"runs it", "coordinator"}),
    "desk_file": (set(), {"runs it", "coordinator"}),
    "desk_export": (set(), {"runs it", "coordinator"}),
}


def place_of(door, response):
    file = response.files.get()
    arguments = {
        "response_version": [response.reference, 1],
        "receipt_file": [response.reference, 1, 1],
        "response_file": [response.reference, file.uuid],
        "response_piece": [response.reference, file.uuid],
        "desk_file": [response.reference, file.uuid],
        "desk_responses": [response.challenge.slug],
        "desk_export": [response.challenge.slug],
    }
    return reverse(f"challenges:{door}", args=arguments.get(door, [response.reference]))


def answers_of(response, cast):
    """What everybody gets at each door."""
    browsers = {who: Client() if one.is_anonymous else sign_in(Client(), one) for who, one in cast.items()}
    found = {}
    for door in DOORS:
        place = place_of(door, response)
        for who, browser in browsers.items():
            found[door, who] = (browser.head if door == "response_piece" else browser.get)(place).status_code
    return found


def expected(moment, cast):
    """The same, as the table says it of before (0) or after (1) the opening."""
    return {
        (door, who): 200 if who in who_may[moment] else 302 if who == "visitor" else 404
        for door, who_may in DOORS.items()
        for who in cast
    }


BEFORE = [
    (ChallengeStatus.OPEN, -timedelta(days=1)),
    (ChallengeStatus.OPEN, timedelta(seconds=1)),
    (ChallengeStatus.CLOSED, timedelta(days=1)),
    (ChallengeStatus.CANCELLED, timedelta(days=1)),
    # What no door makes of it: somebody put the status there by hand.
    (ChallengeStatus.IN_REVIEW, timedelta(days=1)),
    (ChallengeStatus.DECIDED, timedelta(days=1)),
]


@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize(("status", "ago"), BEFORE)
def test_before_the_opening_only_makers_come_in(handed, phase, cast, status, ago):
    close_for_dates(phase, ago)
    set_status(phase.challenge, status)
    assert answers_of(handed, cast) == expected(0, cast)


@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize(
    "status",
    [ChallengeStatus.IN_REVIEW, ChallengeStatus.DECIDED, ChallengeStatus.IN_EXECUTION, ChallengeStatus.FINISHED],
)
def test_after_the_opening_who_runs_it_comes_in_too(handed, phase, openers, cast, status):
    open_all(phase, openers)
    set_status(phase.challenge, status)
    assert answers_of(handed, cast) == expected(1, cast)


def test_every_door_of_makers_and_desk_stands_in_the_table():
    prefixes = ("inzendingen/<str:reference>/", "werkplek/inzendingen/", "werkplek/uitdagingen/<slug:slug>/inzendingen")
    names = {pattern.name for route, pattern in routes(get_resolver()) if route.startswith(prefixes)}
    sending = {"response_autosave", "response_withdraw", "response_upload"}  # They take, and show nothing.
    assert names == set(DOORS) | sending


def routes(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern
        else:
            yield from routes(pattern, route)


WRITING = {"owner", "editor", "partner"}
LEADING = {"owner", "editor"}
SENDS = {
    "response": (WRITING, {"reader"}, lambda text, response: {text: "anders", **seen_of(response)}),
    "response_autosave": (WRITING, set(), lambda text, response: {text: "anders", **seen_of(response)}),
    "response_withdraw": (LEADING, {"reader", "partner"}, lambda text, response: {}),
    "response_partners": (
        LEADING,
        {"reader", "partner"},
        lambda text, response: {"kvk_number": "30280353", "right": "see"},
    ),
}


@pytest.mark.parametrize("door", SENDS)
@pytest.mark.parametrize("who", ["visitor", "resident", "owner", "editor", "reader", "rival", "partner", "asked partner", "runs it", "opener", "coordinator", "administrator", "other official"])  # fmt: skip
def test_sending_is_for_who_may(handed, cast, text, door, who):
    may, refused, sent = SENDS[door]
    person = cast[who]
    browser = Client() if person.is_anonymous else sign_in(Client(), person)
    status = browser.post(reverse(f"challenges:{door}", args=[handed.reference]), sent(text, handed)).status_code
    if who in may:
        assert status in (200, 302)
    elif who in refused:
        assert status == 403
    elif door == "response_autosave" and who == "reader":
        assert status == 409  # It says in the line below the form why nothing was saved.
    else:
        assert status == (302 if who == "visitor" else 404)
    changed = {
        "response": answers_in(Draft.objects.select_related("phase__seal_key", "response").get())[text] == "anders",
        "response_autosave": answers_in(Draft.objects.select_related("phase__seal_key", "response").get())[text]
        == "anders",
        "response_withdraw": not Submission.objects.counting().exists(),
        "response_partners": handed.partners.count() == 3,
    }
    assert changed[door] == (who in may)


def test_pages_and_logs_of_others_do_not_say_it(handed, phase, cast, caplog, company):
    caplog.set_level(logging.DEBUG)
    places = ["/", "/mijn-inbreng/", "/berichten/", "/inzendingen/", "/ideeen/?zoek=" + CANARY]
    for who in set(cast) - MAKERS - {"asked partner"}:
        browser = Client() if cast[who].is_anonymous else sign_in(Client(), cast[who])
        for place in places:
            page = (
                browser.get(place, follow=True)
                .content.decode()
                .replace(f"zoek={CANARY}", "")
                .replace(f'value="{CANARY}"', "")
            )
            assert handed.reference not in page, (who, place)
            assert company[0].name not in page, (who, place)
    assert CANARY not in caplog.text.replace(f"zoek={CANARY}", "")


def test_an_error_page_and_its_log_hold_no_answer(handed, company, text, caplog, settings):
    settings.SEAL_KEY = new_seal_key()
    browser = sign_in(Client(raise_request_exception=False), company[1])
    page = browser.post(handed.get_absolute_url(), {text: f"{CANARY} nog een keer"})
    assert page.status_code == 500
    assert "Tampered" in caplog.text
    assert CANARY not in page.content.decode() + caplog.text


def test_the_same_404_for_a_response_that_is_not_there(handed, cast):
    browser = sign_in(Client(), cast["rival"])
    there, nowhere = (browser.get(f"/inzendingen/{reference}/") for reference in (handed.reference, "ZZZZZZZZ"))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    shown = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode()) for page in (there, nowhere)]
    assert shown[0].replace(handed.reference, "") == shown[1].replace("ZZZZZZZZ", "")


def test_an_administrator_has_no_way_in_for_being_one(handed, phase, openers):
    open_all(phase, openers)
    person = factories.make_official("beheerder", is_superuser=True)
    browser = sign_in(Client(), person)
    for door in DOORS:
        assert browser.get(place_of(door, handed)).status_code in (404, 405)
