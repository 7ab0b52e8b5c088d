"""Where the news of juries and decisions leads, and that nothing of a response stands in it."""

import pytest
from django.db import transaction

from challenges.actions.jury import invite_juror
from challenges.events import ChallengeEvent
from challenges.models import Verdict
from notifications import letters, news
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from notifications.statuses import Channel
from notifications.subjects import fetch, key_of
from participation import journal
from tests.challenges import scene_jury
from tests.challenges.test_decide import desk, filled
from tests.doors import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(programme, owner, deputy):
    return scene_jury.in_review(programme, owner, deputy)


def paths(route):
    found = (
        Delivery.objects.filter(route=route, channel=Channel.EMAIL).select_related("event", "recipient").order_by("pk")
    )
    return [
        (row.recipient or row.address, news.path_to(row, fetch({key_of(row.event)})[key_of(row.event)]))
        for row in found
    ]


def written(row):
    """The mail as it goes out, in text."""
    return letters.write([row], fetch({key_of(row.event)})).text


def test_a_juror_who_is_asked_gets_the_link_by_mail_without_an_account(scene, owner):
    row = invite_juror(scene.challenge, actor=owner, email="els@example.org", name="Els", expertise=[])
    fan_out_waiting()
    ((address, path),) = paths("juror_asked")
    assert (address, path.startswith("/jury-uitnodiging/")) == ("els@example.org", True)
    assert row.email == address


def test_jurors_are_asked_to_declare_when_two_people_opened(scene, owner):
    facts = {"reference": "", "title": scene.challenge.title, "phase": scene.phase.title}
    with transaction.atomic():
        journal.record(ChallengeEvent.UNSEALED, scene.challenge, actor=owner, **facts)
    fan_out_waiting()
    assert set(paths("jurors")) == {(juror.person, "/jury/") for juror in scene.jurors}
    text = written(Delivery.objects.filter(route="jurors", channel=Channel.EMAIL).first())
    assert "Zeg eerst met wie u een belang hebt." in text
    assert "Uw werk in de jury:" in text


def test_jurors_are_led_to_their_work(client, scene, owner):
    for juror in scene.jurors:
        scene_jury.declare_nothing(juror, *scene.responses)
    sent = {"how": "evenly", "readers": "1"}
    sign_in(client, owner).post(f"/werkplek/uitdagingen/{scene.challenge.slug}/jury/verdelen/", sent)
    fan_out_waiting()
    assert set(paths("assigned_jurors")) == {(juror.person, "/jury/") for juror in scene.jurors}


def test_makers_are_led_to_their_letter_and_an_objection_to_the_desk(client, scene, owner, deputy):
    for rows in scene_jury.ready(scene):
        for row, value in zip(rows, (5, 4, 3), strict=True):
            scene_jury.score(row, value, value, value)
    sign_in(client, owner).post(desk(scene), filled(scene, "won", "rejected", "rejected"))
    client.post(desk(scene, "versturen/"), {"edition": "1"})
    fan_out_waiting()
    letter = "/inzendingen/{}/besluit/"
    expected = {
        (maker, letter.format(response.reference))
        for maker, response in zip(scene.makers, scene.responses, strict=True)
    }
    assert set(paths("makers")) == expected
    for maker, response in zip(scene.makers, scene.responses, strict=True):
        text = written(Delivery.objects.get(route="makers", channel=Channel.EMAIL, recipient=maker))
        lines = Verdict.objects.get(submission__response=response).letter.splitlines()
        assert [line for line in lines if line not in text] == []
        assert "\nLees het besluit:\nhttp" in text
        assert not any(other.organisation.name in text for other in scene.responses if other != response)
    sign_in(client, scene.makers[1]).post(letter.format(scene.responses[1].reference), {"text": "Oneerlijk."})
    fan_out_waiting()
    desks = f"/werkplek/uitdagingen/{scene.challenge.slug}/bezwaren/"
    assert set(paths("response_desk")) == {(owner, desks), (deputy, desks)}
    words = str(list(Delivery.objects.values("event__facts", "address", "route")))
    assert not any(
        text in words for text in ("Aardbei", "Braam", "Oneerlijk", "Plan van", scene.responses[0].reference)
    )
