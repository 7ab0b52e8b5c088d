"""Whoever signs in reads first what changed, and then comes where they wanted to go."""

import pytest

from challenges.actions.following import follow_challenge
from challenges.actions.notices import give_notice
from tests import factories
from tests.participation.conftest import code_in

pytestmark = pytest.mark.django_db


def come_in(client, mailoutbox, person, following):
    client.post(f"/inloggen/?next={following}", {"email": person.email, "next": following})
    return client.post("/inloggen/code/", {"code": code_in(mailoutbox[-1]), "next": following})


@pytest.mark.parametrize("has_notice", [True, False])
def test_signing_in_leads_past_what_changed(client, mailoutbox, programme, owner, resident, has_notice):
    challenge = factories.make_challenge("open", programme=programme)
    follow_challenge(challenge, actor=resident)
    if has_notice:
        notice = give_notice(challenge, "Er verandert iets.", actor=owner)
    first = come_in(client, mailoutbox, resident, "/programmas/")
    if not has_notice:
        assert first["Location"] == "/programmas/"
        return
    assert first["Location"] == "/uitdagingen/berichten/?next=/programmas/"
    sent = {"bericht": notice.pk, "read": "on"}
    assert client.post(first["Location"], sent, follow=True).redirect_chain[-1][0] == "/programmas/"
