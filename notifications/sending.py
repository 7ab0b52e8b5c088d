"""Mails go out: taken in batches, checked again, written, handed over one by one, and settled."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from notifications import claims, leases
from notifications.account_letters import is_about_account, write_to_account
from notifications.actions import note_trouble
from notifications.bounces import Returned, kind_of
from notifications.channels import (
    Mailer,
    MailServerAway,
    PermanentError,
    RecipientRefused,
    TransientError,
    UncertainError,
)
from notifications.eligibility import Circumstances, address_of, look
from notifications.leases import Mail
from notifications.letters import Letter, write

log = logging.getLogger(__name__)

T = TypeVar("T")

BATCH = 100

#: Seconds for which a batch may be sent after it was checked. Well within its lease, and as long as a mail that cannot
#: wait may have to wait for one that can, when the mail server is slow.
FRESH = 5.0


def send_waiting(stop: threading.Event | None = None) -> int:
    """Send a batch of what is due; gives how many mails were taken. Safe in any number of processes and threads.

    `stop` ends it between two mails. What was not begun by then, or within FRESH, is due again at once.
    """
    batch = claims.claim(BATCH)
    if batch:
        with Mailer() as mailer:
            _send(batch, mailer, stop or threading.Event())
    return len(batch)


def _send(batch: list[Mail], mailer: Mailer, stop: threading.Event) -> None:
    circumstances = look([delivery for mail in batch for delivery in mail])
    until = time.monotonic() + FRESH
    for number, mail in enumerate(batch):
        if stop.is_set() or time.monotonic() > until:
            claims.give_back(batch[number:])
            return
        try:
            _send_one(mail, circumstances, mailer)
        except MailServerAway as error:
            for left in batch[number:]:
                leases.postpone(left, error)
            return


def _send_one(mail: Mail, circumstances: Circumstances, mailer: Mailer) -> None:
    """Send one mail and write down how it went. Raises MailServerAway, and what is left of the mail waits for us."""
    if ready := prepare(mail, circumstances, _letter):
        _deliver(*ready, mailer)


def prepare(
    mail: Mail, circumstances: Circumstances, compose: Callable[[Mail, Circumstances], T]
) -> tuple[Mail, T] | None:
    """What of `mail` should go out now, and how it reads; None when nothing should, which is written down then."""
    try:
        wanted = _still_wanted(mail, circumstances)
        written = _written(wanted, circumstances, compose) if wanted else None
    except Exception as error:
        # A fault of ours, in a template say. It waits like any other, so that a repair still reaches people.
        log.exception("Delivery %s could not be written.", mail[0].pk)
        leases.postpone(mail, error)
        return None
    return None if written is None else (wanted, written)


def _still_wanted(mail: Mail, circumstances: Circumstances) -> Mail:
    """What of `mail` should go out now. What never should is cancelled, and what came at night waits."""
    wanted = []
    for delivery in mail:
        if why := circumstances.objection(delivery):
            leases.cancel(delivery, why)
        else:
            wanted.append(delivery)
    if wanted and (until := circumstances.quiet_until(wanted[0])):
        leases.hold(wanted, until)
        return []
    return wanted


def _letter(mail: Mail, circumstances: Circumstances) -> Letter:
    if is_about_account(mail[0].event):
        return write_to_account(mail[0])
    return write(mail, circumstances.subjects, circumstances.searches)


def _written(mail: Mail, circumstances: Circumstances, compose: Callable[[Mail, Circumstances], T]) -> T | None:
    """Write it. When one of many cannot be told, each waits to be told apart, so that it does not keep the others."""
    try:
        return compose(mail, circumstances)
    except Exception as error:
        if len(mail) == 1:
            raise
        log.exception("Delivery %s and %d more could not be written together.", mail[0].pk, len(mail) - 1)
        leases.part(mail, error)
        return None


def _deliver(mail: Mail, letter: Letter, mailer: Mailer) -> None:
    try:
        mailer.deliver(letter, about_to_hand_over=lambda: leases.hand_over(mail))
    except MailServerAway:
        raise
    except leases.LeaseLost:
        log.warning("Delivery %s: our lease ran out before the mail went out, so another sender has it.", mail[0].pk)
    except PermanentError as error:
        _fail(mail, error)
    except UncertainError as error:
        leases.doubt(mail, error)
    except TransientError as error:
        leases.postpone(mail, error)
    except Exception as error:
        log.exception("Delivery %s could not be handed over.", mail[0].pk)
        leases.postpone(mail, error)
    else:
        # Not among the errors above: when this fails, the mail is out, and only the lease may tell.
        leases.accept(mail)


def _fail(mail: Mail, error: PermanentError) -> None:
    """It never arrives there; a server that does not know the address says something about the next mail, too."""
    leases.fail(mail, error)
    if isinstance(error, RecipientRefused):
        told = str(error)
        note_trouble(Returned(address_of(mail[0]), kind_of(told), told, leases.message_of(mail)))
