"""A mail about a decision calls it as the municipality does, in the language of its reader."""

import pytest

from ideas import status_words
from ideas.actions.triage import move_idea
from ideas.models import StatusWords
from notifications.fanout import fan_out_waiting
from participation.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [("nl", "Dit gaat niet lukken", "Doen we niet"), ("en", "This will not work", "We will not do this")],
)
def test_a_mail_about_a_decision(watched, owner, resident, drain, mail_server, language, said, unsaid):
    User.objects.filter(pk=resident.pk).update(language=language)
    StatusWords.objects.create(status="declined", label_nl="Dit gaat niet lukken", label_en="This will not work")
    status_words.KEEPER.forget()
    four = {"reason": "Er is geen geld.", "next_step": "Wij doen niets.", "date": watched.promised_on}
    move_idea(watched, "decline", actor=owner, reason_code="te_duur", **four)
    fan_out_waiting()
    drain()
    letter = mail_server.to(resident)[-1]
    text = f"{letter['Subject']}\n{letter.get_body(['plain']).get_content()}"
    assert (said in text, unsaid in text) == (True, False)
