"""How a message leaves the house. Errors of the protocol are told apart here, once."""

import logging
import smtplib
from collections.abc import Callable

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from notifications.letters import Letter

log = logging.getLogger(__name__)

PERMANENT = 500


class TransientError(Exception):
    """It surely did not go out, and may do so later."""


class PermanentError(Exception):
    """It can never arrive."""


class UncertainError(Exception):
    """The connection broke while the server may have had the mail already. SMTP cannot be asked (RFC 1047)."""


def deliver_email(letter: Letter, *, about_to_hand_over: Callable[[], None]) -> None:
    """Hand `letter` to the mail server; returning means that the server took it.

    `about_to_hand_over` is called at the last moment, and may raise to stop. Raises TransientError, PermanentError
    or UncertainError.
    """
    message = EmailMultiAlternatives(letter.subject, letter.text, to=[letter.to], headers=letter.headers)
    message.attach_alternative(letter.html, "text/html")
    connection = get_connection()
    try:
        try:
            connection.open()
        except OSError as error:
            raise _before_hand_over(error) from error
        about_to_hand_over()
        try:
            connection.send_messages([message])
        except OSError as error:
            raise _classified(error) from error
    finally:
        _close(connection)


def _before_hand_over(error: OSError) -> Exception:
    """Nothing went out. A server that refuses us, and not the recipient, needs the administrator."""
    if isinstance(error, smtplib.SMTPNotSupportedError) or getattr(error, "smtp_code", 0) >= PERMANENT:
        log.error("The mail server refuses us: check the settings of the mail server.", exc_info=error)
    return TransientError(_told(error))


def _classified(error: OSError) -> Exception:
    """What an error during the hand-over means: an answer from the server is certain, silence is not."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            codes = [code for code, _ in error.recipients.values()]
            return (PermanentError if min(codes) >= PERMANENT else TransientError)(_told(error))
        case smtplib.SMTPSenderRefused():
            return _before_hand_over(error)  # Our own address is refused: nothing is wrong with the recipient's.
        case smtplib.SMTPDataError():
            return (PermanentError if error.smtp_code >= PERMANENT else TransientError)(_told(error))
        case smtplib.SMTPHeloError() | smtplib.SMTPNotSupportedError():
            return _before_hand_over(error)
        case _:
            return UncertainError(_told(error))


def _told(error: OSError) -> str:
    return f"{type(error).__name__}: {error}"


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError:
        log.info("The mail server did not say goodbye.")  # It has answered already, so nothing is in doubt.
