"""Three short screens: what each asks, that nothing typed is lost between them, and that they end in one idea."""

import re
import uuid
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ideas.models import Concept, Idea, IdeaPhoto
from tests import factories
from tests.doors import sign_in
from tests.ideas.test_photos import SVG, picture
from tests.journeys.people import WORDS, Visitor

pytestmark = pytest.mark.django_db
NEW, PROPOSAL, PLACE, SAVE = (f"/ideeen/nieuw/{end}" for end in ("", "voorstel/", "plek/", "bewaren/"))
KEY = "7b7b4c1c-7d0b-4b0b-8f1e-0f6f3f1a2b3d"
EMAIL = "nieuw@example.org"


def fields_on(page):
    return [
        one["name"]
        for one in page.find(id="idee").find_all(["input", "textarea", "select"])
        if one.get("type") not in {"hidden", "radio"}
    ]


def test_what_each_screen_asks(resident):
    visitor, member = Visitor(), sign_in(Client(), resident)
    factories.make_organisation("Voorbeeld BV", resident)
    assert [fields_on(visitor.open(path).page) for path in (NEW, PROPOSAL, PLACE)] == [
        ["problem"], ["proposal", "title", "theme"], ["address", "area", "photo", "nickname", "email"],
    ]  # fmt: skip
    assert "Stap 3 van 3" in visitor.text
    assert fields_on(Visitor(member).open(PLACE).page) == ["address", "area", "photo", "organisation"]


def test_back_and_onward_keep_everything(last_rule):
    visitor = Visitor().open(NEW).press("Verder", problem=WORDS["problem"])
    visitor.press("Vorige", proposal="Half", title="", status=200)
    assert visitor.path == NEW
    assert visitor.page.find(attrs={"name": "problem"}).get_text(strip=True) == WORDS["problem"]
    visitor.press("Verder")
    assert visitor.page.find(attrs={"name": "proposal"}).get_text(strip=True) == "Half"
    visitor.press("Verder", proposal=WORDS["proposal"], title=WORDS["title"])
    visitor.press("Bewaar en ga later verder", address="Het plein")
    assert Concept.objects.get().answers == {
        **WORDS, "theme": "", "area": "", "address": "Het plein", "latitude": "", "longitude": "", "email": "",
        "nickname": "", "anonymous": "",
    }  # fmt: skip


def test_who_skips_a_screen_is_led_back_to_it(client, resident, last_rule):
    sign_in(client, resident)
    response = client.post(PLACE, {"key": KEY, "address": "Het plein", "doe": "verstuur"})
    assert (response.status_code, response.context["screen"]) == (422, 1)
    assert set(response.context["form"].errors) == {"problem"}
    assert Concept.objects.get().answers == {"address": "Het plein"}


def test_a_closed_tab_and_an_expired_session_lose_nothing(last_rule, mail_of):
    visitor = Visitor().open(NEW).press("Verder", problem=WORDS["problem"])
    visitor.client.cookies.pop("session")
    assert WORDS["problem"] in visitor.open(NEW).text
    visitor.press("Verder").press("Verder", proposal=WORDS["proposal"], title=WORDS["title"])
    visitor.press("Verstuur uw idee", email=EMAIL)
    visitor.press("Verstuur uw idee", code=mail_of())
    assert Idea.objects.get().problem == WORDS["problem"]


def test_the_first_answer_is_lost_and_the_form_is_sent_again(last_rule):
    """The browser has the cookie against forged requests of the form, and not the session of the answer."""
    visitor = Visitor().open(NEW)
    form = visitor.response
    visitor.press("Verder", problem="Te warm.")
    visitor.client.cookies.pop("session")
    visitor.response = form
    visitor.press("Verder", problem="Veel te warm.")
    assert visitor.path == PROPOSAL
    assert [one.answers["problem"] for one in Concept.objects.all()] == ["Veel te warm."]


@pytest.fixture
def mail_of(mailoutbox):
    return lambda: re.search(r"\b\d{6}\b", mailoutbox[-1].subject).group()


@pytest.mark.parametrize("is_answered", [True, False])
def test_the_code_sent_twice_ends_on_the_idea(last_rule, mail_of, is_answered):
    visitor = Visitor().write(email=EMAIL)
    form, before = visitor.response, visitor.client.cookies.copy()
    visitor.press("Verstuur uw idee", code=mail_of())
    first = visitor.path
    if not is_answered:
        visitor.client.cookies = before
    visitor.response = form
    visitor.client.handler.enforce_csrf_checks = False  # Of a browser that was answered, the token is a new one.
    visitor.press("Verstuur uw idee", code="000000")
    idea = Idea.objects.get()
    assert visitor.path == first == idea.get_absolute_url()
    assert f"Uw idee is al ontvangen. Het nummer is {idea.reference}." in visitor.text


