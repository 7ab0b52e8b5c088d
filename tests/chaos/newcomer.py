"""Somebody without an account, who puts an idea forward and signs in on the way."""

from tests.chaos.browser import KEY, Browser
from tests.chaos.ledger import ACKNOWLEDGED, UNCLEAR

NEW, CODE = "/ideeen/nieuw/", "/ideeen/nieuw/code/"
SENT_ALREADY = "al verstuurd"
MOST_CODES = 4  # Of five in a quarter of an hour.


class Newcomer:
    """Sends the form, waits for the code, types it; and starts again where the site says so."""

    def __init__(self, scene, email, words, programme):
        self.scene, self.email, self.words, self.programme = scene, email, words, programme
        self.browser, self.post = Browser(scene.port, scene.ledger), None

    def write(self):
        """Give the last post, which ended; None when not even the form came."""
        page = self._until_answered(lambda: self.browser.open(NEW))
        if page is not None and (found := KEY.search(page.text)):
            self._begin(found.group(1))
            outcome, codes = UNCLEAR, 0
            while outcome == UNCLEAR and codes < MOST_CODES and not self.scene.is_over():
                codes += 1
                outcome = self._try()
            self.scene.ledger.end(self.post, outcome)
        return self.post

    def _begin(self, key):
        facts = {"key": key, "title": self.words["title"], "programme": self.programme}
        self.post = self.scene.ledger.begin("idea", self.email, **facts)

    def _until_answered(self, act):
        return self.scene.patience.until_answered(act)

    def _send(self, path, fields):
        """Open the page and send its form, both again until there is an answer."""

        def once():
            self.post.tries += 1
            return self.browser.send(path, self.browser.open(path), fields)

        return self._until_answered(once)

    def _try(self):
        """From the form to the receipt, or as far as it goes."""
        before = len(self.scene.sink.letters_to(self.email))
        answer = self._send(NEW, {**self.words, "key": self.post.facts["key"], "email": self.email})
        if answer is not None and answer.location.startswith(CODE):
            code = self.scene.sink.code_for(self.email, before)
            answer = self._send(CODE, {"code": code}) if code else None
        return UNCLEAR if answer is None else self._read(answer)

    def _read(self, answer):
        place = answer.location.split("/")
        if answer.status == 302 and len(place) == 4 and place[2][:2] == "20":
            self.post.facts["reference"] = place[2]
            return ACKNOWLEDGED
        if SENT_ALREADY in answer.text:
            return ACKNOWLEDGED
        self.post.errors.append(f"{answer.status} {answer.location} {answer.complaint()}")
        found = KEY.search(answer.text)
        if found and found.group(1) != self.post.facts["key"]:
            # The form came back as a new one: what the old one began was lost with its cookie.
            self.scene.ledger.end(self.post, UNCLEAR, "the form got a new key")
            self._begin(found.group(1))
        return UNCLEAR
