"""Officials at their desks: each takes an idea through a story, with its author and a partner answering."""

import random
import re
import threading
import uuid
from datetime import timedelta
from queue import Empty

from django.utils import timezone

from tests.chaos.browser import EXPECTED, Browser
from tests.chaos.ledger import ACKNOWLEDGED, REFUSED
from tests.chaos.town import PROGRAMMES

STORIES = (
    ("take_up", "promising", "adopt", "realise", "reopen"),
    ("ask", "answer_question", "decline"),
    ("refer", "partner", "return_to_review", "adopt", "stop"),
    ("refer", "partner", "decline"),
    ("hand_over", "take_up", "not_now", "wake"),
    ("merge", "split", "take_up"),
    ("take_up", "withdraw"),
    ("take_up", "promising", "challenge", "adopt"),
)
BY_AUTHOR, BY_OTHER = {"answer_question", "withdraw"}, {"reopen"}
COORDINATOR = "coordinator@example.org"
SOON, LATER = timedelta(days=1), timedelta(days=600)
LINK = re.compile(r"https://[^/\s]+(/doorverwijzing/\S+)")


def facts_of(verb, new_programme, into):
    """What the form of this move asks."""
    today = timezone.localdate()
    answer = {"reason": "Dit past goed.", "next_step": "Wij maken een plan.", "date": str(today + LATER)}
    return {
        "take_up": {"next_step": "Wij gaan kijken."},
        "ask": {"question": "Welke straat bedoelt u?"},
        "answer_question": {"text": "De Dorpsstraat."},
        "refer": {
            "partner": "Woonstichting", "partner_email": f"partner-{uuid.uuid4().hex[:12]}@example.com",
            "message": "Mag dit bij de flat?", "next_step": "Wij wachten op de partner.",
        },
        "return_to_review": {"next_step": "Wij gaan zelf verder."},
        "promising": answer,
        "challenge": {**answer, "challenge": "Wie maakt het?"},
        "adopt": {**answer, "project": "Groen in de wijk"},
        "decline": {**answer, "reason_code": "te_duur"},
        "not_now": {**answer, "date": str(today + SOON)},
        "realise": {"result": "Het staat er.", "lesson": "Eerder beginnen."},
        "stop": {"reason": "Het kan niet.", "lesson": "Eerst meten."},
        "withdraw": {"reason": "Het is al opgelost."},
        "reopen": {"reason": "Het kan toch.", "next_step": "Wij kijken opnieuw."},
        "hand_over": {"programme": new_programme, "reason": "Dit hoort daar."},
        "merge": {"into": into, "reason": "Dit is hetzelfde."},
        "split": {"reason": "Het is toch anders."},
    }.get(verb, {})  # fmt: skip


class Desk(threading.Thread):
    """One official at a time, one idea at a time."""

    def __init__(self, scene, number, seed):
        super().__init__(name=f"desk {number}", daemon=True)
        self.scene, self.random, self.browsers = scene, random.Random(f"desk {number} {seed}"), {}

    def run(self):
        while not self.scene.stopping.is_set():
            try:
                self.tell(*self.scene.stories.get(timeout=0.5))
            except Empty:
                continue

    def tell(self, reference, author, programme):
        """Take one idea through a story, as far as it goes."""
        handler, partner = self.random.choice(self.scene.town.officials[programme]), ""
        for verb in self.random.choice(STORIES):
            if self.scene.stopping.wait(self.random.uniform(0, 1.5)):
                return
            if verb == "partner":
                self.answer_as_partner(reference, partner)
                continue
            new = self.random.choice([one for one in PROGRAMMES if one != programme])
            facts = facts_of(verb, self.scene.town.programmes[new], self.random.choice(self.scene.ideas[:10])[0])
            who = author if verb in BY_AUTHOR else COORDINATOR if verb in BY_OTHER else handler
            if not self.move(reference, verb, who, facts):
                return
            if verb == "hand_over":
                handler = self.random.choice(self.scene.town.officials[new])
            partner = facts.get("partner_email", "")

    def browser_of(self, email):
        if email not in self.browsers:
            self.browsers[email] = self.scene.browser_of(email) if email in self.scene.town.sessions else None
        return self.browsers[email]

    def move(self, reference, verb, who, facts):
        """Send the form of a move until it is in; False when it was refused or nobody can send it."""
        browser, room = self.browser_of(who), "ideeen" if verb in BY_AUTHOR else "werkplek"
        if browser is None:
            return False  # A newcomer, whose browser is elsewhere.
        path = f"/{room}/{reference}/"
        expected = EXPECTED | {403, 404}  # After a hand-over that landed, the idea is no longer this official's.
        page = self.scene.patience.until_answered(lambda: browser.open(path, expected=expected))
        if page is None or page.status != 200:
            return False
        post = self.scene.ledger.begin("move", who, reference=reference, verb=verb)

        def press():
            answer = browser.send(f"{path}{verb}/", page, facts, expected=expected)
            return (ACKNOWLEDGED, "") if answer.status == 302 else (REFUSED, answer.complaint())

        return self.scene.patience.post(post, press) or post.tries > 1

    def answer_as_partner(self, reference, address):
        """Wait a while for the mail, open its link and answer; sometimes nobody does."""
        if self.random.random() < 0.3:
            return
        for _ in range(20):
            if letters := self.scene.sink.letters_to(address):
                break
            if self.scene.stopping.wait(1):
                return
        else:
            return
        path = LINK.search(letters[0][1]).group(1)
        browser, expected = Browser(self.scene.port, self.scene.ledger), EXPECTED | {410}
        page = self.scene.patience.until_answered(lambda: browser.open(path, expected=expected))
        if page is None or page.status != 200:
            return
        post = self.scene.ledger.begin("partner", address, reference=reference)

        def press():
            answer = browser.send(path, page, {"text": "Ja, dat mag."}, expected=expected)
            return (ACKNOWLEDGED, "") if answer.status == 302 else (REFUSED, answer.complaint())

        self.scene.patience.post(post, press)
