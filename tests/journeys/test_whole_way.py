"""The whole way of an idea over HTTP and SMTP, as people walk it: pages, forms and mails, nothing behind them."""

import uuid

import pytest

from ideas.actions.moderate import hide_idea
from ideas.models import Concept, Idea, RoutingRule
from ideas.statuses import Status, Visibility
from participation.models import User
from tests import factories
from tests.journeys.people import WORDS, Visitor, code_in, link_in, text_of

EMAIL = "nieuw@example.org"
FOUR_PARTS = {
    "project": "Groen in de wijk",
    "reason": "Het plein wordt in het voorjaar opnieuw gemaakt.",
    "next_step": "Wij tekenen een plan.",
    "date": "2031-03-01",
}


@pytest.fixture
def shade(last_rule, programme):
    """A rule that looks for a word, before the last one."""
    return RoutingRule.objects.create(name="Schaduw en bomen", order=1, programme=programme, words=["schaduw"])


def submit(visitor, mail_server, email=EMAIL, **words):
    """Write, send, type the code. Gives the idea."""
    visitor.write(email=email, **words)
    visitor.press("Verstuur uw idee", code=code_in(mail_server.to(email)[-1]))
    return Idea.objects.get(reference=visitor.path.split("/")[2])


def test_from_an_anonymous_visitor_to_a_decision(visitor, signed_in, shade, owner, mail_server, tell):
    visitor.open("/").write(email=EMAIL)
    assert visitor.path == "/ideeen/nieuw/code/"
    assert Concept.objects.get().answers["proposal"] == WORDS["proposal"]
    assert not Idea.objects.exists()

    visitor.press("Verstuur uw idee", code=code_in(mail_server.to(EMAIL)[0]))
    idea = Idea.objects.get()
    assert visitor.path == idea.get_absolute_url()
    assert f"Uw idee is ontvangen. Het nummer is {idea.reference}." in visitor.text
    assert "Regel “Schaduw en bomen”: in de tekst staat “schaduw”." in visitor.text
    assert "Team Groen" in visitor.text
    assert not Concept.objects.exists()
    assert idea.author == User.objects.get(email=EMAIL)

    tell()
    official = signed_in(owner)
    official.open(link_in(mail_server.to(owner)[0], "/werkplek/"))
    assert official.path == idea.get_desk_url()
    official.press("In behandeling nemen", next_step="Wij gaan op het plein kijken.")
    assert "Gedaan: in behandeling nemen. De indiener krijgt bericht." in official.text
    tell()
    assert "Wij gaan op het plein kijken." in text_of(mail_server.to(EMAIL)[-1])

    official.open(idea.get_desk_url()).press("Uitvoeren", **FOUR_PARTS)
    tell()
    answer = mail_server.to(EMAIL)[-1]
    assert "Wordt uitgevoerd" in f"{answer['Subject']} {text_of(answer)}"
    for part in ("Groen in de wijk", FOUR_PARTS["reason"], FOUR_PARTS["next_step"], "1 maart 2031"):
        assert part in text_of(answer)
    visitor.open(link_in(answer, "/"))
    assert "Besluit: Wordt uitgevoerd" in visitor.text
    assert FOUR_PARTS["reason"] in visitor.text


def test_a_question_and_its_answer(idea, resident, owner, signed_in, mail_server, tell):
    official, author = signed_in(owner), signed_in(resident)
    official.open(idea.get_desk_url()).press("Vraag stellen aan de indiener", question="Welke straat bedoelt u?")
    tell()
    asked = mail_server.to(resident)[-1]
    assert "Welke straat bedoelt u?" in text_of(asked)
    author.open(link_in(asked, "/"))
    assert "De gemeente heeft een vraag voor u" in author.text
    author.press("Verstuur uw antwoord", text="De Dorpsstraat.")
    assert "Uw antwoord is verstuurd" in author.text
    idea.refresh_from_db()
    assert idea.status == Status.IN_REVIEW
    tell()
    assert any("De Dorpsstraat." in text_of(letter) for letter in mail_server.to(owner))


