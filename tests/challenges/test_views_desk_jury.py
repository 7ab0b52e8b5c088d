"""The jury from the side of the desk: asking, dividing, and a ranking that nobody sees too early."""

import csv
import io

import pytest
from django.utils import timezone

from challenges.events import JuryEvent
from challenges.models import Assignment, Interest, Juror
from challenges.statuses import ChallengeStatus
from participation.models import Event
from tests import factories
from tests.challenges import scene_jury
from tests.doors import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(programme, owner, deputy):
    return scene_jury.in_review(programme, owner, deputy, jurors=3)


def desk(scene, door):
    return f"/werkplek/uitdagingen/{scene.challenge.slug}/{door}"


def declare_all(scene):
    for juror in scene.jurors:
        scene_jury.declare_nothing(juror, *scene.responses)


def test_asking_somebody_twice_gives_one_place_and_two_mails(client, scene, owner):
    sign_in(client, owner)
    sent = {"name": "Els", "email": "Els@example.org", "expertise": "Water, zorg ,, Water"}
    assert [client.post(desk(scene, "jury/"), sent)["Location"] for _ in range(2)] == [desk(scene, "jury/")] * 2
    row = Juror.objects.get(email__iexact="els@example.org")
    assert (row.name, row.expertise, row.person, row.is_open) == ("Els", ["Water", "zorg"], None, True)
    events = Event.objects.filter(kind=JuryEvent.INVITED)
    assert [event.facts for event in events] == [
        {"reference": "", "title": scene.challenge.title, "juror_id": row.pk}
    ] * 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "geen"}, "email"),
        ({"expertise": "x" * 41}, "expertise"),
        ({"expertise": ",".join("abcdefghijklm")}, "expertise"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said(client, scene, owner, change, field):
    sent = {"name": "Els", "email": "els@example.org", "expertise": "", **change}
    response = sign_in(client, owner).post(desk(scene, "jury/"), sent)
    assert (response.status_code, set(response.context["form"].errors)) == (422, {field})
    assert Juror.objects.filter(email="els@example.org").count() == 0


def test_a_juror_who_sits_there_is_not_asked_again(client, scene, owner):
    sent = {"name": "X", "email": scene.jurors[0].email.upper(), "expertise": ""}
    response = sign_in(client, owner).post(desk(scene, "jury/"), sent)
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"email"})


def test_dividing_evenly_leaves_out_who_has_an_interest_or_made_it(client, scene, owner):
    one, two, three = scene.jurors
    Interest.objects.create(juror=one, response=scene.responses[0], has_conflict=True, explanation="Familie.")
    scene.companies[1].memberships.create(user=two.person)
    sign_in(client, owner)
    assert client.post(desk(scene, "jury/verdelen/"), {"how": "evenly", "readers": "2"}).status_code == 302
    pairs = set(Assignment.objects.values_list("juror", "submission__response"))
    assert len(pairs) == 6
    assert not {(one.pk, scene.responses[0].pk), (two.pk, scene.responses[1].pk)} & pairs
    assert sorted(sum(juror == row.pk for juror, _ in pairs) for row in scene.jurors) == [2, 2, 2]
    assert [sorted(event.facts["jurors"]) for event in Event.objects.filter(kind=JuryEvent.ASSIGNED)] == [
        [one.pk, two.pk, three.pk]
    ]
    assert client.post(desk(scene, "jury/verdelen/"), {"how": "evenly", "readers": "2"}).status_code == 302
    assert set(Assignment.objects.values_list("juror", "submission__response")) == pairs
    response = client.post(desk(scene, "jury/verdelen/"), {"how": "evenly", "readers": "3"})
    assert response.status_code == 422
    message = str(response.context["form"].errors)
    assert all(f"{scene.responses[place].reference} (1)" in message for place in (0, 1))
    assert scene.responses[2].reference not in message
    assert set(Assignment.objects.values_list("juror", "submission__response")) == pairs


