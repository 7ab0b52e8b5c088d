"""Sessions whose errors keep their name."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError, OperationalError, connection

from participation.session_store import SessionStore


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "told"), [(OperationalError, OperationalError), (DatabaseError, UpdateError)], ids=["away", "other"]
)
def test_a_database_that_goes_away_is_not_taken_for_a_session_that_is_gone(error, told):
    session = SessionStore()
    session["name"] = "value"
    session.save(must_create=True)

    def breaks(execute, sql, *rest):
        if "django_session" in sql:
            raise error
        return execute(sql, *rest)

    with connection.execute_wrapper(breaks), pytest.raises(told) as raised:
        session.save()
    assert raised.type is told


@pytest.mark.django_db
def test_what_was_saved_is_there():
    session = SessionStore()
    session["name"] = "value"
    session.save()
    assert SessionStore(session.session_key)["name"] == "value"
