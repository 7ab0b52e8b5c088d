"""What changes once a challenge is open: only by a notice, only in time, and everybody who follows says they read it."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone, translation

from challenges.actions.change import change_challenge
from challenges.actions.following import follow_challenge, unfollow_challenge
from challenges.actions.notices import acknowledge, extend, give_notice, replace_opener
from challenges.actions.phases import Weighed, set_criteria
from challenges.actions.steps import mind_challenges, move_challenge
from challenges.contents import criterion_text
from challenges.models import Acknowledgement, Challenge, ChallengeVersion, Criterion, FormField, Notice, Phase
from challenges.statuses import ChallengeStatus
from participation.errors import Incomplete, NotAllowed, NotPossible, RuleBroken
from participation.models import Event
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def challenge(programme):
    return factories.make_challenge("open", programme=programme, phases=2)


def later(challenge, days=20):
    return challenge.phases.get(number=challenge.phase_number).closes_at + timedelta(days=days)


# --- The database refuses what no notice tells


def _text(challenge):
    Challenge.objects.filter(pk=challenge.pk).update(problem="Anders")


def _weight(challenge):
    Criterion.objects.filter(phase__challenge=challenge, number=1).update(weight=50)


def _no_criterion(challenge):
    Criterion.objects.filter(phase__challenge=challenge).delete()


def _new_criterion(challenge):
    Criterion.objects.create(phase=challenge.phases.first(), number=9, title="Nog een", weight=1)


def _field(challenge):
    FormField.objects.filter(phase__challenge=challenge).update(is_confidential=False)


def _new_field(challenge):
    FormField.objects.create(phase=challenge.phases.first(), number=9, label="Nog een")


def _date(challenge):
    challenge.phases.filter(number=1).update(closes_at=timezone.now() + timedelta(days=19))


def _blind(challenge):
    challenge.phases.update(is_blind=True)


def _new_phase(challenge):
    now = timezone.now()
    Phase.objects.create(challenge=challenge, number=7, title="X", opens_at=now, closes_at=now + timedelta(days=1))


def _opener(challenge):
    challenge.openers.add(factories.make_official("nieuw"))


CHANGES = [_text, _weight, _no_criterion, _new_criterion, _field, _new_field, _date, _blind, _new_phase, _opener]


@pytest.mark.parametrize("status", ChallengeStatus.values)
@pytest.mark.parametrize("change", CHANGES)
def test_nothing_changes_by_itself_once_approval_was_asked(programme, status, change):
    challenge = factories.make_challenge(status, programme=programme, phases=2)
    with transaction.atomic():
        if status == "concept":
            change(challenge)
            return
        with pytest.raises(DatabaseError, match=r"notice only|was approved|does not open again"), transaction.atomic():
            change(challenge)


@pytest.mark.parametrize("change", [_text, _weight, _field, _date, _opener])
@pytest.mark.parametrize(
    ("status", "is_over", "may"),
    [("open", False, True), ("open", True, False), ("closed", True, False), ("in_review", True, False),
     ("decided", True, False), ("finished", True, False), ("cancelled", True, False), ("in_approval", False, False)],
)  # fmt: skip
def test_a_notice_opens_the_texts_only_until_the_phase_closes(programme, owner, status, is_over, may, change):
    challenge = factories.make_challenge(status, programme=programme, phases=1)
    if is_over:
        factories.close_phase(challenge, seconds_ago=1)
    Notice.objects.create(challenge=challenge, number=7, kind="change", text="Er verandert iets.", given_by=owner)
    may = may or (change is _opener and status in {"open", "closed"})
    if may:
        change(challenge)
        return
    with pytest.raises(DatabaseError, match=r"notice only|has closed|was approved"), transaction.atomic():
        change(challenge)


@pytest.mark.django_db(transaction=True)
def test_a_notice_of_another_moment_or_another_challenge_opens_nothing(challenge, owner, programme):
    give_notice(challenge, "Er verandert iets.", actor=owner, changes={"offer": "Een plein."})
    with pytest.raises(DatabaseError, match="notice only"):
        _text(challenge)
    other = factories.make_challenge("open", programme=programme, title="Een andere")
    for told_in in (None, 1):
        with pytest.raises(DatabaseError, match="notice only"):
            _notice_there_and_text_here(other, challenge, told_in)


def _notice_there_and_text_here(there, here, told_in):
    with transaction.atomic():
        number = there.notices.count() + 1
        Notice.objects.create(challenge=there, number=number, kind="change", text="Daar.", told_in=told_in)
        _text(here)


def test_a_notice_stays_and_so_does_that_it_was_read(challenge, owner, resident):
    follow_challenge(challenge, actor=resident)
    notice = give_notice(challenge, "Er verandert iets.", actor=owner)
    acknowledge([notice], actor=resident)
    rows = (
        lambda: Notice.objects.update(text="Niets"),
        lambda: Notice.objects.update(given_by=None, number=8),
        lambda: Notice.objects.all().delete(),
        lambda: ChallengeVersion.objects.update(contents=[]),
        lambda: ChallengeVersion.objects.all()._raw_delete("default"),
    )
    for change in rows:
        with pytest.raises(DatabaseError, match=r"stays|taken back"), transaction.atomic():
            change()
    for change in (
        lambda: Acknowledgement.objects.all().delete(),
        lambda: Acknowledgement.objects.update(person=owner),
    ):
        with pytest.raises(DatabaseError, match="taken back"):
            _and_check(change)
    Notice.objects.update(given_by=None)
    resident.delete()
    connection.check_constraints()
    assert not Acknowledgement.objects.exists()


def _and_check(change):
    with transaction.atomic():
        change()
        connection.check_constraints()


# --- Giving notice


def test_a_notice_is_numbered_and_says_what_was_and_what_is(challenge, owner, coordinator):
    first = give_notice(
        challenge, " Het geld is op. ", actor=owner, changes={"offer": "Geen geld", "problem": challenge.problem}
    )
    weights = {
        its.pk: {"weight": weight}
        for its, weight in zip(challenge.phases.get(number=1).criteria.all(), (35, 35, 20, 10), strict=True)
    }
    second = give_notice(challenge, "Andere gewichten.", actor=coordinator, criteria=weights)
    challenge.refresh_from_db()
    assert (first.number, second.number, challenge.notice_number, challenge.offer) == (1, 2, 2, "Geen geld")
    assert (first.text, first.changes) == ("Het geld is op.", {"offer": ["Een straat om te proberen.", "Geen geld"]})
    assert [[text.split("\n")[0][-4:-1] for text in both] for both in second.changes.values()] == [
        ["40%", "35%"],
        ["30%", "35%"],
    ]
    facts = Event.objects.filter(kind="challenge.challenge_notice").values_list("facts", flat=True).first()
    assert facts == {"reference": "", "title": "Koele straten", "number": 1, "text": "Het geld is op."}


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"problem": " "}, "problem"), ({"questions_until": None}, "questions_until"),
     ({"questions_until": timezone.now() - timedelta(days=1)}, "questions_until"),
     ({"questions_until": timezone.now() + timedelta(days=100)}, "questions_until")],
)  # fmt: skip
def test_a_notice_takes_nothing_away_that_was_promised(challenge, owner, changes, field):
    with pytest.raises(Incomplete) as refused:
        give_notice(challenge, "Anders.", actor=owner, changes=changes)
    assert (refused.value.field, Notice.objects.count()) == (field, 0)


def test_two_officials_who_change_at_once_do_not_undo_each_other(client, challenge, owner, deputy):
    address = f"/werkplek/uitdagingen/{challenge.slug}/bericht/"
    with factories.thawed():
        until = timezone.now().replace(second=0, microsecond=0) - timedelta(days=1)
        Challenge.objects.filter(pk=challenge.pk).update(questions_until=until)
    page = sign_in(client, owner).get(address)
    # Nobody can ask any more. That date stays what it is, so it is in no way.
    typed = {field.name: field.value() for field in page.context["form"]}
    typed |= {"budget": "", "questions_until": _typed(until), "text": "Het plein is groter."}
    weights = {
        its.pk: {"weight": weight}
        for its, weight in zip(challenge.phases.get(number=1).criteria.all(), (35, 35, 20, 10), strict=True)
    }
    give_notice(challenge, "Het geld is op.", actor=deputy, changes={"offer": "Geen geld"}, criteria=weights)
    page = client.post(address, {**typed, "planning": "In mei."})
    challenge.refresh_from_db()
    assert (page.status_code, challenge.offer, challenge.planning) == (422, "Geen geld", "In 2027 klaar.")
    first, second = challenge.phases.get(number=1).criteria.all()[:2]
    assert page.context["meanwhile"] == [
        ("Wat bieden wij", "Geen geld"),
        ("Planning", "In 2027 klaar."),
        (first.title, criterion_text(first)),
        (second.title, criterion_text(second)),
    ]
    typed |= {"edition": page.context["form"]["edition"].value(), "offer": "Geen geld", "planning": "In mei."}
    typed |= {f"criterion_{pk}_weight": its["weight"] for pk, its in weights.items()}
    assert client.post(address, typed).status_code == 302
    assert list(challenge.notices.get(number=2).changes) == ["planning"]
    assert client.post(address, typed).status_code == 422
    assert challenge.notices.count() == 2


def test_weights_stay_a_hundred_and_columns_stay_what_they_are(challenge, owner):
    one = challenge.phases.get(number=1).criteria.first()
    with pytest.raises(Incomplete):
        give_notice(challenge, "Anders.", actor=owner, criteria={one.pk: {"weight": 41}})
    with pytest.raises(Incomplete):
        give_notice(challenge, "  ", actor=owner, changes={"offer": "Niets"})
    notice = give_notice(challenge, "Anders.", actor=owner, changes={"title": "Kaping", "made_by": owner})
    assert notice.changes == {}


@pytest.mark.parametrize("status", ChallengeStatus.values)
@pytest.mark.parametrize("seconds_ago", [-1, 1])
def test_who_gives_notice_and_more_time_when(
    programme, owner, deputy, coordinator, stranger, administrator, resident, status, seconds_ago
):
    challenge = factories.make_challenge(status, programme=programme)
    factories.close_phase(challenge, seconds_ago=seconds_ago)
    doors = (
        lambda who: give_notice(challenge, "Anders.", actor=who, changes={"offer": "Meer"}),
        lambda who: extend(challenge, later(challenge), "Er is meer tijd nodig.", actor=who),
    )
    people = (owner, deputy, coordinator, stranger, administrator, resident)
    in_time = status == "open" and seconds_ago < 0
    for door in doors:
        did = set()
        for person in people:
            before = transaction.savepoint()
            try:
                door(person)
                did.add(person)
            except (NotAllowed, NotPossible):
                pass
            transaction.savepoint_rollback(before)
        assert did == ({owner, deputy, coordinator} if in_time else set())


# --- More time


def test_more_time_is_for_everybody_later_only_and_told(programme, owner):
    challenge = factories.make_challenge("open", programme=programme)
    before, wanted = later(challenge, 0), later(challenge, 7)
    for wrong in (before, before - timedelta(seconds=1)):
        with pytest.raises(Incomplete):
            extend(challenge, wrong, "Korter.", actor=owner)
    notice = extend(challenge, wanted, "Vakantie.", actor=owner)
    assert (notice.kind, notice.number, later(challenge, 0)) == ("extension", 1, wanted)
    assert notice.changes == {"phase.1.closes_at": [before.isoformat(), wanted.isoformat()]}


def test_more_time_does_not_run_into_the_next_phase(challenge, owner):
    following = challenge.phases.get(number=2).opens_at
    with pytest.raises(Incomplete):
        extend(challenge, following + timedelta(seconds=1), "Meer tijd.", actor=owner)
    extend(challenge, following, "Meer tijd.", actor=owner)


@pytest.mark.parametrize("status", ["closed", "in_review"])
@pytest.mark.parametrize("is_over", [False, True])
def test_a_slow_jury_gives_the_next_phase_more_time(client, programme, owner, resident, status, is_over):
    challenge = factories.make_challenge(status, programme=programme, phases=2)
    following = challenge.phases.get(number=2)
    if is_over:
        following.opens_at, following.closes_at = (timezone.now() - timedelta(days=days) for days in (9, 2))
        with factories.thawed():
            following.save(update_fields=["opens_at", "closes_at"])
    address = f"/werkplek/uitdagingen/{challenge.slug}/verlengen/"
    sign_in(client, owner)
    assert address in client.get(challenge.get_desk_url()).content.decode()
    for wrong in (following.closes_at, timezone.now() - timedelta(hours=1)):
        assert client.post(address, {"closes_at": _typed(wrong), "text": "De jury leest nog."}).status_code == 422
    wanted = max(following.closes_at, timezone.now()).replace(second=0, microsecond=0) + timedelta(days=30)
    with pytest.raises(NotAllowed):
        extend(challenge, wanted, "De jury leest nog.", actor=resident)
    assert client.post(address, {"closes_at": _typed(wanted), "text": "De jury leest nog."}).status_code == 302
    assert list(challenge.phases.filter(closes_at=wanted)) == [following]
    notice = challenge.notices.get()
    assert notice.changes == {"phase.2.closes_at": [following.closes_at.isoformat(), wanted.isoformat()]}


def _typed(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_a_challenge_with_more_time_is_not_closed_at_its_first_moment(programme, owner):
    challenge = factories.make_challenge("open", programme=programme)
    factories.close_phase(challenge, seconds_ago=-30)
    extend(challenge, timezone.now() + timedelta(days=1), "Storing.", actor=owner)
    factories.let_phase_be(challenge, opens_at=timezone.now() - timedelta(days=9))
    assert mind_challenges() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("days", [(3, 3), (3, 5), (5, 3)])
def test_two_officials_give_more_time_at_once(programme, owner, deputy, days):
    challenge = factories.make_challenge("open", programme=programme)
    start, results = threading.Barrier(2), []

    now = later(challenge, 0)
    wanted = [now + timedelta(days=more) for more in days]
    both = [
        threading.Thread(target=_extend, args=(challenge.pk, who, when, start, results))
        for who, when in zip((owner, deputy), wanted, strict=True)
    ]
    [thread.start() for thread in both]
    [thread.join() for thread in both]
    given = [each for each in results if each is None]
    assert later(challenge, 0) == max(wanted)
    assert len(given) == challenge.notices.count()
    assert sorted(challenge.notices.values_list("number", flat=True)) == list(range(1, len(given) + 1))
    assert (len(given) == 1) if days[0] == days[1] else (len(given) in {1, 2})


def _extend(pk, who, when, start, results):
    start.wait()
    try:
        extend(Challenge.objects.get(pk=pk), when, "Meer.", actor=who)
        results.append(None)
    except RuleBroken as refused:
        results.append(refused)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_more_time_and_closing_at_once_never_both(programme, owner):
    challenge = factories.make_challenge("open", programme=programme)
    factories.close_phase(challenge, seconds_ago=-0.15)
    start, results = threading.Barrier(2), []
    when = timezone.now() + timedelta(days=2)
    thread = threading.Thread(target=_extend, args=(challenge.pk, owner, when, start, results))
    thread.start()
    start.wait()
    closed = 0
    while not results or (results[0] is not None and not closed):
        closed += mind_challenges()
    thread.join()
    challenge.refresh_from_db()
    closed += mind_challenges()
    assert (results[0] is None, challenge.status) in {(True, "open"), (False, "closed")}
    assert closed == (results[0] is not None)


# --- Another opener


def test_another_opener_is_told_and_the_rest_refused(programme, owner, deputy, coordinator, resident):
    challenge = factories.make_challenge("open", programme=programme, approver=deputy)
    for old, new in ((owner, resident), (owner, deputy), (coordinator, coordinator), (None, coordinator)):
        with pytest.raises(Incomplete):
            replace_opener(challenge, old, new, actor=owner)
    factories.close_phase(challenge)
    mind_challenges()
    challenge.refresh_from_db()
    with translation.override("en"):
        replace_opener(challenge, owner, coordinator, actor=deputy)
    assert set(challenge.openers.all()) == {deputy, coordinator}
    notice = challenge.notices.get()
    assert (notice.text, notice.changes) == ("Een andere medewerker opent de inzendingen.", {})
    with factories.thawed():
        challenge.phases.get().openings.create(person=deputy)
    with pytest.raises(NotPossible):
        replace_opener(challenge, coordinator, owner, actor=deputy)


# --- Reading


def test_who_follows_reads_it_before_going_on_in_this_room(client, challenge, owner, resident, neighbour):
    follow_challenge(challenge, actor=resident)
    notice = give_notice(challenge, "Het geld is op.", actor=owner, changes={"offer": "Geen geld"})
    address = challenge.get_absolute_url()
    assert sign_in(client, neighbour).get(address).status_code == 200
    sign_in(client, resident)
    for page in (address, "/uitdagingen/", f"{address}vragen/", f"{address}vragen/stellen/"):
        response = client.get(page)
        assert (response.status_code, response["Location"]) == (302, f"/uitdagingen/berichten/?next={page}")
    page = client.get(f"/uitdagingen/berichten/?next={address}")
    assert "Geen geld" in page.content.decode()
    assert '<details class="details" open><summary class="details__summary">Wat er verandert<' in page.content.decode()
    assert client.get("/uitdagingen/berichten/?taal=en").status_code == 302
    assert client.get("/mijn-inbreng/").status_code == 200
    assert "/uitdagingen/berichten/" in client.get("/mijn-inbreng/").content.decode()
    refused = client.post(f"/uitdagingen/berichten/?next={address}", {"bericht": notice.pk})
    assert (refused.status_code, Acknowledgement.objects.count()) == (422, 0)
    sent = {"bericht": notice.pk, "read": "on"}
    went = client.post(f"/uitdagingen/berichten/?next={address}", sent, follow=True)
    assert [place for place, _status in went.redirect_chain] == [f"/uitdagingen/berichten/?next={address}", address]
    assert [(row.notice, row.person) for row in Acknowledgement.objects.all()] == [(notice, resident)]
    assert (
        '<details class="details"><summary class="details__summary">Wat er verandert<'
        in Client().get(address).content.decode()
    )
    assert client.post("/uitloggen/").status_code == 302


def test_what_came_while_somebody_read_is_read_apart(client, challenge, owner, resident):
    follow_challenge(challenge, actor=resident)
    first = give_notice(challenge, "Het eerste.", actor=owner)
    sign_in(client, resident)
    second = give_notice(challenge, "Het tweede.", actor=owner)
    client.post("/uitdagingen/berichten/", {"bericht": first.pk, "read": "on"})
    assert list(Notice.objects.unread_by(resident)) == [second]


def test_nobody_reads_for_somebody_else(client, challenge, owner, resident, neighbour):
    follow_challenge(challenge, actor=resident)
    notice = give_notice(challenge, "Anders.", actor=owner)
    sent = {"bericht": notice.pk, "read": "on"}
    assert client.post("/uitdagingen/berichten/", sent).status_code == 302
    sign_in(client, neighbour).post("/uitdagingen/berichten/", sent)
    acknowledge([notice], actor=neighbour)
    assert not Acknowledgement.objects.exists()


def test_whoever_came_later_or_left_has_nothing_to_read(challenge, owner, resident, neighbour):
    follow_challenge(challenge, actor=resident)
    give_notice(challenge, "Anders.", actor=owner)
    follow_challenge(challenge, actor=neighbour)
    unfollow_challenge(challenge, actor=resident)
    assert [list(Notice.objects.unread_by(person)) for person in (resident, neighbour)] == [[], []]


@pytest.mark.parametrize("following", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "", "\\evil"])
def test_it_leads_nowhere_else(client, resident, following):
    response = sign_in(client, resident).get("/uitdagingen/berichten/", {"next": following})
    assert response["Location"] == "/uitdagingen/"


def test_a_concept_changes_without_notice_and_an_open_one_not_through_the_doors_of_a_concept(programme, owner):
    challenge = factories.make_challenge("concept", programme=programme)
    stale = Challenge.objects.get(pk=challenge.pk)
    move_challenge(challenge, "submit", actor=owner)
    with pytest.raises(NotPossible):
        change_challenge(stale, factories.challenge_words(), openers=[], edition=stale.edition, actor=owner)
    with pytest.raises(NotPossible):
        set_criteria(stale.phases.get(), _same(stale), edition=stale.edition, actor=owner)


def _same(challenge):
    return [Weighed(its.title, its.explanation, its.weight, its.pk) for its in challenge.phases.get().criteria.all()]
