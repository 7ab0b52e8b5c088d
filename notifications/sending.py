"""Deliveries go out: offered to whoever is free, checked again, written, handed over, and settled."""

import logging
from datetime import timedelta

from django.db import models, transaction
from django.db.models.functions import Now

from notifications import leases
from notifications.audiences import subject_of
from notifications.channels import PermanentError, TransientError, UncertainError, deliver_email
from notifications.eligibility import objection
from notifications.letters import write
from notifications.models import Delivery

log = logging.getLogger(__name__)

OFFER = timedelta(seconds=60)
MOST_AT_ONCE = 200


@transaction.atomic(durable=True)
def claim_waiting(limit: int = MOST_AT_ONCE) -> list[int]:
    """The keys of due deliveries, for the caller to send or to have sent.

    They are offered to nobody else for a minute. That is no lease: a hint that gets lost is only given again.
    """
    free = models.Q(offered_until__isnull=True) | models.Q(offered_until__lte=Now())
    waiting = Delivery.objects.due().filter(free).order_by("next_attempt_at").select_for_update(skip_locked=True)
    keys = list(waiting.values_list("pk", flat=True)[:limit])
    Delivery.objects.filter(pk__in=keys).update(offered_until=Now() + OFFER)
    return keys


def send(pk: int) -> None:
    """Send one delivery, if it is due and nobody else is at it. Safe to call any number of times, anywhere."""
    delivery = leases.claim(pk)
    if delivery is None:
        return
    try:
        taken = _check_and_hand_over(delivery)
    except leases.LeaseLost:
        log.warning("Delivery %s: our lease ran out before the mail went out, so another sender has it.", pk)
    except PermanentError as error:
        leases.fail(delivery, error)
    except UncertainError as error:
        leases.doubt(delivery, error)
    except TransientError as error:
        leases.postpone(delivery, error)
    except Exception as error:
        # A fault of ours, in a template say. It waits like any other, so that a repair still reaches people.
        log.exception("Delivery %s could not be written.", pk)
        leases.postpone(delivery, error)
    else:
        # Not among the errors above: when this fails, the mail is out, and only the lease may tell.
        if taken:
            leases.accept(delivery)


def _check_and_hand_over(delivery: Delivery) -> bool:
    idea = subject_of(delivery.event)
    if idea is None or (why := objection(delivery, idea)):
        leases.cancel(delivery, why if idea else "The idea is gone.")
        return False
    letter = write(delivery, idea)
    deliver_email(letter, about_to_hand_over=lambda: leases.hand_over(delivery))
    return True
