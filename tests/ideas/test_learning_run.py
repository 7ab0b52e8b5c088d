"""Learning: what counts as a decision, when there is enough, and which version is kept."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from ideas import tasks
from ideas.actions.learn import KEPT, LearningPlan, change_learning
from ideas.actions.triage import move_idea
from ideas.events import IdeaEvent
from ideas.learning import due, run
from ideas.learning.due import learn_apart
from ideas.learning.examples import decided as decided_ideas
from ideas.learning.examples import read_examples
from ideas.learning.run import learn
from ideas.models import Idea, LearnedModel, LearningSettings
from ideas.statuses import Visibility
from participation.models import Event
from tests import factories
from tests.ideas.lessons import SUBJECTS, TREES, decided, set_source, teach

pytestmark = pytest.mark.django_db


@pytest.fixture
def traffic(owner):
    return factories.make_programme("verkeer", owner=owner)


@pytest.fixture
def both(programme, traffic):
    return [programme, traffic]


def versions():
    return list(LearnedModel.objects.order_by("pk").values_list("target", "number", "is_in_use", "verdict"))


def labels_of(target="programme", **chosen):
    return {(one.text.split("\n")[0], one.label) for one in read_examples(target, LearningSettings(**chosen))}


def test_what_counts_as_a_decision(programme, traffic, resident, owner, coordinator, last_rule):
    def make(title, **fields):
        return factories.make_raw_idea(programme, title=title, **fields)

    make("Alleen een regel was hier")
    answered = decided(programme, TREES, 1)
    hidden = decided(programme, TREES, 2, visibility=Visibility.HIDDEN, hidden_reason="Een naam.")
    moved = factories.make_idea(resident, title="Met de hand verplaatst")
    move_idea(moved, "hand_over", actor=owner, programme=traffic, reason="Dit gaat over de straat.")
    by_itself = make("Vanzelf verplaatst")
    facts = {"why": {"suggested": {"words": ["bomen"]}}}
    Event.objects.create(kind=IdeaEvent.HANDED_OVER, subject_type="ideas.idea", subject_id=by_itself.pk, facts=facts)
    imported, handled = make("Overgenomen"), decided(programme, TREES, 3)
    for idea in (imported, handled):
        set_source(idea)
    green, busy = str(programme.pk), str(traffic.pk)
    expected = {(answered.title, green), (moved.title, busy), (handled.title, green)}
    assert labels_of() == expected
    assert labels_of(with_imported=True) == expected | {(imported.title, green)}
    assert hidden.title not in {text for text, _label in labels_of(with_imported=True)}
    assert labels_of("theme") == set()


def test_the_first_decision_says_when(programme):
    idea = decided(programme, TREES, 1, days_ago=9)
    Event.objects.create(kind=IdeaEvent.ENDED, subject_type="ideas.idea", subject_id=idea.pk)
    (found,) = decided_ideas("programme", LearningSettings())
    assert timezone.now() - found.decided_at > timedelta(days=8)


def test_reading_decisions_costs_one_statement(both, django_assert_num_queries):
    for each in (1, 30):
        teach(both, each)
        with django_assert_num_queries(1):
            assert read_examples("programme", LearningSettings())


def test_the_newest_are_kept_out_of_the_learning(both):
    teach(both, 30)
    learned = learn("programme")
    assert (learned.learned_from, learned.tested_on, learned.accuracy) == (48, 12, 1.0)
    assert versions() == [("programme", 1, True, "first")]
    assert learned.labels == {str(one.pk): one.name for one in both}
    assert learned.model().guesses("bomen in het park", 1)[0].label == str(both[0].pk)


@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_too_little_is_no_model_and_no_noise(both, count):
    teach(both, 20)
    Idea.objects.filter(pk__in=Idea.objects.order_by("pk")[count:]).delete()
    assert learn("programme") is None
    assert versions() == []


def test_one_programme_is_no_choice(programme):
    teach([programme], 40)
    assert learn("programme") is None
    assert due.due() == []


def test_texts_without_words_teach_nothing(both):
    teach(both, 30)
    Idea.objects.update(title="?", problem="", proposal="")
    assert learn("programme") is None


def test_what_is_no_better_than_always_the_same_is_not_used(both):
    for number in range(60):
        decided(both[number % 2], TREES, number // 2)
    learned = learn("programme")
    assert (learned.is_in_use, learned.verdict) == (False, "useless")


def test_a_worse_version_is_stored_and_not_used(both):
    teach(both, 30)
    learn("programme")
    for number in range(200, 240):  # The newest but ten are decided the wrong way round.
        decided(both[number % 2], SUBJECTS[both[1 - number % 2].slug], number, days_ago=5)
    for number in range(300, 320):
        decided(both[number % 2], SUBJECTS[both[number % 2].slug], number, days_ago=1)
    second = learn("programme")
    assert versions() == [("programme", 1, True, "first"), ("programme", 2, False, "worse")]
    assert second.rival["accuracy"] > second.accuracy


def test_an_equal_version_takes_over_because_it_knows_more(both):
    teach(both, 20)
    learn("programme")
    teach(both, 20, days_ago=1)
    learn("programme")
    assert versions() == [("programme", 1, False, "first"), ("programme", 2, True, "better")]


def test_a_damaged_version_is_no_rival_and_says_so(both, caplog):
    teach(both, 20)
    first = learn("programme")
    LearnedModel.objects.filter(pk=first.pk).update(data=first.data[:-1])
    second = learn("programme")
    assert second.is_in_use
    assert "cannot be read" in caplog.text


def test_two_trainers_at_once_store_one_version(both, monkeypatch):
    teach(both, 20)
    train, others = run.train, []

    def train_while_another_does(texts, labels):
        if not others:
            others.append(None)
            others.append(learn("programme"))
        return train(texts, labels)

    monkeypatch.setattr(run, "train", train_while_another_does)
    assert learn("programme") is None
    assert versions() == [("programme", 1, True, "first")]
    assert others[1].is_in_use


def test_only_the_newest_versions_can_come_back(both, monkeypatch):
    teach(both, 20)
    for _ in range(KEPT + 2):
        learn("programme")
    kept = {one.number: bool(one.data) for one in LearnedModel.objects.all()}
    assert kept == {number: number > 2 for number in range(1, KEPT + 3)}


def test_themes_are_learned_apart(both):
    trees, roads = factories.make_theme("bomen"), factories.make_theme("wegen")
    teach(both, 20, themes={"groen": trees, "verkeer": roads})
    call_command("learn_routing", verbosity=0)
    assert versions() == [("programme", 1, True, "first"), ("theme", 1, True, "first")]
    assert LearnedModel.objects.get(target="theme").labels == {str(trees.pk): "Bomen", str(roads.pk): "Wegen"}


def test_when_there_is_enough(both, coordinator):
    teach(both, 29)
    assert due.due() == []
    teach(both, 1)
    assert due.due() == ["programme"]
    learn("programme")
    assert due.due() == []
    LearnedModel.objects.update(made_at=timezone.now() - timedelta(days=11))
    assert due.due() == ["programme"]
    LearnedModel.objects.update(learned_from=20 * 61)
    assert due.due() == []


def test_an_import_counts_when_the_municipality_says_so(both):
    for number in range(60):
        set_source(factories.make_raw_idea(both[number % 2]))
    assert due.due() == []
    LearningSettings.objects.create(with_imported=True)
    assert due.due() == ["programme"]


def test_asking_whether_there_is_enough_costs_little(both, django_assert_max_num_queries):
    teach(both, 40)
    with django_assert_max_num_queries(8):
        due.due()


def test_the_task_starts_a_process_only_when_there_is_reason(both, monkeypatch, tmp_path):
    told = tmp_path / "told"
    script = f"import sys; open({str(told)!r}, 'a').write(' '.join(sys.argv[1:]) + ';')"
    monkeypatch.setattr(due, "COMMAND", [due.sys.executable, "-c", script])
    tasks.learn_routing()
    assert not told.exists()
    teach(both, 30)
    tasks.learn_routing()
    assert told.read_text() == "programme;"


def test_a_process_that_fails_is_told_of(both, monkeypatch, caplog):
    teach(both, 30)
    monkeypatch.setattr(due, "COMMAND", [due.sys.executable, "-c", "raise SystemExit('kapot')"])
    assert learn_apart() == ["programme"]
    assert "kapot" in caplog.text


def test_the_command_says_what_it_did(both, capsys):
    teach(both, 20)
    call_command("learn_routing", "programme")
    assert (
        "programme: version 1, learned from 30, on the newest 10 accuracy 1.00, top-3 1.00; first"
        in capsys.readouterr().out
    )
    call_command("learn_routing", "theme")
    assert "theme: nothing learned" in capsys.readouterr().out


def test_settings_are_one_row_and_their_change_is_an_event(coordinator):
    assert LearningSettings.current().threshold == 60
    plan = {"threshold": None, "least_decisions": 30, "learn_after": 5, "with_imported": False}
    change_learning(LearningPlan(**plan), actor=coordinator)
    change_learning(LearningPlan(**plan), actor=coordinator)
    assert LearningSettings.objects.get().threshold is None
    (event,) = Event.objects.filter(kind="learning.changed")
    assert (event.actor, event.facts["settings"]) == (
        coordinator, {"threshold": [60, None], "least_decisions": [60, 30], "learn_after": [25, 5]},
    )  # fmt: skip