def test_dividing_by_what_jurors_know(client, scene, owner):
    for juror, company in zip(scene.jurors, scene.companies, strict=True):
        type(juror).objects.filter(pk=juror.pk).update(expertise=["Water", company.name])
        type(company).objects.filter(pk=company.pk).update(expertise=[company.name.upper()])
    sign_in(client, owner).post(desk(scene, "jury/verdelen/"), {"how": "expertise", "readers": "1"})
    expected = {
        (juror.pk, response.pk, "expertise") for juror, response in zip(scene.jurors, scene.responses, strict=True)
    }
    assert set(Assignment.objects.values_list("juror", "submission__response", "how")) == expected


def test_by_hand_and_back_again(client, scene, owner):
    one, two, _three = scene.jurors
    Interest.objects.create(juror=one, response=scene.responses[0], has_conflict=True, explanation="Familie.")
    submission = scene.responses[0].submissions.get()
    sign_in(client, owner)
    both = {"submission": submission.pk, "jurors": [one.pk, two.pk]}
    assert client.post(desk(scene, "jury/toewijzen/"), both).status_code == 422
    assert client.post(desk(scene, "jury/toewijzen/"), {**both, "jurors": [two.pk]}).status_code == 302
    row = Assignment.objects.get()
    assert (row.juror, row.submission, row.how, row.assigned_by) == (two, submission, "hand", owner)
    assert client.post(desk(scene, f"jury/toewijzen/{row.pk}/weg/")).status_code == 302
    assert Assignment.objects.count() == 0
    final = scene_jury.assign(two, scene.responses[0])
    scene_jury.score(final, 3, 3, 3)
    page = client.post(desk(scene, f"jury/toewijzen/{final.pk}/weg/"), follow=True)
    assert "al een definitieve score" in page.content.decode()
    assert Assignment.objects.count() == 1


def test_nobody_sees_a_score_or_a_ranking_before_all_are_final(client, scene, owner):
    declare_all(scene)
    rows = [scene_jury.assign(juror, response) for juror in scene.jurors for response in scene.responses]
    for row in rows[:-1]:
        scene_jury.score(row, 5, 0, 3)
    scene_jury.score(rows[-1], 1, 1, 1, final=False)
    sign_in(client, owner)
    pages = [client.get(desk(scene, door)).content.decode() for door in ("jury/", "rangorde/", "besluit/")]
    assert not any("Omdat" in page or "3,10" in page or "3.10" in page for page in pages)
    assert "Er moet nog 1 score definitief worden." in pages[1]
    assert [client.get(desk(scene, door)).status_code for door in ("rangorde/rangorde.csv", "besluit/brieven/")] == [
        404,
        404,
    ]
    sent = {"edition": "0", "reasons": "Zo is het."}
    client.post(desk(scene, "besluit/"), sent)
    assert not hasattr(scene.phase, "determination")
    client.post(desk(scene, f"jury/{scene.jurors[2].pk}/stoppen/"))
    assert client.get(desk(scene, "rangorde/rangorde.csv")).status_code == 200


def test_the_ranking_recomputed_by_hand_with_ties_alarms_and_a_file(client, scene, owner):
    declare_all(scene)
    scores = {0: [(5, 4, 3), (4, 4, 4)], 1: [(4, 5, 4), (4, 4, 4)], 2: [(5, 0, None), (1, 5, 5)]}
    for place, (first, second) in scores.items():
        scene_jury.score(scene_jury.assign(scene.jurors[0], scene.responses[place]), *first)
        scene_jury.score(scene_jury.assign(scene.jurors[1], scene.responses[place]), *second)
    # Weights 50, 30, 20. The first: (2.5 + 1.2 + 0.6 = 4.3, 4) -> 4.15. The second: (2 + 1.5 + 0.8 = 4.3, 4) -> 4.15.
    # The third: ((250 + 0) / 80 = 3.125, 0.5 + 1.5 + 1 = 3) -> 3.0625, and far apart on the first two.
    sign_in(client, owner)
    page = client.get(desk(scene, "rangorde/"))
    rows = page.context["standing"].rows
    expected = [(1, True, "4.15", []), (1, True, "4.15", []), (3, False, "3.06", ["Haalbaar", "Nieuw"])]
    assert [(row.rank, row.is_tied, str(row.score), [one.title for one in row.apart]) for row in rows] == expected
    assert [[str(mean) for _criterion, mean in row.means] for row in rows] == [
        ["4.50", "4.00", "3.50"],
        ["4.00", "4.50", "4.00"],
        ["3.00", "2.50", "5.00"],
    ]
    file = client.get(desk(scene, "rangorde/rangorde.csv")).content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(file)))
    assert table[0] == [
        "Plaats",
        "Inzending",
        "Organisatie",
        "Totaal",
        "Haalbaar (50)",
        "Nieuw (30)",
        "Prijs (20)",
        "Lezers",
    ]
    assert table[3] == ["3", scene.responses[2].reference, "Citroen BV", "3.06", "3.00", "2.50", "5.00", "2"]


