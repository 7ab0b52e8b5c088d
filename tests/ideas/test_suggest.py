"""Suggestions: made for what waits, sent on when they are sure, and compared with what people chose."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas import tasks
from ideas.actions import suggest
from ideas.actions.edit import edit_idea
from ideas.actions.learn import put_in_use
from ideas.actions.suggest import note_choices, suggest_ideas
from ideas.actions.triage import move_idea
from ideas.learning.run import learn
from ideas.models import Idea, LearnedModel, LearningSettings, RoutingRule, Suggestion, Word
from ideas.routing import explain
from ideas.statuses import Status, Visibility
from ideas.wording import details, headline
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Event, Programme
from tests import factories
from tests.ideas.lessons import set_source, teach

pytestmark = pytest.mark.django_db
BUSY = {"title": "Een drempel bij de kruising", "problem": "De snelheid is te hoog.", "proposal": "Maak een rotonde."}


@pytest.fixture
def traffic(deputy):
    return factories.make_programme("verkeer", owner=factories.make_official("verkeer"))


@pytest.fixture
def learned(programme, traffic, last_rule):
    teach([programme, traffic], 30)
    return learn("programme")


def of(idea):
    return Suggestion.objects.get(idea=idea)


def test_without_a_model_nothing_happens(idea, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert suggest_ideas(all_open=False) == 0
    assert not Suggestion.objects.exists()


def test_a_sure_suggestion_sends_on_what_only_the_last_rule_caught(resident, learned, programme, traffic):
    idea = factories.make_idea(resident, **BUSY)
    promised = idea.promised_on
    assert suggest_ideas(all_open=False) == 1
    idea.refresh_from_db()
    assert (idea.programme, idea.status, idea.promised_on) == (traffic, Status.RECEIVED, promised)
    made = of(idea)
    assert (made.sent_on_at is not None, made.left_open, made.ruled) == (
        True, True, {"key": str(programme.pk), "name": "Groen"},
    )  # fmt: skip
    assert made.first["name"] == "Verkeer"
    words = ", ".join(f"“{word}”" for word in made.first["words"])
    why = f"Het systeem las in de tekst: {words}. Een medewerker kijkt het na."
    assert {"kruising", "drempel"} <= set(made.first["words"])
    assert explain(idea.routing) == why
    event = Event.objects.get(kind="idea.handed_over", subject_id=idea.pk)
    assert (event.actor, headline(event)) == (None, "Dit idee ging van Groen naar Verkeer.")
    assert ("Waarom", why) in details(event)


def test_old_and_new_owner_the_author_and_nobody_else_hear_of_it(resident, learned):
    idea = factories.make_idea(resident, **BUSY)
    fan_out_waiting()
    Delivery.objects.all().delete()
    suggest_ideas()
    fan_out_waiting()
    told = Delivery.objects.filter(event__kind="idea.handed_over", event__subject_id=idea.pk, channel="email")
    assert set(told.values_list("recipient__email", "route")) == {
        ("verkeer@example.org", "desk"), ("owner@example.org", "previous_desk"), ("deputy@example.org", "previous_desk"),
        ("bloem@example.org", "author"),
    }  # fmt: skip


def untouched(idea, programme):
    idea.refresh_from_db()
    return idea.programme == programme and not Event.objects.filter(kind="idea.handed_over").exists()


@pytest.mark.parametrize("threshold", [None, 100])
def test_below_the_threshold_it_waits_for_a_person(resident, learned, programme, threshold):
    LearningSettings.objects.update_or_create(pk=1, defaults={"threshold": threshold})
    idea = factories.make_idea(resident, **BUSY)
    suggest_ideas()
    assert untouched(idea, programme)
    assert (of(idea).first["name"], of(idea).sent_on_at) == ("Verkeer", None)


def test_where_a_rule_chose_it_is_only_compared(resident, learned, programme):
    rule = RoutingRule.objects.create(name="Drempels", words=["drempel"], programme=programme, order=1)
    idea = factories.make_idea(resident, **BUSY)
    suggest_ideas()
    assert untouched(idea, programme)
    assert (of(idea).left_open, of(idea).first["name"], idea.routing["rule"]) == (False, "Verkeer", rule.name)


def test_what_came_from_elsewhere_or_was_taken_up_stays(resident, learned, programme, owner):
    imported, taken = factories.make_idea(resident, **BUSY), factories.make_idea(resident, **BUSY)
    set_source(imported)
    move_idea(taken, "take_up", actor=owner, next_step="Wij gaan kijken.")
    suggest_ideas()
    assert untouched(imported, programme)
    assert untouched(taken, programme)
    assert Suggestion.objects.filter(idea__in=[imported, taken]).count() == 2


def test_what_waits_for_a_person_is_not_sent_on_by_a_later_version(resident, learned, programme, traffic):
    LearningSettings.objects.filter(pk=1).update(threshold=None)
    idea = factories.make_idea(resident, **BUSY)
    suggest_ideas()
    LearningSettings.objects.filter(pk=1).update(threshold=60)
    teach([programme, traffic], 20, days_ago=1)
    assert learn("programme").is_in_use
    suggest_ideas()
    assert untouched(idea, programme)
    assert idea.suggestions.count() == 2


@pytest.mark.parametrize("gone", ["inactive", "deleted"])
def test_a_programme_that_is_away_is_not_suggested(resident, learned, programme, traffic, gone):
    if gone == "inactive":
        Programme.objects.filter(pk=traffic.pk).update(is_active=False)
    else:
        Idea.objects.filter(programme=traffic).delete()
        traffic.delete()
    idea = factories.make_idea(resident, **BUSY)
    suggest_ideas()
    assert untouched(idea, programme)
    (only,) = of(idea).ranking
    assert only["name"] == "Groen"
    assert only["confidence"] < 0.5


@pytest.mark.parametrize("text", ["????", "—…", "zzzz qqqq"])
def test_a_text_that_says_nothing_gets_an_empty_suggestion_once(resident, learned, programme, text):
    idea = factories.make_idea(resident, title=text, problem="?", proposal="?")
    assert [suggest_ideas(), suggest_ideas()] == [1, 0]
    assert of(idea).ranking == []
    assert untouched(idea, programme)


def test_ten_thousand_words_are_read_in_part(learned, programme):
    idea = factories.make_raw_idea(programme, problem="drempel " * 10_000, proposal="<script>alert(1)</script>")
    suggest_ideas()
    assert of(idea).first["words"] == ["drempel"]


def test_words_that_explain_nothing_are_not_named(learned, programme):
    idea = factories.make_raw_idea(programme, title="Bomen door een drempel")
    Word.objects.create(word="door", stem="", ideas=1)
    Word.objects.create(word="drempel", stem="", ideas=1)
    suggest_ideas()
    assert {word for one in of(idea).ranking for word in one["words"]} == {"Bomen"}


@pytest.mark.parametrize(
    ("fields", "made"),
    [
        ({}, 1),
        ({"status": Status.IN_REVIEW}, 1),
        ({"status": Status.QUESTION}, 1),
        ({"visibility": Visibility.HELD}, 1),
        ({"visibility": Visibility.HIDDEN}, 0),
        ({"status": Status.DECLINED, "answered_at": "2020-01-01T00:00Z"}, 0),
        ({"status": Status.NOT_NOW, "answered_at": "2020-01-01T00:00Z"}, 0),
        ({"status": Status.WITHDRAWN}, 0),
    ],
    ids=str,
)
def test_for_what_is_suggested(learned, programme, fields, made):
    factories.make_raw_idea(programme, title="Meer bomen", **fields)
    assert suggest_ideas() == made


def test_the_quick_round_looks_at_the_last_day_only(learned, programme):
    factories.make_raw_idea(programme, title="Nieuw")
    factories.make_raw_idea(programme, title="Oud", submitted_at="2020-01-01T00:00Z")
    assert [suggest_ideas(all_open=False), suggest_ideas()] == [1, 1]


def test_running_twice_gives_one_suggestion_each(learned, resident):
    factories.make_idea(resident, **BUSY)
    tasks.suggest()
    tasks.suggest(all_open=True)
    assert Suggestion.objects.count() == 1
    assert Event.objects.filter(kind="idea.handed_over").count() == 1


def test_two_workers_at_once_send_on_once(learned, resident, monkeypatch):
    factories.make_idea(resident, **BUSY)
    move, others = suggest._move, []

    def move_after_another(suggestion, programme, now):
        if not others:
            others.append(None)
            others.append(suggest_ideas())
        return move(suggestion, programme, now)

    monkeypatch.setattr(suggest, "_move", move_after_another)
    suggest_ideas()
    assert Suggestion.objects.count() == 1
    assert Event.objects.filter(kind="idea.handed_over").count() == 1


def test_an_official_who_was_first_wins(learned, resident, owner, programme, monkeypatch):
    idea = factories.make_idea(resident, **BUSY)
    move = suggest._move

    def move_too_late(suggestion, *rest):
        move_idea(Idea.objects.get(pk=idea.pk), "take_up", actor=owner, next_step="Wij gaan kijken.")
        return move(suggestion, *rest)

    monkeypatch.setattr(suggest, "_move", move_too_late)
    suggest_ideas()
    assert untouched(idea, programme)
    assert (idea.status, of(idea).sent_on_at) == (Status.IN_REVIEW, None)


def test_a_damaged_model_refuses_loudly_and_hurts_nothing(learned, resident, programme, caplog):
    idea = factories.make_idea(resident, **BUSY)
    LearnedModel.objects.filter(pk=learned.pk).update(data=learned.data[:-3])
    assert suggest_ideas() == 0
    assert "is damaged and suggests nothing" in caplog.text
    assert untouched(idea, programme)
    assert not Suggestion.objects.exists()


def cost():
    with CaptureQueriesContext(connection) as seen:
        suggest_ideas()
    return len(seen)


def test_a_lot_costs_what_one_idea_costs(learned, programme):
    factories.make_raw_idea(programme, title="Meer bomen")
    one = cost()
    for _ in range(30):
        factories.make_raw_idea(programme, title="Meer bomen")
    assert cost() == one <= 11


def test_what_was_chosen_is_noted_at_the_first_answer_and_not_later(learned, resident, owner, coordinator, traffic):
    LearningSettings.objects.filter(pk=1).update(threshold=None)
    idea = factories.make_idea(resident, **BUSY)
    suggest_ideas()
    assert note_choices() == 0
    move_idea(idea, "hand_over", actor=owner, programme=traffic, reason="Dit gaat over de straat.")
    assert note_choices() == 0
    four = {"reason": "Dat kost te veel.", "next_step": "Wij doen niets.", "date": idea.promised_on}
    move_idea(idea, "decline", actor=coordinator, reason_code="te_duur", **four)
    assert [note_choices(), note_choices()] == [1, 0]
    assert of(idea).chosen == {"key": str(traffic.pk), "name": "Verkeer"}


def test_for_what_was_withdrawn_nobody_chose(learned, resident):
    idea = factories.make_idea(resident, title="Meer bomen in het park")
    suggest_ideas()
    move_idea(idea, "withdraw", actor=resident, reason="Toch niet.")
    assert note_choices() == 1
    assert (of(idea).chosen, of(idea).chosen_at is None) == (None, False)


def test_putting_back_a_version(learned, programme, traffic, coordinator, owner):
    teach([programme, traffic], 20, days_ago=1)
    second = learn("programme")
    for actor, reason, broken in ((owner, "x", NotAllowed), (coordinator, " ", Incomplete)):
        with pytest.raises(broken):
            put_in_use(learned, actor=actor, reason=reason)
    put_in_use(learned, actor=coordinator, reason="De nieuwe kiest vaak Groen.")
    assert list(LearnedModel.objects.in_use()) == [learned]
    event = Event.objects.get(kind="learning.put_in_use")
    assert (event.actor, event.facts["number"], event.facts["reason"]) == (
        coordinator,
        1,
        "De nieuwe kiest vaak Groen.",
    )
    with pytest.raises(NotPossible):
        put_in_use(learned, actor=coordinator, reason="Nog eens.")
    LearnedModel.objects.filter(pk=second.pk).update(data=second.data[1:])
    with pytest.raises(NotPossible, match="beschadigd"):
        put_in_use(second, actor=coordinator, reason="Toch de nieuwe.")
    LearnedModel.objects.filter(pk=second.pk).update(data=b"")
    with pytest.raises(NotPossible, match="verslag"):
        put_in_use(second, actor=coordinator, reason="Toch de nieuwe.")
    assert list(LearnedModel.objects.in_use()) == [learned]


GREEN = {"title": "Bomen planten", "problem": "Er is te weinig groen.", "proposal": "Plant bomen en struiken."}


def reword(idea, words=GREEN):
    idea.refresh_from_db()
    return edit_idea(idea, words, actor=idea.author, seen=idea.wording_mark)


@pytest.fixture
def waits(resident, learned):
    """An idea about traffic, with its suggestion, that waits for a person."""
    LearningSettings.objects.filter(pk=1).update(threshold=None)
    idea = factories.make_idea(resident, **BUSY)
    suggest_ideas()
    return idea


def test_other_words_get_a_fresh_suggestion_on_the_same_line(waits, learned, programme):
    assert of(waits).first["name"] == "Verkeer"
    edited = reword(waits)
    assert [suggest_ideas(all_open=False), suggest_ideas()] == [1, 0]
    fresh = of(waits)  # One line in the log, not two.
    assert (fresh.first["name"], fresh.wording) == ("Groen", edited.wording_mark)
    assert untouched(waits, programme)


def test_other_words_send_on_nothing_that_waited_for_a_person(waits, programme, traffic):
    reword(waits)
    suggest_ideas()
    LearningSettings.objects.filter(pk=1).update(threshold=10)
    reword(waits, BUSY)
    suggest_ideas()
    assert of(waits).first["name"] == "Verkeer"
    assert untouched(waits, programme)


def test_the_same_words_again_change_nothing(waits):
    before = of(waits)
    reword(waits, BUSY)
    assert (suggest_ideas(), of(waits).made_at) == (0, before.made_at)


def test_what_the_system_acted_on_stays_in_the_log(resident, learned):
    LearningSettings.objects.update_or_create(pk=1, defaults={"threshold": 60})
    idea = factories.make_idea(resident, **BUSY)
    suggest_ideas()
    before = of(idea)
    reword(idea)
    assert (suggest_ideas(), before.sent_on_at is not None) == (0, True)
    assert (of(idea).ranking, of(idea).wording) == (before.ranking, before.wording)


def test_what_was_chosen_stays_in_the_log(waits):
    Suggestion.objects.update(chosen={"key": "1", "name": "Groen"}, chosen_at=timezone.now())
    reword(waits)
    assert (suggest_ideas(), of(waits).first["name"]) == (0, "Verkeer")


def test_an_author_who_writes_while_the_clock_reads_gets_one_for_the_last_words(resident, learned, monkeypatch):
    LearningSettings.objects.filter(pk=1).update(threshold=None)
    idea = factories.make_idea(resident, **BUSY)
    keep = suggest._keep

    def keep_too_late(staying):
        monkeypatch.setattr(suggest, "_keep", keep)
        reword(idea)
        keep(staying)

    monkeypatch.setattr(suggest, "_keep", keep_too_late)
    suggest_ideas()
    assert (of(idea).first["name"], of(idea).wording) == ("Groen", Idea.objects.get(pk=idea.pk).wording_mark)
