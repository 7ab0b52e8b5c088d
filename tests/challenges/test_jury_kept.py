"""What the database itself refuses, by SQL as by anything else."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from challenges.models import Assignment, Determination, Interest, JuryRemark, Score, Scorecard, Verdict
from challenges.statuses import ChallengeStatus, Outcome
from tests.challenges import scene_jury

pytestmark = pytest.mark.django_db


def refused(rows, *, delete=False, **change):
    """Whether the database refuses to change (or delete) these rows; there must be some."""
    assert rows.exists()
    try:
        with transaction.atomic():
            rows._raw_delete(rows.db) if delete else rows.update(**change)
    except DatabaseError:
        return True
    return False


@pytest.fixture
def scene(programme, owner, deputy):
    return scene_jury.in_review(programme, owner, deputy)


@pytest.fixture
def assignment(scene):
    scene_jury.declare_nothing(scene.jurors[0], *scene.responses)
    return scene_jury.assign(scene.jurors[0], scene.responses[0])


def test_a_conflict_stays_and_no_conflict_may_become_one(scene):
    rows = Interest.objects.filter(response=scene.responses[0])
    scene_jury.declare_nothing(scene.jurors[0], scene.responses[0])
    assert refused(rows, response=scene.responses[1])
    assert refused(rows, delete=True)
    assert not refused(rows, has_conflict=True)
    assert refused(rows, has_conflict=False)
    assert refused(rows, explanation="Toch niet.")
    assert refused(rows, delete=True)


def test_scores_change_until_the_card_is_final(assignment):
    card = scene_jury.score(assignment, 3, 4, None, final=False)
    cards, scores = Scorecard.objects.filter(pk=card.pk), Score.objects.filter(scorecard=card)
    assert refused(cards, reading=2)
    assert not refused(scores, value=2)
    assert not refused(cards, final_at=timezone.now())
    assert refused(scores, value=5)
    assert refused(scores, delete=True)
    assert refused(cards, final_at=None)
    assert refused(cards, delete=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Score.objects.create(
            scorecard=card, criterion=scene_jury.make_phase(assignment.juror.challenge, 2).criteria.first()
        )


def test_a_second_reading_follows_a_final_first_one(assignment):
    with pytest.raises(DatabaseError), transaction.atomic():
        Scorecard.objects.create(assignment=assignment, reading=2, reason="Anders.")
    card = scene_jury.score(assignment, 3, 3, 3, final=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        Scorecard.objects.create(assignment=assignment, reading=2, reason="Anders.")
    Scorecard.objects.filter(pk=card.pk).update(final_at=timezone.now())
    Scorecard.objects.create(assignment=assignment, reading=2, reason="Anders.")


def test_scores_stay_with_the_version_that_was_read(scene, assignment):
    again = scene_jury.hand_in(scene.responses[0], scene.phase, "Iets anders.", number=2)
    rows = Assignment.objects.filter(pk=assignment.pk)
    assert refused(rows, submission=again)
    assert refused(rows, juror=scene.jurors[1])
    assert not refused(rows, assigned_by=None)


def test_what_jurors_said_stays_and_who_said_it_may_be_forgotten(scene, assignment):
    JuryRemark.objects.create(submission=assignment.submission, writer=scene.jurors[0].person, text="Duur.")
    rows = JuryRemark.objects.all()
    assert refused(rows, text="Goedkoop.")
    assert refused(rows, writer=scene.makers[0])
    assert refused(rows, delete=True)
    assert not refused(rows, writer=None)


def test_a_decision_changes_until_it_is_sent(scene, owner):
    decision = Determination.objects.create(phase=scene.phase, reasons="Het beste plan.", decided_by=owner)
    verdict = Verdict.objects.create(determination=decision, submission=scene.responses[0].submissions.get())
    rows, verdicts = Determination.objects.all(), Verdict.objects.filter(pk=verdict.pk)
    assert not refused(verdicts, outcome=Outcome.WON)
    assert not refused(rows, reasons="Het allerbeste plan.")
    assert not refused(rows, sent_at=timezone.now())
    assert refused(rows, sent_at=None)
    assert refused(rows, object_before=timezone.localdate())
    assert refused(rows, delete=True)
    assert refused(verdicts, outcome=Outcome.REJECTED)
    assert refused(verdicts, letter="Een andere brief.")
    assert refused(verdicts, delete=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Verdict.objects.create(determination=decision, submission=scene.responses[1].submissions.get())


def test_long_after_the_end_it_may_go(scene, assignment):
    card = scene_jury.score(assignment, 3, 3, 3)
    ended = timezone.now() - timedelta(days=364)
    type(scene.challenge).objects.update(status=ChallengeStatus.FINISHED, status_since=ended)
    assert refused(Score.objects.filter(scorecard=card), delete=True)
    type(scene.challenge).objects.update(status_since=ended - timedelta(days=2))
    assert not refused(Score.objects.filter(scorecard=card), delete=True)
    assert not refused(Scorecard.objects.filter(pk=card.pk), delete=True)
    assert not refused(Interest.objects.all(), delete=True)
