"""A partner answers once, in time, while the idea waits for it."""

from datetime import UTC, datetime, timedelta

import pytest

from ideas.actions import refer
from ideas.actions.moderate import hide_idea, show_idea
from ideas.actions.refer import answer_referral
from ideas.models import Idea, Referral
from ideas.statuses import Status
from participation.errors import Incomplete, NotPossible
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HIDDEN = ["Bomen", "Helpt u mee?", "Er staat een naam in."]


@pytest.fixture(autouse=True)
def frozen(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def referral(programme):
    def make(status="referred", asked_at=NOW):
        idea = factories.make_raw_idea(programme, status=status, reference="2026-00001", title="Bomen")
        return Referral.objects.create(
            idea=idea, partner="Bibliotheek", email="b@example.org", message="Helpt u mee?", asked_at=asked_at
        )

    return make


def stored():
    return Referral.objects.values_list("answer", "answered_at").get(), Event.objects.count()


def test_the_answer_and_its_news(referral):
    asked = referral()
    answer_referral(asked, text=" Ja,\u202e dat kan. ")
    assert stored() == (("Ja, dat kan.", NOW), 1)
    assert (asked.answer, asked.answered_at, asked.idea.status) == ("Ja, dat kan.", NOW, "referred")
    event = Event.objects.get()
    assert (event.kind, event.actor, event.subject_id) == ("idea.referral_answered", None, asked.idea_id)
    assert event.facts == {
        "reference": "2026-00001", "title": "Bomen", "partner": "Bibliotheek", "text": "Ja, dat kan.",
    }  # fmt: skip


def test_once(referral):
    asked = referral()
    stale = Referral.objects.select_related("idea").get()
    answer_referral(asked, text="Ja.")
    for again in (asked, stale):
        with pytest.raises(NotPossible, match="al beantwoord"):
            answer_referral(again, text="Nee.")
    assert stored() == (("Ja.", NOW), 1)


@pytest.mark.parametrize(("late", "taken"), [(timedelta(), True), (timedelta(seconds=1), False)])
def test_until_fourteen_days_later(referral, late, taken):
    asked = referral(asked_at=NOW - timedelta(days=14) - late)
    if taken:
        answer_referral(asked, text="Ja.")
    else:
        with pytest.raises(NotPossible, match="niet meer open"):
            answer_referral(asked, text="Ja.")
    assert stored() == (("Ja.", NOW) if taken else ("", None), int(taken))


@pytest.mark.parametrize("status", sorted(set(Status.values) - {"referred"}))
def test_not_when_the_idea_went_on(referral, status):
    with pytest.raises(NotPossible, match="niet meer open"):
        answer_referral(referral(status), text="Ja.")
    assert Event.objects.count() == 0


@pytest.mark.parametrize("text", ["", " \n", "\u200b"])
def test_never_empty(referral, text):
    with pytest.raises(Incomplete) as refusal:
        answer_referral(referral(), text=text)
    assert (refusal.value.field, stored()) == ("text", (("", None), 0))


def test_a_crash_before_the_news_leaves_the_question_open(referral, monkeypatch):
    def crash(*_args, **_kwargs):
        raise ZeroDivisionError

    asked = referral()
    monkeypatch.setattr(refer.journal, "record", crash)
    with pytest.raises(ZeroDivisionError):
        answer_referral(asked, text="Ja.")
    assert stored() == (("", None), 0)


def test_an_idea_that_is_hidden_meanwhile_is_neither_read_nor_answered(client, referral, coordinator):
    asked = referral()
    page = asked.get_absolute_url()
    hide_idea(asked.idea, actor=coordinator, reason="Er staat een naam in.")
    for response in (client.get(page), client.post(page, {"text": "Ja."})):
        assert response.status_code == 410
        assert not [words for words in HIDDEN if words in response.content.decode()]
    with pytest.raises(NotPossible, match="niet meer open"):
        answer_referral(Referral.objects.get(), text="Ja.")
    assert stored() == (("", None), 1)

    show_idea(asked.idea, actor=coordinator)
    assert [words for words in HIDDEN if words in client.get(page).content.decode()] == HIDDEN[:2]
    assert client.post(page, {"text": "Ja."})["Location"] == page
    assert stored() == (("Ja.", NOW), 3)


@pytest.mark.parametrize("change", [{"visibility": "held"}, {"status": "in_review"}])
def test_what_changed_since_the_page_was_read_counts(referral, change):
    asked = referral()
    assert asked.is_open
    Idea.objects.update(**change)
    with pytest.raises(NotPossible, match="niet meer open"):
        answer_referral(asked, text="Ja.")
    assert stored() == (("", None), 0)


def test_the_link_of_an_idea_that_is_still_held_back_opens_nothing(client, referral):
    asked = referral()
    Idea.objects.update(visibility="held")
    response = client.post(asked.get_absolute_url(), {"text": "Ja."})
    assert (response.status_code, stored()) == (410, (("", None), 0))
