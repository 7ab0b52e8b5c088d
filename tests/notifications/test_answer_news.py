"""Who hears of what happens around answers, in full; and that a mail leads where its reader can act at once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from ideas.actions.answer_lists import save_party, save_template, set_weights
from ideas.actions.correct import correct_answer
from ideas.actions.draft import save_draft
from ideas.actions.publish import publish_due
from ideas.actions.rate import rate_idea
from ideas.actions.refer import answer_referral, number_referral, remind_partners, share_contact
from ideas.actions.triage import move_idea
from ideas.actions.weigh import publish_weighing, weigh_idea
from ideas.events import AnswerEvent as A
from ideas.events import IdeaEvent as E
from ideas.models import AnswerDraft, AnswerTemplate, Idea, Party, Rating, Referral
from notifications.eligibility import look
from notifications.models import Delivery
from notifications.news import path_to
from participation import journal
from participation.models import Event
from tests import factories
from tests.notifications.test_switchboard import AT_THE_DESK, AUTHOR, FOLLOWER, both, quietly, told

SOON = timezone.localdate() + timedelta(days=30)
ANSWER = {"reason": "Dit past goed.", "next_step": "Wij bellen u.", "date": SOON}
FIVE = dict.fromkeys(("effect", "feasibility", "cost", "support", "privacy"), 3)


@pytest.fixture
def handed_over(watched, owner):
    """The idea is with another organisation, which may ask the author something."""

    def make(**fields):
        words = {"message": "Kunt u dit doen?", "next_step": "Wij wachten."}
        party = factories.make_party(**fields)
        move_idea(watched, "transfer", actor=owner, party=party, wants_contact=True, **words)
        return Referral.objects.get()

    return make


def link_of(kind, route="author", channel="email"):
    delivery = Delivery.objects.select_related("event").get(event__kind=kind, route=route, channel=channel)
    return path_to(delivery, Idea.objects.get(pk=delivery.event.subject_id))


def ago(referral, **time):
    Referral.objects.update(asked_at=timezone.now() - timedelta(**time))


def test_transferred_tells_the_organisation_the_author_and_followers(handed_over):
    handed_over()
    assert told(E.TRANSFERRED) == {("idee@example.org", "email", "partner")} | AUTHOR | FOLLOWER
    assert link_of(E.TRANSFERRED).startswith("/contact/")
    assert link_of(E.TRANSFERRED, "partner").startswith("/doorverwijzing/")


def test_transferred_without_an_address_troubles_nobody(handed_over):
    handed_over(email="", url="https://example.org/")
    assert told(E.TRANSFERRED) == AUTHOR | FOLLOWER


def test_referral_numbered_is_quiet(handed_over):
    number_referral(handed_over(), outside_number="A1")
    assert told(E.REFERRAL_NUMBERED) == quietly("owner", "handler") | quietly("bloem", "author") | quietly(
        "buur", "followers"
    )


def test_referral_returned(handed_over):
    asked = handed_over()
    move_idea(Idea.objects.get(pk=asked.idea_id), "give_back", actor=None, referral=asked, text="Nee.")
    assert told(E.REFERRAL_RETURNED) == AT_THE_DESK | AUTHOR | FOLLOWER


def test_referral_reminded_and_referral_expired(handed_over):
    asked = handed_over()
    ago(asked, days=8)
    remind_partners()
    assert told(E.REFERRAL_REMINDED) == {("idee@example.org", "email", "partner")}
    ago(asked, days=15)
    remind_partners()
    assert told(E.REFERRAL_EXPIRED) == AT_THE_DESK | quietly("bloem", "author")


def test_a_partner_who_answered_is_not_reminded_any_more(handed_over):
    asked = handed_over()
    ago(asked, days=8)
    remind_partners()
    told(E.REFERRAL_REMINDED)
    reminder = Delivery.objects.select_related("event").get(event__kind=E.REFERRAL_REMINDED)
    assert look([reminder]).objection(reminder) == ""
    answer_referral(Referral.objects.get(), text="Ja.")
    assert look([reminder]).objection(reminder) == "The question is not open any more."


def test_contact_shared_is_for_who_handles_it(handed_over):
    share_contact(handed_over(), shared=True)
    assert told(E.CONTACT_SHARED) == quietly("owner", "handler")


def test_answer_planned_is_silent_and_answer_stuck_tells_its_writer(watched, deputy):
    at = timezone.now() + timedelta(days=1)
    Idea.objects.update(status="in_review")
    watched.refresh_from_db()
    typed = {**ANSWER, "date": SOON.isoformat()}
    save_draft(watched, "promising", typed, actor=deputy, seen=0, publish_at=at)
    assert told(E.ANSWER_PLANNED) == set()
    AnswerDraft.objects.update(publish_at=timezone.now())
    Idea.objects.update(status="promising")
    publish_due()
    assert told(E.ANSWER_STUCK) == both("deputy", "writer")
    assert link_of(E.ANSWER_STUCK, "writer") == watched.get_desk_url()


def test_answer_corrected(watched, owner):
    given = factories.make_answer(watched, owner)
    correct_answer(given, {**ANSWER, "reason": "Beter.", "why": "Fout."}, actor=owner, seen=0)
    assert told(E.ANSWER_CORRECTED) == AUTHOR | FOLLOWER


def test_weighed_is_silent_and_weighing_published_is_quiet(watched, owner, coordinator):
    set_weights(FIVE, actor=coordinator, reason="Raad.")
    weighing = weigh_idea(watched, FIVE, dict.fromkeys(FIVE, "Daarom."), actor=owner)
    publish_weighing(weighing, actor=owner)
    assert told(E.WEIGHED) == set()
    assert told(E.WEIGHING_PUBLISHED) == quietly("bloem", "author") | quietly("buur", "followers")


def test_rating_asked_leads_the_author_to_the_question(watched):
    rating = Rating.objects.create(idea=watched)
    with transaction.atomic():
        facts = {"reference": watched.reference, "title": watched.title, "rating_id": rating.pk, "after": "declined"}
        journal.record(E.RATING_ASKED, watched, actor=None, **facts)
    assert told(E.RATING_ASKED) == AUTHOR
    assert link_of(E.RATING_ASKED).startswith("/oordeel/")


@pytest.mark.parametrize("is_good", [True, False])
def test_rated_tells_others_than_who_ended_it_when_the_author_is_not_content(watched, owner, coordinator, is_good):
    Idea.objects.update(handler=owner, status="declined")
    rate_idea(Rating.objects.create(idea=watched), is_good=is_good, reason="Traag.")
    expected = both("deputy", "second_look") | both("coordinator", "second_look")
    assert told(E.RATED) == (set() if is_good else expected)


def test_template_saved_party_saved_and_weights_set_are_silent(coordinator):
    said = {"name": "Later", "is_active": True}
    template = {**said, "decision": "", "theme": None, "reason_code": "", "reason": "Dag.", "next_step": ""}
    save_template(AnswerTemplate(), template, actor=coordinator)
    save_party(Party(), {**said, "kind": "partner", "email": "a@example.org", "url": ""}, actor=coordinator)
    set_weights(FIVE, actor=coordinator, reason="Raad.")
    assert [told(kind) for kind in A] == [set(), set(), set()]
    assert not Event.objects.filter(dispatched_at__isnull=True).exists()


def test_only_the_mail_to_the_author_holds_the_link_to_answer(watched, owner):
    move_idea(watched, "ask", actor=owner, question="Waar precies?")
    told(E.ASKED)
    assert link_of(E.ASKED).startswith("/vraag/")
    assert link_of(E.ASKED, channel="inbox") == watched.get_absolute_url()
    assert link_of(E.ASKED, "followers", "inbox") == watched.get_absolute_url()
    move_idea(watched, "answer_question", actor=watched.author, text="Hier.")
    assert link_of(E.ASKED) == watched.get_absolute_url()
