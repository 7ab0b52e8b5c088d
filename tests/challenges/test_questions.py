"""Questions about a challenge: asked in time, answered once for all, and never who asked."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from challenges.actions.questions import ASKING, answer_question, ask_question
from challenges.models import Challenge, Question
from challenges.statuses import ChallengeStatus
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from participation.errors import Incomplete, NotAllowed, NotPossible, TooMany
from participation.models import Event
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def challenge(programme):
    return factories.make_challenge("open", programme=programme)


def ask(challenge, person, text="Mag het ook met steen?", *, is_private=False, key=None):
    return ask_question(challenge, text, is_private=is_private, actor=person, client_key=key or uuid.uuid4())


@pytest.mark.parametrize("status", ChallengeStatus.values)
@pytest.mark.parametrize("is_private", [True, False])
def test_who_asks_and_answers_when(
    programme, owner, resident, stranger, coordinator, administrator, status, is_private
):
    challenge = factories.make_challenge(status, programme=programme)
    if status == "open":
        waiting = ask(challenge, resident, is_private=is_private)
    else:
        waiting = Question.objects.create(
            challenge=challenge, asker=resident, text="Waarom?", is_private=is_private, key=uuid.uuid4()
        )
    asked, answered = set(), set()
    for person in (None, resident, owner, stranger, coordinator, administrator):
        for did, door in (
            (asked, lambda who: ask(challenge, who)),
            (answered, lambda who: answer_question(waiting, answer="Ja.", public_text="Mag het?", actor=who)),
        ):
            before = transaction.savepoint()
            try:
                door(person)
                did.add(person)
            except (NotAllowed, NotPossible):
                pass
            transaction.savepoint_rollback(before)
            waiting.refresh_from_db()
    everybody = {resident, owner, stranger, coordinator, administrator}
    assert (asked, answered) == ((everybody, {owner, coordinator}) if status == "open" else (set(), set()))


@pytest.mark.parametrize(("seconds", "is_late"), [(1, False), (0, True), (-1, True)])
@pytest.mark.parametrize("what", ["questions_until", "closes_at"])
def test_one_second_too_late_is_too_late(challenge, resident, seconds, is_late, what):
    moment = timezone.now() + timedelta(seconds=seconds)
    if what == "closes_at":
        factories.let_phase_be(challenge, closes_at=moment)
    else:
        with factories.thawed():
            Challenge.objects.filter(pk=challenge.pk).update(questions_until=moment)
    if is_late:
        with pytest.raises(NotPossible):
            ask(challenge, resident)
    else:
        ask(challenge, resident)
    assert Question.objects.count() == (not is_late)


def test_the_same_form_asks_once_and_a_key_of_somebody_else_asks_nothing(challenge, resident, neighbour):
    key = uuid.uuid4()
    assert ask(challenge, resident, key=key) == ask(challenge, resident, key=key)
    with pytest.raises(NotAllowed):
        ask(challenge, neighbour, key=key)
    assert (Question.objects.count(), Event.objects.filter(kind="challenge.challenge_question_asked").count()) == (1, 1)


def test_nobody_asks_without_end(challenge, resident):
    for _number in range(ASKING.size):
        ask(challenge, resident)
    with pytest.raises(TooMany):
        ask(challenge, resident)


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_a_question_says_something_and_ends(challenge, resident, text):
    with pytest.raises(Incomplete):
        ask(challenge, resident, text)


def test_questions_are_answered_once_and_numbered_as_they_are(challenge, resident, neighbour, owner, coordinator):
    first, second = ask(challenge, resident, "Een?"), ask(challenge, neighbour, "Twee?")
    answer_question(second, answer="Ja.", public_text="Twee?", actor=owner)
    answer_question(first, answer="Nee.", public_text="Een?", actor=owner)
    for wrong in ({"answer": " ", "public_text": "Een?"}, {"answer": "Ja.", "public_text": " "}):
        with pytest.raises(Incomplete):
            answer_question(ask(challenge, resident), actor=owner, **wrong)
    with pytest.raises(NotPossible):
        answer_question(first, answer="Toch wel.", public_text="Een?", actor=coordinator)
    rows = Question.objects.exclude(number=None).order_by("number").values_list("number", "public_text", "answer")
    assert list(rows) == [(1, "Twee?", "Ja."), (2, "Een?", "Nee.")]


def test_who_answers_just_after_a_colleague_reads_that_and_keeps_their_text(client, challenge, resident, owner, deputy):
    question = ask(challenge, resident)
    address = f"/werkplek/uitdagingen/{challenge.slug}/vragen/{question.pk}/"
    sign_in(client, owner)
    answer_question(question, answer="Ja.", public_text="Mag het?", actor=deputy)
    page = client.post(address, {"public_text": "Mag het?", "answer": "Nee, want het is te zwaar."})
    text = page.content.decode()
    assert (page.status_code, "Deze vraag is al beantwoord." in text, "te zwaar" in text) == (422, True, True)
    question.refresh_from_db()
    assert (question.answer, client.get(address).status_code) == ("Ja.", 404)


def test_nothing_public_says_who_asked(client, challenge, owner, programme):
    asker = factories.make_resident("xylofoon")
    factories.make_organisation("Zeldzame Zaken BV", asker)
    question = ask(challenge, asker, "Wij van Zeldzame Zaken BV willen weten: mag steen?")
    answer_question(question, answer="Nee.", public_text="Mag steen?", actor=owner)
    address = challenge.get_absolute_url()
    desk = sign_in(client, owner).get(challenge.get_desk_url()).content.decode()
    client.logout()
    pages = [client.get(f"{address}{part}").content for part in ("", "vragen/", "../", "../atom/")]
    pages += [client.get(f"{address}vragen.txt").content, desk.encode()]
    pages += [str(event.facts).encode() for event in Event.objects.all()]
    assert [page for page in pages if b"ylofoon" in page or b"Zeldzame" in page] == []
    assert b"Mag steen?" in pages[0]


def test_an_official_is_warned_that_a_text_says_who_asked(client, challenge, owner):
    asker = factories.make_resident("xylofoon")
    factories.make_organisation("Zeldzame Zaken BV", asker)
    question = ask(challenge, asker, "Zeldzame Zaken BV vraagt: mag steen? Bel 06-12345678.")
    address = f"/werkplek/uitdagingen/{challenge.slug}/vragen/{question.pk}/"
    sign_in(client, owner)
    sent = {"public_text": question.text, "answer": "Nee, Xylofoon."}
    page = client.post(address, sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["sure"])
    assert all(name in page.content.decode() for name in ("Zeldzame Zaken BV", "Xylofoon", "06-12345678"))
    question.refresh_from_db()
    assert question.answered_at is None
    assert client.post(address, {"public_text": "Mag steen?", "answer": "Nee."}).status_code == 302
    other = ask(challenge, asker, "Zeldzame Zaken BV")
    client.post(f"/werkplek/uitdagingen/{challenge.slug}/vragen/{other.pk}/", {**sent, "sure": "on"})
    other.refresh_from_db()
    assert other.answered_at is not None


def test_a_private_answer_is_for_who_asked_and_for_nobody_else(client, challenge, owner, resident, neighbour):
    question = ask(challenge, resident, "Mag mijn plan met een molen?", is_private=True)
    sign_in(client, owner).post(
        f"/werkplek/uitdagingen/{challenge.slug}/vragen/{question.pk}/", {"answer": "Ja, een kleine."}
    )
    fan_out_waiting()
    to = Delivery.objects.filter(event__kind="challenge.challenge_asker_answered")
    assert set(to.values_list("recipient", flat=True)) == {resident.pk}
    assert all("molen" not in str(event.facts) and "kleine" not in str(event.facts) for event in Event.objects.all())
    address = f"{challenge.get_absolute_url()}vragen/"
    for person, may in ((neighbour, False), (resident, True)):
        text = sign_in(client, person).get(address).content.decode()
        assert ("een kleine" in text, "molen" in text) == (may, may)
    client.logout()
    assert "molen" not in client.get(address).content.decode()
    assert "molen" not in client.get(f"{challenge.get_absolute_url()}vragen.txt").content.decode()


def test_everybody_who_follows_and_who_asked_hears_the_answer(challenge, resident, neighbour, owner):
    challenge.follows.create(person=neighbour)
    question = ask(challenge, resident)
    answer_question(question, answer="Ja.", public_text="Mag het?", actor=owner)
    fan_out_waiting()
    told = Delivery.objects.filter(event__kind="challenge.challenge_question_answered", channel="inbox")
    assert set(told.values_list("recipient", flat=True)) == {resident.pk, neighbour.pk}


def test_one_document_holds_all_of_them(client, challenge, resident, owner):
    for number in range(3):
        question = ask(challenge, resident, f"Vraag met <b> en é, {number}?")
        answer_question(question, answer=f"Antwoord {number}\n\nen meer.", public_text=question.text, actor=owner)
    address = challenge.get_absolute_url()
    paper = client.get(f"{address}vragen.pdf")
    assert (paper["Content-Type"], paper.content[:5], b"/Count 1" in paper.content) == (
        "application/pdf",
        b"%PDF-",
        True,
    )
    plain = client.get(f"{address}vragen.txt").content.decode()
    for number in range(3):
        assert f"{number + 1}. Vraag met <b> en é, {number}?\n\nAntwoord {number}" in plain
    assert "Vraag met &lt;b&gt;" in client.get(f"{address}vragen/").content.decode()


def test_asking_goes_through_the_page(client, challenge, resident):
    address = f"{challenge.get_absolute_url()}vragen/stellen/"
    assert client.get(address).status_code == 302
    sign_in(client, resident)
    key = client.get(address).context["form"].initial["key"]
    assert client.post(address, {"key": key, "text": ""}).status_code == 422
    for _twice in range(2):
        assert client.post(address, {"key": key, "text": "Mag steen?"}).status_code == 302
    assert [(row.text, row.asker, row.is_private) for row in Question.objects.all()] == [
        ("Mag steen?", resident, False)
    ]
    closed = factories.make_challenge("closed", programme=challenge.programme, title="Geweest")
    assert client.get(f"{closed.get_absolute_url()}vragen/stellen/").status_code == 404
