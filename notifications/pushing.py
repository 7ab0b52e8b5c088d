"""Pushes go out: taken in batches, checked again, written, given to push services side by side, and settled.

A person was told when one of their devices took it. Only when none did, and one may later, is it tried again; a device
that got it after all replaces what it shows.
"""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from notifications import claims, leases
from notifications.actions import drop_devices, note_use
from notifications.channels import PermanentError, TransientError
from notifications.eligibility import Circumstances, look
from notifications.leases import Mail
from notifications.models import PushDevice
from notifications.push.notice import Notice, write_notice
from notifications.push.service import Answer, Outcome, send
from notifications.sending import BATCH, FRESH, prepare

#: As many at once as a slow service may hold up.
SIDE_BY_SIDE = 8

Answered = list[tuple[PushDevice, Answer]]


def push_waiting(stop: threading.Event | None = None) -> int:
    """Send a batch of pushes that are due; gives how many were taken. Safe in any number of processes and threads.

    `stop` ends it between two lots. What was not begun by then, or within FRESH, is due again at once.
    """
    batch = claims.claim_pushes(BATCH)
    if batch:
        with ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="push") as pool:
            _push(batch, pool, stop or threading.Event())
    return len(batch)


def _push(batch: list[Mail], pool: ThreadPoolExecutor, stop: threading.Event) -> None:
    circumstances = look([delivery for mail in batch for delivery in mail])
    until = time.monotonic() + FRESH
    for begin in range(0, len(batch), SIDE_BY_SIDE):
        if stop.is_set() or time.monotonic() > until:
            claims.give_back(batch[begin:])
            return
        prepared = [prepare(mail, circumstances, write_notice) for mail in batch[begin : begin + SIDE_BY_SIDE]]
        _send([ready for ready in prepared if ready], circumstances, pool)


def _send(ready: Sequence[tuple[Mail, Notice]], circumstances: Circumstances, pool: ThreadPoolExecutor) -> None:
    """Send a lot, and write down how it went when all of it has."""
    begun = [
        (mail, [(device, pool.submit(send, notice, device)) for device in circumstances.devices[mail[0].recipient_id]])
        for mail, notice in ready
    ]
    answered = [(mail, [(device, answer.result()) for device, answer in answers]) for mail, answers in begun]
    for mail, answers in answered:
        _settle(mail, answers)
    every = [one for _, answers in answered for one in answers]
    drop_devices([device.pk for device, answer in every if answer.outcome == Outcome.GONE])
    note_use([device.pk for device, answer in every if answer.outcome == Outcome.TAKEN])


def _settle(mail: Mail, answers: Answered) -> None:
    told = {answer.outcome: answer.told for _, answer in answers}
    if Outcome.TAKEN in told:
        leases.accept(mail)
    elif Outcome.LATER in told:
        leases.postpone(mail, TransientError(told[Outcome.LATER]))
    elif Outcome.NEVER in told:
        leases.fail(mail, PermanentError(told[Outcome.NEVER]))
    else:
        for delivery in mail:
            leases.cancel(delivery, f"Their devices are gone. {told[Outcome.GONE]}")