def test_a_second_score_counts_and_that_of_a_conflict_does_not(client, scene, owner):
    declare_all(scene)
    for juror in scene.jurors:
        scene_jury.score(scene_jury.assign(juror, scene.responses[0]), 1, 1, 1)
    again = scene.jurors[0].assignments.get()
    scene_jury.score(again, 5, 5, 5, reading=2, reason="Overtuigd.")
    scene_jury.score(scene.jurors[1].assignments.get(), 0, 0, 0, reading=2, reason="Nog een concept.", final=False)
    Interest.objects.filter(juror=scene.jurors[2]).update(has_conflict=True, explanation="Toch familie.")
    (row, *_others) = sign_in(client, owner).get(desk(scene, "rangorde/")).context["standing"].rows
    assert (str(row.score), row.readers) == ("3.00", 2)


def test_what_the_maker_of_a_response_scored_does_not_count(client, scene, owner):
    declare_all(scene)
    for juror, value in zip(scene.jurors, (1, 3, 5), strict=True):
        scene_jury.score(scene_jury.assign(juror, scene.responses[0]), value, value, value)
    partner = scene_jury.make_company("Dadel BV", scene.jurors[1].person)
    asked = scene.responses[0].partners.create(organisation=partner)
    scene.companies[0].memberships.create(user=scene.jurors[2].person, role="reader")
    sign_in(client, owner)

    def ranked():
        (row, *_others) = client.get(desk(scene, "rangorde/")).context["standing"].rows
        return str(row.score), row.readers

    assert ranked() == ("2.00", 2)
    type(asked).objects.filter(pk=asked.pk).update(accepted_at=timezone.now())
    assert ranked() == ("1.00", 1)


def test_who_left_without_a_score_gives_place_to_somebody_else(client, scene, owner):
    declare_all(scene)
    one, two, three = scene.jurors
    for juror in (one, two):
        for response in scene.responses:
            scene_jury.assign(juror, response)
    scene_jury.score(one.assignments.get(submission__response=scene.responses[0]), 4, 4, 4)
    scene_jury.score(one.assignments.get(submission__response=scene.responses[1]), 4, 4, 4, final=False)
    Interest.objects.filter(juror=two, response=scene.responses[2]).update(has_conflict=True, explanation="Toch.")
    sign_in(client, owner)
    client.post(desk(scene, f"jury/{one.pk}/stoppen/"))
    assert client.post(desk(scene, "jury/verdelen/"), {"how": "evenly", "readers": "1"}).status_code == 302
    given = set(Assignment.objects.filter(juror=three).values_list("submission__response", flat=True))
    assert given == {scene.responses[2].pk}
    page = client.get(desk(scene, "jury/"))
    shown = [{reader.juror.name for reader in row.assignments.all()} for row in page.context["page"].rows]
    assert shown == [{one.name, two.name}, {two.name}, {three.name}]
    counts = {juror.name: (juror.done, juror.assigned) for juror in page.context["jurors"]}
    assert counts == {one.name: (1, 1), two.name: (0, 2), three.name: (0, 1)}


def test_a_name_in_the_file_is_no_formula(client, scene, owner):
    type(scene.companies[0]).objects.filter(pk=scene.companies[0].pk).update(name="=1+1")
    file = sign_in(client, owner).get(desk(scene, "rangorde/rangorde.csv")).content.decode()
    assert ",'=1+1," in file


