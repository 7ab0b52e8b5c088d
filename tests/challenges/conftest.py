"""Who takes part in the tests of sealed responses."""

import pytest

from challenges.statuses import FieldKind
from tests import factories
from tests.challenges.scene_seal import make_company, make_fields, make_open_challenge, phase_of


@pytest.fixture
def sealed_folder(settings, tmp_path):
    """Where pieces of files lie, for this test alone."""
    settings.SEALED_ROOT = tmp_path / "sealed"
    return settings.SEALED_ROOT


@pytest.fixture
def openers(db):
    return [factories.make_official("een"), factories.make_official("twee")]


@pytest.fixture
def challenge(openers):
    return make_open_challenge(openers=openers)


@pytest.fixture
def phase(challenge):
    return phase_of(challenge)


@pytest.fixture
def text(phase):
    """The one field of the form."""
    [field] = make_fields(phase, FieldKind.TEXT)
    return str(field.uuid)


@pytest.fixture
def company(db):
    """An organisation with an owner, an editor and a reader."""
    return make_company("Warmte BV", "owner", "editor", "reader", kvk_number="12345678")


@pytest.fixture
def rival(db):
    return make_company("Koude BV", "owner", kvk_number="30280353")