def test_an_answer_without_words_is_refused_beside_the_field(idea, resident, owner, signed_in):
    signed_in(owner).open(idea.get_desk_url()).press("Vraag stellen aan de indiener", question="Welke straat?")
    author = signed_in(resident).open(idea.get_absolute_url())
    author.press("Verstuur uw antwoord", status=422, text="")
    assert "Vul dit in." in author.error_beside("text")


def test_hand_over(idea, resident, owner, signed_in, mail_server, tell):
    other = factories.make_official("water")
    programme = factories.make_programme("water", owner=other)
    official = signed_in(owner).open(idea.get_desk_url())
    official.press("Naar een ander programma", programme=str(programme.pk), reason="Dit gaat over de sloot.")
    official.open(idea.get_desk_url(), status=404)
    newcomer = signed_in(other).open(idea.get_desk_url())
    assert "Dit gaat over de sloot." in newcomer.text
    tell()
    assert any(idea.get_desk_url() in text_of(letter) for letter in mail_server.to(other))
    assert any("Dit gaat over de sloot." in text_of(letter) for letter in mail_server.to(resident))


def test_a_partner_answers_without_an_account(idea, owner, signed_in, visitor, mail_server, tell):
    signed_in(owner).open(idea.get_desk_url()).press(
        "Doorverwijzen naar een partner",
        partner="Woonstichting",
        partner_email="partner@example.com",
        message="Mogen er bomen bij de flat?",
        next_step="Wij wachten op de woonstichting.",
    )
    tell()
    link = link_in(mail_server.to("partner@example.com")[0], "/doorverwijzing/")
    visitor.open(link)
    assert "Mogen er bomen bij de flat?" in visitor.text
    visitor.press("Verstuur uw antwoord", status=200, text="Ja, aan de zonkant.")
    assert "Uw antwoord staat bij het idee." in visitor.text
    with pytest.raises(AssertionError, match="no button"):
        visitor.form("Verstuur uw antwoord")
    assert "Ja, aan de zonkant." in Visitor().open(idea.get_absolute_url()).text
    tell()
    assert any("Ja, aan de zonkant." in text_of(letter) for letter in mail_server.to(owner))
    visitor.open(f"{link[:-3]}xx/", status=410)


def test_support_follow_and_taking_both_back(idea, neighbour, signed_in):
    person = signed_in(neighbour).open(idea.get_absolute_url())
    person.press("Steun dit idee")
    assert "1 persoon steunt dit idee" in person.text
    person.press("Volg dit idee").open("/mijn-inbreng/")
    assert person.text.count(idea.title) == 2
    person.open(idea.get_absolute_url()).press("Steun intrekken").press("Niet meer volgen")
    assert "0 mensen steunen dit idee" in person.text
    assert idea.title not in person.open("/mijn-inbreng/").text


def test_support_twice_counts_once(idea, neighbour, signed_in):
    person = signed_in(neighbour)
    tab = person.open(idea.get_absolute_url()).response
    person.press("Steun dit idee")
    person.response = tab
    person.press("Steun dit idee")
    assert "1 persoon steunt dit idee" in person.text


def test_an_author_withdraws(idea, resident, owner, signed_in, mail_server, tell):
    author = signed_in(resident).open(idea.get_absolute_url())
    author.press("Trek mijn idee in", status=422, reason="")
    assert "Vul dit in." in author.error_beside("reason")
    author.press("Trek mijn idee in", reason="De buurman heeft het al gedaan.")
    idea.refresh_from_db()
    assert idea.status == Status.WITHDRAWN
    assert "De indiener trok het idee in." in author.text
    assert "De buurman heeft het al gedaan." in author.text
    signed_in(owner).open(idea.get_desk_url())
    tell()


def test_a_wrong_code_submits_nothing_and_the_right_one_still_does(visitor, last_rule, mail_server):
    visitor.write(email=EMAIL)
    code = code_in(mail_server.to(EMAIL)[0])
    wrong = "000000" if code != "000000" else "111111"
    visitor.press("Verstuur uw idee", code=wrong)
    assert visitor.path == "/ideeen/nieuw/code/"
    assert visitor.error_beside("code")
    assert not Idea.objects.exists()
    visitor.press("Verstuur uw idee", code=code)
    assert Idea.objects.get().title == WORDS["title"]