def test_the_code_sent_twice_of_a_hidden_idea_shows_it_to_nobody(last_rule, mail_of):
    visitor = Visitor().write(email=EMAIL)
    form, before = visitor.response, visitor.client.cookies.copy()
    visitor.press("Verstuur uw idee", code=mail_of())
    Idea.objects.update(visibility="hidden", hidden_reason="Een naam.")
    visitor.client.cookies, visitor.response = before, form
    visitor.press("Verstuur uw idee", code="000000")
    assert (visitor.path, WORDS["title"] in visitor.text) == ("/ideeen/", False)


def test_two_tabs_with_one_concept_keep_both_texts(resident, last_rule):
    person = Visitor(sign_in(Client(), resident))
    person.open(NEW).press("Bewaar en ga later verder", problem="Te warm.")
    one = person.open(NEW).response
    two = person.open(NEW).response
    person.response = one
    person.press("Verder", problem="Te warm in de zomer.")
    person.response = two
    person.press("Verder", problem="Te warm voor mijn moeder.")
    assert "Wij bewaren beide teksten." in person.text
    texts = ["Te warm in de zomer.", "Te warm voor mijn moeder."]
    assert sorted(one.answers["problem"] for one in Concept.objects.all()) == texts
    person.press("Vorige")
    assert "Te warm voor mijn moeder." in person.text


def test_autosave_says_what_the_form_must_send_from_now_on(client, resident):
    sign_in(client, resident)
    first = client.post(SAVE, {"key": KEY, "problem": "W", "seen": "0", "tab": "een"})
    assert (first.status_code, first["Concept-Key"], first["Concept-Seen"]) == (204, KEY, "1")
    client.post(SAVE, {"key": KEY, "problem": "Wa", "seen": "1", "tab": "een"})
    other = client.post(SAVE, {"key": KEY, "problem": "Ko", "seen": "1", "tab": "twee"})
    assert other["Concept-Key"] != KEY
    assert sorted(one.answers["problem"] for one in Concept.objects.all()) == ["Ko", "Wa"]


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40, "²"])
def test_a_strange_number_of_saves_is_no_number(client, resident, seen):
    sign_in(client, resident)
    assert client.post(SAVE, {"key": KEY, "problem": "W", "seen": seen, "tab": "x" * 900}).status_code == 204


def test_a_second_idea_beside_the_first_and_throwing_one_away(resident, last_rule):
    person = Visitor(sign_in(Client(), resident))
    person.open(NEW).press("Bewaar en ga later verder", problem="Eerste.")
    assert "Eerste." not in person.open(f"{NEW}?concept=nieuw").text
    person.press("Bewaar en ga later verder", problem="Tweede.")
    first = Concept.objects.get(answers__problem="Eerste.")
    assert "Eerste." in person.open(f"{NEW}?concept={first.key}").page.find(attrs={"name": "problem"}).get_text()
    person.press("Gooi weg wat ik schreef")
    assert [one.answers["problem"] for one in Concept.objects.all()] == ["Tweede."]


@pytest.mark.parametrize("doe", ["weg", "foto-weg-1", "verder"])
def test_nobody_touches_somebody_else_s_concept(client, resident, neighbour, doe):
    sign_in(client, resident).post(SAVE, {"key": KEY, "problem": "Van mij."})
    sign_in(client, neighbour).post(NEW, {"key": KEY, "problem": "Gekaapt.", "doe": doe})
    assert Concept.objects.get(key=KEY).answers == {"problem": "Van mij."}
    assert "Van mij." not in client.get(f"{NEW}?concept={KEY}").content.decode()


@pytest.mark.parametrize("wanted", ["x", "%00", str(uuid.UUID(int=3))])
def test_a_concept_that_is_not_there_gives_an_empty_form(client, resident, wanted):
    assert sign_in(client, resident).get(f"{NEW}?concept={wanted}").status_code == 200


def files(*data):
    return [SimpleUploadedFile(f"foto-{n}.jpg", one, "image/jpeg") for n, one in enumerate(data)]


def colours(number):
    return [picture(color=(40 * n, 0, 0)) for n in range(number)]


