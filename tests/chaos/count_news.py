"""The count of who heard. Each check gives what is wrong, one line a case; nothing wrong is a pass."""

from collections import Counter, defaultdict
from functools import partial

from tests.chaos.oracle import MAIL, Oracle
from tests.chaos.sink import PERMANENT


class News:
    """Compares what happened with what was handed out, and that with what the mail server got."""

    def __init__(self, ledger, facts, sink, *, clock_moved):
        self.ledger, self.facts, self.clock_moved = ledger, facts, clock_moved
        self.events = {event["id"]: event for event in facts.events}
        self.mails, self.turned_away = _by_delivery(sink.kept), _by_delivery(sink.turned_away)
        self.undecided, self.duplicates = 0, Counter()

    def checks(self):
        return self.stuck, self.audiences, self.mailed, self.twice, self.for_nothing

    def audiences(self):
        """Every event has exactly its expected deliveries."""
        oracle, found = Oracle(self.facts, self.ledger), defaultdict(list)
        for delivery in self.facts.deliveries:
            found[delivery["event_id"]].append((delivery["who"], delivery["channel"]))
        for event in self.facts.events:
            if event["dispatched_at"] is None:
                continue  # `stuck` tells.
            told, got = oracle.expected(event), Counter(found[event["id"]])
            self.undecided += len(told.may)
            wrong = {
                "nobody told": told.must - got.keys(),
                "told for nothing": got.keys() - told.must - told.may,
                "told twice": {pair for pair, times in got.items() if times > 1},
            }
            for what, pairs in wrong.items():
                if pairs:
                    yield f"event {event['id']} ({event['kind']}): {what}: {sorted(pairs)}"

    def stuck(self):
        """Nothing waits any more."""
        if self.facts.waiting["events"] or self.facts.waiting["deliveries"]:
            yield f"still waiting: {self.facts.waiting}"

    def mailed(self):
        """Every delivery by mail has its mail at the right address, or a good reason why not."""
        for delivery in self.facts.deliveries:
            if delivery["channel"] != MAIL:
                continue
            mails = self.mails[delivery["mail_id"]]
            if {mail.to for mail in mails} - {delivery["who"]}:
                yield f"delivery {delivery['id']} of {delivery['who']} went to {[mail.to for mail in mails]}"
            if delivery["state"] == "accepted" and not mails:
                yield f"delivery {delivery['id']} was accepted, and the mail server has nothing"
            if delivery["state"] in {"cancelled", "failed"} and not self._excused(delivery):
                yield f"delivery {delivery['id']} is {delivery['state']}: {delivery['last_error']}"

    def _excused(self, delivery):
        """Whether it rightly did not go out: refused for good, in doubt to the end, or no longer wanted."""
        event = self.events[delivery["event_id"]]
        if delivery["state"] == "failed":
            return self._was_refused(delivery) or delivery["resends"] > 0
        if delivery["route"] == "partner":
            # The link of a question of before the spring night is too old in that night.
            return self.clock_moved or any(map(partial(_closes, event), self.facts.events))
        if delivery["route"] == "asked":
            return any(map(partial(_undoes, event), self.facts.events))
        left = [
            post for post in self.ledger.of("follow")
            if not post.facts["on"] and post.who == delivery["who"]
            and post.facts["reference"] == event["facts"]["reference"]
        ]  # fmt: skip
        return delivery["route"] == "followers" and bool(left)

    def _was_refused(self, delivery):
        return any(mail.manner == PERMANENT for mail in self.turned_away[delivery["mail_id"]])

    def in_vain(self):
        """How many mails failed because no answer came twice, and never arrived: these an administrator has to see."""
        return sum(
            delivery["state"] == "failed" and not self._was_refused(delivery) and not self.mails[delivery["mail_id"]]
            for delivery in self.facts.deliveries
        )

    def twice(self):
        """No mail came twice, except a resend in doubt, which the delivery itself counts."""
        for delivery in self.facts.deliveries:
            more = len(self.mails[delivery["mail_id"]]) - 1
            if more > 0:
                documented = more <= delivery["resends"]
                self.duplicates["documented" if documented else "undocumented"] += more
                if not documented:
                    yield f"delivery {delivery['id']} came {more + 1} times with {delivery['resends']} resends"

    def for_nothing(self):
        """Every mail belongs to a delivery, or brings a code to somebody who asked for one."""
        known = {delivery["mail_id"] for delivery in self.facts.deliveries}
        for key, mails in self.mails.items():
            if key not in known and not all(mail.to.startswith("nieuw-") for mail in mails):
                yield f"mail {key} to {[mail.to for mail in mails]} belongs to nothing"


def _closes(referred, later):
    """Whether `later` ends what a partner was asked in `referred`."""
    if later["subject_id"] != referred["subject_id"] or later["recorded_at"] <= referred["recorded_at"]:
        return False
    return later["kind"] == "idea.referral_answered" or later["facts"].get("before") == "referred"


def _undoes(merged, later):
    """Whether `later` takes the two ideas of `merged` apart again, so that no supporter is asked any more."""
    is_after = later["subject_id"] == merged["subject_id"] and later["recorded_at"] > merged["recorded_at"]
    return is_after and later["kind"] == "idea.split"


def _by_delivery(mails):
    """The left half of our Message-IDs is the delivery's own number."""
    found = defaultdict(list)
    for mail in mails:
        found[mail.message_id.strip("<>").partition("@")[0]].append(mail)
    return found
