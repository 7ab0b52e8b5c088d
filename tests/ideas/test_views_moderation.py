"""The moderator's desk: who may enter, what lies there, many at once, and objections."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.actions.moderate import hide_comment, hide_idea
from ideas.actions.object import answer_objection, object_to
from ideas.actions.report import report
from ideas.comment_statuses import ReportReason
from ideas.models import BlockedPerson, Comment, Idea, Report, Ruling
from ideas.moderation import AT_ONCE, waiting_comments, waiting_ideas, with_reports
from ideas.statuses import Visibility
from tests import factories
from tests.doors import sign_in

ROLES = ["anonymous", "resident", "stranger", "owner", "deputy", "coordinator", "administrator"]
DESK = {"owner", "deputy", "coordinator"}
PAGE = "/werkplek/moderatie/"


@pytest.fixture(params=ROLES)
def role(request, client, last_rule):
    if request.param != "anonymous":
        sign_in(client, request.getfixturevalue(request.param))
    return request.param


@pytest.fixture
def held(idea, neighbour):
    return factories.make_raw_comment(idea, author=neighbour, state="held", text="Wacht nog.")


def text(response):
    return response.content.decode()


def test_who_sees_what_waits(role, client, held):
    response = client.get(PAGE)
    assert response.status_code == {"anonymous": 302, **dict.fromkeys(DESK, 200)}.get(role, 403)
    assert ("Wacht nog." in text(response)) == (role in DESK)


def test_who_judges(role, client, held):
    response = client.post(f"{PAGE}oordeel/", {"chosen": held.pk, "doe": "toon"})
    assert response.status_code == {"anonymous": 302, **dict.fromkeys(DESK, 302)}.get(role, 403)
    held.refresh_from_db()
    assert (held.state == "public") == (role in DESK)


def test_many_at_once_with_one_reason(client, idea, neighbour, owner):
    sign_in(client, owner)
    comments = [factories.make_raw_comment(idea, author=neighbour, state="held") for _ in range(3)]
    chosen = [comment.pk for comment in comments[:2]]
    page = client.post(
        f"{PAGE}oordeel/", {"chosen": chosen, "doe": "verberg", "reason": "reclame", "more": " Bel ons. "}, follow=True
    )
    assert "2 reacties verwerkt." in text(page)
    assert list(Comment.objects.order_by("pk").values_list("state", "hidden_reason")) == [
        ("hidden", "De tekst is reclame of spam. Bel ons."), ("hidden", "De tekst is reclame of spam. Bel ons."), ("held", ""),
    ]  # fmt: skip
    assert Ruling.objects.filter(moderator=owner).count() == 2


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"doe": "verberg", "reason": "reclame"}, "chosen"),
        ({"doe": "verberg", "chosen": "held"}, "reason"),
        ({"doe": "toon", "chosen": "99999"}, "chosen"),
    ],
)
def test_without_choice_or_reason_nothing_happens(client, held, owner, data, field):
    sign_in(client, owner)
    response = client.post(f"{PAGE}oordeel/", {**data, **({"chosen": held.pk} if data.get("chosen") == "held" else {})})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {field})
    assert Comment.objects.get().state == "held"


def test_nobody_judges_their_own_words(client, idea, owner):
    own = factories.make_raw_comment(idea, author=owner, team="Team Groen")
    sign_in(client, owner)
    page = client.post(f"{PAGE}oordeel/", {"chosen": own.pk, "doe": "verberg", "reason": "reclame"}, follow=True)
    assert "U mag dit niet doen." in text(page)
    assert Comment.objects.get().state == "public"


def test_reports_stand_with_what_they_are_about(client, idea, resident, neighbour, owner):
    comment = factories.make_raw_comment(idea, author=neighbour, text="Wat een onzin.")
    report(comment.idea, comment, reason=ReportReason.INSULT, text="Niet <b>aardig</b>.", actor=resident, place="")
    sign_in(client, owner)
    page = text(client.get(PAGE))
    assert "Wat een onzin." in page
    assert "Het beledigt of bedreigt iemand: Niet &lt;b&gt;aardig&lt;/b&gt;." in page
    client.post(f"{PAGE}oordeel/", {"chosen": comment.pk, "doe": "toon"})
    assert "Wat een onzin." not in text(client.get(PAGE))
    assert not Report.objects.filter(settled_at=None).exists()


def fill(programme, idea, name, number):
    """So many rows in one of the lists; gives the text by which each is known on the page."""
    people = [factories.make_resident(f"{name}-{number}-{place}") for place in range(number)]
    match name:
        case "reacties":
            comments = [
                factories.make_raw_comment(idea, author=person, state="held", text=f"{person}.") for person in people
            ]
            Report.objects.bulk_create(Report(idea=idea, comment=each, reason="reclame") for each in comments)
            return [f"{person}." for person in people]
        case "ideeen":
            made = [
                factories.make_raw_idea(programme, visibility="held", title=f"Idee van {person}.") for person in people
            ]
            return [each.title for each in made]
        case "bezwaren":
            comments = [factories.make_raw_comment(idea, author=person, state="hidden") for person in people]
            made = [(each, f"Bezwaar van {each.author}.") for each in comments]
            Ruling.objects.bulk_create(
                Ruling(idea=idea, comment=each, reason="Reclame.", objection=told, objected_at=each.created_at)
                for each, told in made
            )
            return [told for _each, told in made]
        case _:
            BlockedPerson.objects.bulk_create(BlockedPerson(person=person, reason=f"{person}.") for person in people)
            return [f"{person}." for person in reversed(people)]


@pytest.mark.parametrize("name", ["reacties", "ideeen", "bezwaren", "geblokkeerd"])
def test_a_list_costs_the_same_for_one_row_and_for_thirty(client, programme, idea, coordinator, name):
    sign_in(client, coordinator)
    costs = []
    for number in (1, 29):
        fill(programme, idea, name, number)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as seen:
            client.get(f"{PAGE}?lijst={name}")
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 10


@pytest.mark.parametrize(
    ("name", "waiting"),
    [("reacties", 500), ("ideeen", 3 * AT_ONCE), ("bezwaren", 3 * AT_ONCE), ("geblokkeerd", 3 * AT_ONCE)],
)
def test_of_all_that_wait_none_is_lost(client, programme, idea, coordinator, name, waiting):
    texts = fill(programme, idea, name, waiting)
    sign_in(client, coordinator)
    found, address = [], f"?lijst={name}&programma=groen"
    while address:
        page = BeautifulSoup(client.get(PAGE + address).content, "html.parser")
        rows = [row.get_text() for row in page.select(".list > li.panel")]
        assert 0 < len(rows) <= AT_ONCE
        found += [told for row in rows for told in texts if told in row and told not in found]
        following = page.select_one("a[rel=next]")
        address = following and following["href"]
        assert following is None or "programma=groen" in address
    assert found == texts


def test_who_judges_goes_on_where_they_were(client, idea, coordinator):
    comments = [factories.make_raw_comment(idea, state="held", text=f"Nummer {place}.") for place in range(2 * AT_ONCE)]
    sign_in(client, coordinator)
    following = BeautifulSoup(client.get(f"{PAGE}?programma=groen").content, "html.parser").select_one("a[rel=next]")
    page = BeautifulSoup(client.get(PAGE + following["href"]).content, "html.parser")
    address = page.select_one("#oordeel")["action"]
    second = [comment.pk for comment in comments[AT_ONCE:]]
    wrong = client.post(address, {"chosen": second[:1], "doe": "verberg"})
    assert (wrong.status_code, wrong.context["form"].chosen_keys) == (422, second[:1])
    assert [item.comment.pk for item in wrong.context["items"]] == second
    after = client.post(address, {"chosen": second[:5], "doe": "toon"}, follow=True)
    assert [item.comment.pk for item in after.context["items"]] == second[5:]
    assert after.context["narrowed"] == "groen"
    after = client.post(address, {"chosen": second[5:], "doe": "toon"}, follow=True)
    assert [item.comment for item in after.context["items"]] == comments[:AT_ONCE]


def test_one_programme_at_a_time(client, idea, owner, coordinator):
    other = factories.make_programme("wegen", owner=factories.make_official("ander"))
    here = factories.make_raw_comment(idea, state="held")
    there = factories.make_raw_comment(factories.make_raw_idea(other), state="held")
    held = factories.make_raw_idea(other, visibility="held")
    sign_in(client, coordinator)
    shown = {
        slug: [item.comment for item in client.get(f"{PAGE}?programma={slug}").context["items"]]
        for slug in ("", "groen", "wegen")
    }
    assert shown == {"": [here, there], "groen": [here], "wegen": [there]}
    page = client.get(f"{PAGE}?lijst=ideeen&programma=wegen")
    assert (list(page.context["ideas"]), page.context["lists"][0][3]) == ([held], 1)
    assert f"{PAGE}ideeen/{held.reference}/?lijst=ideeen&amp;programma=wegen" in text(page)
    assert client.get(f"{PAGE}?programma=onzin").status_code == 404
    sign_in(client, owner)
    assert client.get(f"{PAGE}?programma=wegen").status_code == 404
    assert 'name="programma"' not in text(client.get(PAGE))


def test_many_reports_of_one_text_leave_room_for_those_of_others(idea, neighbour):
    loud, quiet = (factories.make_raw_comment(idea, author=neighbour, state="held") for _ in range(2))
    Report.objects.bulk_create(Report(idea=idea, comment=loud, reason="reclame") for _ in range(250))
    Report.objects.create(idea=idea, comment=quiet, reason="anders", text="Dit klopt niet.")
    label = str(ReportReason("anders").label)
    told = [(item.comment, len(item.reports), item.report_count) for item in with_reports([loud, quiet])]
    assert told == [(loud, 3, 250), (quiet, 1, 1)]
    assert with_reports([quiet])[0].reports == [f"{label}: Dit klopt niet."]


def test_what_waits_is_found_without_reading_everything(programme, idea):
    Idea.objects.bulk_create(
        Idea(programme=programme, reference=f"2002-{place:05d}", title="Idee", problem="P", proposal="V",
             visibility=Visibility.HELD if place < 20 else Visibility.PUBLIC)
        for place in range(10_000)
    )  # fmt: skip
    now = idea.submitted_at
    made = Comment.objects.bulk_create(
        Comment(idea=idea, text="Ja.", state="held" if place < 20 else "public", published_at=now)
        for place in range(10_000)
    )
    Report.objects.bulk_create(Report(idea=idea, comment=each, reason="reclame") for each in made[20:40])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ideas_idea, ideas_comment, ideas_report")
    keys = [programme.pk]
    assert (waiting_comments(keys).count(), waiting_ideas(keys).count()) == (40, 20)
    for rows in (waiting_comments(keys), waiting_ideas(keys)):
        plan = rows[: AT_ONCE + 1].explain()
        assert "Seq Scan on ideas_comment" not in plan, plan
        assert "Seq Scan on ideas_idea" not in plan, plan


@pytest.mark.parametrize("name", ["reacties", "ideeen", "bezwaren", "geblokkeerd"])
def test_an_empty_list_says_so(client, last_rule, coordinator, name):
    sign_in(client, coordinator)
    assert "Deze lijst is leeg" in text(client.get(f"{PAGE}?lijst={name}"))
    assert client.get(f"{PAGE}?lijst=onzin").status_code == 404


def test_a_reported_idea_is_kept(client, idea, neighbour, owner):
    report(Idea.objects.select_related("programme").get(), None, reason=ReportReason.SPAM, actor=neighbour, place="")
    sign_in(client, owner)
    assert idea.title in text(client.get(f"{PAGE}?lijst=ideeen"))
    client.post(f"{PAGE}ideeen/{idea.reference}/")
    assert idea.title not in text(client.get(f"{PAGE}?lijst=ideeen"))


@pytest.fixture
def objection(idea, neighbour, owner):
    comment = factories.make_raw_comment(idea, author=neighbour)
    hide_comment(
        Comment.objects.select_related("idea__programme").get(), actor=owner, reason="De tekst is reclame of spam."
    )
    ruling = Ruling.objects.select_related("idea", "comment").get()
    object_to(ruling, actor=neighbour, text="Het is geen reclame.")
    return comment, ruling


@pytest.mark.parametrize("who", ["deputy", "coordinator"])
@pytest.mark.parametrize(("button", "state"), [("toon", "public"), ("verborgen", "hidden")])
def test_a_colleague_answers_an_objection(request, client, objection, who, button, state):
    comment, ruling = objection
    sign_in(client, request.getfixturevalue(who))
    assert "Het is geen reclame." in text(client.get(f"{PAGE}?lijst=bezwaren"))
    path = f"{PAGE}bezwaren/{ruling.pk}/"
    assert client.post(path, {"answer": "", "doe": button}).status_code == 422
    assert client.post(path, {"answer": "Ik heb gekeken.", "doe": button}).status_code == 302
    comment.refresh_from_db()
    assert comment.state == state
    assert client.post(path, {"answer": "Nog eens.", "doe": button}).status_code == 404


def test_who_ruled_sees_the_objection_and_no_form(client, objection, owner):
    sign_in(client, owner)
    page = client.get(f"{PAGE}?lijst=bezwaren")
    assert "Een collega geeft antwoord." in text(page)
    assert not BeautifulSoup(page.content, "html.parser").select("[name=answer]")
    response = client.post(f"{PAGE}bezwaren/{objection[1].pk}/", {"answer": "Toch wel.", "doe": "verborgen"})
    assert response.status_code == 422
    assert Ruling.objects.get().answered_at is None


def test_its_writer_objects_by_the_page(client, idea, resident, neighbour, coordinator, owner):
    comment = factories.make_raw_comment(idea, author=neighbour)
    hide_comment(Comment.objects.select_related("idea__programme").get(), actor=owner, reason="Reclame.")
    sign_in(client, neighbour)
    link = BeautifulSoup(client.get(comment.get_absolute_url()).content, "html.parser").select_one(
        "a[href$='/bezwaar/']"
    )
    assert client.post(link["href"], {"text": ""}).status_code == 422
    client.post(link["href"], {"text": "Nee hoor."})
    assert Ruling.objects.get().objection == "Nee hoor."
    assert client.get(link["href"]).status_code == 403
    hide_idea(idea, actor=coordinator, reason="Er staat een naam in.")
    sign_in(client, resident)
    assert client.post(f"{idea.get_absolute_url()}bezwaar/", {"text": "Mijn eigen naam."}).status_code == 302
    assert set(Ruling.objects.values_list("comment", "objection")) == {
        (comment.pk, "Nee hoor."),
        (None, "Mijn eigen naam."),
    }


@pytest.mark.parametrize(
    ("who", "waits", "answered"),
    [
        ("neighbour", "U hebt bezwaar gemaakt.", "Antwoord op uw bezwaar"),
        ("deputy", "De schrijver heeft bezwaar gemaakt.", "Antwoord op het bezwaar"),
        ("resident", "", ""),
    ],
)
def test_the_page_of_a_hidden_comment_tells_each_reader_of_the_objection(
    request, client, objection, deputy, who, waits, answered
):
    comment, ruling = objection
    sign_in(client, request.getfixturevalue(who))

    def said():
        page = text(client.get(comment.get_absolute_url()))
        sentences = ("U hebt bezwaar gemaakt.", "De schrijver heeft bezwaar gemaakt.", "Antwoord op ")
        return [sentence for sentence in sentences if sentence in page], page

    assert said()[0] == [waits] * bool(waits)
    answer_objection(ruling, actor=deputy, answer="Ik heb gekeken.", overturn=False)
    sentences, page = said()
    assert (sentences, answered in page) == (["Antwoord op "] * bool(answered), True)


@pytest.mark.parametrize("who", ["resident", "stranger"])
def test_others_do_not_object(request, client, objection, who):
    comment, _ruling = objection
    sign_in(client, request.getfixturevalue(who))
    path = f"{comment.get_absolute_url()}bezwaar/"
    assert client.get(path).status_code == 403
    assert client.post(path, {"text": "Namens een ander."}).status_code == 422


def test_blocking_and_letting_write_again(client, held, neighbour, coordinator, owner):
    path = f"{PAGE}mensen/{neighbour.pk}/"
    sign_in(client, owner)
    client.post(path, {"reason": "Zomaar."})
    assert not BlockedPerson.objects.exists()
    sign_in(client, coordinator)
    client.post(path, {"reason": ""})
    assert not BlockedPerson.objects.exists()
    client.post(path, {"reason": "Schelden."})
    assert "Schelden." in text(client.get(f"{PAGE}?lijst=geblokkeerd"))
    client.post(path, {"doe": "terug"})
    assert not BlockedPerson.objects.exists()
