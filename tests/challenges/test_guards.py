"""What the database refuses by itself: every statement here is SQL of the application's own user."""

import secrets
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from challenges.models import Challenge, Notice, Opening, Phase, Response, SealedFile, SealKey, Submission
from challenges.sealing import seal
from challenges.statuses import UPLOAD_GRACE, ChallengeStatus, FieldKind
from tests import factories
from tests.challenges.scene_seal import (
    close_for_dates,
    make_fields,
    make_open_challenge,
    move_dates,
    phase_of,
    set_status,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
AFTER_GRACE = UPLOAD_GRACE + SECOND
HASHES = {"hashes": []}


@pytest.fixture
def openers():
    return [factories.make_official("een"), factories.make_official("twee")]


@pytest.fixture
def phase(openers):
    return phase_of(make_open_challenge(openers=openers))


@pytest.fixture
def response(phase):
    return Response.objects.create(challenge=phase.challenge, organisation=factories.make_organisation())


def hand_in(response, phase, number=1, **fields):
    sealed = seal(phase, f"submission:{response.pk}:{number}", b"{}")
    usual = {"sealed": sealed, "salt": "s", "sha256": secrets.token_hex(32)}
    return Submission.objects.create(response=response, phase=phase, number=number, **usual | fields)


def file_of(response, phase, **fields):
    [field] = make_fields(phase, FieldKind.FILE)
    usual = {"sealed_name": b"x", "size": 10}
    return SealedFile.objects.create(response=response, phase=phase, field=field, **usual | fields)


def put(model, **fields):
    """As somebody with SQL would do it: past actions and models. Gives whether the database took it."""
    try:
        with transaction.atomic():
            model.update(**fields)
    except (IntegrityError, InternalError):
        return False
    return True


def put_with_notice(phase, **times):
    """With a numbered notice in the same transaction, as `challenges.actions.notices` does it."""
    try:
        with transaction.atomic():
            Notice.objects.create(
                challenge=phase.challenge, number=Notice.objects.count() + 1, kind="extension", text="x"
            )
            Phase.objects.filter(pk=phase.pk).update(**times)
    except (IntegrityError, InternalError):
        return False
    return True


def taken(do, *args, **kwargs):
    try:
        with transaction.atomic():
            do(*args, **kwargs)
    except (IntegrityError, InternalError):
        return False
    return True


def let_close(phase, ago=AFTER_GRACE):
    close_for_dates(phase, ago)
    Challenge.objects.filter(pk=phase.challenge_id).update(status=ChallengeStatus.CLOSED)


def break_seal(phase, openers):
    let_close(phase)
    Phase.objects.filter(pk=phase.pk).update(hashes=HASHES)
    for person in openers:
        Opening.objects.create(phase=phase, person=person)
    Phase.objects.filter(pk=phase.pk).update(unsealed_at=timezone.now())


@pytest.mark.parametrize("status", list(ChallengeStatus))
@pytest.mark.parametrize(
    ("opens", "closes", "in_time"),
    [(-60, 5, True), (-60, -1, False), (-60, 0, False), (5, 60, False), (-1, 60, True)],
)
def test_a_submission_comes_in_time_by_the_clock_of_the_database(phase, response, status, opens, closes, in_time):
    now = timezone.now()
    move_dates(phase, opens_at=now + opens * SECOND, closes_at=now + closes * SECOND)
    set_status(phase.challenge, status)
    assert taken(hand_in, response, phase) == (in_time and status == ChallengeStatus.OPEN)


def test_a_submission_bears_the_moment_of_the_database(phase, response):
    early = timezone.now() - timedelta(days=9)
    made = hand_in(response, phase, submitted_at=early, withdrawn_at=early)
    made.refresh_from_db()
    assert made.submitted_at > timezone.now() - timedelta(minutes=1)
    assert made.withdrawn_at is None


def test_a_submission_is_for_the_phase_of_now_of_its_own_challenge(phase, response):
    other = phase_of(make_open_challenge("andere"))
    moments = {"opens_at": phase.opens_at, "closes_at": phase.closes_at}
    with factories.thawed():
        later = Phase.objects.create(challenge=phase.challenge, number=2, title="Later", **moments)
    assert not taken(hand_in, response, other)
    assert not taken(
        Submission.objects.create, response=response, phase=later, number=1, sealed=b"", salt="", sha256=""
    )


@pytest.mark.parametrize(
    "change",
    [{"sealed": b"other"}, {"sha256": "0" * 64}, {"salt": "x"}, {"number": 9}, {"submitted_at": timezone.now()}],
    ids=lambda change: next(iter(change)),
)
def test_what_was_submitted_never_changes(phase, response, change):
    made = hand_in(response, phase)
    before = Submission.objects.filter(pk=made.pk).values().get()
    assert not put(Submission.objects.filter(pk=made.pk), **change)
    assert Submission.objects.filter(pk=made.pk).values().get() == before


def test_who_submitted_may_be_forgotten_and_never_be_another(phase, response, resident, neighbour):
    made = hand_in(response, phase, submitted_by=resident)
    assert not put(Submission.objects.filter(pk=made.pk), submitted_by=neighbour)
    assert put(Submission.objects.filter(pk=made.pk), submitted_by=None)


def test_withdrawing_is_once_and_before_closing(phase, response):
    made, late = hand_in(response, phase), hand_in(response, phase, 2)
    assert put(Submission.objects.filter(pk=made.pk), withdrawn_at=timezone.now())
    assert not put(Submission.objects.filter(pk=made.pk), withdrawn_at=None)
    close_for_dates(phase)
    assert not put(Submission.objects.filter(pk=late.pk), withdrawn_at=timezone.now())


@pytest.mark.parametrize(
    ("status", "days", "goes"),
    [
        (ChallengeStatus.OPEN, 9999, False),
        (ChallengeStatus.DECIDED, 9999, False),
        (ChallengeStatus.FINISHED, 364, False),
        (ChallengeStatus.FINISHED, 366, True),
        (ChallengeStatus.CANCELLED, 366, True),
    ],
)
def test_what_came_in_is_kept_until_a_year_after_the_end(phase, response, status, days, goes):
    file, made = file_of(response, phase), hand_in(response, phase)
    submitted = Submission.objects.filter(pk=made.pk)
    set_status(phase.challenge, status)
    Challenge.objects.filter(pk=phase.challenge_id).update(status_since=timezone.now() - timedelta(days=days))
    assert taken(file.delete) == goes
    assert put(submitted, sealed=b"", salt="") == goes
    assert not put(submitted, sealed=b"other")
    assert not put(submitted, sha256="0" * 64)
    assert taken(SealKey.objects.all().delete) == goes
    assert taken(made.delete) == goes


def test_a_file_that_no_submission_holds_may_go(phase, response):
    taken_away, held = file_of(response, phase), file_of(response, phase)
    put(SealedFile.objects.filter(pk=taken_away.pk), removed_at=timezone.now())
    hand_in(response, phase)
    later = file_of(response, phase)
    put(SealedFile.objects.filter(pk=held.pk), removed_at=timezone.now())
    assert [taken(file.delete) for file in (taken_away, held, later)] == [True, False, True]


def test_a_file_is_taken_away_once_and_at_the_moment_of_the_database(phase, response):
    rows = SealedFile.objects.filter(pk=file_of(response, phase).pk)
    assert put(rows, removed_at=timezone.now() - timedelta(days=9))
    assert rows.get().removed_at > timezone.now() - timedelta(minutes=1)
    for moment in (None, timezone.now()):
        assert not put(rows, removed_at=moment)


def test_a_file_begins_in_time_and_comes_in_until_the_grace_is_over(phase, response):
    file = file_of(response, phase)
    rows = SealedFile.objects.filter(pk=file.pk)
    close_for_dates(phase)
    assert not taken(file_of, response, phase)
    assert put(rows, received=5)
    close_for_dates(phase, UPLOAD_GRACE)
    assert not put(rows, received=10)
    assert not put(rows, received=10, whole_at=timezone.now(), sha256="a")


def test_a_file_never_becomes_another(phase, response):
    file = file_of(response, phase)
    rows = SealedFile.objects.filter(pk=file.pk)
    for change in ({"size": 11}, {"uuid": uuid.uuid4()}, {"sealed_name": b"y"}, {"began_at": timezone.now()}):
        assert not put(rows, **change)
    for change in ({"received": 10}, {"received": 9, "whole_at": timezone.now()}, {"sha256": "a"}):
        assert not put(rows, **change)
    assert put(rows, received=10, whole_at=timezone.now(), sha256="a")
    for change in ({"sha256": "b"}, {"received": 9, "whole_at": None}, {"whole_at": timezone.now()}):
        assert not put(rows, **change)
    assert put(rows, completed_at=timezone.now(), kind="application/pdf")
    for change in ({"kind": "x"}, {"completed_at": None}):
        assert not put(rows, **change)
    assert put(rows, removed_at=timezone.now())


@pytest.mark.parametrize(
    ("status", "ago", "hashes", "who", "opens"),
    [
        (ChallengeStatus.CLOSED, AFTER_GRACE, HASHES, 0, True),
        (ChallengeStatus.CLOSED, AFTER_GRACE, HASHES, 1, True),
        (ChallengeStatus.CLOSED, AFTER_GRACE, HASHES, None, False),
        (ChallengeStatus.CLOSED, AFTER_GRACE, None, 0, False),
        (ChallengeStatus.CLOSED, UPLOAD_GRACE - 5 * SECOND, HASHES, 0, False),
        (ChallengeStatus.CLOSED, -timedelta(days=1), HASHES, 0, False),
        (ChallengeStatus.OPEN, AFTER_GRACE, HASHES, 0, False),
        (ChallengeStatus.CANCELLED, AFTER_GRACE, HASHES, 0, False),
        (ChallengeStatus.IN_REVIEW, AFTER_GRACE, HASHES, 0, False),
    ],
)
def test_an_opening_is_after_closing_by_who_was_named(phase, openers, administrator, status, ago, hashes, who, opens):
    now = timezone.now()
    move_dates(phase, opens_at=now - timedelta(days=9), closes_at=now - ago, hashes=hashes)
    set_status(phase.challenge, status)
    person = administrator if who is None else openers[who]
    assert taken(Opening.objects.create, phase=phase, person=person) == opens


def test_an_opening_stays_and_nobody_opens_twice(phase, openers):
    let_close(phase)
    Phase.objects.filter(pk=phase.pk).update(hashes=HASHES)
    made = Opening.objects.create(phase=phase, person=openers[0])
    assert not taken(Opening.objects.create, phase=phase, person=openers[0])
    assert not put(Opening.objects.filter(pk=made.pk), person=openers[1])
    assert not taken(made.delete)
    assert not put(Phase.objects.filter(pk=phase.pk), unsealed_at=timezone.now())
    assert not put(Challenge.objects.filter(pk=phase.challenge_id), status=ChallengeStatus.IN_REVIEW)


def test_two_people_break_the_seal_once(phase, openers):
    break_seal(phase, openers)
    assert put(Challenge.objects.filter(pk=phase.challenge_id), status=ChallengeStatus.IN_REVIEW)
    for moment in (None, timezone.now() + SECOND):
        assert not put(Phase.objects.filter(pk=phase.pk), unsealed_at=moment)


def test_the_end_of_a_phase_only_moves_later_and_not_after_it(phase):
    rows = Phase.objects.filter(pk=phase.pk)
    assert not put(rows, closes_at=phase.closes_at - SECOND)
    assert put_with_notice(phase, closes_at=phase.closes_at + SECOND)
    assert not put_with_notice(phase, closes_at=phase.closes_at - SECOND)
    close_for_dates(phase)
    assert not put_with_notice(phase, closes_at=timezone.now() + timedelta(days=1))


def test_hashes_are_written_once_after_the_grace(phase):
    rows = Phase.objects.filter(pk=phase.pk)
    assert not put(rows, hashes=HASHES)
    let_close(phase, UPLOAD_GRACE - 5 * SECOND)
    assert not put(rows, hashes=HASHES)
    let_close(phase)
    assert put(rows, hashes=HASHES)
    for hashes in (None, {"hashes": ["x"]}):
        assert not put(rows, hashes=hashes)


def test_the_grace_in_the_database_is_that_of_the_code():
    assert timedelta(minutes=30) == UPLOAD_GRACE
