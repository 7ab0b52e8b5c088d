"""Celery's way in."""

import pytest

from challenges.models import Challenge
from challenges.tasks import close
from participation.celery import app
from tests import factories


@pytest.mark.django_db
def test_the_clock_closes_what_is_over_every_minute(programme):
    challenge = factories.make_challenge("open", programme=programme)
    factories.close_phase(challenge, seconds_ago=1)
    close()
    assert Challenge.objects.get().status == "closed"
    assert app.conf.beat_schedule["challenges"]["task"] == close.name