def test_photos_are_kept_at_once_and_described(client, resident, last_rule):
    sign_in(client, resident)
    response = client.post("/ideeen/nieuw/fotos/", {"key": KEY, "photo": files(*colours(2))})
    assert response.status_code == 200
    one, two = IdeaPhoto.objects.all()
    assert f'name="beschrijving-{two.pk}"' in response.content.decode()
    said = {f"beschrijving-{one.pk}": "Een kaal plein", f"beschrijving-{two.pk}": "Een <b>boom</b>"}
    client.post(NEW, {**WORDS, **said, "key": KEY, "doe": "verstuur"})
    idea = Idea.objects.get()
    assert list(idea.photos.values_list("description", flat=True)) == ["Een kaal plein", "Een <b>boom</b>"]
    page = client.get(idea.get_absolute_url()).content.decode()
    assert 'alt="Een kaal plein"' in page
    assert 'alt="Een &lt;b&gt;boom&lt;/b&gt;"' in page
    for number in (1, 2):
        shown = client.get(f"{idea.get_absolute_url()}foto/{number}/")
        assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    for number in (0, 3, 10**30):
        assert client.get(f"{idea.get_absolute_url()}foto/{number}/").status_code == 404


def press_photo(client, verb, number):
    return client.post(PLACE, {"key": KEY, "doe": f"foto-{verb}-{number}", "address": "Dorpsstraat"})


def test_photos_are_put_in_order_by_buttons_and_keep_that_order(client, resident, last_rule):
    sign_in(client, resident)
    client.post("/ideeen/nieuw/fotos/", {"key": KEY, "photo": files(*colours(3))})
    first, second, third = IdeaPhoto.objects.values_list("pk", flat=True)
    page = Visitor(client).open(PLACE).page
    buttons = [one["value"] for one in page.select("#fotos button[name=doe]") if one["value"] != "foto"]
    assert buttons == [
        f"foto-later-{first}", f"foto-weg-{first}", f"foto-eerder-{second}", f"foto-later-{second}",
        f"foto-weg-{second}", f"foto-eerder-{third}", f"foto-weg-{third}",
    ]  # fmt: skip
    orders = []
    for verb, number in (("eerder", third), ("eerder", third), ("later", first), ("eerder", third), ("later", first)):
        assert press_photo(client, verb, number)["Location"].endswith("#fotos")
        orders.append(list(IdeaPhoto.objects.values_list("pk", flat=True)))
    assert orders == [
        [first, third, second], [third, first, second], [third, second, first], [third, second, first],
        [third, second, first],
    ]  # fmt: skip
    assert Concept.objects.get().answers["address"] == "Dorpsstraat"
    press_photo(client, "weg", second)
    client.post("/ideeen/nieuw/fotos/", {"key": KEY, "photo": files(picture(color="blue"))})
    fourth = IdeaPhoto.objects.exclude(pk__in=[first, second, third]).get().pk
    client.post(PLACE, {**WORDS, "key": KEY, "doe": "verstuur"})
    assert list(Idea.objects.get().photos.values_list("pk", flat=True)) == [third, first, fourth]


@pytest.mark.parametrize("verb", ["eerder", "later"])
def test_nobody_moves_the_photos_of_somebody_else(client, resident, neighbour, last_rule, verb):
    sign_in(client, resident)
    client.post("/ideeen/nieuw/fotos/", {"key": KEY, "photo": files(*colours(2))})
    photos = list(IdeaPhoto.objects.values_list("pk", flat=True))
    sign_in(client, neighbour)
    other = {"key": str(uuid.UUID(int=7)), "address": "Elders"}
    for number in (*photos, 10**17):
        client.post(PLACE, {**other, "doe": f"foto-{verb}-{number}"})
    assert client.post(PLACE, {"key": KEY, "doe": f"foto-{verb}-{photos[0]}"}).status_code != 302
    assert list(IdeaPhoto.objects.values_list("pk", flat=True)) == photos


def test_a_bad_photo_among_good_ones_is_named_and_the_others_are_kept(client, resident, last_rule):
    sign_in(client, resident)
    response = client.post(PLACE, {**WORDS, "key": KEY, "photo": files(picture(), SVG), "doe": "verstuur"})
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "photo": ["foto-1.jpg: Dit bestand kunnen wij niet lezen. Kies een foto (JPG, PNG, WebP of HEIC)."]
    }
    assert Concept.objects.get().photos.count() == 1


def test_the_sixth_photo_is_refused_beside_the_field(client, resident, last_rule):
    sign_in(client, resident)
    client.post("/ideeen/nieuw/fotos/", {"key": KEY, "photo": files(*colours(5))})
    response = client.post("/ideeen/nieuw/fotos/", {"key": KEY, "photo": files(picture(color="blue"))})
    assert "Een idee heeft hooguit 5 foto" in unescape(response.content.decode())
    many = client.post("/ideeen/nieuw/fotos/", {"key": str(uuid.UUID(int=9)), "photo": files(*colours(6))})
    assert "Kies hooguit 5 foto's." in unescape(many.content.decode())
    assert sorted(one.photos.count() for one in Concept.objects.all()) == [5, 5]


