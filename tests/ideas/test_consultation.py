"""One question to one organisation about an idea: who asks, who answers, once and in time, and who reads what."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.actions.consult import (
    CONSULTING,
    answer_consultation,
    ask_organisation,
    mind_consultations,
    publish_answer,
)
from ideas.models import Consultation, Idea
from ideas.statuses import Visibility
from participation.errors import NotPossible, TooMany
from participation.models import Event, Membership, Organisation, OrganisationRole
from tests import factories
from tests.doors import sign_in

PEOPLE = ("visitor", "author", "member", "stranger", "owner", "deputy", "coordinator", "administrator")
ANSWER = {"text": "Ja, dat kan met <b>linden</b>.", "doe": ""}


@pytest.fixture
def school(db):
    return factories.make_organisation("Made-up school", factories.make_resident("meester"), kvk_number="")


@pytest.fixture
def member(school):
    return Membership.objects.get(organisation=school).user


@pytest.fixture
def asked(idea, owner, school):
    return ask_organisation(idea, school, question="Welke bomen passen hier?", actor=owner)


@pytest.fixture
def answered(asked):
    return answer_consultation(asked, text="Linden.", actor=None)


@pytest.fixture
def cast(idea, member, stranger, owner, deputy, coordinator, administrator):
    people = {"visitor": None, "author": idea.author, "member": member, "stranger": stranger, "owner": owner}
    return people | {"deputy": deputy, "coordinator": coordinator, "administrator": administrator}


def doors(idea, school, answered):
    one = f"{idea.get_desk_url()}raadplegen/"
    return {
        "ask page": ("get", f"{one}?organisatie={school.pk}", {}),
        "ask": ("post", f"{one}?organisatie={school.pk}", {"question": "En wanneer?"}),
        "publish": ("post", f"{one}{answered.pk}/", {}),
        "read": ("get", answered.get_absolute_url(), {}),
    }


DESK = {"visitor": 302, "author": 403, "member": 403, "stranger": 404, "administrator": 404}
TABLE = {
    "ask page": {**DESK, "owner": 200, "deputy": 200, "coordinator": 200},
    "ask": {**DESK, "owner": 302, "deputy": 302, "coordinator": 302},
    "publish": {**DESK, "owner": 302, "deputy": 302, "coordinator": 302},
    "read": dict.fromkeys(PEOPLE, 200),
}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("door", TABLE)
def test_every_person_at_every_door(client, cast, idea, school, answered, door, name):
    if cast[name]:
        sign_in(client, cast[name])
    method, path, data = doors(idea, school, answered)[door]
    assert getattr(client, method)(path, data).status_code == TABLE[door][name]
    did = TABLE[door][name] == 302 and name != "visitor"
    answered.refresh_from_db()
    assert Consultation.objects.count() == 1 + (door == "ask" and did)
    assert (answered.published_at is not None) == (door == "publish" and did)


def links(page):
    return {link["href"] for link in BeautifulSoup(page.content, "html.parser").main.select("a[href]")}


def test_the_whole_way(client, idea, owner, school, member):
    sign_in(client, owner)
    place = "lijst=steun&q=boom+%26+struik"
    here = f"{idea.get_desk_url()}?{place}"
    directory = client.get(f"{idea.get_desk_url()}raadplegen/?{place}").url
    assert directory == f"/werkplek/organisatiegids/?{urlencode({'idee': idea.reference, 'plek': place})}"
    ask = f"{idea.get_desk_url()}raadplegen/?organisatie={school.pk}&{place}"
    assert {ask, here} <= links(client.get(directory))
    assert {f"{idea.get_desk_url()}raadplegen/?{place}", here} <= links(client.get(ask))
    assert client.post(ask, {"question": "Welke bomen?"}).url == here
    row = Consultation.objects.get()
    assert (row.idea, row.organisation, row.question) == (idea, school, "Welke bomen?")
    assert "Nog geen antwoord" in client.get(idea.get_desk_url()).text
    client.logout()
    assert "Welke bomen?" not in client.get(idea.get_absolute_url()).text
    assert "Welke bomen?" in client.get(row.get_absolute_url()).text
    assert client.post(row.get_absolute_url(), ANSWER).status_code == 302
    assert "Linden" not in client.get(idea.get_absolute_url()).text
    sign_in(client, owner)
    assert "&lt;b&gt;linden&lt;/b&gt;" in client.get(idea.get_desk_url()).text
    assert client.post(f"{idea.get_desk_url()}raadplegen/{row.pk}/?{place}").url == here
    client.logout()
    page = client.get(idea.get_absolute_url()).text
    assert "Antwoord van Made-up school" in page
    assert "&lt;b&gt;linden&lt;/b&gt;" in page
    assert member.nickname not in page
    sign_in(client, owner).post(f"{idea.get_desk_url()}raadplegen/{row.pk}/", {"doe": "terug"})
    client.logout()
    page = client.get(idea.get_absolute_url()).text
    assert "linden" not in page
    assert "Made-up school staat niet meer bij dit idee" in page
    idea.refresh_from_db()
    assert idea.status == "received"
    told = Event.objects.filter(kind__startswith="idea.consult").order_by("pk")
    facts = {
        "reference": idea.reference,
        "title": idea.title,
        "organisation": school.name,
        "organisation_id": school.pk,
    }
    facts["consultation_id"] = row.pk
    assert [(one.kind, one.actor, one.facts) for one in told] == [
        ("idea.consulted", owner, {**facts, "question": "Welke bomen?"}),
        ("idea.consult_answered", None, facts),
        ("idea.consult_published", owner, facts),
        ("idea.consult_hidden", owner, facts),
    ]


@pytest.mark.parametrize(("role", "is_named"), [("owner", True), ("editor", True), ("reader", False), (None, False)])
def test_who_is_named_as_having_answered(asked, school, role, is_named):
    person = factories.make_resident("lid")
    if role:
        Membership.objects.create(organisation=school, user=person, role=role)
    answer_consultation(asked, text="Ja.", actor=person)
    assert Event.objects.get(kind="idea.consult_answered").actor == (person if is_named else None)


def test_an_answer_counts_once_in_two_tabs(client, asked):
    first = client.post(asked.get_absolute_url(), {"text": "Eerst."})
    second = client.post(asked.get_absolute_url(), {"text": "Later."})
    assert (first.status_code, second.status_code) == (302, 422)
    assert "al beantwoord" in second.text
    assert "Later." in second.text  # What they typed is not lost.
    asked.refresh_from_db()
    assert asked.answer == "Eerst."


def test_a_question_is_asked_once_in_two_tabs(client, idea, owner, asked, school):
    path = f"{idea.get_desk_url()}raadplegen/?organisatie={school.pk}"
    again = sign_in(client, owner).post(path, {"question": "Welke bomen passen hier?"})
    assert (again.status_code, Consultation.objects.count()) == (422, 1)
    assert "Wacht op het antwoord" in again.text


def test_after_an_answer_or_fourteen_days_one_may_ask_again(idea, owner, school, asked):
    factories.age(asked, "asked_at", days=14, seconds=1)
    second = ask_organisation(idea, school, question="Nog eens?", actor=owner)
    answer_consultation(second, text="Ja.", actor=None)
    ask_organisation(idea, school, question="En dan?", actor=owner)
    assert Consultation.objects.count() == 3


def told():
    return [kind.removeprefix("idea.") for kind in kinds() if kind.startswith("idea.consult_")]


def kinds():
    return Event.objects.order_by("pk").values_list("kind", flat=True)


SILENT = [
    (timedelta(days=6, hours=23), []),
    (timedelta(days=7, seconds=1), ["consult_reminded"]),
    (timedelta(days=13, hours=23), ["consult_reminded"]),
    (timedelta(days=14, seconds=1), ["consult_expired"]),
]


@pytest.mark.parametrize(("span", "news"), SILENT)
def test_an_organisation_that_is_silent(asked, span, news):
    Consultation.objects.update(asked_at=timezone.now() - span)
    assert (mind_consultations(), mind_consultations(), told()) == (len(news), 0, news)


def test_one_reminder_and_one_end_in_all_that_time(client, idea, owner, asked):
    for days in range(17):
        Consultation.objects.update(asked_at=timezone.now() - timedelta(days=days, minutes=1))
        mind_consultations()
        if days == 8:
            assert "een herinnering" in sign_in(client, owner).get(idea.get_desk_url()).text
    assert told() == ["consult_reminded", "consult_expired"]
    facts = {
        "reference": idea.reference, "title": idea.title, "organisation": "Made-up school",
        "organisation_id": asked.organisation_id, "consultation_id": asked.pk,
    }  # fmt: skip
    events = Event.objects.filter(kind__startswith="idea.consult_").order_by("pk")
    assert [(event.actor, event.facts) for event in events] == [
        (None, {**facts, "question": "Welke bomen passen hier?"}), (None, facts),
    ]  # fmt: skip
    assert "Er kwam geen antwoord." in client.get(idea.get_desk_url()).text
    client.logout()
    assert "Made-up school" not in client.get(idea.get_absolute_url()).text


@pytest.mark.parametrize("days", [8, 15])
def test_who_answered_is_left_alone(asked, days):
    answer_consultation(asked, text="Ja.", actor=None)
    factories.age(asked, "asked_at", days=days)
    assert (mind_consultations(), told()) == (0, ["consult_answered"])


@pytest.mark.parametrize("days", [8, 15])
def test_nobody_waits_for_an_answer_about_an_idea_that_ended(idea, asked, days):
    Idea.objects.filter(pk=idea.pk).update(status="withdrawn")
    factories.age(asked, "asked_at", days=days)
    assert mind_consultations() == 0


def test_nobody_is_reminded_of_an_idea_that_is_hidden(idea, asked):
    Idea.objects.filter(pk=idea.pk).update(visibility=Visibility.HIDDEN, hidden_reason="Er stond een naam in.")
    factories.age(asked, "asked_at", days=8)
    assert mind_consultations() == 0


def test_too_late_is_too_late_also_with_a_link_that_is_young(client, asked):
    factories.age(asked, "asked_at", days=14, seconds=1)
    page = client.post(asked.get_absolute_url(), {"text": "Toch nog."})
    assert (page.status_code, Consultation.objects.get().answer) == (422, "")
    assert "niet meer open" in page.text


@pytest.mark.parametrize("token", ["x", "MQ:1abc:zzz", "%00", "é"])
def test_a_made_up_link_leads_nowhere(client, db, token):
    assert client.get(f"/raadpleging/{token}/").status_code == 410


def test_the_link_of_another_page_is_no_link_here(client, idea, asked):
    token = idea.get_question_url().split("/")[2]
    assert client.get(f"/raadpleging/{token}/").status_code == 410


def test_a_hidden_idea_is_not_shown_by_the_link(client, idea, asked):
    Idea.objects.filter(pk=idea.pk).update(visibility=Visibility.HIDDEN, hidden_reason="Er stond een naam in.")
    page = client.get(asked.get_absolute_url())
    assert (page.status_code, idea.problem in page.text) == (410, False)
    with pytest.raises(NotPossible):
        answer_consultation(asked, text="Ja.", actor=None)


WRONG = [("question", ""), ("question", "  "), ("question", "\u200b"), ("question", "x" * 1001), ("question", "a\0b")]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_question_that_is_wrong(client, idea, owner, school, field, value):
    path = f"{idea.get_desk_url()}raadplegen/?organisatie={school.pk}"
    page = sign_in(client, owner).post(path, {field: value})
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert not Consultation.objects.exists()


@pytest.mark.parametrize("value", ["", " \n", "\u200b", "x" * 4001, "a\0b"])
def test_an_answer_that_is_wrong(client, asked, value):
    page = client.post(asked.get_absolute_url(), {"text": value})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["text"])
    assert Consultation.objects.get().answered_at is None


@pytest.mark.parametrize("who", ["0", "x", "", "9" * 30])
def test_an_organisation_that_is_not_there(client, idea, owner, who):
    assert sign_in(client, owner).get(f"{idea.get_desk_url()}raadplegen/?organisatie={who}").status_code == 404


def test_nobody_to_answer_is_said_before_anything_is_asked(client, idea, owner, school):
    Membership.objects.update(role=OrganisationRole.READER)
    page = sign_in(client, owner).post(
        f"{idea.get_desk_url()}raadplegen/?organisatie={school.pk}", {"question": "Wat?"}
    )
    assert page.status_code == 422
    assert "niemand die kan antwoorden" in page.text


@pytest.mark.parametrize("fields", [{"status": "withdrawn"}, {"visibility": "hidden", "hidden_reason": "Een naam."}])
def test_ideas_about_which_nobody_is_asked(client, idea, owner, school, fields):
    Idea.objects.filter(pk=idea.pk).update(**fields)
    path = f"{idea.get_desk_url()}raadplegen/?organisatie={school.pk}"
    assert sign_in(client, owner).post(path, {"question": "Wat?"}).status_code == 403


def test_an_official_does_not_ask_the_whole_town(idea, owner):
    for number in range(CONSULTING.size):
        its = factories.make_organisation(f"BV {number}", factories.make_resident(f"lid{number}"), kvk_number="")
        ask_organisation(idea, its, question="Wat vindt u?", actor=owner)
    with pytest.raises(TooMany):
        ask_organisation(
            idea, factories.make_organisation("Nog een", idea.author, kvk_number=""), question="U?", actor=owner
        )


def test_what_was_not_answered_is_not_published(client, idea, owner, asked, answered):
    path = f"{idea.get_desk_url()}raadplegen/{asked.pk}/"
    Consultation.objects.update(answer="", answered_at=None)
    assert "net eerder" in sign_in(client, owner).post(path, follow=True).text
    assert Consultation.objects.get().published_at is None
    for columns in ({"published_at": timezone.now()}, {"answered_at": timezone.now()}, {"answer": "Ja."}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consultation.objects.update(**columns)


def test_an_answer_about_another_idea_is_not_published_here(client, idea, owner, answered):
    other = factories.make_idea(factories.make_resident("nog"), title="Een bankje erbij")
    assert sign_in(client, owner).post(f"{other.get_desk_url()}raadplegen/{answered.pk}/").status_code == 404


@pytest.mark.parametrize(("role", "reads"), [("owner", True), ("editor", True), ("reader", False)])
def test_who_signed_in_finds_open_questions_of_their_organisation(client, asked, member, role, reads):
    Membership.objects.update(role=role)
    page = sign_in(client, member).get("/mijn/organisaties/")
    assert ("Welke bomen passen hier?" in page.text) == reads
    answer_consultation(asked, text="Ja.", actor=None)
    assert "Welke bomen passen hier?" not in client.get("/mijn/organisaties/").text


@pytest.mark.parametrize("path", ["desk", "mine", "page"])
def test_pages_cost_the_same_for_one_and_ten(client, idea, owner, member, school, answered, path):
    publish_answer(answered, actor=owner)
    address = {"desk": idea.get_desk_url(), "mine": "/mijn/organisaties/", "page": idea.get_absolute_url()}[path]
    if path != "page":
        sign_in(client, member if path == "mine" else owner)
    Consultation.objects.create(idea=idea, organisation=school, question="Eén?")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    now = timezone.now()
    for number in range(10):
        its = Organisation.objects.create(name=f"School {number}", kind="education")
        Membership.objects.create(organisation=its, user=member)
        Consultation.objects.create(idea=idea, organisation=its, question="Wat?", asked_at=now - timedelta(days=1))
        Consultation.objects.create(
            idea=idea, organisation=its, question="Wat?", answer="Dit.", answered_at=now, published_at=now
        )
    with CaptureQueriesContext(connection) as ten:
        client.get(address)
    assert len(ten) == len(one)
    assert len(one) <= {"desk": 60, "mine": 8, "page": 11}[path]
