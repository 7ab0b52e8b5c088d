"""Pages behind a signed link: who holds it acts once, on one idea, in time; looking changes nothing."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from ideas.actions.triage import move_idea
from ideas.models import Idea, Rating, Referral
from ideas.models.answer import CONTACT_SALT, REFERRAL_SALT
from ideas.models.idea import QUESTION_SALT
from ideas.models.rating import RATING_SALT
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(programme, resident, owner):
    """An idea whose author is asked something."""
    idea = factories.make_raw_idea(programme, author=resident, status="in_review", title="Bomen")
    return move_idea(idea, "ask", actor=owner, question="Waar precies?")


@pytest.fixture
def referral(programme, resident):
    idea = factories.make_raw_idea(programme, author=resident, status="referred", title="Bomen")
    return factories.make_referral(idea, wants_contact=True)


@pytest.fixture
def rating(programme, resident):
    return Rating.objects.create(idea=factories.make_raw_idea(programme, author=resident, status="declined"))


@pytest.fixture(params=["question", "referral", "rating", "contact"])
def link(request):
    """Each kind of link, with what its form sends."""
    if request.param == "question":
        return request.getfixturevalue("asked").get_question_url(), {"text": "Bij de school."}
    if request.param == "rating":
        return request.getfixturevalue("rating").get_absolute_url(), {"doe": "ja"}
    referral = request.getfixturevalue("referral")
    if request.param == "contact":
        return referral.get_contact_url(), {"doe": "ja"}
    return referral.get_absolute_url(), {"doe": "antwoord", "text": "Ja."}


def test_looking_changes_nothing(client, link):
    before = Event.objects.count()
    path, _data = link
    for look in (client.get, client.head):
        assert look(path).status_code == 200
    assert Event.objects.count() == before
    assert client.get(path)["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_it_is_answered_once(client, link):
    path, data = link
    before = Event.objects.count()
    assert client.post(path, data).status_code in {200, 302}
    assert Event.objects.count() == before + 1
    client.post(path, data)
    assert Event.objects.count() == before + 1


def test_it_expires(client, link, time_machine):
    path, data = link
    before = Event.objects.count()
    time_machine.move_to(timezone.now() + timedelta(days=61))
    assert (client.get(path).status_code, client.post(path, data).status_code) == (410, 410)
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("name", "salt"),
    [("question", QUESTION_SALT), ("referral", REFERRAL_SALT), ("rating", RATING_SALT), ("contact", CONTACT_SALT)],
)
def test_links_that_are_not_ours(client, asked, name, salt):
    others = {QUESTION_SALT, REFERRAL_SALT, RATING_SALT, CONTACT_SALT} - {salt}
    made_up = [signing.dumps([asked.pk, 0], salt=other) for other in others]
    for token in ("x", "a:b:c", f"{made_up[0]}x", *made_up):
        assert client.get(reverse(f"ideas:{name}", args=[token])).status_code == 410


def test_the_author_answers_without_signing_in(client, asked, resident):
    page = client.get(asked.get_question_url()).content.decode()
    assert "Waar precies?" in page
    assert client.post(asked.get_question_url(), {"text": " "}).status_code == 422
    done = client.post(asked.get_question_url(), {"text": "Bij de school."})
    assert (done.status_code, "_auth_user_id" in client.session) == (200, False)
    assert Idea.objects.get().status == "in_review"
    event = Event.objects.order_by("pk").last()
    assert (event.kind, event.actor, event.facts["text"]) == ("idea.question_answered", resident, "Bij de school.")


def test_the_link_of_an_earlier_question_does_not_answer_a_later_one(client, asked, owner, time_machine):
    old = asked.get_question_url()
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    move_idea(asked, "answer_question", actor=asked.author, text="Hier.")
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    move_idea(asked, "ask", actor=owner, question="En wanneer?")
    assert client.post(old, {"text": "Bij de school."}).status_code == 410
    assert client.get(asked.get_question_url()).status_code == 200


def test_an_account_that_is_gone_answers_nothing(client, asked, resident):
    resident.is_active = False
    resident.save(update_fields=["is_active"])
    assert client.post(asked.get_question_url(), {"text": "Bij de school."}).status_code == 410


def test_a_question_may_be_answered_while_the_idea_is_hidden(client, asked):
    Idea.objects.update(visibility="hidden", hidden_reason="Naam.")
    assert client.get(asked.get_question_url()).status_code == 200


NASTY = "<script>alert(1)</script>\u202e"


def test_what_a_partner_writes_is_text(client, referral):
    client.post(referral.get_absolute_url(), {"doe": "antwoord", "text": NASTY, "outside_number": "<b>1"})
    for path in (referral.get_absolute_url(), referral.idea.get_absolute_url()):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<b>1" not in page
    assert Referral.objects.get().outside_number == "<b>1"


PARTNER = [
    ("antwoord", {"text": "Ja."}, "referred", "idea.referral_answered"),
    ("", {"text": "Ja."}, "referred", "idea.referral_answered"),
    ("nummer", {"outside_number": "A1"}, "referred", "idea.referral_numbered"),
    ("terug", {"text": "Niet van ons."}, "in_review", "idea.referral_returned"),
]


@pytest.mark.parametrize(("deed", "data", "status", "kind"), PARTNER)
def test_what_a_partner_can_do(client, referral, deed, data, status, kind):
    assert client.post(referral.get_absolute_url(), {"doe": deed, **data}).status_code == 302
    assert (Idea.objects.get().status, Event.objects.get().kind) == (status, kind)


@pytest.mark.parametrize(("deed", "field"), [("antwoord", "text"), ("nummer", "outside_number"), ("terug", "text")])
def test_what_a_partner_must_fill_in(client, referral, deed, field):
    response = client.post(referral.get_absolute_url(), {"doe": deed, "text": " "})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_a_question_that_was_taken_back_says_so(client, referral):
    Idea.objects.update(status="in_review")
    page = client.get(referral.get_absolute_url()).content.decode()
    assert "De gemeente heeft deze vraag teruggenomen" in page


def test_the_partner_reads_who_the_author_is_only_with_consent(client, referral, resident):
    partner, author = referral.get_absolute_url(), referral.get_contact_url()
    assert resident.email not in client.get(partner).content.decode()
    client.post(author, {"doe": "ja"})
    assert resident.email in client.get(partner).content.decode()
    client.post(author, {"doe": "nee"})
    assert resident.email not in client.get(partner).content.decode()
    client.post(author, {"doe": "ja"})
    client.post(partner, {"doe": "antwoord", "text": "Ja."})
    assert resident.email not in client.get(partner).content.decode()


def test_a_no_needs_a_reason_and_a_yes_none(client, rating):
    page = client.post(rating.get_absolute_url(), {"doe": "nee", "reason": ""})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["reason"])
    assert client.post(rating.get_absolute_url(), {"doe": "ja"}).status_code == 302
    assert Rating.objects.get().is_good is True
    assert "Dank u wel" in client.get(rating.get_absolute_url()).content.decode()


@pytest.mark.parametrize("hides", ["hidden", "held"])
def test_a_hidden_idea_is_not_shown_to_a_partner(client, referral, hides):
    Idea.objects.update(visibility=hides, hidden_reason="Naam.")
    for path in (referral.get_absolute_url(), referral.get_contact_url()):
        response = client.get(path)
        assert (response.status_code, "Bomen" in response.content.decode()) == (410, False)


def test_the_receipt_link_leads_to_the_choice(client, referral):
    page = client.get(referral.idea.get_status_url()).content.decode()
    assert 'href="/contact/' in page
    assert "/contact/" not in client.get(referral.idea.get_absolute_url()).content.decode()
