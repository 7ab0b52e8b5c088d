"""The question by its private link and on one's own page: reading changes nothing, and nobody answers for another."""

import pytest
from django.urls import reverse

from ideas.actions.moderate import hide_idea
from ideas.actions.support import support_idea
from ideas.actions.triage import move_idea
from ideas.models import Support, SupportQuestion
from ideas.models.carrying import question_path
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def supporter():
    return factories.make_resident("arend")


@pytest.fixture
def other(neighbour, last_rule):
    return factories.make_idea(neighbour, title="Bomen op het plein")


@pytest.fixture
def asked(idea, other, supporter, owner):
    support_idea(idea, actor=supporter)
    move_idea(idea, "merge", actor=owner, into=other, reason="Dit is hetzelfde.")
    return SupportQuestion.objects.get()


def supported():
    return set(Support.objects.values_list("idea__title", flat=True))


def test_the_link_of_the_mail_asks_and_one_click_answers(client, asked, other, idea):
    fan_out_waiting()
    assert Delivery.objects.filter(route="asked").count() == 2
    page = client.get(asked.get_absolute_url())
    assert page.status_code == 200
    assert supported() == {idea.title}
    assert "no-store" in page["Cache-Control"]
    for _time in range(2):
        assert client.post(asked.get_absolute_url(), {"doe": "ja"}).status_code == 302
    assert supported() == {other.title}
    assert "U steunt nu dit idee" in client.get(asked.get_absolute_url()).content.decode()
    assert client.post(asked.get_absolute_url(), {"doe": "nee"}).status_code == 422


def test_no_and_then_yes(client, asked, other, idea):
    client.post(asked.get_absolute_url(), {"doe": "nee"})
    assert supported() == {idea.title}
    assert "alsnog ja" in client.get(asked.get_absolute_url()).content.decode()
    client.post(asked.get_absolute_url(), {"doe": "ja"})
    assert supported() == {other.title}


@pytest.mark.parametrize("sent", [{}, {"doe": "misschien"}, {"doe": "ja ja"}])
def test_other_posts_do_nothing(client, asked, sent, idea):
    assert client.post(asked.get_absolute_url(), sent).status_code == 200
    assert supported() == {idea.title}


def test_links_that_were_not_made_for_a_question(client, asked, neighbour, other, idea):
    good = asked.get_absolute_url()
    for path in (good[:-3] + "x/", question_path(idea.pk, other.reference, neighbour.pk), question_path(0, "x", 0)):
        assert client.post(path, {"doe": "ja"}).status_code == 410
    assert supported() == {idea.title}


def test_hidden_ideas_are_not_shown(client, asked, other, coordinator):
    other.refresh_from_db()
    hide_idea(other, actor=coordinator, reason="Er stond een naam in.")
    page = client.get(asked.get_absolute_url())
    assert page.status_code == 410
    assert other.title not in page.content.decode()


def test_all_at_once_on_ones_own_page(client, asked, supporter, other, neighbour):
    sign_in(client, supporter)
    assert "Beantwoord alles in één keer" in client.get(reverse("ideas:mine")).content.decode()
    page = client.get(reverse("ideas:support_questions"))
    assert asked.get_absolute_url() in page.content.decode()
    told = client.post(reverse("ideas:support_questions"), {"doe": "ja"}, follow=True)
    assert "Uw steun gaat mee naar 1 idee." in told.content.decode()
    assert supported() == {other.title}
    sign_in(client, neighbour)
    assert "Er zijn geen vragen voor u" in client.get(reverse("ideas:support_questions")).content.decode()


def test_ones_own_page_costs_the_same_for_one_and_for_thirty(
    client, supporter, other, owner, django_assert_max_num_queries
):
    for number in range(30):
        one = factories.make_raw_idea(other.programme, title=f"Bomen {number}")
        support_idea(one, actor=supporter)
        if number == 0:
            SupportQuestion.objects.create(
                source=one, target=other, person=supporter, kind="divided", asked_at=one.submitted_at
            )
    sign_in(client, supporter)
    address = reverse("ideas:support_questions")
    client.get(address)
    with django_assert_max_num_queries(8) as few:
        client.get(address)
    for one in supporter.supports.exclude(idea__in=SupportQuestion.objects.values("source")):
        SupportQuestion.objects.create(
            source=one.idea, target=other, person=supporter, kind="divided", asked_at=one.idea.submitted_at
        )
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_the_authors_stand_at_the_idea_that_goes_on(client, asked, idea, other):
    page = client.get(other.get_absolute_url()).content.decode()
    assert "Samen met ideeën van anderen" in page
    assert f'Bloem: <a class="nl-link" href="{idea.get_absolute_url()}">' in page