class TestWhoComesWhere:
    READ = ("jury/", "rangorde/", "rangorde/rangorde.csv", "besluit/", "bezwaren/")
    SEND = (
        "jury/",
        "jury/verdelen/",
        "jury/toewijzen/",
        "jury/toewijzen/{row}/weg/",
        "jury/{juror}/stoppen/",
        "besluit/",
        "besluit/versturen/",
    )

    @pytest.mark.parametrize(
        ("who", "read", "send"),
        [
            ("owner", (200,) * 5, (422, 422, 422, 302, 302, 422, 302)),
            ("deputy", (200,) * 5, (422, 422, 422, 302, 302, 422, 302)),
            ("coordinator", (200,) * 5, (422, 422, 422, 302, 302, 422, 302)),
            ("stranger", (404,) * 5, (404,) * 7),
            ("administrator", (404,) * 5, (404,) * 7),
            ("resident", (404,) * 5, (404,) * 7),
            ("juror", (404,) * 5, (404,) * 7),
            ("maker", (404,) * 5, (404,) * 7),
        ],
    )
    def test_by_role(self, client, scene, request, who, read, send):
        people = {"juror": scene.jurors[0].person, "maker": scene.makers[0]}
        sign_in(client, people.get(who) or request.getfixturevalue(who))
        assert tuple(client.get(desk(scene, door)).status_code for door in self.READ) == read
        row = scene_jury.assign(scene.jurors[0], scene.responses[0])
        doors = [desk(scene, door.format(row=row.pk, juror=scene.jurors[1].pk)) for door in self.SEND]
        assert tuple(client.post(door).status_code for door in doors) == send

    @pytest.mark.parametrize("status", ChallengeStatus)
    def test_nothing_of_the_responses_stands_there_in_another_status(self, client, scene, owner, status):
        with factories.thawed():
            type(scene.challenge).objects.filter(pk=scene.challenge.pk).update(status=status, reason="Geen geld.")
            if status in {"open", "closed"}:
                type(scene.phase).objects.filter(pk=scene.phase.pk).update(unsealed_at=None)
        sign_in(client, owner)
        words = "".join(
            client.get(desk(scene, door)).content.decode() for door in ("", "jury/", "rangorde/", "besluit/")
        )
        seen = [company.name in words for company in scene.companies]
        assert seen == [status == ChallengeStatus.IN_REVIEW] * 3
        statuses = (
            client.post(desk(scene, "jury/verdelen/"), {"how": "evenly", "readers": "1"}).status_code,
            Assignment.objects.exists(),
        )
        assert statuses == ((302, True) if status == ChallengeStatus.IN_REVIEW else (422, False))

    def test_another_challenge_gives_no_way_in(self, client, scene, owner, deputy):
        other_owner = factories.make_official("ander")
        other = scene_jury.in_review(factories.make_programme("grijs", owner=other_owner), other_owner, deputy)
        row = scene_jury.assign(scene.jurors[0], scene.responses[0])
        sign_in(client, other_owner)
        doors = [desk(other, f"jury/toewijzen/{row.pk}/weg/"), desk(other, f"jury/{scene.jurors[0].pk}/stoppen/")]
        assert [client.post(door).status_code for door in doors] == [404, 404]
        sent = {"submission": scene.responses[0].submissions.get().pk, "jurors": [scene.jurors[0].pk]}
        assert client.post(desk(other, "jury/toewijzen/"), sent).status_code == 422


@pytest.mark.parametrize("count", [1, 30])
def test_the_pages_cost_the_same_however_long(client, scene, owner, django_assert_max_num_queries, count):
    for number in range(count):
        response = scene_jury.make_response(scene.challenge, scene_jury.make_company(f"Bedrijf {number}"))
        scene_jury.score(scene_jury.assign(scene.jurors[0], response), 3, 3, 3)
    sign_in(client, owner)
    client.get(desk(scene, "jury/"))
    for door, most in (("jury/", 14), ("rangorde/", 14), ("besluit/", 20)):
        with django_assert_max_num_queries(most):
            assert client.get(desk(scene, door)).status_code == 200
