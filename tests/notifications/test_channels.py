"""What the answers of a mail server mean: told apart once, here."""

import pytest

from notifications.channels import PermanentError, TransientError, UncertainError, deliver_email
from notifications.letters import Letter

LETTER = Letter(to="bloem@example.org", subject="Hallo", text="Dag.", html="<p>Dag.</p>", headers={})


def go():
    """Nothing holds the sender back."""


def test_taken(mail_server):
    deliver_email(LETTER, about_to_hand_over=go)
    assert mail_server.subjects() == {("bloem@example.org", "Hallo")}


@pytest.mark.parametrize(
    ("refusal", "meaning"),
    [
        ("451 Later", TransientError),
        ("452 Full", TransientError),
        ("550 Unknown", PermanentError),
        ("554 No", PermanentError),
    ],
)
def test_a_refused_recipient(mail_server, refusal, meaning):
    mail_server.recipients_refused[LETTER.to] = refusal
    with pytest.raises(meaning, match=refusal.partition(" ")[2]):
        deliver_email(LETTER, about_to_hand_over=go)


@pytest.mark.parametrize(("answer", "meaning"), [("451 Later", TransientError), ("554 Spam", PermanentError)])
def test_a_refused_text(mail_server, answer, meaning):
    mail_server.data_answer = answer
    with pytest.raises(meaning):
        deliver_email(LETTER, about_to_hand_over=go)


def test_nobody_there(mail_server, no_mail_server):
    with pytest.raises(TransientError):
        deliver_email(LETTER, about_to_hand_over=go)


def test_a_wrong_password_is_passing_and_alarms(mail_server, settings, caplog):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "wie", "wat"
    with pytest.raises(TransientError, match="535"):
        deliver_email(LETTER, about_to_hand_over=go)
    assert "check the settings of the mail server" in caplog.text


def test_a_refused_sender_is_our_fault_and_alarms(mail_server, caplog):
    mail_server.sender_answer = "553 Not you"
    with pytest.raises(TransientError):
        deliver_email(LETTER, about_to_hand_over=go)
    assert "check the settings of the mail server" in caplog.text


def test_silence_after_the_hand_over(mail_server):
    mail_server.hangs_up = True
    with pytest.raises(UncertainError):
        deliver_email(LETTER, about_to_hand_over=go)


def test_who_may_not_hand_over_any_more_sends_nothing(mail_server):
    def stop():
        raise LookupError

    with pytest.raises(LookupError):
        deliver_email(LETTER, about_to_hand_over=stop)
    assert mail_server.letters == []
