"""The pages of a discussion, through the door: who sees and sends what, what it costs, and hostile posts."""

import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.models import BlockedPerson, Comment, Helpful, Idea, Report, ThreadFollow
from participation.models import Programme
from tests import factories
from tests.doors import sign_in
from tests.ideas.proofs import proof


@pytest.fixture
def neighbour(neighbour):
    return factories.make_known(neighbour)


@pytest.fixture
def comment(idea, neighbour):
    return factories.make_comment(idea, neighbour, "Ik vind dit **goed**.")


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def cost(client, path):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def post(client, idea, **data):
    return client.post(f"{idea.get_absolute_url()}reacties/nieuw/", {"key": uuid.uuid4(), "text": "Goed idee.", **data})


def test_from_the_form_to_the_page(client, idea, neighbour):
    sign_in(client, neighbour)
    form = soup(client.get(idea.get_absolute_url())).select_one("form.comment-form")
    fields = {field["name"]: field.get("value", "") for field in form.select("[name]")}
    response = client.post(form["action"], {**fields, "text": "Ik help <b>mee</b>."}, follow=True)
    assert "Uw reactie is geplaatst." in response.content.decode()
    again = client.post(form["action"], {**fields, "text": "Ik help <b>mee</b>."})
    assert again["Location"] == Comment.objects.get().get_absolute_url()
    client.logout()
    page = client.get(idea.get_absolute_url()).content.decode()
    assert "<p>Ik help &lt;b&gt;mee&lt;/b&gt;.</p>" in page


@pytest.mark.parametrize("number", [1, 30])
def test_pages_cost_the_same_whatever_their_length(client, idea, resident, number, neighbour):
    for place in range(number):
        start = factories.make_raw_comment(idea, author=factories.make_resident(f"a{place}"))
        factories.make_raw_comment(idea, thread=start, author=resident)
        Comment.objects.filter(pk=start.pk).update(edited_at=timezone.now())
    paths = {idea.get_absolute_url(): 11, f"{idea.get_absolute_url()}reacties/": 8, start.get_absolute_url(): 8}
    assert {path: cost(client, path) <= most for path, most in paths.items()} == dict.fromkeys(paths, True)
    sign_in(client, neighbour)
    client.get("/")
    assert cost(client, idea.get_absolute_url()) <= 13


def test_a_post_costs_little(client, idea, neighbour):
    sign_in(client, neighbour)
    client.get("/")
    with CaptureQueriesContext(connection) as seen:
        assert post(client, idea).status_code == 302
    assert len(seen) <= 18, [query["sql"][:90] for query in seen]


def test_visitors_get_no_cookie_and_no_token(client, comment):
    idea = comment.idea
    for path in (idea.get_absolute_url(), f"{idea.get_absolute_url()}reacties/", comment.get_absolute_url()):
        response = client.get(path)
        assert (response.status_code, bool(response.cookies)) == (200, False)
        assert response.same_for_visitors
        assert b"csrfmiddlewaretoken" not in response.content


@pytest.mark.parametrize("state", ["held", "hidden", "deleted"])
def test_a_text_that_is_not_public_is_nowhere(client, idea, neighbour, resident, state):
    secret = factories.make_raw_comment(
        idea, author=neighbour, state=state, text="" if state == "deleted" else "Geheim."
    )
    Comment.objects.update(edited_at=timezone.now())
    secret.versions.create(text="Geheim van eerst.", written_at=timezone.now())
    paths = [idea.get_absolute_url(), f"{idea.get_absolute_url()}reacties/", secret.get_absolute_url()]
    paths += [f"{secret.get_absolute_url()}{page}/" for page in ("eerder", "melden")]
    for person in (None, resident):
        if person:
            sign_in(client, person)
        for path in paths:
            assert "Geheim" not in client.get(path).content.decode()
    reply = client.get(f"{idea.get_absolute_url()}reacties/nieuw/?op={secret.pk}")
    assert "Geheim" not in reply.content.decode()


def test_what_a_moderator_hid_says_why_to_all_and_the_text_to_its_writer(client, idea, neighbour, owner):
    comment = factories.make_raw_comment(idea, author=neighbour, state="hidden", text="Koop nu.")
    assert "Reden: De tekst is reclame of spam." in client.get(idea.get_absolute_url()).content.decode()
    for person in (neighbour, owner):
        assert "Koop nu." in sign_in(client, person).get(comment.get_absolute_url()).content.decode()


@pytest.mark.parametrize("path", ["", "eerder/", "veranderen/", "weghalen/", "melden/", "bezwaar/"])
def test_a_comment_of_another_idea_is_not_there(client, comment, programme, neighbour, path):
    other = factories.make_raw_idea(programme)
    sign_in(client, neighbour)
    assert client.get(f"{other.get_absolute_url()}reacties/{comment.pk}/{path}").status_code == 404


