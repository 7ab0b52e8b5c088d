"""The door to routing rules: versions, order, two writers at once, and the alarm that rings once."""

import logging
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from ideas.actions.rule_alarm import mind_rules
from ideas.actions.rules import change_rule, make_rule, move_rule, switch_rule
from ideas.actions.triage import move_idea
from ideas.models import Idea, RoutingRule
from ideas.permissions import may_hand_over, may_moderate
from ideas.routing.wish import Wish
from participation import journal
from participation.actions.absence import set_absence
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Event, Programme
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def wish(programme):
    return lambda **fields: Wish(**{"name": "Bomen", "programme": programme, "words": ("bomen",), **fields})


@pytest.fixture
def make(coordinator, last_rule, wish):
    def new(after=None, **fields):
        return make_rule(wish(**fields), actor=coordinator, client_key=uuid.uuid4(), after=after)

    return new


def names():
    return [rule.name for rule in RoutingRule.objects.with_terms()]


def told(rule):
    return list(journal.timeline_of(rule).values_list("kind", "facts__version"))


def stored(rule):
    return RoutingRule.objects.with_terms().get(pk=rule.pk)


def test_a_rule_with_everything_in_it(make, programme, coordinator, deputy):
    theme, area = factories.make_theme(), factories.make_area()
    day = timezone.localdate() + timedelta(days=9)
    rule = make(
        themes=(theme,), areas=(area,), not_words=("kerst",), place="given", senders=("resident",), channels=("web",),
        anonymity="named", weekdays=(1, 2), starts_on=day, handler=deputy,
    )  # fmt: skip
    event = Event.objects.get()
    terms = {
        "themes": [{"pk": theme.pk, "name": "Bomen"}], "areas": [{"pk": area.pk, "name": "Dorp", "parent": None}],
        "words": ["bomen"], "not_words": ["kerst"], "place": "given", "senders": ["resident"], "channels": ["web"],
        "anonymity": "named", "weekdays": [1, 2], "starts_on": day.isoformat(),
    }  # fmt: skip
    assert (event.kind, event.actor, event.subject_type, event.subject_id) == (
        "rule.made", coordinator, "ideas.routingrule", rule.pk,
    )  # fmt: skip
    assert event.facts == {
        "reference": "", "title": "Bomen", "version": 1, "terms": terms, "name": "Bomen", "programme": "Groen",
        "programme_id": programme.pk, "handler_id": deputy.pk, "names_handler": True, "catches_all": False,
    }  # fmt: skip
    assert stored(rule).terms.as_facts() == terms
    assert (stored(rule).handler, stored(rule).handler_fits) == (deputy, True)


def test_the_first_rule_catches_all_and_comes_last_for_ever(coordinator, wish):
    first = make_rule(wish(name="Rest"), actor=coordinator, client_key=uuid.uuid4())
    second = make_rule(wish(name="Bomen"), actor=coordinator, client_key=uuid.uuid4())
    assert (first.catches_all, stored(first).terms.asked, second.catches_all) == (True, (), False)
    assert names() == ["Bomen", "Rest"]


def test_the_same_form_twice_is_one_rule(coordinator, last_rule, wish):
    key = uuid.uuid4()
    first, second = (make_rule(wish(), actor=coordinator, client_key=key) for _ in range(2))
    assert (first.pk, RoutingRule.objects.count(), Event.objects.count()) == (second.pk, 2, 1)


@pytest.mark.parametrize("after", [None, "top", "first"])
def test_where_a_new_rule_goes(make, after):
    first = make(name="A")
    make(name="B")
    make(name="C", after={None: None, "top": 0, "first": first.pk}[after])
    assert names()[:3] == {None: ["A", "B", "C"], "top": ["C", "A", "B"], "first": ["A", "C", "B"]}[after]