def test_too_many_wrong_codes_lead_back_to_the_text(visitor, last_rule, mail_server):
    visitor.write(email=EMAIL)
    code = code_in(mail_server.to(EMAIL)[0])
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        visitor.press("Verstuur uw idee", code=wrong)
    assert visitor.path == "/ideeen/nieuw/"
    assert WORDS["problem"] in visitor.text
    assert not Idea.objects.exists()


def test_a_new_code_can_be_asked_for(visitor, last_rule, mail_server):
    visitor.write(email=EMAIL).press("Stuur een nieuwe code")
    first, second = mail_server.to(EMAIL)
    assert visitor.path == "/ideeen/nieuw/code/"
    visitor.press("Verstuur uw idee", code=code_in(second))
    assert Idea.objects.count() == 1, (first["Subject"], visitor.text)


def test_without_a_mail_server_the_text_is_kept_and_the_page_says_so(
    visitor, last_rule, mail_server, no_mail_server, settings
):
    visitor.write(status=422, email=EMAIL)
    alert = visitor.page.find(attrs={"data-error-summary": True}).get_text(" ", strip=True)
    assert "mail" in alert.lower()
    assert Concept.objects.get().answers["problem"] == WORDS["problem"]
    fresh = visitor.open("/ideeen/nieuw/voorstel/")
    assert WORDS["proposal"] in fresh.text
    assert not Idea.objects.exists()


def test_an_error_stands_beside_its_field_and_the_text_stays(visitor, last_rule, mail_server):
    visitor.open("/ideeen/nieuw/").press("Verder", status=422, problem="")
    assert "Vertel welk probleem u ziet." in visitor.error_beside("problem")
    visitor.press("Verder", problem="Te warm.").press("Verder", status=422, proposal="Plant bomen.")
    assert "Geef uw idee een titel." in visitor.error_beside("title")
    assert visitor.page.find(attrs={"name": "proposal"}).get_text(strip=True) == "Plant bomen."
    visitor.press("Verder", title="Meer bomen").press(
        "Verstuur uw idee", status=422, address="Plein", email="geen-adres"
    )
    assert "Dit is geen goed e-mailadres." in visitor.error_beside("email")
    assert visitor.page.find(attrs={"name": "address"})["value"] == "Plein"
    assert visitor.page.title.string.strip().startswith("Fout: ")
    for link in visitor.page.find(attrs={"data-error-summary": True}).find_all("a"):
        assert visitor.page.find(id=link["href"].removeprefix("#"))
    assert not mail_server.letters


@pytest.mark.parametrize("path", ["/ideeen/nieuw/", "/ideeen/nieuw/bewaren/"])
def test_the_key_of_somebody_else_s_concept_is_refused(visitor, other_browser, last_rule, mail_server, path):
    visitor.open("/ideeen/nieuw/").press("Bewaar en ga later verder", problem=WORDS["problem"])
    kept = Concept.objects.get()
    other_browser.open("/ideeen/nieuw/")
    token = other_browser.page.find(attrs={"name": "csrfmiddlewaretoken"})["value"]
    stolen = {
        "problem": "Gekaapt.",
        "proposal": "Gekaapt.",
        "title": "Gekaapt idee",
        "key": str(kept.key),
        "email": "dief@example.org",
        "doe": "verstuur",
    }
    response = other_browser.client.post(path, {**stolen, "csrfmiddlewaretoken": token})
    assert response.status_code == (422 if path == "/ideeen/nieuw/" else 403)
    assert WORDS["problem"] not in response.content.decode().replace("Gekaapt", "")
    again = Concept.objects.get()
    assert (again.answers, again.author, again.updated_at) == (kept.answers, None, kept.updated_at)
    assert not mail_server.letters
    assert not Idea.objects.exists()


def test_a_concept_of_a_signed_in_person_is_theirs_on_any_device(resident, neighbour, signed_in, last_rule):
    signed_in(resident).open("/ideeen/nieuw/").press("Bewaar en ga later verder", problem=WORDS["problem"])
    assert WORDS["problem"] in signed_in(resident).open("/ideeen/nieuw/").text
    assert WORDS["problem"] not in signed_in(neighbour).open("/ideeen/nieuw/").text