@pytest.mark.parametrize("visibility", ["held", "hidden"])
def test_of_an_idea_that_is_not_public_nothing_is(client, comment, visibility):
    Idea.objects.update(visibility=visibility, hidden_reason="Naam.")
    idea = comment.idea
    for path in (
        f"{idea.get_absolute_url()}reacties/",
        comment.get_absolute_url(),
        f"{idea.get_absolute_url()}melden/",
    ):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {"text": ""}, {"text": "x" * 2001}, {"key": "geen sleutel"}, {"text": "\u202e"}, {"answers": "9" * 30},
    ],
)  # fmt: skip
def test_a_form_that_is_wrong_comes_back_with_what_was_typed(client, idea, neighbour, data):
    sign_in(client, neighbour)
    response = post(client, idea, **data)
    assert response.status_code == 422
    assert "Fout" in response.content.decode()
    typed = {"text": "Goed idee.", **data}["text"].strip()
    assert typed in soup(response).select_one("textarea").text
    assert not Comment.objects.exists()


def test_answers_to_what_is_not_there(client, idea, neighbour):
    sign_in(client, neighbour)
    assert post(client, idea, answers="123456").status_code == 404
    assert client.get(f"{idea.get_absolute_url()}reacties/nieuw/?op=99999999999999999999").status_code == 200


def test_text_is_not_lost_when_the_discussion_closed_meanwhile(client, idea, neighbour):
    sign_in(client, neighbour)
    Idea.objects.update(status="withdrawn", status_since=timezone.now())
    response = post(client, idea, text="Toch nog iets.")
    assert response.status_code == 422
    assert "U kunt hier niet reageren." in response.content.decode()
    assert "Toch nog iets." in soup(response).select_one("textarea").text


@pytest.mark.parametrize(
    ("status", "days", "says"),
    [
        ("received", 0, "Log in om te reageren"),
        ("declined", 1, "U kunt nog reageren tot"),
        ("declined", 31, "U kunt niet meer reageren."),
        ("merged", 0, "U kunt niet meer reageren."),
    ],
)
def test_the_page_says_how_long(client, programme, status, days, says):
    idea = factories.make_raw_idea(programme, status=status, status_since=timezone.now() - timedelta(days=days))
    factories.make_raw_comment(idea)
    page = client.get(idea.get_absolute_url()).content.decode()
    assert says in page
    assert ("Geef antwoord<span" in page) == ("niet meer" not in says)


def test_a_newcomer_is_asked_for_a_proof_and_others_are_not(client, idea, neighbour):
    newcomer = factories.make_resident("nieuw")
    sign_in(client, newcomer)
    assert soup(client.get(idea.get_absolute_url())).select_one("altcha-widget")
    assert (
        "Een medewerker leest hem voordat anderen hem zien."
        in post(client, idea).wsgi_request._messages._queued_messages[0].message
    )
    assert post(client, idea, text="Met bewijs.", altcha=proof()).status_code == 302
    assert list(Comment.objects.order_by("pk").values_list("state", flat=True)) == ["held", "public"]
    client.logout()
    sign_in(client, neighbour)
    assert not soup(client.get(idea.get_absolute_url())).select_one("altcha-widget")


def test_the_task_for_a_browser(client, db):
    response = client.get("/robotcontrole/")
    assert (response.status_code, set(response.json())) == (200, {"parameters", "signature"})
    assert "no-store" in response["Cache-Control"]


def test_an_official_writes_without_a_name(client, idea, owner):
    sign_in(client, owner)
    assert "Team Groen" in soup(client.get(idea.get_absolute_url())).select_one("form.comment-form").text
    post(client, idea, text="Wij kijken ernaar.")
    client.logout()
    page = soup(client.get(idea.get_absolute_url())).select_one(".comment--official")
    assert "Team Groen" in page.text
    assert owner.nickname not in page.text


def test_an_official_of_elsewhere_has_no_form(client, idea, stranger):
    sign_in(client, stranger)
    assert not soup(client.get(idea.get_absolute_url())).select_one("form.comment-form")
    assert post(client, idea).status_code == 422
    assert not Comment.objects.exists()


def test_a_blocked_person_reads_and_is_told_why(client, comment, resident, coordinator):
    BlockedPerson.objects.create(person=resident, reason="U schold mensen uit.", moderator=coordinator)
    sign_in(client, resident)
    page = client.get(comment.idea.get_absolute_url()).content.decode()
    assert "U schold mensen uit." in page
    assert "Ik vind dit <strong>goed</strong>." in page
    assert not soup(client.get(comment.idea.get_absolute_url())).select_one("form.comment-form")
    assert client.post(f"{comment.get_absolute_url()}melden/", {"reason": "reclame"}).status_code == 403


