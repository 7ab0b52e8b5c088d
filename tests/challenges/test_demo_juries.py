"""The demonstration shows a challenge that is read and one that became a project, and does so once."""

from datetime import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from challenges.demo import juries
from challenges.judging import waiting
from challenges.models import Challenge, Verdict
from participation.models import Event
from projects.models import Project
from tests import factories

pytestmark = [pytest.mark.django_db]


def test_one_in_review_and_one_that_became_a_project(owner, coordinator, programme, idea):
    crowd = [factories.make_resident(f"meedoener-{number}") for number in range(6)]
    assert juries.load(owner, coordinator, programme, crowd) == 2
    call_command("load_demo_projects")
    assert dict(Challenge.objects.values_list("title", "status")) == {
        juries.RAIN.title: "in_review",
        juries.WASTE.title: "decided",
    }
    reviewed = Challenge.objects.get(status="in_review")
    assert 0 < waiting(reviewed.phases.get()).count() < 6
    assert reviewed.jurors.filter(interests__has_conflict=True).count() == 1
    assert sorted(Verdict.objects.values_list("outcome", flat=True)) == ["rejected", "won"]
    assert Project.objects.get().response.organisation.name == f"{juries.WASTE_ENTRIES[0].name} (verzonnen)"
    for opened in Event.objects.filter(kind="challenge.challenge_opened"):
        closes_at = Challenge.objects.get(pk=opened.subject_id).phases.get().closes_at
        assert opened.recorded_at < datetime.fromisoformat(opened.facts["closes_at"]) == closes_at < timezone.now()
    assert not Event.objects.filter(dispatched_at=None, kind__regex=r"^(challenge|response|jury|project)\.").exists()
    assert juries.load(owner, coordinator, programme, crowd) == 0
    call_command("load_demo_projects")
    assert Project.objects.count() == 1
