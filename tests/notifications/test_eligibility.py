"""Whether a mail should still go out is asked again just before it does."""

from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from ideas.actions.helpful import follow_thread, unfollow_thread
from ideas.actions.moderate import hide_idea
from ideas.actions.refer import answer_referral
from ideas.actions.support import follow_idea, unfollow_idea
from ideas.actions.triage import move_idea
from ideas.models import Comment, Referral
from ideas.models.answer import REFERRAL_SALT
from notifications.actions import set_preferences
from notifications.eligibility import look
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from notifications.sending import send_waiting
from notifications.statuses import Channel, Frequency, Group
from tests import factories


def how_it_went():
    """What became of each mail, by the name of its receiver."""
    mails = Delivery.objects.filter(channel="email").select_related("recipient")
    return {mail.recipient.email.partition("@")[0]: (mail.state, mail.last_error) for mail in mails}


def mailed(mail_server):
    return {recipient.partition("@")[0] for recipient, _ in mail_server.letters}


TOLD = ("accepted", "")


def test_everybody_who_should_have_it_gets_it(taken_up, mail_server):
    send_waiting()
    assert how_it_went() == {"bloem": TOLD, "buur": TOLD}
    assert mailed(mail_server) == {"bloem", "buur"}


def test_no_mail_to_an_account_that_is_not_active_any_more(taken_up, mail_server, resident):
    resident.is_active = False
    resident.save(update_fields=["is_active"])
    send_waiting()
    assert how_it_went() == {"bloem": ("cancelled", "The account is not active."), "buur": TOLD}
    assert mailed(mail_server) == {"buur"}


def test_no_mail_about_an_idea_that_was_hidden_meanwhile(taken_up, mail_server, coordinator):
    hide_idea(taken_up, actor=coordinator, reason="Er staat een naam in.")
    send_waiting()
    # The author may see it.
    assert how_it_went() == {"bloem": TOLD, "buur": ("cancelled", "They may not see the idea.")}
    assert mailed(mail_server) == {"bloem"}


def test_no_mail_to_who_switched_it_off_meanwhile(taken_up, mail_server, neighbour):
    set_preferences({(Group.FOLLOWED, Channel.EMAIL): Frequency.OFF}, actor=neighbour)
    send_waiting()
    assert how_it_went() == {"bloem": TOLD, "buur": ("cancelled", "They switched this off.")}
    assert mailed(mail_server) == {"bloem"}


def test_no_mail_to_who_stopped_following_meanwhile(taken_up, mail_server, neighbour):
    unfollow_idea(taken_up, actor=neighbour)
    send_waiting()
    assert how_it_went() == {"bloem": TOLD, "buur": ("cancelled", "They do not follow the idea any more.")}
    assert mailed(mail_server) == {"bloem"}


def test_another_idea_and_another_group_do_not_count(taken_up, mail_server, neighbour, programme):
    unfollow_idea(taken_up, actor=neighbour)
    follow_idea(factories.make_raw_idea(programme), actor=neighbour)
    set_preferences({(Group.DESK, Channel.EMAIL): Frequency.OFF}, actor=neighbour)
    send_waiting()
    assert how_it_went()["buur"] == ("cancelled", "They do not follow the idea any more.")
    follow_idea(taken_up, actor=neighbour)
    Delivery.objects.filter(state="cancelled").update(state="pending")
    send_waiting()
    assert how_it_went()["buur"] == TOLD


def test_no_mail_about_an_idea_that_is_gone(taken_up, mail_server):
    taken_up.delete()
    send_waiting()
    gone = ("cancelled", "What it is about is gone.")
    assert how_it_went() == {"bloem": gone, "buur": gone}
    assert mail_server.letters == []


