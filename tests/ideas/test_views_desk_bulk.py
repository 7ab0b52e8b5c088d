"""Several ideas at once: who may, what is offered, and what became of each."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.actions.triage import move_idea
from ideas.desk.bulk import MOST
from ideas.desk.version import mark_of
from ideas.models import Answer, Idea
from ideas.statuses import Status
from tests import factories
from tests.doors import sign_in

NO = {
    "reason_code": "te_duur", "reason": "Er is geen geld.", "next_step": "Wij doen niets.",
    "date": (timezone.localdate() + timedelta(days=30)).isoformat(),
}  # fmt: skip


@pytest.fixture
def three(programme):
    return [factories.make_raw_idea(programme, title=title) for title in ("Een", "Twee", "Drie")]


def picked(ideas):
    return {"idee": [f"{idea.reference}:{mark_of(idea)}" for idea in ideas]}


def outcome(response):
    return {result.title or result.reference: bool(result.why_not) for result in response.context["results"]}


@pytest.mark.parametrize(
    ("role", "status"),
    [("anonymous", 302), ("resident", 403), ("stranger", 403), ("owner", 200), ("deputy", 200), ("coordinator", 200)],
)
def test_who_may_do_it(request, client, three, role, status):
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    response = client.post("/werkplek/samen/doen/", {**picked(three), "doe": "decline", **NO})
    assert response.status_code == status
    done = role in {"owner", "deputy", "coordinator"}
    assert Idea.objects.filter(status=Status.DECLINED).count() == (3 if done else 0)


def test_only_moves_that_all_allow_are_offered(client, programme, owner):
    ideas = [
        factories.make_raw_idea(programme, status=status)
        for status in (Status.RECEIVED, Status.IN_REVIEW, Status.PROMISING)
    ]
    response = sign_in(client, owner).post("/werkplek/samen/", {"idee": [idea.reference for idea in ideas]})
    assert [move.verb for move, _form, _templates in response.context["moves"]] == ["decline", "not_now"]


def test_one_text_answers_all_and_each_has_an_answer_of_its_own(client, owner, three):
    response = sign_in(client, owner).post("/werkplek/samen/doen/", {**picked(three), "doe": "decline", **NO})
    assert outcome(response) == {"Een": False, "Twee": False, "Drie": False}
    assert Answer.objects.filter(reason="Er is geen geld.").count() == 3


def test_one_that_is_not_possible_does_not_stop_the_others(client, owner, deputy, three):
    sign_in(client, owner)
    sent = picked(three)
    move_idea(three[1], "take_up", actor=deputy, next_step="Ik was eerst.")
    sent["idee"].append("2001-99999")
    response = client.post("/werkplek/samen/doen/", {**sent, "doe": "decline", **NO})
    assert outcome(response) == {"Een": False, "Twee": True, "Drie": False, "2001-99999": True}
    assert "Iemand veranderde dit idee intussen." in response.content.decode()
    three[1].refresh_from_db()
    assert three[1].status == Status.IN_REVIEW


def test_doing_it_twice_changes_nothing_the_second_time(client, owner, three):
    sign_in(client, owner)
    sent = {"idee": [idea.reference for idea in three], "doe": "decline", **NO}
    client.post("/werkplek/samen/doen/", sent)
    assert set(outcome(client.post("/werkplek/samen/doen/", sent)).values()) == {True}
    assert Answer.objects.count() == 3


def test_giving_and_the_theme(client, owner, deputy, three):
    sign_in(client, owner)
    theme = factories.make_theme("bomen")
    client.post("/werkplek/samen/doen/", {**picked(three), "doe": "behandelaar", "aan": deputy.pk})
    for idea in three:
        idea.refresh_from_db()
    client.post("/werkplek/samen/doen/", {**picked(three), "doe": "thema", "theme": theme.pk})
    assert set(Idea.objects.values_list("handler", "theme")) == {(deputy.pk, theme.pk)}


def test_only_who_may_handle_all_of_them_is_offered(client, coordinator, programme, deputy):
    other = factories.make_programme("water", owner=factories.make_official("waterbaas"))
    ideas = [factories.make_raw_idea(programme), factories.make_raw_idea(other)]
    response = sign_in(client, coordinator).post("/werkplek/samen/", {"idee": [idea.reference for idea in ideas]})
    people = [str(label) for _key, label in response.context["assign_form"].fields["aan"].choices]
    assert people == ["Niemand", "Coordinator"]


@pytest.mark.parametrize("doe", ["decline", "thema", "hand_over"])
def test_what_is_missing_is_asked_for_and_nothing_is_done(client, owner, three, doe):
    response = sign_in(client, owner).post("/werkplek/samen/doen/", {**picked(three), "doe": doe})
    assert response.status_code == 422
    assert response.context["form"].errors
    assert [idea for idea, _mark in response.context["ideas"]] == three


@pytest.mark.parametrize(("number", "status"), [(0, 302), (1, 200), (MOST, 200), (MOST + 1, 302)])
def test_how_many_at_once(client, programme, owner, number, status):
    references = [f"2001-{number:05d}" for number in range(1, number + 1)]
    sign_in(client, owner)
    assert client.post("/werkplek/samen/", {"idee": references}).status_code == status
    assert client.post("/werkplek/samen/doen/", {"idee": references, "doe": "csv"}).status_code == status


def test_a_table_for_a_spreadsheet_that_calculates_nothing(client, programme, owner):
    after_midnight = datetime(2026, 6, 30, 22, 15, tzinfo=UTC)  # In Amsterdam it is the first of July.
    title = '=HYPERLINK("http://kwaad.example")'
    idea = factories.make_raw_idea(programme, title=title, handler=owner, submitted_at=after_midnight)
    response = sign_in(client, owner).post("/werkplek/samen/doen/", {"idee": [idea.reference], "doe": "csv"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1:] == [[idea.reference, f"'{title}", "Ontvangen", "Groen", "", "", "Owner", "0", "2026-07-01", ""]]


def test_an_answer_begins_with_a_template_and_is_filled_in_for_each(client, owner, three):
    words = {"reason": "Over “[titel]”: te duur.", "next_step": "Wij bewaren [nummer].", "reason_code": "te_duur"}
    fits = factories.make_template(decision=Status.DECLINED, **words)
    factories.make_template(decision=Status.NOT_NOW)
    sign_in(client, owner)
    page = client.post("/werkplek/samen/", picked(three))
    offered = {move.verb: templates for move, _form, templates in page.context["moves"]}
    assert (offered["decline"], offered["take_up"]) == ([fits], [])
    begun = client.post("/werkplek/samen/doen/", {
        **picked(three), "stap": "decline", "sjabloon": fits.pk, "reason": "Dank u.", "date": NO["date"],
    })  # fmt: skip
    assert (begun.status_code, begun.context["chosen"], Answer.objects.count()) == (200, "decline", 0)
    typed = {name: begun.context["form"][name].value() for name in NO}
    assert typed == {**words, "reason": f"Dank u.\n\n{words['reason']}", "date": NO["date"]}
    assert b"data-error-summary" not in begun.content
    done = client.post("/werkplek/samen/doen/", {**picked(three), "doe": "decline", **typed})
    assert outcome(done) == {"Een": False, "Twee": False, "Drie": False}
    for idea in three:
        assert Answer.objects.get(idea=idea).reason == f"Dank u.\n\nOver “{idea.title}”: te duur."
        assert Idea.objects.get(pk=idea.pk).next_step == f"Wij bewaren {idea.reference}."


def test_templates_of_a_theme_are_for_ideas_that_all_have_it(client, owner, three):
    theme = factories.make_theme()
    its = factories.make_template(decision=Status.DECLINED, theme=theme)
    sign_in(client, owner)
    sent = {**picked(three), "stap": "decline", "sjabloon": its.pk}
    for who, status in ((three[:2], 404), (three, 200)):
        Idea.objects.filter(pk__in=[idea.pk for idea in who]).update(theme=theme)
        assert client.post("/werkplek/samen/doen/", sent).status_code == status
    for wrong in ({"stap": "take_up"}, {"stap": "vliegen"}, {"sjabloon": 0}):
        assert client.post("/werkplek/samen/doen/", {**sent, **wrong}).status_code == 404


def test_things_that_nobody_offers(client, owner, three):
    sign_in(client, owner)
    assert client.post("/werkplek/samen/doen/", {**picked(three), "doe": "vliegen"}).status_code == 404
    answered = client.post("/werkplek/samen/doen/", {**picked(three), "doe": "withdraw", "reason": "Weg ermee."})
    assert set(outcome(answered).values()) == {True}
    assert client.get("/werkplek/samen/").status_code == 405


def test_the_page_costs_the_same_for_one_and_for_thirty(client, programme, owner):
    sign_in(client, owner)
    client.get("/werkplek/")
    costs = []
    for number in (1, 30):
        ideas = [factories.make_raw_idea(programme) for _ in range(number)]
        with CaptureQueriesContext(connection) as seen:
            client.post("/werkplek/samen/", {"idee": [idea.reference for idea in ideas]})
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 12
