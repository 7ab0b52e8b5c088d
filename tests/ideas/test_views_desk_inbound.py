"""Mail at the desk: officials read it, make an idea of it in one form, or say why not."""

import uuid

import pytest
from django.urls import reverse

from ideas.actions.inbound import take_in
from ideas.models import Follow, Idea, InboundMail
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from participation.models import User
from tests.doors import sign_in
from tests.ideas.test_inbound import letter

pytestmark = pytest.mark.django_db

WORDS = {"title": "Bomen in de straat", "problem": "Het is hier te warm.", "proposal": "Plant bomen."}
LIST = "/werkplek/binnengekomen/"


@pytest.fixture
def mail(last_rule):
    take_in(letter("<script>alert(1)</script> Plant bomen.", pictures=2))
    return InboundMail.objects.get()


@pytest.mark.parametrize(
    ("who", "code"), [("clerk", 200), ("coordinator", 200), ("owner", 403), ("stranger", 403), ("resident", 403)]
)
def test_who_reads_it(client, request, mail, who, code):
    sign_in(client, request.getfixturevalue(who))
    photo = reverse("ideas:inbound_photo", args=[mail.pk, mail.photos.first().pk])
    pages = [client.get(path) for path in (LIST, mail.get_absolute_url(), photo)]
    assert {page.status_code for page in pages} == {code}
    assert b"".join(pages[2]).startswith(b"\xff\xd8") == (code == 200)
    assert client.post(mail.get_absolute_url(), {"doe": "weg", "reason": "Reclame."}).status_code in {302, code}


def test_visitors_sign_in_first(client, mail):
    assert {client.get(path).status_code for path in (LIST, mail.get_absolute_url())} == {302}


def test_a_photo_of_another_mail(client, mail, clerk):
    sign_in(client, clerk)
    assert client.get(reverse("ideas:inbound_photo", args=[mail.pk + 1, mail.photos.first().pk])).status_code == 404


def test_the_text_stands_ready_and_hurts_nobody(client, mail, clerk):
    page = sign_in(client, clerk).get(mail.get_absolute_url()).content.decode()
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt; Plant bomen.") == 2  # The mail, and the form.
    assert "<script>alert" not in page


def test_an_idea_of_it_and_a_receipt_for_the_sender(client, mail, clerk):
    sign_in(client, clerk)
    sent = {**WORDS, "key": uuid.uuid4(), "photos": [mail.photos.first().pk]}
    idea_page = client.post(mail.get_absolute_url(), sent)
    idea = Idea.objects.get()
    assert idea_page["Location"] == f"/werkplek/invoeren/{idea.reference}/"
    author = User.objects.get(email="mia@example.org")
    assert (idea.author, idea.channel, idea.photos.count()) == (author, "mail", 1)
    assert Follow.objects.filter(idea=idea, person=author).exists()
    fan_out_waiting()
    assert Delivery.objects.filter(recipient=author, route="author", channel="email").count() == 1
    assert client.post(mail.get_absolute_url(), {**sent, "key": uuid.uuid4()}).status_code == 422
    assert Idea.objects.count() == 1
    assert idea.reference in client.get(LIST, {"lijst": "klaar"}).content.decode()


@pytest.mark.parametrize("missing", WORDS)
def test_what_is_missing_is_said_and_the_rest_kept(client, mail, clerk, missing):
    sign_in(client, clerk)
    page = client.post(mail.get_absolute_url(), {**WORDS, "key": uuid.uuid4(), missing: " "})
    assert page.status_code == 422
    assert all(text in page.content.decode() for name, text in WORDS.items() if name != missing)
    assert not Idea.objects.exists()


def test_aside_with_a_reason(client, mail, clerk):
    sign_in(client, clerk)
    assert client.post(mail.get_absolute_url(), {"doe": "weg", "reason": ""}).status_code == 422
    assert client.post(mail.get_absolute_url(), {"doe": "weg", "reason": "Reclame."}).status_code == 302
    assert "Er is geen e-mail" in client.get(LIST).content.decode()
    assert "Reclame." in client.get(mail.get_absolute_url()).content.decode()


def test_the_list_costs_the_same_for_one_and_for_thirty(client, mail, clerk, django_assert_max_num_queries):
    sign_in(client, clerk)
    client.get(LIST)
    with django_assert_max_num_queries(8) as few:
        client.get(LIST)
    for _number in range(30):
        take_in(letter())
    with django_assert_max_num_queries(len(few)):
        page = client.get(LIST)
    assert "Volgende" in page.content.decode()
