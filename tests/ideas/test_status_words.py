"""The words of statuses: everywhere that the public reads them, in both languages, within seconds, and for nothing."""

import pytest
from django.test import Client
from django.utils import translation

from ideas import status_words
from ideas.actions.administer import save_status_words
from ideas.actions.triage import move_idea
from ideas.administering.changing import version_of
from ideas.models import StatusWords
from ideas.statuses import Status
from participation.models import Event
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
BASE = "/werkplek/beheer/statussen/"
EMPTY = dict.fromkeys(("label_nl", "explanation_nl", "next_step_nl", "label_en", "explanation_en", "next_step_en"), "")
OWN = {
    **EMPTY, "label_nl": "Binnen <b>", "explanation_nl": "Wij hebben uw idee.", "next_step_nl": "Wij lezen het.",
    "label_en": "It is in", "explanation_en": "We have your idea.", "next_step_en": "We read it.",
}  # fmt: skip


@pytest.fixture
def boss(client, administrator):
    return sign_in(client, administrator)


def call(status, administrator, **said):
    words = StatusWords.objects.filter(status=status).first() or StatusWords(status=status)
    saved = save_status_words(words, {**EMPTY, **said}, actor=administrator, seen=version_of(words))
    status_words.KEEPER.forget()
    return saved


@pytest.mark.parametrize("role", ["resident", "owner", "coordinator", "administrator"])
def test_who_may_give_words(request, client, role):
    sign_in(client, request.getfixturevalue(role))
    allowed = role == "administrator"
    pages = [client.get(f"{BASE}{page}").status_code for page in ("", "received/", "nieuw/", "niets/")]
    assert pages == ([200, 200, 404, 404] if allowed else [403] * 4)
    assert client.post(f"{BASE}received/", {**OWN, "seen": 0}).status_code == (302 if allowed else 403)
    assert StatusWords.objects.count() == allowed


def test_until_somebody_writes_them_the_code_has_the_words():
    status_words.KEEPER.forget()
    with translation.override("nl"):
        said = {status: (status_words.label_of(status), status_words.explanation_of(status)) for status in Status}
        assert said == {status: (str(status.label), "") for status in Status}
        assert status_words.next_step_of("received") == "Een medewerker leest het idee."
        assert status_words.next_step_of("declined") == ""


@pytest.mark.parametrize(
    ("language", "label", "explanation", "step"),
    [
        ("nl", "Binnen &lt;b&gt;", "Wij hebben uw idee.", "Wij lezen het."),
        ("en", "It is in", "We have your idea.", "We read it."),
    ],
)
def test_the_public_reads_them_everywhere(
    settings, boss, idea, django_capture_on_commit_callbacks, language, label, explanation, step
):
    with django_capture_on_commit_callbacks(execute=True):
        assert boss.post(f"{BASE}received/", {**OWN, "seen": 0}).status_code == 302
    visitor = Client()
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = visitor.get(idea.get_absolute_url()).content.decode()
    assert [part in page for part in (label, explanation, step)] == [True] * 3
    explained = visitor.get("/hoe-het-werkt/").content.decode()
    assert [part in explained for part in (label, explanation, step)] == [True] * 3
    found = visitor.get("/ideeen/?status=received").content.decode()
    assert found.count(label) >= 3  # The row, the filter, and what was chosen.
    assert ("Ontvangen" in found, "Received" in found) == (False, False)


def test_an_answer_and_the_timeline_call_a_decision_so(client, administrator, idea, owner):
    call("declined", administrator, label_nl="Dit gaat niet lukken")
    four = {"reason": "Er is geen geld.", "next_step": "Wij doen niets.", "date": idea.promised_on}
    move_idea(idea, "decline", actor=owner, reason_code="te_duur", **four)
    page = client.get(idea.get_absolute_url()).content.decode()
    assert ("Besluit: Dit gaat niet lukken" in page, "Doen we niet" in page) == (True, False)


def test_history_and_the_second_administrator(boss, administrator):
    first = {**OWN, "seen": 0}
    assert boss.post(f"{BASE}received/", first).status_code == 302
    late = boss.post(f"{BASE}received/", {**EMPTY, "label_nl": "Later", "seen": 0})
    assert late.status_code == 409
    assert late.context["form"]["label_nl"].value() == "Later"
    assert late.context["meanwhile"][0].changes[0] == ("naam, Nederlands", "", "Binnen <b>")
    again = {**EMPTY, "label_nl": "Later", "seen": late.context["form"]["seen"].value()}
    assert boss.post(f"{BASE}received/", again).status_code == 302
    kinds = [(event.kind, event.facts["versions"]["label_nl"]) for event in Event.objects.order_by("pk")]
    assert kinds == [("kept.added", [None, "Binnen <b>"]), ("kept.changed", ["Binnen <b>", "Later"])]
    assert len(boss.get(f"{BASE}received/").context["history"]) == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"label_nl": "gestopt"}, "label_nl"),
        ({"label_en": "STOPPED"}, "label_en"),
        ({"label_nl": "Klaar"}, "label_nl"),
        ({"label_nl": "x" * 41}, "label_nl"),
        ({"next_step_en": "x" * 301}, "next_step_en"),
        ({"explanation_nl": "\0"}, "explanation_nl"),
    ],
)
def test_what_is_refused_stands_beside_its_field(boss, administrator, said, field):
    call("realised", administrator, label_nl="Klaar")
    response = boss.post(f"{BASE}received/", {**EMPTY, **said, "seen": 0})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {field})
    assert StatusWords.objects.count() == 1


def test_hidden_signs_and_lines_do_not_get_in(administrator):
    assert call("received", administrator, label_nl="Bin\u202enen\r\nBcc: x").label_nl == "Binnen Bcc: x"


def test_a_process_asks_once_in_some_seconds(django_assert_num_queries, monkeypatch):
    status_words.KEEPER.forget()
    with django_assert_num_queries(1):
        for status in Status:
            status_words.label_of(status)
    StatusWords.objects.create(status="received", label_nl="Binnen")
    with django_assert_num_queries(0), translation.override("nl"):
        assert status_words.label_of("received") == "Ontvangen"
    monkeypatch.setattr(status_words.KEEPER, "_until", 0.0)
    with django_assert_num_queries(1), translation.override("nl"):
        assert status_words.label_of("received") == "Binnen"


def test_the_list_of_statuses(boss, administrator, django_assert_max_num_queries):
    call("received", administrator, label_nl="Binnen")
    boss.get(BASE)
    with django_assert_max_num_queries(6):
        lines = boss.get(BASE).context["lines"]
    assert [url for url, _cells in lines] == [f"{BASE}{status}/" for status in Status]
    assert [text for _heading, text in lines[0][1]] == ["Ontvangen", "Binnen", "–", "Een medewerker leest het idee."]
