"""Making, opening, printing and closing rounds at the desk."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Round, Voter
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
ROLES = ["anonymous", "resident", "stranger", "owner", "deputy", "administrator", "coordinator"]
FORM = {
    "title": "Buurtbudget", "question": "Welk plan eerst?", "promise": "De winnaar komt er.", "electorate": "codes",
    "opens_at": "2030-03-01T09:00", "closes_at": "2030-03-14T17:00", "votes_each": "2", "threshold": "40", "hides_totals": "on",
}  # fmt: skip


@pytest.fixture
def ideas(programme):
    return [factories.make_raw_idea(programme) for _ in range(3)]


@pytest.fixture
def concept(coordinator, ideas):
    return factories.make_vote(coordinator, ideas, verb="", electorate="codes")


@pytest.mark.parametrize("role", ROLES)
def test_who_may_enter(request, client, concept, role):
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    expected = {"anonymous": 302, "coordinator": 200}.get(role, 403)
    desk = concept.get_desk_url()
    for path in ("/werkplek/stemrondes/", "/werkplek/stemrondes/nieuw/", desk, f"{desk}wijzigen/"):
        assert client.get(path).status_code == expected, path
    posts = {
        "plan/": {},
        "ideeen/": {"numbers": "x"},
        "brieven/": {"key": uuid.uuid4(), "count": 1},
        "opschonen/": {"reason": "x"},
        "wijzigen/": FORM,
    }
    if role != "coordinator":
        for path, data in posts.items():
            assert client.post(f"{desk}{path}", data).status_code == expected, path
        assert client.post("/werkplek/stemrondes/nieuw/", FORM).status_code == expected
        concept.refresh_from_db()
        assert (concept.status, Voter.objects.count(), Round.objects.count()) == ("concept", 0, 1)


def test_from_nothing_to_open(client, coordinator, ideas, programme):
    sign_in(client, coordinator)
    made = client.post("/werkplek/stemrondes/nieuw/", FORM)
    round_ = Round.objects.get()
    assert made["Location"] == round_.get_desk_url()
    assert timezone.localtime(round_.opens_at).isoformat() == "2030-03-01T09:00:00+01:00"
    client.post(f"{round_.get_desk_url()}ideeen/", {"programme": programme.pk})
    assert set(round_.ideas.all()) == set(ideas)
    client.post(f"{round_.get_desk_url()}ideeen/", {"weg": ideas[0].reference})
    client.post(f"{round_.get_desk_url()}ideeen/", {"numbers": f"{ideas[0].reference}, {ideas[1].reference}"})
    assert round_.ideas.count() == 3
    client.post(f"{round_.get_desk_url()}plan/")
    round_.refresh_from_db()
    assert (round_.status, "1 maart 2030 om 09.00 uur" in round_.rules) == ("planned", True)
    client.post(f"{round_.get_desk_url()}unplan/")
    client.post(f"{round_.get_desk_url()}wijzigen/", {**FORM, "votes_each": "5"})
    client.post(f"{round_.get_desk_url()}open/")
    round_.refresh_from_db()
    assert (round_.status, round_.votes_each, round_.opens_at <= timezone.now()) == ("open", 5, True)
    assert client.get(f"{round_.get_desk_url()}wijzigen/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Dit veld is verplicht"),
        ({"closes_at": "2030-02-01T09:00"}, "Het einde ligt voor het begin."),
        ({"opens_at": "morgen"}, "Vul een datum en een tijd in."),
        ({"opens_at": "2030-03-31T02:30"}, "2030-03-31"),  # That hour does not exist: the clock goes forward.
        ({"votes_each": "0"}, "1"),
        ({"threshold": "-1"}, "0"),
        ({"electorate": "iedereen"}, "iedereen"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(client, coordinator, wrong, sentence):
    response = sign_in(client, coordinator).post("/werkplek/stemrondes/nieuw/", {**FORM, **wrong})
    html = response.content.decode()
    assert (response.status_code, sentence in html, FORM["question"] in html, Round.objects.count()) == (
        422,
        True,
        True,
        0,
    )


@pytest.mark.parametrize("choice", [{}, {"numbers": "2001-99999"}, {"theme": "99999"}, {"numbers": "x" * 5000}])
def test_choices_of_ideas_that_are_none(client, coordinator, concept, choice):
    response = sign_in(client, coordinator).post(f"{concept.get_desk_url()}ideeen/", choice)
    assert (response.status_code, concept.ideas.count()) == (422, 3)


def test_the_letters(client, coordinator, concept):
    sign_in(client, coordinator)
    form = {"key": uuid.uuid4(), "count": 4}
    assert client.post(f"{concept.get_desk_url()}brieven/", form).status_code == 422
    factories.let_time_pass(concept, opens_at=timezone.now() + timedelta(hours=1))
    client.post(f"{concept.get_desk_url()}plan/")
    first, second = (client.post(f"{concept.get_desk_url()}brieven/", form) for _ in range(2))
    assert (first["Content-Type"], first.content[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in first["Cache-Control"]
    assert (second.status_code, Voter.objects.count()) == (200, 4)
    for wrong in ({"key": "x", "count": 1}, {**form, "count": 501}, {**form, "count": 0}):
        assert client.post(f"{concept.get_desk_url()}brieven/", wrong).status_code == 422
    assert Voter.objects.count() == 4
    taken_back = client.post(f"{concept.get_desk_url()}unplan/", follow=True)
    assert "Er zijn al brieven gemaakt" in taken_back.content.decode()


def test_cancelling_asks_for_a_reason(client, coordinator, concept):
    sign_in(client, coordinator).post(f"{concept.get_desk_url()}open/")
    assert client.post(f"{concept.get_desk_url()}cancel/").status_code == 422
    assert client.post(f"{concept.get_desk_url()}cancel/", {"reason": "De brieven waren fout."}).status_code == 302
    concept.refresh_from_db()
    assert concept.status == "cancelled"


def test_moves_that_are_none_or_too_early(client, coordinator, concept):
    sign_in(client, coordinator)
    assert client.post(f"{concept.get_desk_url()}vliegen/").status_code == 404
    client.post(f"{concept.get_desk_url()}open/")
    response = client.post(f"{concept.get_desk_url()}close/", follow=True)
    assert "nog te vroeg" in response.content.decode()
    factories.end(concept)
    client.post(f"{concept.get_desk_url()}close/")
    concept.refresh_from_db()
    assert concept.status == "closed"


def test_every_state_can_be_looked_at(client, coordinator, concept):
    sign_in(client, coordinator)
    for verb in ("plan", "unplan", "open", ""):
        response = client.get(concept.get_desk_url())
        assert (response.status_code, concept.title in response.content.decode()) == (200, True)
        if verb:
            factories.let_time_pass(concept, opens_at=timezone.now() + timedelta(hours=1))
            assert client.post(f"{concept.get_desk_url()}{verb}/").status_code == 302
