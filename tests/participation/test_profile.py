"""One's own data, and the language of the site."""

import pytest

from participation.actions.people import choose_language, update_profile
from participation.errors import NotAllowed
from participation.models import User
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db

PAGE = "/mijn/gegevens/"


def test_people_change_their_nickname_and_language(client, resident):
    sign_in(client, resident)
    page = client.get(PAGE).content.decode()
    assert resident.email in page
    assert 'value="Bloem"' in page
    saved = client.post(PAGE, {"nickname": "  Groene   Duim ", "language": "en"})
    assert saved["Location"] == PAGE
    resident.refresh_from_db()
    assert (resident.nickname, resident.language) == ("Groene Duim", "en")
    assert '<html class="utrecht-root" lang="en">' in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "nickname",
    [
        "",
        "x",
        " x ",
        "x" * 41,
        "ik@example.org",
        "Gemeente Zoetermeer",
        "De MODERATOR",
        "Burgemeester Jansen",
        "a\u202eb",
    ],
)
def test_a_nickname_that_will_not_do_is_said_beside_the_field(client, resident, nickname):
    sign_in(client, resident)
    response = client.post(PAGE, {"nickname": nickname, "language": "nl"})
    assert (response.status_code, 'aria-invalid="true"' in response.content.decode()) == (200, True)
    assert User.objects.get(pk=resident.pk).nickname == "Bloem"


def test_an_official_may_be_called_after_their_work(client):
    person = factories.make_official("ambtenaar")
    sign_in(client, person)
    client.post(PAGE, {"nickname": "Gemeente, team Groen", "language": "nl"})
    assert User.objects.get(pk=person.pk).nickname == "Gemeente, team Groen"


@pytest.mark.parametrize("language", ["", "fr", "nl-be"])
def test_a_language_that_we_do_not_speak_is_refused(client, resident, language):
    sign_in(client, resident)
    assert client.post(PAGE, {"nickname": "Bloem", "language": language}).status_code == 200
    assert User.objects.get(pk=resident.pk).language == "nl"


def test_nothing_else_can_be_changed(client, resident):
    sign_in(client, resident)
    extra = {"email": "ander@example.org", "kind": "official", "is_superuser": "on", "is_coordinator": "on"}
    client.post(PAGE, {"nickname": "Bloem", "language": "nl", **extra})
    person = User.objects.get(pk=resident.pk)
    assert (person.email, person.kind, person.is_superuser, person.is_coordinator) == (
        resident.email, "resident", False, False
    )  # fmt: skip


def test_nobody_changes_somebody_else(resident, neighbour):
    with pytest.raises(NotAllowed):
        update_profile(resident, actor=neighbour, nickname="Ander", language="nl")
    with pytest.raises(NotAllowed):
        choose_language(resident, "en", actor=neighbour)


def test_the_page_is_for_who_is_signed_in(client):
    assert client.get(PAGE)["Location"] == f"/inloggen/?next={PAGE}"


# --- Language


def test_a_visitor_gets_dutch_and_no_cookie(client):
    response = client.get("/", headers={"accept-language": "en-GB"})
    assert response["Content-Language"] == "nl"
    assert not client.cookies
    assert "Accept-Language" not in response["Vary"]


def test_a_visitor_chooses_a_language_by_a_link(client):
    page = client.get("/ideeen/", {"q": "boom", "taal": "en"})
    assert (page.status_code, page["Location"]) == (302, "/ideeen/?q=boom")
    assert set(client.cookies) == {"language"}
    assert "no-store" in page["Cache-Control"]
    assert client.get("/ideeen/")["Content-Language"] == "en"
    client.get("/ideeen/", {"taal": "nl"})
    assert client.get("/ideeen/")["Content-Language"] == "nl"


@pytest.mark.parametrize("choice", ["", "fr", "../../etc", "en\r\nx: y"])
def test_a_language_that_is_not_there_changes_nothing(client, choice):
    response = client.get("/", {"taal": choice})
    assert (response.status_code, response["Content-Language"]) == (200, "nl")
    assert not client.cookies


def test_a_forged_cookie_changes_nothing(client):
    client.cookies["language"] = "xx"
    assert client.get("/")["Content-Language"] == "nl"


def test_the_choice_cannot_send_people_away(client):
    response = client.get("/", {"taal": "en"}, PATH_INFO="//evil.example/")
    assert response["Location"] == "/%2Fevil.example/"


def test_a_form_is_never_sent_twice_for_a_language(client):
    assert client.post("/inloggen/?taal=en", {"email": "x"}).status_code == 200


def test_the_links_keep_the_rest_of_the_address(client):
    page = client.get("/inloggen/", {"next": "/ideeen/?q=a&b"}).content.decode()
    assert 'href="?next=%2Fideeen%2F%3Fq%3Da%26b&amp;taal=en" lang="en"' in page


def test_who_is_signed_in_takes_the_language_along(client, visitor, resident):
    sign_in(client, resident)
    client.get("/", {"taal": "en"})
    assert User.objects.get(pk=resident.pk).language == "en"
    sign_in(visitor, resident)
    visitor.cookies["language"] = "nl"
    assert visitor.get(PAGE)["Content-Language"] == "en"
