"""The cast that most tests share. Fixtures give rows; `tests/factories.py` makes them."""

import pytest

from tests import factories


@pytest.fixture
def resident(db):
    return factories.make_resident("bloem")


@pytest.fixture
def neighbour(db):
    return factories.make_resident("buur")


@pytest.fixture
def owner(db):
    return factories.make_official("owner")


@pytest.fixture
def deputy(db):
    return factories.make_official("deputy")


@pytest.fixture
def stranger(db):
    """An official who has nothing to do with the programme."""
    return factories.make_official("stranger")


@pytest.fixture
def coordinator(db):
    return factories.make_official("coordinator", is_coordinator=True)


@pytest.fixture
def administrator(db):
    return factories.make_official("admin", is_superuser=True)


@pytest.fixture
def programme(owner, deputy):
    return factories.make_programme("groen", owner=owner, deputies=[deputy])


@pytest.fixture
def last_rule(programme):
    return factories.make_last_rule(programme)


@pytest.fixture
def idea(resident, last_rule):
    """An idea of `resident`, routed to `programme`."""
    return factories.make_idea(resident)
