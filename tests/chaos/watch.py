"""Looks at the run from outside, once a second: does the site answer, and how long has the oldest news waited."""

import threading
import time

from tests.chaos.browser import Browser, NoAnswer
from tests.chaos.facts import waiting

PAUSE = 0.5


class Pulse(threading.Thread):
    """Asks the site for a page."""

    def __init__(self, port, ledger, stopping):
        super().__init__(name="pulse", daemon=True)
        self.browser, self.stopping = Browser(port, ledger), stopping
        self.longest_outage, self.pages, self.failures = 0.0, 0, 0

    def run(self):
        since = None
        while not self.stopping.wait(PAUSE):
            asked = time.monotonic()
            try:
                self.browser.open("/ideeen/")
                self.pages += 1
                since = None
            except NoAnswer:
                self.failures += 1
                since = since or asked
            if since:
                self.longest_outage = max(self.longest_outage, time.monotonic() - since)


class Queue(threading.Thread):
    """Asks the database what waits, past the proxies."""

    def __init__(self, address, stopping):
        super().__init__(name="queue", daemon=True)
        self.address, self.stopping, self.now = address, stopping, {}
        self.oldest_event, self.oldest_delivery = 0.0, 0.0

    def run(self):
        while not self.stopping.wait(PAUSE * 2):
            found = waiting(self.address)
            if found:
                self.now = found
                self.oldest_event = max(self.oldest_event, float(found["oldest_event"] or 0))
                self.oldest_delivery = max(self.oldest_delivery, float(found["oldest_delivery"] or 0))

    def is_empty(self):
        """Whether nothing waits, asked anew."""
        found = waiting(self.address)
        return bool(found) and not found["events"] and not found["deliveries"]
