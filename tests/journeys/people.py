"""A visitor with a browser of their own: it reads pages, fills in the forms on them and sends these."""

import re

from bs4 import BeautifulSoup
from django.test import Client

WORDS = {
    "problem": "Op het plein is geen schaduw. Ouderen kunnen er niet zitten.",
    "proposal": "Zet bankjes onder nieuwe bomen.",
    "title": "Bankjes in de schaduw",
}


class Visitor:
    """Sends only what stands in a form of the page that is open, with its token."""

    def __init__(self, client=None):
        self.client = client or Client(enforce_csrf_checks=True)
        self.response = None

    @property
    def page(self):
        return BeautifulSoup(self.response.content, "html.parser")

    @property
    def text(self):
        return " ".join(self.page.get_text(" ").split())

    @property
    def path(self):
        return self.response.request["PATH_INFO"]

    def open(self, path, status=200):
        self.response = self.client.get(path, follow=True)
        assert self.response.status_code == status, self.response.status_code
        return self

    def form(self, button):
        """The form that holds the button with these words."""
        found = [one for one in self.page.main.find_all("button") if " ".join(one.get_text(" ").split()) == button]
        assert found, f"no button {button!r} on {self.path}"
        return found[0], found[0].find_parent("form")

    def press(self, button, status=200, **fields):
        """Fill in `fields` and press the button; what is not named goes as it stands in the form."""
        pressed, form = self.form(button)
        sent = {}
        for one in form.find_all(["input", "textarea", "select"]):
            if one.name == "select":
                chosen = one.find("option", selected=True) or one.find("option")
                sent[one["name"]] = chosen["value"] if chosen else ""
            elif one.get("type") in {"radio", "checkbox"}:
                if one.has_attr("checked"):
                    sent[one["name"]] = one["value"]
            elif one.get("type") != "file":
                sent[one["name"]] = (
                    one.get_text().removeprefix("\n") if one.name == "textarea" else one.get("value", "")
                )
        unknown = {name for name, value in fields.items() if name not in sent and isinstance(value, str)}
        assert not unknown, f"no such fields: {unknown}"
        sent |= fields
        if pressed.get("name"):
            sent[pressed["name"]] = pressed["value"]
        self.response = self.client.post(form.get("action") or self.path, sent, follow=True)
        assert self.response.status_code == status, f"{self.response.status_code}: {self.text[:600]}"
        return self

    def write(self, status=200, email=None, **words):
        """Go through the three screens of a new idea, and press the button that sends it."""
        words = {**WORDS, **words}
        self.open("/ideeen/nieuw/").press("Verder", problem=words["problem"])
        self.press("Verder", proposal=words["proposal"], title=words["title"])
        return self.press("Verstuur uw idee", status=status, **({"email": email} if email else {}))

    def error_beside(self, name):
        """The message that belongs to a field, and to which the field points for who cannot see it."""
        field = self.page.find(attrs={"name": name, "aria-invalid": "true"})
        assert field, f"{name} is not marked as wrong"
        notes = [self.page.find(id=one) for one in field["aria-describedby"].split()]
        return " ".join(note.get_text(" ", strip=True) for note in notes if note["id"].endswith("_error"))


def code_in(letter):
    return re.search(r"\b\d{6}\b", str(letter["Subject"])).group()


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def link_in(letter, start):
    """The path of the link in a mail that begins with `start`."""
    return re.search(rf"https://inbreng\.example\.org({re.escape(start)}\S*)", text_of(letter)).group(1)
