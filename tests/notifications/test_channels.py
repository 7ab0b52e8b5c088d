"""What the answers of a mail server mean: told apart once, here."""

import time

import pytest

from notifications.channels import Mailer, MailServerAway, PermanentError, TransientError, UncertainError
from notifications.letters import Letter


def letter_to(name, **words):
    return Letter(
        sender="",
        **{"to": f"{name}@example.org", "subject": "Hallo", "text": "Dag.", "html": "", "headers": {}, **words},
    )


LETTER = letter_to("bloem")
OTHER = letter_to("buur")


def go():
    """Nothing holds the sender back."""


def deliver_email(letter, *, about_to_hand_over=go):
    with Mailer() as mailer:
        mailer.deliver(letter, about_to_hand_over=about_to_hand_over)


@pytest.fixture
def mailer(mail_server):
    with Mailer() as mailer:
        yield mailer


def recipients(mail_server):
    return [recipient.partition("@")[0] for recipient, _ in mail_server.letters]


def test_taken(mail_server):
    deliver_email(LETTER)
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
        deliver_email(LETTER)


@pytest.mark.parametrize(("answer", "meaning"), [("451 Later", TransientError), ("554 Spam", PermanentError)])
def test_a_refused_text(mail_server, answer, meaning):
    mail_server.data_answer = answer
    with pytest.raises(meaning):
        deliver_email(LETTER)


def test_nobody_there(mail_server, no_mail_server):
    with pytest.raises(MailServerAway):
        deliver_email(LETTER)


def test_a_wrong_password_is_passing_and_alarms(mail_server, settings, caplog):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "wie", "wat"
    with pytest.raises(MailServerAway, match="535"):
        deliver_email(LETTER)
    assert "check the settings of the mail server" in caplog.text


def test_a_refused_sender_is_our_fault_and_alarms(mail_server, caplog):
    mail_server.sender_answer = "553 Not you"
    with pytest.raises(MailServerAway, match="553"):
        deliver_email(LETTER)
    assert "check the settings of the mail server" in caplog.text


def test_silence_after_the_hand_over(mail_server):
    mail_server.hangs_up = True
    with pytest.raises(UncertainError):
        deliver_email(LETTER)


def test_who_may_not_hand_over_any_more_sends_nothing(mail_server):
    def stop():
        raise LookupError

    with pytest.raises(LookupError):
        deliver_email(LETTER, about_to_hand_over=stop)
    assert mail_server.letters == []


def test_many_mails_in_one_call(mailer, mail_server):
    for letter in (LETTER, OTHER, LETTER):
        mailer.deliver(letter, about_to_hand_over=go)
    assert recipients(mail_server) == ["bloem", "buur", "bloem"]
    assert len(mail_server.calls) == 1


@pytest.mark.parametrize(
    ("place", "answer"), [("recipient", "550 Unknown"), ("recipient", "451 Later"), ("text", "554 Spam")]
)
def test_after_a_refusal_the_call_goes_on(mailer, mail_server, place, answer):
    if place == "recipient":
        mail_server.recipients_refused[LETTER.to] = answer
    else:
        mail_server.data_answer = answer
    with pytest.raises((PermanentError, TransientError)):
        mailer.deliver(LETTER, about_to_hand_over=go)
    mail_server.data_answer = ""
    mailer.deliver(OTHER, about_to_hand_over=go)
    assert recipients(mail_server) == ["buur"]
    assert len(mail_server.calls) == 1


def test_a_call_that_broke_off_is_taken_up_again_with_nothing_in_doubt(mailer, mail_server):
    mail_server.hangs_up = True
    with pytest.raises(UncertainError):
        mailer.deliver(LETTER, about_to_hand_over=go)
    mail_server.hangs_up = False
    mailer.deliver(OTHER, about_to_hand_over=go)
    assert recipients(mail_server) == ["bloem", "buur"]
    assert len(mail_server.calls) == 2


def test_a_server_that_has_had_enough_of_a_call_is_called_again(mailer, mail_server):
    mailer.deliver(LETTER, about_to_hand_over=go)
    mail_server.takes_one_a_call = True
    mailer.deliver(OTHER, about_to_hand_over=go)
    assert recipients(mail_server) == ["bloem", "buur"]
    assert len(mail_server.calls) == 2


def test_after_who_may_not_hand_over_the_next_mail_goes_out(mailer, mail_server):
    def stop():
        raise LookupError

    with pytest.raises(LookupError):
        mailer.deliver(LETTER, about_to_hand_over=stop)
    mailer.deliver(OTHER, about_to_hand_over=go)
    assert recipients(mail_server) == ["buur"]


def test_a_page_waits_less_long_for_the_mail_server_than_we_do(mailer, mail_server, settings):
    settings.EMAIL_TIMEOUT = 0.05
    mail_server.when_taking = lambda: time.sleep(0.2)
    mailer.deliver(LETTER, about_to_hand_over=go)
    assert recipients(mail_server) == ["bloem"]


def test_a_text_arrives_as_it_was_written(mailer, mail_server):
    text = ".Punt\n..\n.\nCafé in ’t Dorp\n" + "lang " * 300 + "\n"
    mailer.deliver(letter_to("bloem", text=text, subject="Café"), about_to_hand_over=go)
    [(_, letter)] = mail_server.letters
    assert letter["Subject"] == "Café"
    assert letter.get_body(["plain"]).get_content().replace("\r\n", "\n") == text


def test_an_address_of_another_alphabet(mailer, mail_server):
    mailer.deliver(letter_to("bloem", to="bloem@plein-süd.example"), about_to_hand_over=go)
    assert [recipient for recipient, _ in mail_server.letters] == ["bloem@xn--plein-sd-d6a.example"]
