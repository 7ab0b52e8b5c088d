"""The administration: what actions change can be looked at only."""

from datetime import date

import pytest
from django.urls import reverse

from ideas.actions.triage import move_idea
from ideas.models import Answer, BlockedWord, Consultation, Idea, Referral, RoutingRule, Ruling, Synonyms
from tests import factories
from tests.doors import sign_in

KINDS = ["idea", "answer", "referral", "consultation", "comment", "ruling", "routingrule", "blockedword", "synonyms"]


@pytest.fixture
def boss(client, administrator):
    return sign_in(client, administrator)


@pytest.fixture
def history(idea, owner):
    """One row of each kind."""
    move_idea(idea, "take_up", actor=owner, next_step="Wij gaan kijken.")
    move_idea(
        idea, "refer", actor=owner, partner="Woonstichting", partner_email="p@example.com",
        message="Mag het?", next_step="Wij wachten.",
    )  # fmt: skip
    move_idea(
        idea, "decline", actor=owner, reason_code="te_duur", reason="Het kost te veel.",
        next_step="U leest de uitleg.", date=date(2031, 3, 1),
    )  # fmt: skip
    comment = factories.make_raw_comment(idea)
    return {
        "idea": idea, "answer": Answer.objects.get(), "referral": Referral.objects.get(),
        "consultation": Consultation.objects.create(idea=idea, organisation=factories.make_organisation(), question="Wat?"),
        "comment": comment, "ruling": Ruling.objects.create(idea=idea, comment=comment, reason="Reclame."),
        "routingrule": RoutingRule.objects.get(),
        "blockedword": BlockedWord.objects.create(word="klojo"),
        "synonyms": Synonyms.objects.create(words=["bankje", "zitplek"]),
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_lists_and_pages_come_up(boss, history, kind):
    assert boss.get(reverse(f"admin:ideas_{kind}_changelist")).status_code == 200
    assert boss.get(reverse(f"admin:ideas_{kind}_change", args=[history[kind].pk])).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_what_actions_change_cannot_be_changed_here(boss, history, kind):
    pk = history[kind].pk
    assert boss.get(reverse(f"admin:ideas_{kind}_add")).status_code == 403
    assert boss.post(reverse(f"admin:ideas_{kind}_change", args=[pk]), {"title": "Anders"}).status_code == 403
    assert boss.post(reverse(f"admin:ideas_{kind}_delete", args=[pk]), {"post": "yes"}).status_code == 403
    assert type(history[kind]).objects.filter(pk=pk).exists()
    assert not Idea.objects.filter(title="Anders").exists()


def test_ideas_are_found_by_number_and_title(boss, idea):
    for words in (idea.reference, "bomen"):
        response = boss.get(reverse("admin:ideas_idea_changelist"), {"q": words})
        assert idea.title in response.content.decode()


@pytest.mark.parametrize("who", ["resident", "owner", "coordinator"])
def test_others_do_not_get_in(client, request, idea, who):
    sign_in(client, request.getfixturevalue(who))
    response = client.get(reverse("admin:ideas_idea_changelist"))
    assert response.status_code in {302, 403}
    assert idea.title not in response.content.decode()