@pytest.mark.parametrize("who", ["resident", "owner", "deputy", "stranger", "administrator"])
def test_coordinators_only(request, make, wish, who):
    rule, other = make(name="A"), make(name="B")
    person, before = request.getfixturevalue(who), (names(), Event.objects.count())
    for deed in (
        lambda: make_rule(wish(), actor=person, client_key=uuid.uuid4()),
        lambda: change_rule(rule, wish(name="X"), actor=person, seen=1),
        lambda: move_rule(rule, actor=person, up=False, past=other.pk),
        lambda: switch_rule(rule, actor=person, on=False, seen=1, reason="Weg."),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert (names(), Event.objects.count()) == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"words": ()}, None),
        ({"words": ("!",)}, "words"),
        ({"ends_on": timezone.localdate() - timedelta(days=1)}, "ends_on"),
    ],
)
def test_what_is_wrong_is_not_stored(make, wish, coordinator, wrong, field):
    rule = make()
    for deed in (
        lambda: make_rule(wish(**wrong), actor=coordinator, client_key=uuid.uuid4()),
        lambda: change_rule(rule, wish(**wrong), actor=coordinator, seen=1),
    ):
        with pytest.raises(Incomplete) as refusal:
            deed()
        assert refusal.value.field == field
    assert (RoutingRule.objects.count(), stored(rule).version, told(rule)) == (2, 1, [("rule.made", 1)])


def test_a_person_or_programme_that_cannot_take_ideas_is_not_stored(make, wish, coordinator, stranger):
    rule = make()
    closed = factories.make_programme("oud", is_active=False)
    for field, value in (("handler", stranger), ("programme", closed)):
        with pytest.raises(Incomplete) as refusal:
            change_rule(rule, wish(**{field: value}), actor=coordinator, seen=1)
        assert refusal.value.field == field


def test_each_change_is_a_version_that_can_be_read_back(make, wish, coordinator):
    rule = make()
    theme = factories.make_theme()
    change_rule(rule, wish(words=("tak",), themes=(theme,)), actor=coordinator, seen=1)
    change_rule(rule, wish(words=("tak",), themes=(theme,)), actor=coordinator, seen=2)  # Nothing new.
    change_rule(rule, wish(words=("tak",)), actor=coordinator, seen=2)
    assert told(rule) == [("rule.made", 1), ("rule.changed", 2), ("rule.changed", 3)]
    facts = list(journal.timeline_of(rule).values_list("facts", flat=True))
    assert [fact["terms"]["words"] for fact in facts] == [["bomen"], ["tak"], ["tak"]]
    assert [fact["was"]["terms"] for fact in facts[1:]] == [facts[0]["terms"], facts[1]["terms"]]
    assert (stored(rule).version, list(stored(rule).terms.themes), stored(rule).words) == (3, [], ["tak"])


def test_who_comes_second_is_told_and_changes_nothing(make, wish, coordinator):
    rule = make()
    change_rule(rule, wish(words=("tak",)), actor=coordinator, seen=1)
    for deed in (
        lambda: change_rule(rule, wish(words=("blad",)), actor=coordinator, seen=1),
        lambda: switch_rule(rule, actor=coordinator, on=False, seen=1, reason="Weg."),
    ):
        with pytest.raises(NotPossible, match="Iemand anders"):
            deed()
    assert (stored(rule).words, stored(rule).is_active, len(told(rule))) == (["tak"], True, 2)


@pytest.mark.django_db(transaction=True)
def test_of_five_at_once_one_changes_the_rule(make, wish, coordinator):
    rule, gate, done, refused = make(), threading.Barrier(5, timeout=20), [], []

    def try_it(number):
        gate.wait()
        try:
            done.append(change_rule(rule, wish(words=(f"tak{number}",)), actor=coordinator, seen=1).words)
        except NotPossible:
            refused.append(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it, args=[number]) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(refused), stored(rule).words, len(told(rule))) == (1, 4, done[0], 2)


def test_up_and_down(make, coordinator):
    a, b, c = (make(name=name) for name in "ABC")
    move_rule(c, actor=coordinator, up=True, past=b.pk)
    assert names()[:3] == ["A", "C", "B"]
    move_rule(a, actor=coordinator, up=False, past=c.pk)
    assert names()[:3] == ["C", "A", "B"]
    event = journal.timeline_of(c).last()
    assert (event.kind, event.facts["from"], event.facts["to"]) == ("rule.moved", 3, 2)
    assert list(RoutingRule.objects.values_list("version", flat=True)) == [1] * 4


