"""Reading a box: each mail by itself, so that one that cannot be kept now stops nothing behind it."""

import logging
from collections import Counter

from ideas.actions.inbound import take_in
from ideas.intake.boxes import found_in

log = logging.getLogger(__name__)
FAILED = "failed"


def fetch_mail(address: str) -> Counter[str]:
    """Take in what is unread in the box at `address`; gives how many of each outcome.

    A mail that could not be kept (a full disk, say) stays unread and is tried again the next time. Raises what
    `found_in()` raises when the box is away.
    """
    counts: Counter[str] = Counter()
    for found in found_in(address):
        try:
            outcome = take_in(found.content, found.size)
            found.done()
        except Exception:
            log.exception("A mail could not be taken in, and stays unread.")
            outcome = None
        counts[outcome or FAILED] += 1
    return counts
