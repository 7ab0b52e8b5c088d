"""The terms that administrators read: every one there is, as it holds here, and nothing to change."""

import pytest

from ideas.administering.retention import RETENTION
from participation import terms
from tests.doors import sign_in

PATH = "/werkplek/beheer/bewaartermijnen/"


def test_every_term_is_told():
    assert [kept.term for kept in RETENTION] == list(terms.ALL)


@pytest.mark.django_db
def test_administrators_read_the_terms_of_this_installation(client, administrator, settings):
    settings.TERMS = {**settings.TERMS, "KEEP_MESSAGES_DAYS": 400}
    page = sign_in(client, administrator).get(PATH)
    assert [kept.days for kept in page.context["retention"]] == [settings.TERMS[term.variable] for term in terms.ALL]
    text = page.content.decode()
    assert all(f"<code>{term.variable}</code>" in text for term in terms.ALL)
    assert ('data-label="Dagen">400</td>' in text, 'data-label="Grenzen">90 – 1.825</td>' in text) == (True, True)
    assert client.post(PATH).status_code == 405
    assert PATH in client.get("/werkplek/beheer/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["resident", "owner", "coordinator"])
def test_others_do_not(request, client, role):
    assert sign_in(client, request.getfixturevalue(role)).get(PATH).status_code == 403
