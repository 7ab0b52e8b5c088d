"""Writing an idea down for somebody: who may, by which ways, for whom, and the papers that go with it."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from ideas.actions.vocabulary import count_words
from ideas.intake.form_code import EVERY, read_code
from ideas.models import Entry, Follow, Idea
from ideas.permissions import may_support
from ideas.statuses import ENTERED
from ideas.vocabulary import KEEPER
from notifications.draining import drain_all
from notifications.models import Delivery
from participation.models import Language, User
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db

ADDRESS = "/werkplek/invoeren/"
WORDS = {"problem": "Het is hier te warm.", "proposal": "Plant bomen.", "title": "Meer bomen in de straat"}
POSTAL = {"name": "Mevrouw De Wit", "postal": "Dorpsstraat 1\n2700 AA Dorp"}
NASTY = "<script>alert(1)</script> \u202eachterstevoren \U0001f333"


@pytest.fixture
def desk(client, owner, last_rule):
    return sign_in(client, owner)


def enter(client, **fields):
    return client.post(ADDRESS, {"key": uuid.uuid4(), "channel": "counter", **WORDS, **fields})


def picture():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "PNG")
    return SimpleUploadedFile("boom.png", out.getvalue(), "image/png")


@pytest.mark.parametrize(
    ("who", "code"), [("owner", 200), ("clerk", 200), ("coordinator", 200), ("stranger", 403), ("resident", 403)]
)
def test_who_may(client, request, last_rule, who, code):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(ADDRESS).status_code == code
    assert enter(client).status_code == (302 if code == 200 else 403)


def test_a_visitor_signs_in_first(client):
    assert client.get(ADDRESS).status_code == 302
    assert enter(client).status_code == 302
    assert not Idea.objects.exists()


@pytest.mark.parametrize("channel", ENTERED)
def test_how_it_came_in_is_kept_and_told(desk, channel, owner):
    enter(desk, channel=channel)
    idea = Idea.objects.get()
    assert (idea.channel, idea.author, idea.status, idea.reference[-5:]) == (channel, None, "received", "00001")
    assert (idea.entry.official, idea.promised_on is not None, idea.author_name) == (owner, True, "Anoniem")
    desk.logout()
    assert "Een medewerker schreef dit idee op." in desk.get(idea.get_absolute_url()).content.decode()


@pytest.mark.parametrize("channel", ["", "web", "import", "fax"])
def test_other_ways_are_refused(desk, channel):
    page = enter(desk, channel=channel)
    assert page.status_code == 422
    assert WORDS["proposal"] in page.content.decode()
    assert not Idea.objects.exists()


def test_with_an_address_the_author_is_that_account_and_gets_a_receipt(desk):
    went = enter(desk, email="Wit@Example.org ", channel="phone", **POSTAL)
    idea = Idea.objects.get()
    assert went["Location"] == f"{ADDRESS}{idea.reference}/"
    author = User.objects.get(email="wit@example.org")
    assert (idea.author, author.last_login, author.has_usable_password()) == (author, None, False)
    assert Follow.objects.filter(idea=idea, person=author).exists()
    # Nothing is kept for letters that are never sent, and nobody supports or says anything for them.
    assert (idea.entry.name, idea.entry.address, idea.support_count) == ("", "", 0)
    assert not may_support(author, idea)
    drain_all()
    assert [(row.route, row.channel) for row in Delivery.objects.filter(recipient=author).order_by("channel")] == [
        ("author", "email"), ("author", "inbox"),
    ]  # fmt: skip
    assert desk.get(f"{ADDRESS}{idea.reference}/brief.pdf").status_code == 404


def test_the_address_of_an_account_that_is_there_is_that_account(desk, resident):
    enter(desk, email=resident.email)
    assert Idea.objects.get().author == resident
    assert User.objects.filter(email=resident.email).count() == 1


def test_a_closed_account_is_refused(desk, resident):
    User.objects.filter(pk=resident.pk).update(is_active=False)
    assert enter(desk, email=resident.email).status_code == 422
    assert not Idea.objects.exists()


def test_without_an_address_there_is_a_letter(desk):
    enter(desk, channel="letter", **POSTAL)
    entry = Entry.objects.get()
    assert (entry.name, entry.address) == (POSTAL["name"], POSTAL["postal"])
    page = desk.get(f"{ADDRESS}{entry.idea.reference}/")
    assert "Print de brief" in page.content.decode()
    letter = desk.get(f"{ADDRESS}{entry.idea.reference}/brief.pdf")
    assert (letter.status_code, letter["Content-Type"], letter.content[:5]) == (200, "application/pdf", b"%PDF-")
    desk.logout()
    assert POSTAL["name"] not in desk.get(entry.idea.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("who", "code"), [("owner", 200), ("deputy", 200), ("clerk", 404), ("stranger", 403), ("resident", 403)]
)
def test_the_letter_is_for_who_entered_it_and_who_handles_it(client, request, desk, who, code):
    enter(desk, **POSTAL)
    reference = Idea.objects.get().reference
    sign_in(client, request.getfixturevalue(who))
    assert client.get(f"{ADDRESS}{reference}/brief.pdf").status_code == code
    assert client.get(f"{ADDRESS}{reference}/").status_code == code


def test_who_entered_it_prints_the_letter_of_another_programme(client, clerk, last_rule):
    sign_in(client, clerk)
    enter(client, **POSTAL)
    assert client.get(f"{ADDRESS}{Idea.objects.get().reference}/brief.pdf").status_code == 200


def test_sent_twice_is_one_idea(desk):
    key = uuid.uuid4()
    assert len({enter(desk, key=key)["Location"] for _time in range(2)}) == 1
    assert Idea.objects.count() == 1


def test_somebody_elses_key_gives_nothing(client, desk, resident, stranger):
    mine = factories.make_idea(resident)
    assert enter(desk, key=mine.client_key).status_code == 422
    assert Idea.objects.get() == mine


def test_photos_come_along(desk):
    enter(desk, photo=[picture(), picture()])
    assert Idea.objects.get().photos.count() == 2


def test_what_is_no_photo_is_said_and_everything_else_kept(desk):
    page = enter(desk, photo=SimpleUploadedFile("boom.png", b"geen foto", "image/png"), name=NASTY)
    assert page.status_code == 422
    assert WORDS["problem"] in page.content.decode()
    assert "<script>alert" not in page.content.decode()


def test_nasty_words_print(desk):
    enter(desk, title=NASTY[:100], name=NASTY, postal=(NASTY * 4)[:300])
    reference = Idea.objects.get().reference
    assert desk.get(f"{ADDRESS}{reference}/brief.pdf").content[:5] == b"%PDF-"


def test_many_in_a_day_are_no_misuse(desk):
    assert {enter(desk).status_code for _time in range(12)} == {302}


@pytest.mark.parametrize(
    ("typed", "found"),
    [("BALIE-NL", ("counter", "nl")), ("brief en", ("letter", "en")), (" Bijeenkomst.NL ", ("meeting", "nl")),
     ("FAX-NL", None), ("", None), ("BALIE-NL" * 99, None), (NASTY, None)],
)  # fmt: skip
def test_codes(typed, found):
    code = read_code(typed)
    assert (code and (code.channel, code.language)) == found


def test_a_code_chooses_how_it_came_in(desk):
    page = desk.get(ADDRESS, {"code": "brief-en"}).content.decode()
    assert 'value="letter"' in page
    assert 'name="language" value="en"' in page
    assert "Deze code kennen wij niet" in desk.get(ADDRESS, {"code": "wat"}).content.decode()
    enter(desk, language="en", email="reader@example.org")
    assert User.objects.get(email="reader@example.org").language == Language.ENGLISH


@pytest.mark.parametrize("code", EVERY, ids=str)
def test_every_form_can_be_printed_by_everybody(client, code):
    factories.make_theme("groen", name="Groen & water \U0001f333")
    page = client.get(reverse("ideas:form_on_paper", args=[str(code).lower()]))
    assert (page.status_code, page.content[:5], b"/Count 2" in page.content) == (200, b"%PDF-", True)
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize("code", ["fax-nl", "BALIE-NL", "balie", "balie-nl-nl"])
def test_other_codes_are_no_form(client, code):
    assert client.get(f"/ideeen/formulier/{code}.pdf").status_code == 404


@pytest.fixture
def benches(programme):
    factories.make_raw_idea(
        programme, title="Meer bankjes <b>in het park</b>", problem="Ouderen staan.", proposal="Zet."
    )
    for title in ("Zebrapad bij de school", "Buurtfeest op het plein", "Minder lawaai"):
        factories.make_raw_idea(programme, title=title, problem="Er is iets.", proposal="Doe iets.")
    count_words(anew=True)
    KEEPER.forget()


@pytest.mark.parametrize(("who", "code"), [
    ("owner", 200), ("clerk", 200), ("stranger", 403), ("coordinator", 200), ("resident", 403), ("anonymous", 302),
])  # fmt: skip
def test_who_is_shown_what_is_like_it(client, request, benches, who, code):
    if who != "anonymous":
        sign_in(client, request.getfixturevalue(who))
    answer = client.post(f"{ADDRESS}lijkt-op/", {"title": "Bankjes in het park"})
    assert (answer.status_code, client.get(f"{ADDRESS}lijkt-op/").status_code) == (code, 405 if code != 302 else 302)
    if code == 200:
        html = answer.content.decode()
        assert ("&lt;b&gt;in het park" in html, "1 idee lijkt op wat u schrijft." in html) == (True, True)
        assert "<button" not in html  # An official supports nothing in a resident's place.


@pytest.mark.parametrize("words", ["", "   ", "\0", "qqqq zzzz", "\u202e' | & !"])
def test_what_is_like_nothing_shows_nothing(desk, benches, words):
    assert desk.post(f"{ADDRESS}lijkt-op/", {"title": words}).content.decode().strip() == ""


def test_a_form_that_came_back_shows_what_is_like_it_without_a_script(desk, benches):
    assert "data-similar-said" not in desk.get(ADDRESS).content.decode()
    page = enter(desk, title="Bankjes in het park", channel="")
    assert (page.status_code, "&lt;b&gt;in het park" in page.content.decode()) == (422, True)


def test_what_is_like_it_costs_the_same_for_one_and_for_thirty(desk, benches, programme, django_assert_num_queries):
    def ask():
        return desk.post(f"{ADDRESS}lijkt-op/", {"title": "Bankjes in het park"})

    ask()
    with CaptureQueriesContext(connection) as asked:
        ask()
    for number in range(30):
        factories.make_raw_idea(programme, title=f"Bankjes in het park {number}")
    with django_assert_num_queries(len(asked)):
        assert ask().content.decode().count("similar__item") == 5
