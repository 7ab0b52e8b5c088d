"""Who is away, who stands in, and what a stand-in may do meanwhile."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ideas.models import Idea
from participation.absences import NOBODY, all_present, present, stand_ins_on
from participation.actions.absence import end_absence, set_absence
from participation.actions.tidy import tidy_people
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Absence, Event, Programme, User
from participation.permissions import handles_programme
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
PATH = "/werkplek/afwezig/"
TODAY = date(2026, 3, 2)
ROLES = ["anonymous", "resident", "stranger", "owner", "deputy", "coordinator", "administrator"]


@pytest.fixture(autouse=True)
def frozen(time_machine):
    time_machine.move_to("2026-03-02 10:00 +0100", tick=False)
    return time_machine


def away(person, stand_in, first=0, last=7):
    return set_absence(
        person,
        stand_in=stand_in,
        first_day=TODAY + timedelta(days=first),
        last_day=TODAY + timedelta(days=last),
        actor=person,
    )


def programmes_of(person):
    """By both of the ways that are asked: the list, and the question about one."""
    person = User.objects.get(pk=person.pk)
    listed = set(Programme.objects.handled_by(person).values_list("slug", flat=True))
    asked = {programme.slug for programme in Programme.objects.all() if handles_programme(person, programme.pk)}
    assert listed == asked
    return listed


CHAINS = [
    ({}, 1, 1),
    ({1: 2}, 1, 2),
    ({1: 2, 2: 3}, 1, 3),
    ({1: 2, 2: 3}, 3, 3),
    ({1: 2, 2: 1}, 1, None),
    ({1: 2, 2: 3, 3: 2}, 1, None),
    ({1: NOBODY}, 1, None),
    ({1: 2, 2: NOBODY}, 1, None),
]


@pytest.mark.parametrize(("stand_ins", "person", "found"), CHAINS)
def test_chains_end_with_somebody_who_is_there(stand_ins, person, found):
    assert present(person, stand_ins) == found
    assert all_present([person, person], stand_ins) == ([found] if found else [])


def test_a_stand_in_acts_meanwhile_and_no_longer(owner, stranger, programme, frozen):
    water = factories.make_programme("water", owner=stranger)
    assert (programmes_of(owner), programmes_of(stranger)) == ({"groen"}, {"water"})
    away(owner, stranger, first=1, last=3)
    seen = []
    for day in range(5):
        frozen.move_to(f"2026-03-{2 + day:02d} 23:30 +0100", tick=False)
        seen.append((programmes_of(owner), programmes_of(stranger)))
    alone, both = ({"groen"}, {"water"}), ({"groen"}, {"groen", "water"})
    assert seen == [alone, both, both, both, alone]
    assert water.owner == stranger


def test_a_chain_of_stand_ins_acts_and_a_loop_ends(owner, deputy, stranger, programme):
    last = factories.make_official("laatste")
    away(owner, stranger)
    away(stranger, last)
    away(last, owner)  # A loop, which ends all the same.
    assert [programmes_of(person) for person in (owner, stranger, last)] == [{"groen"}] * 3
    assert stand_ins_on(TODAY) == {owner.pk: stranger.pk, stranger.pk: last.pk, last.pk: owner.pk}


def test_who_stands_in_for_a_deputy_or_a_coordinator(deputy, coordinator, stranger, programme):
    factories.make_programme("water", owner=factories.make_official("owner2"))
    last = factories.make_official("laatste")
    away(deputy, stranger)
    away(coordinator, last)
    assert programmes_of(stranger) == {"groen"}
    assert programmes_of(last) == {"groen", "water"}
    assert not User.objects.get(pk=last.pk).is_coordinator


@pytest.mark.parametrize("change", [{"is_active": False}, {"kind": "resident"}])
def test_closed_accounts_neither_give_nor_take(owner, stranger, programme, change):
    away(owner, stranger)
    User.objects.filter(pk=stranger.pk).update(**change)
    assert (programmes_of(stranger), stand_ins_on(TODAY)) == (set(), {owner.pk: NOBODY})
    User.objects.filter(pk=stranger.pk).update(is_active=True, kind="official")
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert programmes_of(stranger) == set()


def test_a_stand_in_works_at_the_desk(client, owner, stranger, idea):
    sign_in(client, stranger)
    path = idea.get_desk_url()
    assert client.get(path).status_code == 404
    away(owner, stranger)
    assert client.get(path).status_code == 200
    assert [one.pk for one in client.get("/werkplek/").context["page"].rows] == [idea.pk]
    assert client.post(f"{path}take_up/", {"next_step": "Wij gaan kijken."}).status_code == 302
    assert Idea.objects.get().handler == stranger


def test_standing_in_costs_no_statement_more(client, owner, stranger, programme, django_assert_num_queries):
    def cost():
        person = User.objects.get(pk=stranger.pk)
        with django_assert_num_queries(1):
            handles_programme(person, programme.pk)
            handles_programme(person, programme.pk)

    cost()
    away(owner, stranger)
    cost()


OVERLAPS = [
    (0, 7, False),
    (7, 9, False),
    (2, 3, False),
    (8, 20, True),
    (8, 8, True),
    (-1, 3, False),  # It begins before today.
]


@pytest.mark.parametrize(("first", "last", "taken"), OVERLAPS)
def test_days_of_one_person_never_overlap(owner, stranger, deputy, first, last, taken):
    away(owner, stranger)
    if taken:
        away(owner, deputy, first, last)
    else:
        with pytest.raises(Incomplete) as refusal:
            away(owner, deputy, first, last)
        assert refusal.value.field == "first_day"
    assert Absence.objects.count() == 1 + taken
    assert away(deputy, owner, max(first, 0), last)  # Somebody else may be away on the same days.


def test_the_database_holds_it_too(owner, stranger):
    away(owner, stranger)
    rows = [
        {"stand_in": stranger, "first_day": TODAY, "last_day": TODAY},
        {"stand_in": owner, "first_day": date(2027, 1, 1), "last_day": date(2027, 1, 2)},
        {"stand_in": stranger, "first_day": date(2027, 1, 2), "last_day": date(2027, 1, 1)},
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.create(person=owner, **row)


@pytest.mark.parametrize(
    ("first", "last", "stand_in", "field"),
    [(-1, 2, "stranger", "first_day"), (3, 2, "stranger", "last_day"), (0, 367, "stranger", "last_day"),
     (0, 2, "owner", "stand_in"), (0, 2, "resident", "stand_in")],
)  # fmt: skip
def test_what_is_refused(request, owner, first, last, stand_in, field):
    with pytest.raises(Incomplete) as refusal:
        away(owner, request.getfixturevalue(stand_in), first, last)
    assert (refusal.value.field, Absence.objects.count(), Event.objects.count()) == (field, 0, 0)


def form(stand_in, **more):
    return {"first_day": "2026-03-09", "last_day": "2026-03-20", "stand_in": stand_in.pk, **more}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_say_that_somebody_is_away(request, client, programme, owner, deputy, role):
    """Of themselves every official; of the deputy only a coordinator: others' `person` is not even read."""
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    colleague = factories.make_official("collega")
    refusal = {"anonymous": 302, "resident": 403}.get(role)
    assert client.get(PATH).status_code == (refusal or 200)
    assert client.post(PATH, form(colleague, person=deputy.pk)).status_code == (refusal or 302)
    person = {"coordinator": deputy}.get(role) or (None if refusal else request.getfixturevalue(role))
    assert list(Absence.objects.values_list("person", "stand_in")) == ([(person.pk, colleague.pk)] if person else [])


