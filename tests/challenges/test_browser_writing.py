"""Writing a response in a real browser: saved while typing, two at once, and a file by pieces over a broken line."""

import secrets

import pytest
from django.test import Client
from playwright.sync_api import expect

from challenges.actions.response import start_response
from challenges.actions.upload import LARGEST_PIECE, announce_file
from challenges.models import Draft, SealedFile
from challenges.sealed_contents import answers_in, name_of
from challenges.statuses import FieldKind
from challenges.vault import pieces_of
from tests.challenges.scene_seal import make_fields, seen_on
from tests.doors import sign_in
from tests.ideas.document_files import PDF
from tests.journeys.test_browser import browser_context_args, complaints, enter, page

__all__ = ["browser_context_args", "complaints", "enter", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def begun(challenge, company, text, phase):
    make_fields(phase, FieldKind.FILE)
    return start_response(challenge, company[0], actor=company[1])


def said(response):
    return answers_in(Draft.objects.select_related("phase__seal_key", "response").get(response=response))


def both(response, *fields):
    return tuple(said(response)[field] for field in fields)


def test_what_is_typed_is_saved_and_a_second_writer_overwrites_nothing(page, enter, begun, company, text):
    [other] = (str(field.uuid) for field in make_fields(begun.challenge.phases.get(), FieldKind.TEXT))
    enter(company[1])
    page.goto(begun.get_absolute_url())
    second, place = sign_in(Client(), company[2]), begun.get_absolute_url()
    first, status = page.locator("textarea").first, page.locator("[data-sealed-status]")
    first.fill("Van de eigenaar")
    expect(status).to_contain_text("Bewaard om", timeout=9000)
    second.post(place, {**seen_on(second.get(place)), text: "Van de eigenaar", other: "Van de schrijver"})
    with page.expect_response("**/bewaren/", timeout=9000) as saved:
        first.fill("Nog een keer van de eigenaar")
        first.blur()
    assert saved.value.ok  # The second wrote in another field.
    assert both(begun, text, other) == ("Nog een keer van de eigenaar", "Van de schrijver")
    second.post(place, {**seen_on(second.get(place)), text: "Ook de schrijver", other: "Van de schrijver"})
    first.fill("Nu de eigenaar")
    first.blur()
    expect(status).to_contain_text("Iemand anders veranderde net ook: Vraag 1.", timeout=9000)
    page.locator(f'[name="{other}"]').fill("Van de eigenaar")
    page.locator(f'[name="{other}"]').blur()
    expect(status).to_contain_text("Iemand anders veranderde net ook: Vraag 1, Vraag 3.", timeout=9000)
    assert both(begun, text, other) == ("Ook de schrijver", "Van de schrijver")
    page.get_by_role("button", name="Bewaar als concept").click()
    expect(page.locator(".theirs")).to_contain_text(["Ook de schrijver", "Van de schrijver"])
    expect(first).to_have_value("Nu de eigenaar")
    page.get_by_role("button", name="Bewaar als concept").click()
    expect(page.get_by_text("Uw concept is bewaard.")).to_be_visible()
    assert both(begun, text, other) == ("Nu de eigenaar", "Van de eigenaar")


def test_a_save_of_which_the_answer_is_lost_is_not_that_of_somebody_else(page, enter, complaints, begun, company, text):
    lost = []

    def loses(route):
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/bewaren/", loses, times=1)
    enter(company[1])
    page.goto(begun.get_absolute_url())
    writing, status = page.locator("textarea").first, page.locator("[data-sealed-status]")
    writing.fill("Half")
    writing.blur()
    expect(status).to_contain_text("Geen verbinding", timeout=9000)
    assert (lost, said(begun)[text]) == ([200], "Half")
    with (
        page.expect_response("**/bewaren/") as once_more,
        page.expect_response(
            lambda answer: answer.url.endswith("/bewaren/") and "Helemaal" in (answer.request.post_data or ""),
            timeout=9000,
        ) as newest,
    ):
        writing.fill("Helemaal af")
        writing.blur()
    assert (once_more.value.status, newest.value.status) == (200, 200)
    expect(status).to_contain_text("Bewaard om")
    assert said(begun)[text] == "Helemaal af"
    complaints.remove("error: Failed to load resource: net::ERR_FAILED")  # Of the answer that we lost.


def test_a_file_comes_by_pieces_also_when_the_line_breaks(page, enter, complaints, begun, company, text):
    content = PDF.replace(b"endobj", b"endobj\n%" + secrets.token_hex(LARGEST_PIECE).encode() + b"\n")
    broken = []

    def breaks(route):
        if route.request.method == "PATCH" and not broken:
            broken.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/deel/", breaks)
    enter(company[1])
    page.goto(begun.get_absolute_url())
    page.locator("textarea").first.fill("Met een bestand")
    file = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": content}
    page.locator('input[type="file"]').set_input_files([file])
    expect(page.get_by_role("link", name="plan.pdf")).to_be_visible(timeout=20_000)
    assert len(broken) == 1
    complaints.remove("error: Failed to load resource: net::ERR_FAILED")  # Of the line that we broke.
    kept = SealedFile.objects.select_related("phase__seal_key").get()
    assert (name_of(kept), b"".join(pieces_of(kept))) == ("plan.pdf", content)
    assert said(begun)[text] == "Met een bestand"


def test_a_button_waits_for_what_is_being_saved(page, enter, begun, company, text):
    held = []
    page.route("**/bewaren/", lambda route: held.append((route, route.fetch())))
    enter(company[1])
    page.goto(begun.get_absolute_url())
    writing = page.locator("textarea").first
    with page.expect_response("**/bewaren/", timeout=9000) as saved:
        writing.fill("Half")
        writing.blur()
        while not held:
            page.wait_for_timeout(50)
        writing.fill("Helemaal af")
        page.get_by_role("button", name="Bewaar als concept").click()
        page.wait_for_timeout(500)
        route, response = held.pop()
        route.fulfill(response=response)
    assert saved.value.ok
    expect(page.get_by_text("Uw concept is bewaard.")).to_be_visible()
    assert said(begun)[text] == "Helemaal af"


def test_a_file_whose_beginning_was_cleaned_up_meanwhile_comes_in_anew(page, enter, complaints, begun, company):
    [field] = begun.challenge.phases.get().fields.filter(kind=FieldKind.FILE)
    stopped = announce_file(begun, field, "plan.pdf", len(PDF), actor=company[1])
    enter(company[1])
    page.goto(begun.get_absolute_url())
    stopped.delete()
    file = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.locator('input[type="file"]').set_input_files([file])
    expect(page.get_by_role("link", name="plan.pdf")).to_be_visible(timeout=20_000)
    assert [line for line in complaints if "404" not in line] == []
    complaints.clear()
