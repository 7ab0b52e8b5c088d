from datetime import datetime, timedelta

import pytest
from django.utils.module_loading import import_string

from tests.chaos.breaking_surroundings import CIVIL, autumn_night, spring_night
from tests.chaos.conditions import SHORTENED

NOON = datetime(2026, 11, 22, 12, tzinfo=CIVIL)


@pytest.mark.parametrize("path", SHORTENED)
def test_what_a_run_shortens_is_there(path):
    assert type(import_string(path)) is type(SHORTENED[path])


@pytest.mark.parametrize(
    ("night", "expected"), [(spring_night, "2027-03-28 01:59:40"), (autumn_night, "2026-10-25 02:59:40")]
)
def test_the_clock_changes_a_moment_after_the_night_begins(night, expected):
    moment = night(NOON)
    later = datetime.fromtimestamp(moment.timestamp() + 30, tz=CIVIL)
    assert f"{moment:%Y-%m-%d %H:%M:%S}" == expected
    assert abs(moment.utcoffset() - later.utcoffset()) == timedelta(hours=1)
