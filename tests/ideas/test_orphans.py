"""What nobody looks after: what each kind holds, its list, its deed, and the coordinators' letter."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.actions.weekly import write_week_letters
from ideas.board.orphans import ORPHANS, Moment, orphans_now
from ideas.board.weekly import headline_of
from ideas.models import Idea, RoutingRule
from ideas.statuses import Status
from participation.models import Absence, Event, Programme, User
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 18, 11, tzinfo=UTC)  # A Wednesday; ten working days before is Wednesday the fourth.
PAGE = "/werkplek/bord/aandacht/"
ROLES = ["anonymous", "resident", "stranger", "owner", "deputy", "administrator", "coordinator"]
LONG_AGO = NOW - timedelta(days=40)


@pytest.fixture(autouse=True)
def frozen(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def fresh(programme):
    """An idea of today that is looked after."""
    return factories.make_raw_idea(programme)


def rows(kind):
    return set(ORPHANS[kind].rows(Moment(timezone.now())))


def other_kinds(*kinds):
    return {name: count for name, count in orphans_now().items() if name not in kinds and count}


def event(idea, moment, kind="idea.taken_up"):
    Event.objects.create(kind=kind, subject_type="ideas.idea", subject_id=idea.pk, recorded_at=moment)


def test_where_all_is_well_there_is_nothing(fresh, deputy):
    assert set(orphans_now().values()) == {0}
    assert list(orphans_now()) == list(ORPHANS)


def test_ideas_of_a_programme_that_stopped(fresh, programme):
    ended = factories.make_raw_idea(programme, status=Status.DECLINED)
    hidden = factories.make_raw_idea(programme, visibility="hidden")
    Programme.objects.update(is_active=False)
    assert rows("programma-gestopt") == {fresh}
    assert {ended, hidden} & rows("programma-gestopt") == set()
    assert other_kinds("programma-gestopt") == {}


@pytest.mark.parametrize("change", [{"is_active": False}, {"kind": "resident"}])
def test_an_owner_or_deputy_who_went(fresh, programme, owner, deputy, change):
    User.objects.filter(pk=owner.pk).update(**change)
    assert rows("zonder-eigenaar") == {programme}
    User.objects.filter(pk=deputy.pk).update(**change)
    assert rows("zonder-vervanger") == {programme}
    assert other_kinds("zonder-eigenaar", "zonder-vervanger") == {}
    Programme.objects.update(is_active=False)
    assert rows("zonder-eigenaar") | rows("zonder-vervanger") == set()


def away(person, stand_in):
    day = timezone.localdate()
    return Absence.objects.create(person=person, stand_in=stand_in, first_day=day, last_day=day)


def test_an_owner_who_is_away_and_whose_stand_in_is_too(fresh, programme, owner, deputy, stranger):
    away(owner, deputy)
    assert rows("niemand-aanwezig") == set()
    chain = away(deputy, stranger)
    assert rows("niemand-aanwezig") == set()
    chain.delete()
    away(deputy, owner)
    assert rows("niemand-aanwezig") == {programme}


def test_an_owner_whose_stand_in_went(fresh, programme, owner, stranger):
    away(owner, stranger)
    User.objects.filter(pk=stranger.pk).update(is_active=False)
    assert rows("niemand-aanwezig") == {programme}


@pytest.mark.parametrize(("role", "is_wrong"), [
    ("owner", False), ("deputy", False), ("coordinator", False), ("stranger", True), ("resident", True),
])  # fmt: skip
def test_a_handler_who_has_nothing_to_do_with_it(request, programme, role, is_wrong):
    idea = factories.make_raw_idea(programme, handler=request.getfixturevalue(role))
    factories.make_raw_idea(programme, handler=idea.handler, status=Status.REALISED)
    assert (rows("verkeerde-behandelaar") == {idea}) == is_wrong
    User.objects.filter(pk=idea.handler_id).update(is_active=False)
    assert rows("verkeerde-behandelaar") == {idea}


def test_who_stands_in_today_may_handle_it(programme, owner, stranger):
    idea = factories.make_raw_idea(programme, handler=stranger)
    absence = away(owner, stranger)
    assert rows("verkeerde-behandelaar") == set()
    absence.delete()
    assert rows("verkeerde-behandelaar") == {idea}


def test_a_theme_that_no_rule_asks_for_while_ideas_of_it_wait(programme, last_rule):
    trees, water, quiet = (factories.make_theme(name) for name in ("bomen", "water", "stil"))
    for theme in (trees, water):
        factories.make_raw_idea(programme, theme=theme, routing={"catches_all": last_rule.name})
    factories.make_raw_idea(programme, theme=quiet, routing={"rule": "Iets"})
    rule = RoutingRule.objects.create(name="Water", programme=programme, order=1)
    rule.themes.add(water)
    assert rows("thema-zonder-regel") == {trees}
    RoutingRule.objects.filter(pk=rule.pk).update(is_active=False, off_reason="Niet meer nodig.")
    assert rows("thema-zonder-regel") == {trees, water}


def test_silence_of_ten_working_days(programme):
    def idea(**fields):
        return factories.make_raw_idea(programme, **{"submitted_at": LONG_AGO, "status_since": LONG_AGO, **fields})

    silent, spoken, reminded, moved = idea(), idea(), idea(), idea(status_since=NOW - timedelta(days=3))
    asked = idea(status=Status.PROMISING)
    event(silent, LONG_AGO)
    event(spoken, NOW - timedelta(days=1))
    event(reminded, NOW - timedelta(days=1), "idea.reminded")
    assert rows("stil") == {silent, reminded}
    assert {moved, asked} & rows("stil") == set()


@pytest.mark.parametrize(("moment", "is_silent"), [
    ("2026-03-04 23:59 +0100", True), ("2026-03-05 00:00 +0100", False),
])  # fmt: skip
def test_the_tenth_working_day(programme, moment, is_silent):
    since = datetime.fromisoformat(moment)
    factories.make_raw_idea(programme, submitted_at=since, status_since=since)
    assert bool(rows("stil")) == is_silent


@pytest.mark.parametrize(("day", "is_over"), [("2026-03-03", True), ("2026-03-04", False)])
def test_a_question_or_referral_past_its_term(programme, day, is_over):
    since = timezone.make_aware(datetime.combine(date.fromisoformat(day), datetime.max.time()))
    ideas = {
        factories.make_raw_idea(programme, status=status, status_since=since)
        for status in (Status.QUESTION, Status.REFERRED, Status.PROMISING)
    }
    late = {one for one in ideas if one.status != Status.PROMISING}
    assert rows("termijn-voorbij") == (late if is_over else set())
    assert all((one.waits_until < timezone.localdate()) == is_over for one in late)


def test_a_draft_that_lies(programme, owner):
    def draft(days, **fields):
        idea = factories.make_raw_idea(programme, status=Status.IN_REVIEW)
        factories.make_draft(idea, owner, saved_at=NOW - timedelta(days=days), **fields)
        return idea

    old, stuck = draft(15), draft(15, publish_at=NOW, trouble="Het idee is al beantwoord.")
    draft(13)
    draft(15, publish_at=NOW + timedelta(days=9))
    assert rows("oud-concept") == {old, stuck}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_see_it(request, client, fresh, role):
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    expected = {"anonymous": 302, "coordinator": 200}.get(role, 403)
    for path in (PAGE, *(f"{PAGE}{kind}/" for kind in ORPHANS)):
        assert client.get(path).status_code == expected, path
        assert client.post(path).status_code == {"anonymous": 302}.get(role, 405)
    board = client.get("/werkplek/bord/").content.decode()
    assert (f'href="{PAGE}"' in board) == (role == "coordinator")
    if role == "coordinator":
        assert client.get(f"{PAGE}salaris/").status_code == 404


@pytest.fixture
def mess(programme, owner, deputy, stranger):
    """One of every kind but a theme."""
    stopped = factories.make_programme("oud", owner=owner, deputies=[deputy], is_active=False)
    gone = factories.make_official("weg", is_active=False)
    factories.make_programme("eigenaar", owner=gone, deputies=[deputy], name="<b>Eigenaar</b>")
    factories.make_programme("vervanger", owner=stranger)
    factories.make_raw_idea(stopped, title="<i>Gestopt</i>")
    factories.make_raw_idea(programme, handler=gone, title="Zonder behandelaar")
    factories.make_raw_idea(programme, title="Stil", submitted_at=LONG_AGO, status_since=LONG_AGO)
    factories.make_raw_idea(programme, title="Vraag", status=Status.QUESTION, status_since=LONG_AGO)
    lies = factories.make_raw_idea(programme, status=Status.IN_REVIEW, title="Concept")
    factories.make_draft(lies, owner, saved_at=LONG_AGO)
    colleague = factories.make_official("op reis")
    factories.make_programme("reis", owner=colleague, deputies=[deputy])
    away(colleague, gone)


SHOWN = {
    "programma-gestopt": "&lt;i&gt;Gestopt", "zonder-eigenaar": "&lt;b&gt;Eigenaar", "zonder-vervanger": "Vervanger",
    "niemand-aanwezig": "Reis", "verkeerde-behandelaar": "Zonder behandelaar", "stil": "Stil",
    "termijn-voorbij": "Vraag", "oud-concept": "Concept",
}  # fmt: skip


def test_every_count_opens_as_many_rows(client, mess, coordinator):
    sign_in(client, coordinator)
    overview = client.get(PAGE).content.decode()
    for kind, title in SHOWN.items():
        assert f'href="{PAGE}{kind}/"' in overview, kind
        page = client.get(f"{PAGE}{kind}/").content.decode()
        assert (page.count('class="desk-row"'), title in page) == (1, True), kind
    assert f'href="{PAGE}thema-zonder-regel/"' not in overview
    assert "Hier is niets te doen" in client.get(f"{PAGE}thema-zonder-regel/").content.decode()


def test_a_row_leads_to_the_deed_for_who_may_do_it(client, mess, coordinator):
    sign_in(client, coordinator)
    stopped = Idea.objects.get(title__contains="Gestopt")
    assert f'href="{stopped.get_desk_url()}?stap=hand_over"' in client.get(f"{PAGE}programma-gestopt/").content.decode()
    assert "Vraag een beheerder" in client.get(f"{PAGE}zonder-eigenaar/").content.decode()
    assert 'href="/werkplek/afwezig/"' in client.get(f"{PAGE}niemand-aanwezig/").content.decode()
    User.objects.filter(pk=coordinator.pk).update(is_superuser=True)
    assert 'href="/werkplek/beheer/programmas/eigenaar/"' in client.get(f"{PAGE}zonder-eigenaar/").content.decode()


def test_a_theme_leads_to_a_new_rule(client, programme, last_rule, coordinator):
    theme = factories.make_theme()
    factories.make_raw_idea(programme, theme=theme, routing={"catches_all": last_rule.name})
    sign_in(client, coordinator)
    page = client.get(f"{PAGE}thema-zonder-regel/").content.decode()
    assert ('href="/werkplek/regels/nieuw/"' in page, "Bomen" in page) == (True, True)


def test_lists_are_paged_from_the_oldest_on(client, programme, coordinator):
    for days in range(40, 15, -1):
        since = NOW - timedelta(days=days)
        factories.make_raw_idea(programme, title=f"Van {days}", submitted_at=since, status_since=since)
    sign_in(client, coordinator)
    first = client.get(f"{PAGE}stil/").content.decode()
    assert ("Van 40" in first, "Van 21" in first, "Van 20" in first) == (True, True, False)
    following = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    second = client.get(f"{PAGE}stil/{following}").content.decode()
    assert ("Van 21" in second, "Van 20" in second, "Van 16" in second) == (False, True, True)


def test_thirty_of_each_cost_what_one_costs(client, mess, programme, coordinator, owner):
    def costs():
        found = []
        for path in (PAGE, f"{PAGE}verkeerde-behandelaar/", f"{PAGE}zonder-vervanger/"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            found.append(len(asked))
        return found

    sign_in(client, coordinator)
    costs()
    once = costs()
    for number in range(29):
        other = factories.make_programme(f"p{number}", owner=owner)
        factories.make_raw_idea(other, handler=factories.make_official(f"weg{number}", is_active=False))
    assert costs() == once
    assert max(once) <= 9


def test_coordinators_read_of_it_in_the_letter_and_owners_do_not(mess, owner, coordinator, frozen):
    frozen.move_to("2026-03-16 08:00 +0100", tick=False)
    write_week_letters()
    letters = {event.facts["people"][0]: event for event in Event.objects.filter(kind="board.week")}
    counts = {one["kind"]: one["count"] for one in letters[coordinator.pk].facts["orphans"]}
    # The absence begins on Wednesday.
    assert counts == {kind: 1 for kind in SHOWN if kind != "niemand-aanwezig"}
    assert letters[owner.pk].facts["orphans"] == []
    assert headline_of(letters[coordinator.pk].facts).endswith(", 7 waar niemand op let.")


def test_who_stands_in_for_the_coordinator_reads_of_it_and_looks(client, mess, coordinator, frozen):
    frozen.move_to("2026-03-16 08:00 +0100", tick=False)
    other = factories.make_official("anders")
    away(coordinator, other)
    write_week_letters()
    letter = next(one for one in Event.objects.filter(kind="board.week") if one.facts["people"] == [other.pk])
    assert len(letter.facts["orphans"]) == len(SHOWN) - 1
    sign_in(client, other)
    assert [client.get(path).status_code for path in (PAGE, f"{PAGE}stil/", "/werkplek/bord/dubbel/")] == [200] * 3
    assert f'href="{PAGE}"' in client.get("/werkplek/bord/").content.decode()


def test_a_letter_of_orphans_alone_comes_too(programme, owner, deputy, coordinator, frozen):
    frozen.move_to("2026-03-16 08:00 +0100", tick=False)
    User.objects.filter(pk=deputy.pk).update(is_active=False)
    assert write_week_letters() == 1
    facts = Event.objects.get(kind="board.week").facts
    assert (facts["people"], facts["title"], facts["lines"]) == ([coordinator.pk], "Alle programma's", [])
    assert facts["orphans"] == [{"kind": "zonder-vervanger", "count": 1}]


def test_a_letter_of_before_there_were_orphans_is_told():
    line = {"new": 1, "late": 0, "due": 0}
    assert headline_of({"lines": [line]}) == "Uw week: 1 nieuw idee, 0 te laat, 0 deze week te beantwoorden."
