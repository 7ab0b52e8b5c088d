"""A feasibility file: scores with reasons, by weights that stay with them, and a count of votes that decides nothing."""

from decimal import Decimal

import pytest

from ideas.actions.answer_lists import save_party, save_template, set_weights
from ideas.actions.weigh import publish_weighing, total_of, weigh_idea
from ideas.models import AnswerTemplate, Idea, Party, Weighing, Weights
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
ONE = dict.fromkeys(("effect", "feasibility", "cost", "support", "privacy"), 1)
SCORES = {"effect": 5, "feasibility": 4, "cost": 2, "support": 3, "privacy": 1}
REASONS = {name: f"Reden {name}." for name in ONE}


@pytest.fixture
def weights(coordinator):
    return set_weights({**ONE, "effect": 5}, actor=coordinator, reason="De raad koos dit.")


@pytest.fixture
def idea(programme):
    return factories.make_raw_idea(programme, status="in_review", support_count=7)


@pytest.mark.parametrize(
    ("scores", "weights", "total"),
    [
        (SCORES, ONE, "3.0"),
        (SCORES, {**ONE, "effect": 5}, "3.9"),
        (SCORES, {**dict.fromkeys(ONE, 0), "privacy": 3}, "1.0"),
        (dict.fromkeys(ONE, 5), ONE, "5.0"),
        ({**dict.fromkeys(ONE, 2), "cost": 3}, {**dict.fromkeys(ONE, 0), "cost": 1, "effect": 19}, "2.1"),
    ],
)
def test_the_sum(scores, weights, total):
    assert total_of(scores, weights) == Decimal(total)


def test_the_weights_stay_with_the_scores(idea, owner, coordinator, weights):
    weighing = weigh_idea(idea, SCORES, REASONS, actor=owner)
    assert (weighing.total, weighing.support_then, weighing.weights) == (Decimal("3.9"), 7, weights)
    set_weights(ONE, actor=coordinator, reason="Anders.")
    Idea.objects.update(support_count=99)
    publish_weighing(weighing, actor=owner)
    stored = Weighing.objects.get()
    assert (stored.total, stored.support_then, stored.weights) == (Decimal("3.9"), 7, weights)
    assert next(row[:3] for row in stored.rows()) == ("Effect voor inwoners", 5, 5)
    kinds = ["answers.weights_set", "idea.weighed", "answers.weights_set", "idea.weighing_published"]
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == kinds


def test_weighing_decides_nothing(idea, owner, weights):
    weigh_idea(idea, dict.fromkeys(ONE, 1), REASONS, actor=owner)
    assert Idea.objects.values_list("status", "answered_at").get() == ("in_review", None)


def test_what_is_public_does_not_change(idea, owner, weights):
    weighing = weigh_idea(idea, SCORES, REASONS, actor=owner)
    publish_weighing(weighing, actor=owner)
    for again in (
        lambda: weigh_idea(idea, SCORES, REASONS, actor=owner),
        lambda: publish_weighing(weighing, actor=owner),
    ):
        with pytest.raises(NotPossible):
            again()


def test_what_somebody_else_just_changed_is_not_published(idea, owner, deputy, weights):
    old = weigh_idea(idea, SCORES, REASONS, actor=owner)
    weigh_idea(idea, dict.fromkeys(ONE, 2), REASONS, actor=deputy)
    with pytest.raises(NotPossible):
        publish_weighing(old, actor=owner)
    assert Weighing.objects.get().published_at is None


@pytest.mark.parametrize(
    ("scores", "reasons", "field"),
    [
        ({**SCORES, "cost": 0}, REASONS, "cost"),
        ({**SCORES, "cost": 6}, REASONS, "cost"),
        ({name: score for name, score in SCORES.items() if name != "privacy"}, REASONS, "privacy"),
        (SCORES, {**REASONS, "support": " "}, "support_reason"),
        (SCORES, {**REASONS, "support": "Het is derhalve goed."}, "support_reason"),
    ],
)
def test_what_is_refused(idea, owner, weights, scores, reasons, field):
    with pytest.raises(Incomplete) as refusal:
        weigh_idea(idea, scores, reasons, actor=owner)
    assert (refusal.value.field, Weighing.objects.count()) == (field, 0)