def test_moving_steps_over_what_is_off(make, coordinator):
    a, b, c = (make(name=name) for name in "ABC")
    switch_rule(b, actor=coordinator, on=False, seen=1, reason="Even niet.")
    move_rule(c, actor=coordinator, up=True, past=a.pk)
    assert [rule.name for rule in RoutingRule.objects.in_order()][:2] == ["C", "A"]
    move_rule(c, actor=coordinator, up=False, past=a.pk)
    assert [rule.name for rule in RoutingRule.objects.in_order()][:2] == ["A", "C"]


def test_a_list_that_somebody_else_changed_is_looked_at_again(make, coordinator, last_rule):
    a, b, c = (make(name=name) for name in "ABC")
    before = names()
    for rule, up, past in ((c, True, a), (a, True, b), (c, False, last_rule), (last_rule, True, c), (a, False, a)):
        with pytest.raises(NotPossible):
            move_rule(rule, actor=coordinator, up=up, past=past.pk)
    assert names() == before


def test_off_with_a_reason_and_on_again(make, coordinator):
    rule = make()
    with pytest.raises(Incomplete):
        switch_rule(rule, actor=coordinator, on=False, seen=1, reason=" ")
    switch_rule(rule, actor=coordinator, on=False, seen=1, reason="De bomen zijn op.")
    assert (stored(rule).is_active, stored(rule).off_reason) == (False, "De bomen zijn op.")
    assert rule not in RoutingRule.objects.in_order()
    with pytest.raises(NotPossible):
        switch_rule(rule, actor=coordinator, on=False, seen=2, reason="Nog eens.")
    switch_rule(rule, actor=coordinator, on=True, seen=2)
    assert (stored(rule).is_active, stored(rule).off_reason) == (True, "")
    assert told(rule) == [("rule.made", 1), ("rule.switched_off", 2), ("rule.switched_on", 3)]
    assert journal.timeline_of(rule)[1].facts["reason"] == "De bomen zijn op."


def test_the_last_rule_stays_on(last_rule, coordinator):
    with pytest.raises(NotPossible):
        switch_rule(last_rule, actor=coordinator, on=False, seen=1, reason="Weg.")


def test_a_rule_that_leads_nowhere_is_not_switched_on(make, coordinator):
    rule = make(programme=factories.make_programme("oud"))
    switch_rule(rule, actor=coordinator, on=False, seen=1, reason="Even niet.")
    Programme.objects.filter(slug="oud").update(is_active=False)
    with pytest.raises(Incomplete):
        switch_rule(rule, actor=coordinator, on=True, seen=2)


def test_the_database_wants_a_reason_and_keeps_themes_of_rules(make):
    theme = factories.make_theme()
    rule = make(themes=(theme,))
    with pytest.raises(IntegrityError, match="routing_rule_off_has_a_reason"), transaction.atomic():
        RoutingRule.objects.filter(pk=rule.pk).update(is_active=False)
    with pytest.raises(ProtectedError):
        theme.delete()


# --- The alarm


def alarms():
    return list(
        Event.objects.filter(kind__in=("rule.failed", "rule.mended")).order_by("pk").values_list("kind", "facts__cause")
    )


@pytest.fixture
def failing(make):
    """A rule whose programme went away since."""
    rule = make(programme=factories.make_programme("oud"))
    Programme.objects.filter(slug="oud").update(is_active=False)
    return rule


def test_an_idea_finds_it_goes_to_the_next_rule_and_the_alarm_rings_once(failing, make, resident, caplog):
    make(name="Ook bomen")
    with caplog.at_level(logging.ERROR, "ideas.actions.rule_alarm"):
        ideas = [factories.make_idea(resident) for _ in range(3)]
    assert [idea.routing["rule"] for idea in ideas] == ["Ook bomen"] * 3
    assert alarms() == [("rule.failed", "programme")]
    assert {record.getMessage() for record in caplog.records} == {
        f"Routing rule {failing.pk} ('Bomen') does not work: programme."
    }
    assert (stored(failing).is_active, mind_rules()) == (True, 0)


def test_the_sweep_finds_it_before_an_idea_does_and_the_next_time_counts_anew(failing, deputy, coordinator):
    assert (mind_rules(), mind_rules(), alarms()) == (1, 0, [("rule.failed", "programme")])
    Programme.objects.filter(slug="oud").update(is_active=True)
    assert (mind_rules(), mind_rules()) == (1, 0)
    Programme.objects.filter(slug="oud").update(is_active=False)
    mind_rules()
    assert alarms() == [("rule.failed", "programme"), ("rule.mended", "programme"), ("rule.failed", "programme")]


