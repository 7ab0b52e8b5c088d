"""Where mail that came back comes in: from a mail server that hands it over, or from a folder that is looked into."""

import logging
from pathlib import Path

from notifications.actions import note_trouble
from notifications.bounces import understand

log = logging.getLogger(__name__)

#: A report holds a mail of ours at most. What is longer is something else.
LONGEST = 2 * 1024 * 1024


def take_in(content: bytes) -> bool:
    """Note what a report says; False when it says nothing about a mail of ours. Taking it in twice is once."""
    returned = understand(content) if len(content) <= LONGEST else None
    if returned is None:
        return False
    note_trouble(returned)
    return True


def read_maildir(folder: Path) -> tuple[int, int]:
    """Take in all that is new in a Maildir; gives how many were reports about our mail, and how many were not.

    What was read moves to `cur`, also what is no report: a person may look there. It moves last, so that a crash leaves
    it to be read again.
    """
    counts = [0, 0]
    for path in sorted((folder / "new").iterdir()):
        try:
            content = path.read_bytes()
        except FileNotFoundError:  # Somebody else was faster.
            continue
        counts[0 if take_in(content) else 1] += 1
        try:
            path.rename(folder / "cur" / f"{path.name}:2,S")
        except FileNotFoundError:
            log.info("%s was moved by somebody else.", path.name)
    return counts[0], counts[1]