def test_a_hidden_idea_is_not_there_for_others(idea, resident, neighbour, coordinator, owner, signed_in, visitor):
    hide_idea(idea, actor=coordinator, reason="Er stond een naam in.")
    for one in (visitor, signed_in(neighbour)):
        one.open(idea.get_absolute_url(), status=404)
        one.open(f"{idea.get_absolute_url()}foto/", status=404)
        assert idea.title not in one.open("/ideeen/").text
    for person in (resident, owner, coordinator):
        assert "Er stond een naam in." in signed_in(person).open(idea.get_absolute_url()).text
    response = signed_in(neighbour).client.post(f"{idea.get_absolute_url()}steun/")
    assert response.status_code in {403, 404}


def test_a_coordinator_hides_and_shows_at_the_desk(idea, coordinator, signed_in, visitor):
    moderator = signed_in(coordinator).open(idea.get_desk_url())
    moderator.press("Verberg dit idee", status=422, reason="")
    assert "Vul dit in." in moderator.error_beside("reason")
    moderator.open(idea.get_desk_url()).press("Verberg dit idee", reason="Er stond een naam in.")
    visitor.open(idea.get_absolute_url(), status=404)
    moderator.open(idea.get_desk_url()).press("Maak openbaar")
    idea.refresh_from_db()
    assert idea.visibility == Visibility.PUBLIC
    visitor.open(idea.get_absolute_url())


def test_sent_twice_is_one_idea(resident, signed_in, last_rule):
    person = signed_in(resident)
    person.open("/ideeen/nieuw/").press("Verder", problem=WORDS["problem"])
    form = person.press("Verder", proposal=WORDS["proposal"], title=WORDS["title"]).response
    first = person.press("Verstuur uw idee").path
    person.response = form
    person.press("Verstuur uw idee")
    assert person.path == first
    assert Idea.objects.count() == 1
    assert not Concept.objects.exists()


def test_a_late_autosave_does_not_bring_the_concept_back(resident, signed_in, last_rule):
    person = signed_in(resident)
    form = person.open("/ideeen/nieuw/").page
    fields = {one: form.find(attrs={"name": one})["value"] for one in ("key", "csrfmiddlewaretoken")}
    sent = person.client.post("/ideeen/nieuw/", {**WORDS, **fields, "doe": "verstuur"})
    assert sent.status_code == 302
    assert person.client.post("/ideeen/nieuw/bewaren/", {**WORDS, **fields}).status_code == 204
    assert not Concept.objects.exists()


def test_an_autosave_needs_a_key_and_keeps_what_is_not_valid_yet(visitor, last_rule):
    page = visitor.open("/ideeen/nieuw/").page
    token = page.find(attrs={"name": "csrfmiddlewaretoken"})["value"]
    key = page.find(attrs={"name": "key"})["value"]
    post = visitor.client.post
    assert post("/ideeen/nieuw/bewaren/", {"csrfmiddlewaretoken": token}).status_code == 400
    assert post("/ideeen/nieuw/bewaren/", {"csrfmiddlewaretoken": token, "key": "niets"}).status_code == 400
    half = {"csrfmiddlewaretoken": token, "key": key, "title": "Bo"}
    assert post("/ideeen/nieuw/bewaren/", half).status_code == 204
    assert visitor.open("/ideeen/nieuw/voorstel/").page.find(attrs={"name": "title"})["value"] == "Bo"
    assert Concept.objects.get().key == uuid.UUID(key)


def test_two_people_after_each_other_in_one_library(visitor, last_rule, mail_server):
    first = submit(visitor, mail_server)
    token = visitor.page.find(attrs={"name": "csrfmiddlewaretoken"})["value"]
    visitor.client.post("/uitloggen/", {"csrfmiddlewaretoken": token})
    second = submit(visitor, mail_server, email="tweede@example.org", title="Een heel ander idee")
    assert first.author != second.author
    assert Idea.objects.count() == 2