def test_a_person_who_leaves_is_another_cause(make, deputy, programme):
    rule = make(handler=deputy)
    assert mind_rules() == 0
    programme.deputies.clear()
    assert (mind_rules(), alarms()) == (1, [("rule.failed", "handler")])
    deputy.delete()
    assert (mind_rules(), stored(rule).handler, stored(rule).names_handler) == (0, None, True)
    Programme.objects.update(is_active=False)
    mind_rules()
    assert sorted(alarms()) == [("rule.failed", "handler"), ("rule.failed", "programme"), ("rule.failed", "programme")]


def test_a_broken_person_is_mended_by_choosing_nobody(make, wish, deputy, programme, coordinator):
    rule = make(handler=deputy)
    deputy.delete()
    mind_rules()
    change_rule(rule, wish(), actor=coordinator, seen=1)
    assert (stored(rule).names_handler, stored(rule).trouble, stored(rule).version, mind_rules()) == (False, "", 2, 0)


@pytest.mark.django_db(transaction=True)
def test_two_ideas_at_once_ring_once(failing, resident, neighbour):
    gate = threading.Barrier(2, timeout=20)

    def send(person):
        gate.wait()
        try:
            factories.make_idea(person)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[person]) for person in (resident, neighbour)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Idea.objects.count(), alarms()) == (2, [("rule.failed", "programme")])


def test_a_rule_gives_the_idea_to_a_person(make, resident, deputy):
    make(handler=deputy)
    idea = factories.make_idea(resident)
    routed = Event.objects.get(kind="idea.routed")
    assert (idea.handler, routed.facts["handler_id"], "handler_id" in idea.routing) == (deputy, deputy.pk, False)


# --- Ping-pong


def test_who_stands_in_for_the_coordinator_says_where_it_belongs(programme, coordinator, owner, stranger):
    idea, today = factories.make_raw_idea(programme, reroutes=3), timezone.localdate()
    set_absence(coordinator, actor=coordinator, stand_in=stranger, first_day=today, last_day=today)
    assert [may_hand_over(person, idea) for person in (owner, stranger, None)] == [False, True, False]
    assert [may_moderate(person, idea) for person in (owner, stranger, None)] == [False, True, False]


@pytest.mark.parametrize("reroutes", [0, 2, 3, 9])
@pytest.mark.parametrize("who", ["resident", "owner", "deputy", "stranger", "administrator", "coordinator"])
def test_who_may_hand_over(request, programme, who, reroutes):
    person, idea = request.getfixturevalue(who), factories.make_raw_idea(programme, reroutes=reroutes)
    may = {"coordinator"} if reroutes >= 3 else {"owner", "deputy", "coordinator"}
    assert may_hand_over(person, idea) is (who in may)


def test_the_third_time_a_coordinator_decides(idea, programme, owner, coordinator):
    programmes = [factories.make_programme(slug, owner=owner) for slug in ("water", "wegen", "wonen")]
    for number, goal in enumerate(programmes, 1):
        move_idea(idea, "hand_over", actor=owner, programme=goal, reason="Dit hoort daar.")
        assert (idea.reroutes, Event.objects.filter(kind="idea.bounced").count()) == (number, int(number == 3))
    event = Event.objects.get(kind="idea.bounced")
    assert event.facts == {"reference": idea.reference, "title": idea.title, "times": 3}
    assert list(Idea.objects.bouncing()) == [idea]
    with pytest.raises(NotAllowed):
        move_idea(idea, "hand_over", actor=owner, programme=programme, reason="Toch hier.")
    move_idea(idea, "hand_over", actor=coordinator, programme=programme, reason="Toch hier.")
    assert Idea.objects.get().reroutes == Event.objects.filter(kind="idea.handed_over").count() == 4
    assert Event.objects.filter(kind="idea.bounced").count() == 1
    move_idea(idea, "take_up", actor=owner, next_step="Wij kijken.")
    move_idea(idea, "ask", actor=owner, question="Waar?")
    assert not Idea.objects.bouncing().exists()
