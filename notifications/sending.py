"""Deliveries go out: taken in batches, checked again, written, handed over one by one, and settled."""

import logging
import threading
import time

from notifications import leases
from notifications.channels import Mailer, MailServerAway, PermanentError, TransientError, UncertainError
from notifications.eligibility import Circumstances, look
from notifications.letters import write
from notifications.models import Delivery

log = logging.getLogger(__name__)

BATCH = 100

#: Seconds for which a batch may be sent after it was checked. Well within its lease, and as long as a mail that cannot
#: wait may have to wait for one that can, when the mail server is slow.
FRESH = 5.0


def send_waiting(stop: threading.Event | None = None) -> int:
    """Send a batch of what is due; gives how many deliveries were taken. Safe in any number of processes and threads.

    `stop` ends it between two mails. What was not begun by then, or within FRESH, is due again at once.
    """
    batch = leases.claim(BATCH)
    if batch:
        with Mailer() as mailer:
            _send(batch, mailer, stop or threading.Event())
    return len(batch)


def _send(batch: list[Delivery], mailer: Mailer, stop: threading.Event) -> None:
    circumstances = look(batch)
    until = time.monotonic() + FRESH
    for number, delivery in enumerate(batch):
        if stop.is_set() or time.monotonic() > until:
            leases.give_back(batch[number:])
            return
        try:
            _send_one(delivery, circumstances, mailer)
        except MailServerAway as error:
            for left in batch[number:]:
                leases.postpone(left, error)
            return


def _send_one(delivery: Delivery, circumstances: Circumstances, mailer: Mailer) -> None:
    """Send one delivery and write down how it went. Raises MailServerAway, and has then written nothing."""
    try:
        why, subject = circumstances.objection(delivery), circumstances.subject(delivery)
        if why or subject is None:
            leases.cancel(delivery, why)
            return
        letter = write(delivery, subject)
        mailer.deliver(letter, about_to_hand_over=lambda: leases.hand_over(delivery))
    except MailServerAway:
        raise
    except leases.LeaseLost:
        log.warning("Delivery %s: our lease ran out before the mail went out, so another sender has it.", delivery.pk)
    except PermanentError as error:
        leases.fail(delivery, error)
    except UncertainError as error:
        leases.doubt(delivery, error)
    except TransientError as error:
        leases.postpone(delivery, error)
    except Exception as error:
        # A fault of ours, in a template say. It waits like any other, so that a repair still reaches people.
        log.exception("Delivery %s could not be written.", delivery.pk)
        leases.postpone(delivery, error)
    else:
        # Not among the errors above: when this fails, the mail is out, and only the lease may tell.
        leases.accept(delivery)