@pytest.mark.parametrize("followers", [1, 30])
def test_one_look_costs_the_same_for_many(taken_up, django_assert_num_queries, followers):
    for number in range(followers):
        follow_idea(taken_up, actor=factories.make_resident(f"volger{number}"))
    move_idea(taken_up, "promising", actor=taken_up.programme.owner, **FOUR_PARTS)
    fan_out_waiting()
    mails = Delivery.objects.filter(channel="email").select_related("recipient").prefetch_related("event")
    assert len(mails) == 2 + 2 + followers
    with django_assert_num_queries(5):
        circumstances = look(mails)
        assert {circumstances.objection(mail) for mail in mails} == {""}


FOUR_PARTS = {
    "reason": "Dit past goed.",
    "next_step": "Wij bellen u.",
    "date": timezone.localdate() + timedelta(days=9),
}


@pytest.fixture
def mail_to_partner(watched, owner, mail_server):
    move_idea(
        watched, "refer", actor=owner, partner="Bibliotheek", partner_email="balie@example.org",
        message="Kunt u helpen?", next_step="Wij wachten op antwoord.",
    )  # fmt: skip
    fan_out_waiting()
    return Delivery.objects.get(address="balie@example.org")


def test_a_partner_gets_the_link_by_mail(mail_to_partner, mail_server):
    send_waiting()
    (letter,) = mail_server.to("balie@example.org")
    text = letter.get_body(["plain"]).get_content()
    path = next(line for line in text.split() if line.startswith("https://inbreng.example.org/")).removesuffix("/")
    assert signing.loads(path.rpartition("/")[2], salt=REFERRAL_SALT) == Referral.objects.get().pk
    assert "Kunt u helpen?" in text
    assert letter["List-Unsubscribe"] is None


def answered(_idea, _coordinator):
    answer_referral(Referral.objects.get(), text="Ja, dat kan.")


def hidden(idea, coordinator):
    hide_idea(idea, actor=coordinator, reason="Er staat een naam in.")


def expired(_idea, _coordinator):
    Referral.objects.update(asked_at=timezone.now() - timedelta(days=15))


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (answered, "The question is not open any more."),
        (hidden, "The idea is not public."),
        (expired, "The link has expired."),
    ],
)
def test_no_mail_to_a_partner_whose_answer_is_not_wanted_any_more(
    mail_to_partner, mail_server, watched, coordinator, meanwhile, why
):
    meanwhile(watched, coordinator)
    send_waiting()
    mail_to_partner.refresh_from_db()
    assert (mail_to_partner.state, mail_to_partner.last_error) == ("cancelled", why)
    assert mail_server.to("balie@example.org") == []


@pytest.fixture
def talk(watched, supporter, mail_server):
    """Somebody answered in the thread of the supporter; its writer and the author are to be told."""
    start = factories.make_raw_comment(watched, author=supporter)
    follow_thread(start, actor=supporter)
    answer = factories.make_comment(watched, factories.make_known(factories.make_resident("ander")), answers=start)
    fan_out_waiting()
    return answer


def test_news_of_a_comment_reaches_the_thread(talk, mail_server):
    send_waiting()
    assert how_it_went() == {"bloem": TOLD, "steun": TOLD}
    [letter] = mail_server.to("steun@example.org")
    assert talk.get_absolute_url() in letter.get_body(("plain",)).get_content()


@pytest.mark.parametrize("state", ["held", "hidden", "deleted"])
def test_no_mail_about_a_comment_that_is_gone_meanwhile(talk, mail_server, state):
    Comment.objects.filter(pk=talk.pk).update(state=state, hidden_reason="Reclame.", text="")
    send_waiting()
    gone = ("cancelled", "The comment is not public any more.")
    assert how_it_went() == {"bloem": gone, "steun": gone}
    assert mailed(mail_server) == set()


def test_no_mail_to_who_left_the_thread_meanwhile(talk, mail_server, supporter):
    unfollow_thread(talk, actor=supporter)
    send_waiting()
    assert how_it_went() == {"bloem": TOLD, "steun": ("cancelled", "They do not follow the thread any more.")}