def test_the_same_form_with_a_photo_sent_again_brings_it_once(client, resident):
    sign_in(client, resident)
    for _ in range(2):
        client.post(PLACE, {"key": KEY, "photo": files(picture()), "doe": "bewaar"})
    assert IdeaPhoto.objects.count() == 1


def test_photos_of_a_form_without_a_key_go_nowhere(client, resident):
    assert sign_in(client, resident).post("/ideeen/nieuw/fotos/", {"photo": files(picture())}).status_code == 404


LONG = "Dit " + "is " * 30 + "lang."


def test_advice_while_typing_marks_and_never_blocks(client, db):
    page = client.post("/ideeen/nieuw/tips/", {"problem": f"{LONG} Derhalve bel ik 06-12345678."}).content.decode()
    assert page.count("<mark>") == 3
    assert "<mark>06-12345678</mark> Dit is een telefoonnummer." in page
    assert "<mark>Derhalve</mark> Schrijf liever “daarom”." in page
    assert client.post("/ideeen/nieuw/tips/", {"problem": "Te warm."}).content.decode().strip() == ""
    nasty = client.post("/ideeen/nieuw/tips/", {"problem": "<script>x</script> " * 40}).content.decode()
    assert "<script>" not in nasty
    assert not Concept.objects.exists()


def test_without_a_script_the_next_screen_gives_the_advice(last_rule):
    visitor = Visitor().open(NEW).press("Verder", problem="Bel mij op 06-12345678.")
    assert visitor.path == PROPOSAL
    assert [mark.get_text() for mark in visitor.page.find_all("mark")] == ["06-12345678"]


def test_an_anonymous_idea_has_no_name_anywhere(client, resident, owner, last_rule):
    sign_in(client, resident).post(NEW, {**WORDS, "key": KEY, "anonymous": "ja"})
    idea = Idea.objects.get()
    assert (idea.is_anonymous, idea.author_name) == (True, "Anoniem")
    for reader, path in ((Client(), idea.get_absolute_url()), (sign_in(Client(), owner), idea.get_desk_url())):
        page = reader.get(path).content.decode()
        assert "Anoniem" in page
        assert resident.nickname not in page


def test_the_code_is_asked_after_three_screens(last_rule, mail_of):
    visitor = Visitor().write(email=EMAIL)
    assert visitor.path == "/ideeen/nieuw/code/"
    visitor.press("Verstuur uw idee", code=mail_of())
    assert Idea.objects.get().title == WORDS["title"]


def test_who_has_no_name_of_their_own_chooses_one(client, resident, last_rule):
    resident.nickname = "Inwoner 4821973"
    resident.save(update_fields=["nickname"])
    visitor = Visitor(sign_in(client, resident)).open(NEW).press("Verder", problem=WORDS["problem"])
    visitor.press("Verder", proposal=WORDS["proposal"], title=WORDS["title"])
    visitor.press("Verstuur uw idee", status=422, nickname="Gemeente Dorp")
    assert "Deze naam lijkt op een naam van de gemeente." in visitor.error_beside("nickname")
    assert not Idea.objects.exists()
    visitor.press("Verstuur uw idee", nickname="  Groene   Duim ")
    resident.refresh_from_db()
    assert (resident.nickname, Idea.objects.get().author_name) == ("Groene Duim", "Groene Duim")
    assert "nickname" not in fields_on(visitor.open(PLACE).page)


@pytest.mark.parametrize(("before", "after"), [("Inwoner 4821973", "Groene Duim"), ("Bloem", "Bloem")])
def test_a_name_that_was_chosen_stays(resident, last_rule, before, after):
    """Also when the form was filled in before signing in, by who has an account with a name."""
    resident.nickname = before
    resident.save(update_fields=["nickname"])
    factories.make_idea(resident, nickname="Groene Duim")
    resident.refresh_from_db()
    assert resident.nickname == after


def test_who_types_no_name_keeps_the_one_that_was_made(client, resident, last_rule):
    resident.nickname = "Inwoner 4821973"
    resident.save(update_fields=["nickname"])
    sign_in(client, resident).post(PLACE, {**WORDS, "key": KEY, "nickname": " ", "doe": "verstuur"})
    assert Idea.objects.get().author_name == "Inwoner 4821973"
