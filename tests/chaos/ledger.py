"""What the browsers know: every post that they tried, and how it ended. Kept in memory, and in a file line by line."""

import json
import threading
import time
from dataclasses import asdict, dataclass, field
from itertools import pairwise

ACKNOWLEDGED, UNCLEAR, REFUSED = "acknowledged", "unclear", "refused"


@dataclass
class Post:
    """One thing that somebody wanted done, sent as often as it took. `facts` say what, so that it can be found."""

    kind: str
    who: str
    facts: dict
    sent_at: float
    tries: int = 0
    ended_at: float = 0.0
    outcome: str = ""
    note: str = ""
    errors: list = field(default_factory=list)


class Ledger:
    """All posts, and answers that no browser should ever get."""

    def __init__(self, file):
        self.file, self.lock = file.open("a"), threading.Lock()
        self.posts, self.surprises = [], []

    def begin(self, kind, who, **facts):
        post = Post(kind, who, facts, time.time())
        with self.lock:
            self.posts.append(post)
        return post

    def end(self, post, outcome, note=""):
        post.ended_at, post.outcome, post.note = time.time(), outcome, note
        with self.lock:
            self.file.write(json.dumps(asdict(post)) + "\n")
            self.file.flush()

    def surprise(self, what):
        with self.lock:
            self.surprises.append(what)

    def of(self, *kinds):
        with self.lock:
            return [post for post in self.posts if post.kind in kinds]

    def close(self):
        for post in [post for post in self.posts if not post.outcome]:
            self.end(post, UNCLEAR, "the run ended")
        self.file.close()

    def longest_silence(self):
        """The longest time without any acknowledged post, in seconds."""
        moments = sorted(post.ended_at for post in self.posts if post.outcome == ACKNOWLEDGED)
        return max((later - earlier for earlier, later in pairwise(moments)), default=0.0)