def test_edit_and_look_back(client, comment, neighbour):
    sign_in(client, neighbour)
    client.post(f"{comment.get_absolute_url()}veranderen/", {"text": "Ik vind dit beter."})
    client.logout()
    assert "bekijk wat er eerst stond" in client.get(comment.idea.get_absolute_url()).content.decode()
    history = client.get(f"{comment.get_absolute_url()}eerder/").content.decode()
    assert "Ik vind dit <strong>goed</strong>." in history
    assert "Ik vind dit beter." in history


def test_after_a_quarter_of_an_hour_there_is_no_form(client, comment, neighbour):
    sign_in(client, neighbour)
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    assert client.get(f"{comment.get_absolute_url()}veranderen/")["Location"] == comment.get_absolute_url()
    response = client.post(f"{comment.get_absolute_url()}veranderen/", {"text": "Te laat getypt."})
    assert response.status_code == 422
    assert "Te laat getypt." in soup(response).select_one("textarea").text


def test_take_back_after_one_question(client, comment, neighbour, resident):
    sign_in(client, resident)
    assert client.get(f"{comment.get_absolute_url()}weghalen/").status_code == 403
    assert client.post(f"{comment.get_absolute_url()}weghalen/").status_code == 403
    sign_in(client, neighbour)
    assert client.get(f"{comment.get_absolute_url()}weghalen/").status_code == 200
    client.post(f"{comment.get_absolute_url()}weghalen/")
    client.logout()
    page = client.get(comment.idea.get_absolute_url()).content.decode()
    assert "De schrijver haalde deze reactie weg." in page
    assert "Ik vind dit" not in page


def test_helpful_with_and_without_scripts(client, comment, resident):
    sign_in(client, resident)
    path = f"{comment.get_absolute_url()}nuttig/"
    fragment = client.post(path, headers={"HX-Request": "true"})
    assert soup(fragment).select_one("button")["aria-pressed"] == "true"
    assert "Nuttig (1)" in fragment.content.decode()
    assert client.post(path, {"doe": "terug"}).status_code == 302
    assert (Helpful.objects.count(), Comment.objects.get().helpful_count) == (0, 0)


def test_follow_and_stop(client, comment, resident):
    sign_in(client, resident)
    client.post(f"{comment.get_absolute_url()}volgen/")
    assert ThreadFollow.objects.filter(person=resident).count() == 1
    assert "Volg dit gesprek niet meer" in client.get(comment.get_absolute_url()).content.decode()
    client.post(f"{comment.get_absolute_url()}volgen/", {"doe": "terug"})
    assert not ThreadFollow.objects.filter(person=resident).exists()


def test_more_comments_come_page_by_page(client, idea):
    for number in range(25):
        factories.make_raw_comment(idea, text=f"Nummer {number}.")
    seen, path = [], f"{idea.get_absolute_url()}reacties/?volgorde=oudste"
    while path:
        page = soup(client.get(path))
        seen += [text.get_text(strip=True) for text in page.select(".comment__text")]
        link = page.select_one(".discussion__more a")
        path = link and f"{idea.get_absolute_url()}reacties/{link['href']}"
    assert seen == [f"Nummer {number}." for number in range(25)]
    assert client.get(f"{idea.get_absolute_url()}reacties/?volgorde=onzin").status_code == 404
    assert client.get(f"{idea.get_absolute_url()}reacties/?vanaf=onzin").status_code == 200


def test_pros_and_cons_where_the_programme_asks(client, idea, neighbour):
    sign_in(client, neighbour)
    assert not soup(client.get(idea.get_absolute_url())).select("[name=side]")
    Programme.objects.update(asks_for_sides=True)
    assert len(soup(client.get(idea.get_absolute_url())).select("[name=side]")) == 3
    post(client, idea, side="con")
    assert "Tegen" in soup(client.get(idea.get_absolute_url())).select_one(".comment").text


def test_anybody_may_report(client, comment, resident):
    path = f"{comment.get_absolute_url()}melden/"
    assert soup(client.get(path)).select_one("altcha-widget")
    assert client.post(path, {}).status_code == 422
    assert client.post(path, {"reason": "reclame", "text": "Kijk zelf."})["Location"] == comment.idea.get_absolute_url()
    sign_in(client, resident)
    client.post(path, {"reason": "belediging"})
    assert "U hebt dit al gemeld." in client.post(path, {"reason": "belediging"}, follow=True).content.decode()
    assert set(Report.objects.values_list("reporter", "reason")) == {(None, "reclame"), (resident.pk, "belediging")}


def test_a_visitor_reports_a_few_times_and_then_loses_nothing(client, idea):
    path = f"{idea.get_absolute_url()}melden/"
    for _ in range(3):
        assert client.post(path, {"reason": "reclame"}).status_code == 302
    response = client.post(path, {"reason": "reclame", "text": "Dit typte ik."})
    assert response.status_code == 422
    assert "Dit typte ik." in soup(response).select_one("textarea").text
