import smtplib
from email.message import EmailMessage
from types import SimpleNamespace

import pytest

from tests.chaos.ground import free_port
from tests.chaos.sink import CUT, CUT_KEPT, HANG, HANG_KEPT, PERMANENT, TEMPORARY, Sink


@pytest.fixture
def sink(tmp_path):
    made = Sink(free_port(), tmp_path / "mail.jsonl", seed=1)
    made.random = SimpleNamespace(random=lambda: 0)  # Every mail gets the manner.
    yield made
    made.stop()


def send(sink, timeout):
    letter = EmailMessage()
    letter["Message-ID"], letter["Subject"], letter["To"] = "<7@example.org>", "Code 123456", "bloem@example.org"
    letter.set_content("Hallo")
    with smtplib.SMTP("127.0.0.1", sink.controller.port, timeout=timeout) as connection:
        connection.send_message(letter, from_addr="wij@example.org")


@pytest.mark.parametrize(
    ("manner", "kept", "error"),
    [
        (None, True, None),
        (TEMPORARY, False, smtplib.SMTPDataError),
        (PERMANENT, False, smtplib.SMTPDataError),
        (HANG, False, OSError),
        (HANG_KEPT, True, OSError),
        (CUT, False, smtplib.SMTPServerDisconnected),
        (CUT_KEPT, True, smtplib.SMTPServerDisconnected),
    ],
)
def test_what_the_sink_says_it_kept_is_in_its_record(sink, manner, kept, error):
    sink.manner = manner
    if error is None:
        send(sink, 5)
    else:
        with pytest.raises(error):
            send(sink, 0.5)
    assert [mail.message_id for mail in sink.kept] == ["<7@example.org>"] * kept
    assert [mail.message_id for mail in sink.turned_away] == ["<7@example.org>"] * (not kept)
    assert (sink.code_for("bloem@example.org", 0, limit=0.1) == "123456") is kept
