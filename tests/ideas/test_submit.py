"""An idea goes in: whole, once, with its number, its follower, its news and its promise."""

import threading
import uuid
from contextlib import nullcontext
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from ideas.actions import submit
from ideas.actions.submit import SUBMITTING, submit_idea
from ideas.models import Concept, Follow, Idea, ReferenceCounter
from ideas.submit_forms import IdeaForm
from participation.errors import Incomplete, NotAllowed, NotPossible, TooMany
from participation.models import Allowance, Event
from tests import factories

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SQUARE = {"type": "Polygon", "coordinates": [[[4, 52], [5, 52], [5, 53], [4, 53], [4, 52]]]}


class Crash(Exception):
    pass


def crash(*_args, **_kwargs):
    raise Crash


def counts():
    return [model.objects.count() for model in (Idea, Follow, Event, ReferenceCounter, Allowance)]


@pytest.mark.django_db
def test_everything_that_comes_of_it(resident, last_rule, programme, time_machine):
    time_machine.move_to(NOW, tick=False)
    theme, area, key = factories.make_theme(), factories.make_area(geometry=SQUARE), uuid.uuid4()
    shop = factories.make_organisation("Voorbeeld BV", resident)
    draft = factories.draft(
        title=" \u202eBo\u200bmen ", problem=" Warm.\u2066 ", proposal=" Plant.\0 ", theme=theme, address="\u200f Plein 1 ", longitude=4.5,
        latitude=52.5, organisation=shop, is_anonymous=True,
    )  # fmt: skip
    idea = submit_idea(draft, actor=resident, client_key=key)
    written = [field.attname for field in Idea._meta.concrete_fields if not field.generated]
    stored = Idea.objects.filter(pk=idea.pk).values(*written).get()
    assert stored == {
        "id": idea.pk, "reference": "2026-00001", "client_key": key, "author_id": resident.pk,
        "organisation_id": shop.pk, "source": "", "source_reference": "", "title": "Bomen", "problem": "Warm.",
        "proposal": "Plant.", "theme_id": theme.pk, "area_id": area.pk, "address": "Plein 1", "longitude": 4.5,
        "latitude": 52.5, "is_anonymous": True, "followers_told_at": None, "link_number": 0, "visibility": "public",
        "hidden_reason": "", "status": "received", "status_since": NOW, "programme_id": programme.pk,
        "routing": {"rule": "Alle andere ideeën", "rule_id": last_rule.pk, "version": 1, "catches_all": True}, "handler_id": None, "next_step": "",
        "promised_on": date(2026, 3, 16), "promised_days": 10, "promised_at": NOW, "revisit_on": None, "merged_into_id": None, "status_before_merge": "",
        "reopened": 0, "reroutes": 0, "channel": "web", "support_count": 0, "imported_support_count": 0, "submitted_at": NOW, "answered_at": None,
    }  # fmt: skip
    assert list(Follow.objects.values_list("idea", "person")) == [(idea.pk, resident.pk)]
    said = {"reference": "2026-00001", "title": "Bomen", "promised_on": "2026-03-16", "team": "Team Groen"}
    assert [(event.kind, event.actor, event.facts) for event in Event.objects.order_by("pk")] == [
        ("idea.submitted", resident, said),
        (
            "idea.routed", resident,
            {"why": stored["routing"], "programme": "Groen", "programme_id": programme.pk, **said},
        ),
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_promise_counts_working_days_of_the_programme(resident, last_rule, programme, time_machine):
    time_machine.move_to("2026-12-23 23:30:00+01:00", tick=False)
    programme.promise_days = 3
    programme.save()
    assert factories.make_idea(resident).promised_on == date(2026, 12, 29)


@pytest.mark.django_db
def test_numbers_follow_each_other_and_start_anew_with_the_dutch_year(resident, last_rule, time_machine):
    given = []
    for moment in ("2026-12-31 22:59:59+00:00", "2026-12-31 22:59:59+00:00", "2026-12-31 23:00:00+00:00"):
        time_machine.move_to(moment, tick=False)
        given.append(factories.make_idea(resident).reference)
    assert given == ["2026-00001", "2026-00002", "2027-00001"]


@pytest.mark.django_db
@pytest.mark.parametrize(("point", "found"), [((4.5, 52.5), "Vierkant"), ((9.0, 52.5), "Dorp"), ((None, 52.5), "Dorp")])
def test_a_point_knows_better_where_it_lies(resident, last_rule, point, found):
    factories.make_area("BU02", "Vierkant", geometry=SQUARE)
    area = factories.make_area()
    idea = factories.make_idea(resident, area=area, longitude=point[0], latitude=point[1])
    assert idea.area.name == found


@pytest.mark.django_db
def test_the_concept_is_gone_afterwards_and_others_stay(resident, last_rule):
    mine, other = (Concept.objects.create(author=resident) for _ in range(2))
    submit_idea(factories.draft(), actor=resident, client_key=mine.key)
    assert list(Concept.objects.all()) == [other]


@pytest.mark.django_db
def test_the_photos_of_the_concept_become_the_idea_s(resident, last_rule):
    mine, other = (Concept.objects.create(author=resident) for _ in range(2))
    for number, concept in enumerate([mine, mine, other]):
        concept.photos.create(image=f"photos/ab/{number}.jpg", description=f"Foto {number}")
    idea = submit_idea(factories.draft(), actor=resident, client_key=mine.key)
    assert list(idea.photos.values_list("image", "description", "concept")) == [
        ("photos/ab/0.jpg", "Foto 0", None), ("photos/ab/1.jpg", "Foto 1", None),
    ]  # fmt: skip
    assert list(other.photos.values_list("image", "idea")) == [("photos/ab/2.jpg", None)]


@pytest.mark.django_db
def test_the_same_key_gives_the_same_idea(resident, last_rule):
    key = uuid.uuid4()
    first = submit_idea(factories.draft(), actor=resident, client_key=key)
    before = counts(), Allowance.objects.get().tokens
    again = submit_idea(factories.draft(title="Iets anders"), actor=resident, client_key=key)
    assert (again.pk, again.title) == (first.pk, first.title)
    assert (counts(), Allowance.objects.get().tokens) == before


@pytest.mark.django_db
def test_somebody_elses_key_gives_nothing(resident, neighbour, last_rule):
    key = uuid.uuid4()
    submit_idea(factories.draft(), actor=resident, client_key=key)
    before = counts()
    with pytest.raises(NotAllowed):
        submit_idea(factories.draft(), actor=neighbour, client_key=key)
    assert counts() == before


def twice(resident):
    """Submit with the same key by two threads at once; what each got."""
    key, gate, got = uuid.uuid4(), threading.Barrier(2, timeout=20), []

    def send():
        gate.wait()
        try:
            got.append(submit_idea(factories.draft(), actor=resident, client_key=key).reference)
        except Exception as problem:  # noqa: BLE001 the test shows it
            got.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_give_one_idea(resident, last_rule):
    for _ in range(4):
        before = counts()
        first, second = twice(resident)
        assert first == second
        assert [after - was for after, was in zip(counts()[:3], before[:3], strict=True)] == [1, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_give_one_idea_with_the_last_token_too(resident, last_rule):
    for _ in range(SUBMITTING.size - 1):
        factories.make_idea(resident)
    first, second = twice(resident)
    assert first == second == Idea.objects.latest("pk").reference


STEPS = ["take", "_take_concept", "choose_programme", "next_references", "save", "_follow_with_photos", "news", "after"]


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
def test_a_crash_between_two_steps_leaves_nothing(resident, last_rule, monkeypatch, step):
    concept = Concept.objects.create(author=resident, answers={"title": "Bomen"})
    record_many = submit.journal.record_many

    def dies(*args, **kwargs):
        if step == "after":
            record_many(*args, **kwargs)
        if step in {"news", "after"}:
            raise Crash

    targets = {"save": (Idea, "save")}
    if step in targets:
        monkeypatch.setattr(*targets[step], crash)
    elif hasattr(submit, step):
        monkeypatch.setattr(submit, step, crash)
    monkeypatch.setattr(submit.journal, "record_many", dies)
    with pytest.raises(Crash):
        submit_idea(factories.draft(), actor=resident, client_key=concept.key)
    monkeypatch.undo()
    assert counts() == [0, 0, 0, 0, 0]
    assert Concept.objects.get().answers == {"title": "Bomen"}
    assert submit_idea(factories.draft(), actor=resident, client_key=concept.key).reference.endswith("-00001")


@pytest.mark.django_db
def test_ten_a_day_and_the_eleventh_leaves_nothing(resident, neighbour, last_rule):
    for _ in range(10):
        factories.make_idea(resident)
    before = counts()
    with pytest.raises(TooMany):
        factories.make_idea(resident)
    assert counts() == before
    assert factories.make_idea(neighbour).reference.endswith("-00011")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["title", "problem", "proposal"])
@pytest.mark.parametrize("text", ["", "  \n "])
def test_what_must_be_filled_in(resident, last_rule, name, text):
    with pytest.raises(Incomplete) as refusal:
        factories.make_idea(resident, **{name: text})
    assert refusal.value.field == name
    assert counts() == [0, 0, 0, 0, 0]


@pytest.mark.django_db
def test_only_members_speak_for_an_organisation(resident, neighbour, last_rule):
    with pytest.raises(NotAllowed) as refusal:
        factories.make_idea(resident, organisation=factories.make_organisation("Voorbeeld BV", neighbour))
    assert (refusal.value.field, counts()) == ("organisation", [0, 0, 0, 0, 0])


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "may"), [("owner", True), ("editor", True), ("reader", False)])
def test_of_its_members_only_who_writes_for_it_submits_in_its_name(resident, last_rule, role, may):
    shop = factories.make_organisation()
    shop.memberships.create(user=resident, role=role)
    offered = IdeaForm(writer=resident)
    assert (offered.speaks_for_others, list(offered.fields["organisation"].queryset)) == (may, [shop] if may else [])
    with nullcontext() if may else pytest.raises(NotAllowed):
        factories.make_idea(resident, organisation=shop)
    assert counts()[0] == may


@pytest.mark.django_db
def test_a_closed_account_submits_nothing(resident, last_rule):
    resident.is_active = False
    with pytest.raises(NotAllowed):
        factories.make_idea(resident)
    assert counts() == [0, 0, 0, 0, 0]


@pytest.mark.django_db
def test_without_a_last_rule_the_writer_loses_nothing(resident):
    concept = Concept.objects.create(author=resident)
    with pytest.raises(NotPossible):
        submit_idea(factories.draft(), actor=resident, client_key=concept.key)
    assert (counts(), Concept.objects.count()) == ([0, 0, 0, 0, 0], 1)
