"""Trying again, as people and their browsers do."""

import time

from tests.chaos.browser import NoAnswer
from tests.chaos.ledger import ACKNOWLEDGED, REFUSED, UNCLEAR

FIRST_PAUSE, LONGEST_PAUSE, GROWTH = 0.3, 3.0, 1.7


class Patience:
    """Tries again, with growing pauses, until there is an answer or `deadline()` has passed."""

    def __init__(self, ledger, deadline):
        self.ledger, self.deadline = ledger, deadline

    def until_answered(self, act):
        """What `act()` gives, once it raises NoAnswer no more; None when time is up."""
        pause = FIRST_PAUSE
        while time.monotonic() < self.deadline():
            try:
                return act()
            except NoAnswer:
                time.sleep(pause)
                pause = min(pause * GROWTH, LONGEST_PAUSE)
        return None

    def post(self, post, act):
        """Do `act()` until it tells how it went: (outcome, note). Refused after a lost answer is unclear.

        Writes that down, and tells whether the post was acknowledged.
        """

        def once():
            post.tries += 1
            try:
                return act()
            except NoAnswer as error:
                post.errors.append(str(error))
                raise

        outcome, note = self.until_answered(once) or (UNCLEAR, "no answer in time")
        if outcome == REFUSED and post.tries > 1:
            outcome = UNCLEAR
        self.ledger.end(post, outcome, note)
        return outcome == ACKNOWLEDGED