def test_without_weights_nothing_can_be_weighed(idea, owner):
    with pytest.raises(NotPossible):
        weigh_idea(idea, SCORES, REASONS, actor=owner)


@pytest.mark.parametrize("role", ["resident", "stranger", "administrator"])
def test_who_may_not(idea, owner, weights, role, request):
    person = request.getfixturevalue(role)
    weighing = weigh_idea(idea, SCORES, REASONS, actor=owner)
    for deed in (
        lambda: weigh_idea(idea, SCORES, REASONS, actor=person),
        lambda: publish_weighing(weighing, actor=person),
    ):
        with pytest.raises(NotAllowed):
            deed()


TEMPLATE = {
    "name": "Later",
    "decision": "",
    "theme": None,
    "reason_code": "",
    "reason": "Dag [schuilnaam].",
    "next_step": "",
    "is_active": True,
}
PARTY = {"name": "Buurgemeente", "kind": "municipality", "email": "a@example.org", "url": "", "is_active": True}


@pytest.mark.parametrize("role", ["resident", "owner", "deputy", "stranger", "administrator"])
def test_who_may_not_keep_the_lists(role, request):
    person = request.getfixturevalue(role)
    for deed in (
        lambda: save_template(AnswerTemplate(), TEMPLATE, actor=person),
        lambda: save_party(Party(), PARTY, actor=person),
        lambda: set_weights(ONE, actor=person, reason="Zomaar."),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert not Weights.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": "Dag [naam]."}, "reason"),
        ({"next_step": "Zie [bijlage]."}, "next_step"),
        ({"reason": " ", "next_step": ""}, "reason"),
        ({"reason": "Het kost [vul in: bedrag]."}, None),
    ],
)
def test_a_place_that_nobody_knows_is_refused(coordinator, change, field):
    if field is None:
        save_template(AnswerTemplate(), {**TEMPLATE, **change}, actor=coordinator)
        return
    with pytest.raises(Incomplete) as refusal:
        save_template(AnswerTemplate(), {**TEMPLATE, **change}, actor=coordinator)
    assert (refusal.value.field, AnswerTemplate.objects.count()) == (field, 0)


def test_each_change_of_a_list_is_told(coordinator):
    template = save_template(AnswerTemplate(), TEMPLATE, actor=coordinator)
    save_template(template, {**TEMPLATE, "reason": "Dag."}, actor=coordinator)
    save_template(template, {**TEMPLATE, "reason": "Dag."}, actor=coordinator)
    first, second = Event.objects.order_by("pk")
    assert first.facts["versions"]["name"] == [None, "Later"]
    assert second.facts["versions"] == {"reason": ["Dag [schuilnaam].", "Dag."]}


def test_an_organisation_can_be_reached(coordinator):
    with pytest.raises(Incomplete):
        save_party(Party(), {**PARTY, "email": ""}, actor=coordinator)
    save_party(Party(), {**PARTY, "email": "", "url": "https://example.org/"}, actor=coordinator)


def test_some_weight_must_weigh(coordinator):
    with pytest.raises(Incomplete):
        set_weights(dict.fromkeys(ONE, 0), actor=coordinator, reason="Niets telt.")


def test_templates_that_fit(programme):
    theme, other = factories.make_theme("bomen"), factories.make_theme("licht")
    make = factories.make_template
    exact = make(decision="promising", theme=theme)
    general, by_theme = make(), make(theme=theme)
    make(decision="declined"), make(theme=other), make(is_active=False)
    fitting = AnswerTemplate.objects.fitting
    assert set(fitting("promising", theme.pk)) == {exact, general, by_theme}
    assert fitting("promising", theme.pk)[0] == exact
    assert set(fitting("promising", None)) == {general}
