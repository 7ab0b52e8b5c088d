"""Residents at their browsers: they put ideas forward, support, follow, and take that back."""

import io
import random
import threading
import uuid

from PIL import Image

from tests.chaos.browser import KEY, NoAnswer
from tests.chaos.ledger import ACKNOWLEDGED, REFUSED
from tests.chaos.newcomer import Newcomer
from tests.chaos.town import PROGRAMMES

NEW = "/ideeen/nieuw/"
NO_ROOM_TOLD = "no room for the photo"
MANY = 40  # Of the newest ideas of either kind, people look at so many.
NOT_SUPPORTED = ("U kunt dit idee niet steunen.", "You cannot support this idea.")
NO_ROOM = ("Wij kunnen de foto nu niet bewaren", "We cannot save the photo right now")


def _photo():
    out = io.BytesIO()
    Image.effect_noise((96, 96), 60).save(out, "JPEG")
    return out.getvalue()


PHOTO = _photo()


class Street(threading.Thread):
    """Residents who act one after the other, so that it is known in which order each of them wanted things."""

    def __init__(self, scene, number, residents, seed):
        super().__init__(name=f"street {number}", daemon=True)
        self.scene, self.number, self.residents = scene, number, residents
        self.random, self.newcomers = random.Random(f"street {number} {seed}"), 0
        self.browsers = {}

    def run(self):
        acts = {self.submit: 30, self.support: 45, self.follow: 15, self.come_in: 6}
        while not self.scene.stopping.wait(self.random.uniform(0, 0.8)):
            act = self.random.choices(list(acts), list(acts.values()))[0]
            act(self.random.choice(self.residents))

    def browser_of(self, email):
        if email not in self.browsers:
            self.browsers[email] = self.scene.browser_of(email)
        return self.browsers[email]

    def submit(self, email):
        """Write an idea and send it under the key of the page, until it is in."""
        browser, patience = self.browser_of(email), self.scene.patience
        page = patience.until_answered(lambda: browser.open(NEW))
        if page is None or not (found := KEY.search(page.text)):
            return  # What it was, stands among the surprises.
        words, programme = self._words()
        post = self.scene.ledger.begin("idea", email, key=found.group(1), title=words["title"], programme=programme)
        fields = {**words, "key": found.group(1)}
        if self.random.random() < 0.3:
            self._autosave(browser, page, fields)
        photo = [PHOTO] if self.random.random() < 0.5 else []
        if patience.post(post, lambda: self._send(browser, page, fields, photo, post)):
            self._make_known(post)

    def _words(self):
        programme = self.random.choice(PROGRAMMES)
        title = f"Idee {uuid.UUID(int=self.random.getrandbits(128)).hex[:12]}"
        return {
            "title": title,
            "problem": f"Hier is iets mis met {programme}.",
            "proposal": "Maak het beter.",
        }, programme

    def _autosave(self, browser, page, fields):
        try:
            browser.send(f"{NEW}bewaren/", page, fields)
        except NoAnswer:
            return  # The script on the page tells nobody either.

    def _send(self, browser, page, fields, photo, post):
        answer = browser.send(NEW, page, fields, photo[0] if photo else None)
        if answer.status == 302:
            post.facts |= {"reference": answer.location.split("/")[2], "photo": bool(photo)}
            return ACKNOWLEDGED, ""
        if photo and any(words in answer.text for words in NO_ROOM):
            photo.clear()
            raise NoAnswer(NO_ROOM_TOLD)
        return REFUSED, answer.complaint()

    def _make_known(self, post):
        if self.random.random() < 0.6:
            self.scene.moving.append((post.facts["reference"], post.who))
            self.scene.stories.put((post.facts["reference"], post.who, post.facts["programme"]))
        else:
            self.scene.ideas.append((post.facts["reference"], post.who))

    def support(self, email):
        self._switch("support", "steun", email, self.random.random() < 0.75)

    def follow(self, email):
        self._switch("follow", "volgen", email, self.random.random() < 0.8)

    def _switch(self, kind, verb, email, on):
        """Press a button of an idea that is somebody else's, and look whether the page says that it was no good."""
        reference, author = self.random.choice(self.scene.ideas[-MANY:] + self.scene.moving[-MANY:])
        if author == email:
            return
        browser, path = self.browser_of(email), f"/ideeen/{reference}/"
        page = self.scene.patience.until_answered(lambda: browser.open(path))
        if page is None or page.status != 200:
            return
        post = self.scene.ledger.begin(kind, email, reference=reference, on=on)

        def press():
            answer = browser.send(f"{path}{verb}/", page, {} if on else {"doe": "terug"})
            if answer.status != 302:
                return REFUSED, str(answer.status)
            text = browser.open(path).text
            return (REFUSED, "not possible") if any(words in text for words in NOT_SUPPORTED) else (ACKNOWLEDGED, "")

        self.scene.patience.post(post, press)

    def come_in(self, _resident):
        """Somebody new writes an idea, and types the code that comes by mail."""
        self.newcomers += 1
        newcomer = Newcomer(self.scene, f"nieuw-{self.number}-{self.newcomers}@example.org", *self._words())
        post = newcomer.write()
        if post and post.outcome == ACKNOWLEDGED and "reference" in post.facts:
            self._make_known(post)
