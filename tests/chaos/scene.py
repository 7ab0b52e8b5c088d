"""What all who take part in a run share."""

import queue
import threading
import time
from dataclasses import dataclass, field

from tests.chaos.browser import Browser
from tests.chaos.ledger import Ledger
from tests.chaos.patience import Patience
from tests.chaos.sink import Sink
from tests.chaos.town import Town


@dataclass
class Scene:
    """The site, the people, and which ideas there are."""

    port: int
    town: Town
    ledger: Ledger
    sink: Sink
    stopping: threading.Event = field(default_factory=threading.Event)
    last_moment: float = float("inf")
    ideas: list = field(default_factory=list)  # (reference, author) of those that nobody moves
    moving: list = field(default_factory=list)  # (reference, author) of the others
    stories: queue.Queue = field(default_factory=queue.Queue)  # (reference, author, programme): to be moved

    def __post_init__(self):
        self.patience = Patience(self.ledger, lambda: self.last_moment)

    def browser_of(self, email):
        return Browser(self.port, self.ledger, self.town.sessions[email])

    def is_over(self):
        return time.monotonic() > self.last_moment

    def stop(self, grace):
        """Begin nothing new; what was begun may take `grace` seconds more."""
        self.last_moment = time.monotonic() + grace
        self.stopping.set()
