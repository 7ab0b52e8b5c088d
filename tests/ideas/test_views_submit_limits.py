"""What a visitor without an account may leave behind from one place on the network, and what they read then."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ideas.actions import concept as concepts
from ideas.models import Concept
from participation.limits import Limit
from tests.doors import sign_in
from tests.ideas.test_photos import picture

NEW, SAVE = "/ideeen/nieuw/", "/ideeen/nieuw/bewaren/"
HERE, THERE = "192.0.2.1", "192.0.2.2"
WORDS = {"problem": "Te warm.", "proposal": "Plant bomen.", "title": "Meer bomen", "email": "nieuw@example.org"}
TOO_MANY, TOO_MANY_PHOTOS = str(concepts.STARTED_TOO_OFTEN), str(concepts.TOO_MANY_PHOTOS)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_of_each(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name in ("STARTED_FROM_ONE_PLACE", "PHOTOS_FROM_ONE_PLACE"):
        monkeypatch.setattr(concepts, name, Limit(getattr(concepts, name).name, size=2, seconds=3600))


def save(number=1, place=HERE, client=None, **headers):
    """Autosave as the script does; every number has its own key, every call its own browser unless one is given."""
    words = {**WORDS, "key": f"7b7b4c1c-7d0b-4b0b-8f1e-0f6f3f1a2b{number:02d}"}
    return (client or Client()).post(SAVE, words, REMOTE_ADDR=place, headers=headers)


def send(number=1, place=HERE, client=None, *, photo=False, **words):
    words = {**WORDS, "doe": "verstuur", "key": f"7b7b4c1c-7d0b-4b0b-8f1e-0f6f3f1a2b{number:02d}", **words}
    if photo:
        words["photo"] = SimpleUploadedFile("foto.jpg", picture(), "image/jpeg")
    return (client or Client()).post(NEW, words, REMOTE_ADDR=place)


def test_two_places_have_two_buckets():
    got = [(place, save(number, place).status_code) for number, place in enumerate([HERE] * 3 + [THERE] * 3)]
    assert got == [(HERE, 204), (HERE, 204), (HERE, 429), (THERE, 204), (THERE, 204), (THERE, 429)]
    assert Concept.objects.count() == 4


def test_a_made_up_forwarder_gives_no_new_bucket():
    headers = [{"x-forwarded-for": f"203.0.113.{number}"} for number in range(3)]
    assert [save(number, **one).status_code for number, one in enumerate(headers)] == [204, 204, 429]


def test_the_addresses_behind_our_own_proxy_have_their_own(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    headers = [{"x-forwarded-for": f"203.0.113.{number}"} for number in (1, 1, 1, 2)]
    assert [save(number, **one).status_code for number, one in enumerate(headers)] == [204, 204, 429, 204]


def test_the_script_is_told_why():
    save(1), save(2)
    refused = save(3)
    assert (refused.status_code, refused.json()) == (429, {"error": TOO_MANY})
    assert "concepts" not in Client().session


def test_the_script_is_told_why_it_may_not_write_in_what_is_somebody_elses(resident):
    save(1, client=sign_in(Client(), resident))
    refused = save(1)
    assert refused.status_code == 403
    assert refused.json()["error"].startswith("U bent niet meer ingelogd.")


def test_writing_on_in_what_was_begun_is_never_refused(client):
    save(1, client=client), save(2)
    assert {save(1, client=client).status_code for _ in range(5)} == {204}


@pytest.mark.parametrize("doe", ["verstuur", "bewaar", "verder"])
def test_the_form_comes_back_with_everything_that_was_typed(client, doe):
    save(1), save(2)
    client.get(NEW)
    response = send(3, client=client, doe=doe)
    page = response.content.decode()
    assert response.status_code == 429
    assert page.count(TOO_MANY) == 1
    assert all(text in page for text in WORDS.values())
    assert Concept.objects.count() == 2
    assert send(4, THERE, client).status_code == 302


def test_who_has_an_account_is_not_counted(resident, last_rule):
    save(1), save(2)
    client = sign_in(Client(), resident)
    assert [save(number, client=client).status_code for number in (3, 4, 5)] == [204, 204, 204]
    assert send(3, client=client, photo=True)["Location"].startswith("/ideeen/")


@pytest.fixture
def no_photos_left(monkeypatch):
    monkeypatch.setattr(concepts, "STARTED_FROM_ONE_PLACE", Limit("concept_place", size=9, seconds=3600))
    assert [send(number, photo=True).status_code for number in (1, 2)] == [302, 302]


def test_a_photo_too_many_is_said_beside_its_field_and_the_text_is_kept(client, no_photos_left):
    response = send(3, client=client, photo=True)
    assert response.status_code == 422
    assert response.context["form"].errors == {"photo": [TOO_MANY_PHOTOS]}
    assert 'id="id_photo_error"' in response.content.decode()
    concept = Concept.objects.first()
    assert (concept.answers["title"], concept.photos.count()) == (WORDS["title"], 0)
    assert send(3, client=client)["Location"] == "/ideeen/nieuw/code/"


def test_a_photo_too_many_is_said_also_when_the_text_is_only_kept(client, no_photos_left):
    assert send(3, client=client, photo=True, doe="bewaar").status_code == 302
    page = unescape(client.get(NEW).content.decode())
    assert TOO_MANY_PHOTOS in page
    assert "Uw tekst is bewaard." in page
    assert WORDS["problem"] in page


def test_another_place_still_sends_photos(client, no_photos_left):
    assert send(3, THERE, client, photo=True).status_code == 302
    assert Concept.objects.first().photos.exists()