@pytest.mark.parametrize("role", ROLES)
def test_who_may_end_it(request, client, owner, stranger, programme, role):
    absence = away(owner, factories.make_official("collega"))
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    status = client.post(f"{PATH}{absence.pk}/stoppen/").status_code
    may = role in {"owner", "coordinator"}
    assert status == {"anonymous": 302, "resident": 403}.get(role, 302 if may else 404)
    assert Absence.objects.exists() != may


def test_the_page_shows_what_is_ones_business(client, owner, deputy, coordinator, stranger):
    mine, other = away(owner, deputy), away(stranger, coordinator, 30, 40)
    shown = {
        person.nickname: [list(sign_in(client, person).get(PATH).context[name]) for name in ("absences", "for_others")]
        for person in (owner, deputy, stranger, coordinator)
    }
    assert shown == {
        "Owner": [[mine], []], "Deputy": [[], [mine]], "Stranger": [[other], []], "Coordinator": [[mine, other], [other]],
    }  # fmt: skip


def test_the_page_costs_the_same_with_many(client, coordinator, django_assert_max_num_queries):
    sign_in(client, coordinator).get(PATH)
    for number in range(30):
        away(factories.make_official(f"weg{number}"), coordinator)
    with django_assert_max_num_queries(8):
        assert len(client.get(PATH).context["absences"]) == 30


def test_ending_it_keeps_the_days_that_were(owner, stranger, programme, frozen):
    absence = away(owner, stranger, 0, 7)
    frozen.move_to("2026-03-05 10:00 +0100", tick=False)
    end_absence(absence, actor=owner)
    assert list(Absence.objects.values_list("first_day", "last_day")) == [(TODAY, date(2026, 3, 4))]
    assert programmes_of(stranger) == set()
    with pytest.raises(NotPossible):
        end_absence(Absence.objects.get(), actor=owner)
    assert [(event.kind, event.subject_id, event.facts["last_on"]) for event in Event.objects.order_by("pk")] == [
        ("person.away", owner.pk, "2026-03-09"), ("person.not_away", owner.pk, "2026-03-04"),
    ]  # fmt: skip


def test_others_cannot_end_it_by_the_action(owner, stranger):
    absence = away(owner, stranger)
    with pytest.raises(NotAllowed):
        end_absence(absence, actor=stranger)
    with pytest.raises(NotAllowed):
        set_absence(owner, stand_in=stranger, first_day=date(2026, 4, 1), last_day=date(2026, 4, 2), actor=stranger)


def test_what_has_had_its_time_goes(owner, stranger, frozen):
    away(owner, stranger, 0, 7)
    kept = away(owner, stranger, 8, 9)
    frozen.move_to("2026-04-09 10:00 +0200", tick=False)  # 31 days after the last day of the first.
    assert tidy_people()["absences"] == 1
    assert list(Absence.objects.all()) == [kept]
    assert timezone.localdate() - kept.last_day == timedelta(days=29)
