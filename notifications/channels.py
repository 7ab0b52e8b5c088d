"""How a message leaves the house. Errors of the protocol are told apart here, once."""

import logging
import smtplib
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self, cast

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from notifications.letters import Letter

log = logging.getLogger(__name__)

TAKEN, WAITS_FOR_TEXT = range(200, 300), range(300, 400)
PERMANENT = 500

#: Seconds that each answer may take; a server that looks for viruses is slow with its last one. Nobody waits for a
#: page here, and giving up too early leaves doubt. The lease is twice as long as the one answer after the hand-over.
PATIENCE = 60


class TransientError(Exception):
    """It surely did not go out, and may do so later."""


class MailServerAway(TransientError):
    """The mail server is away, or refuses us and not the recipient: no other mail would go out now either."""


class PermanentError(Exception):
    """It can never arrive."""


class RecipientRefused(PermanentError):
    """The server does not take mail for this address."""


class UncertainError(Exception):
    """The connection broke while the server may have had the mail already. SMTP cannot be asked (RFC 1047)."""


class Mailer:
    """A connection to the mail server: opened for the first mail, kept for the next ones, closed by `with`."""

    def __init__(self) -> None:
        self._backend = EmailBackend(timeout=PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._hang_up()

    def deliver(self, letter: Letter, *, about_to_hand_over: Callable[[], None]) -> None:
        """Hand `letter` to the mail server; returning means that the server took it.

        `about_to_hand_over` is called when the server waits for the text, and may raise to stop.
        Raises TransientError, PermanentError or UncertainError; the next letter can be delivered after any of them.
        """
        message = EmailMultiAlternatives(letter.subject, letter.text, to=[letter.to], headers=letter.headers)
        message.attach_alternative(letter.html, "text/html")
        mail = message.message()
        content = mail.as_bytes()
        smtp = self._begin(letter.sender or mail["From"])
        try:
            _announce(smtp, mail["To"])
            about_to_hand_over()
            _hand_over(smtp, content)
        except (TransientError, PermanentError):
            with suppress(OSError):  # A connection that broke is noticed by the next letter.
                smtp.rset()
            raise
        except BaseException:
            smtp.close()  # The server may be waiting for the text, and forgets the mail when none comes.
            raise

    def _begin(self, sender: str) -> smtplib.SMTP:
        """A connection on which the server takes mail of `sender`: the one that was kept, while it lives."""
        was_kept = self._backend.connection is not None
        try:
            return self._open(sender)
        except OSError as error:
            self._hang_up()
            if not was_kept:
                raise _away(error) from error
        return self._begin(sender)

    def _open(self, sender: str) -> smtplib.SMTP:
        self._backend.open()
        smtp = cast("smtplib.SMTP", self._backend.connection)
        smtp.ehlo_or_helo_if_needed()
        code, answer = smtp.mail(sender)
        if code not in TAKEN:
            raise smtplib.SMTPSenderRefused(code, answer, sender)
        return smtp

    def _hang_up(self) -> None:
        try:
            self._backend.close()
        except OSError:
            log.info("The mail server did not say goodbye.")  # It has answered already, so nothing is in doubt.


def _announce(smtp: smtplib.SMTP, recipient: str) -> None:
    """Say whom the mail is for, until the server waits for its text. Nothing has gone out yet."""
    try:
        _must_be(TAKEN, *smtp.rcpt(recipient), refusal=RecipientRefused)
        _must_be(WAITS_FOR_TEXT, *smtp.docmd("DATA"))
    except OSError as error:
        raise TransientError(_told(error)) from error


def _hand_over(smtp: smtplib.SMTP, content: bytes) -> None:
    """Give the text. An answer of the server is certain, silence is not."""
    text = smtplib.quotedata(content.decode("latin-1")).encode("latin-1")  # It takes no bytes, and any byte is latin-1.
    try:
        smtp.send(text.removesuffix(b"\r\n") + b"\r\n.\r\n")
        code, answer = smtp.getreply()
    except OSError as error:
        raise UncertainError(_told(error)) from error
    _must_be(TAKEN, code, answer)


def _must_be(wanted: range, code: int, answer: bytes, *, refusal: type[PermanentError] = PermanentError) -> None:
    """Raise what it means when the server says no to this recipient, or to this text."""
    if code in wanted:
        return
    raise (refusal if code >= PERMANENT else TransientError)(f"{code} {answer.decode(errors='replace')}")


def _away(error: OSError) -> MailServerAway:
    """A server that refuses us needs the administrator; one that is only away does not."""
    if isinstance(error, smtplib.SMTPNotSupportedError) or getattr(error, "smtp_code", 0) >= PERMANENT:
        log.error("The mail server refuses us: check the settings of the mail server.", exc_info=error)
    return MailServerAway(_told(error))


def _told(error: OSError) -> str:
    return f"{type(error).__name__}: {error}"
