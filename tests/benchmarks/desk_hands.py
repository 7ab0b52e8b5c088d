"""An official's hands: the keyboard alone, or the mouse. They count what they do beside the text itself.

A key, a click, a choice from a list: each is one interaction. Going from one field of a form to the next is filling in,
and is counted apart.
"""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

FIELD = "input:not([type=hidden]):not([type=checkbox]), select, textarea"


@dataclass
class Count:
    """What one deed took."""

    interactions: int = 0
    between_fields: int = 0
    pages: int = 0


class Hands:
    """What both ways have in common."""

    name = ""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, Count()
        page.on("framenavigated", lambda frame: self._arrived(frame == page.main_frame))

    def _arrived(self, is_page: bool) -> None:
        self.count.pages += is_page

    def begin(self) -> Count:
        """Count anew; gives what was counted until now."""
        counted, self.count = self.count, Count()
        return counted

    def open_form(self, key: str) -> Locator:
        """Open the part of the page that `key` opens; gives it."""
        raise NotImplementedError

    def fill(self, form: Locator, values: list[str]) -> None:
        """Fill in the fields of `form`, in their order; those of a list by what an option begins with."""
        raise NotImplementedError

    def fill_one(self, field: Locator, value: str) -> None:
        """Go to a field and fill it in, as part of the text."""
        field.focus()
        self.count.between_fields += 1
        field.fill(value)

    def send(self, form: Locator) -> None:
        """Send what was filled in, by the button that the form is there for."""
        raise NotImplementedError

    def use(self, key: str) -> None:
        """Use the link or button that `key` stands for."""
        raise NotImplementedError

    def pick(self, count: int) -> None:
        """Choose the first ideas of the list; 0 is all of the page."""
        raise NotImplementedError

    def open_first(self) -> None:
        """Open the first idea of the list."""
        raise NotImplementedError

    def answer_with(self, words: str) -> None:
        """Go and write an answer: the link with these words in the list of answers."""
        raise NotImplementedError

    def by_key(self, key: str) -> Locator:
        """The first element that says that it listens to `key`."""
        return self.page.locator(f'[data-key="{key}"]').first

    @staticmethod
    def fields(form: Locator) -> list[Locator]:
        """The fields that somebody sees in `form`."""
        return [field for field in form.locator(FIELD).all() if field.is_visible()]

    @staticmethod
    def is_list(field: Locator) -> bool:
        return bool(field.evaluate("field => field.matches('select')"))


class Keyboard(Hands):
    """Never touches the mouse."""

    name = "keyboard"

    def press(self, key: str) -> None:
        """One key."""
        self.page.keyboard.press(key)
        self.count.interactions += 1

    def open_form(self, key: str) -> Locator:
        self.press(key)
        return self.by_key(key)

    def fill(self, form: Locator, values: list[str]) -> None:
        fields = self.fields(form)
        for number, (field, value) in enumerate(zip(fields, values, strict=False)):
            if number or not field.evaluate("field => field === document.activeElement"):
                self._step_to(field)
            self._type(field, value)

    def _step_to(self, field: Locator) -> None:
        for _step in range(12):
            self.page.keyboard.press("Tab")
            self.count.between_fields += 1
            if field.evaluate("field => field === document.activeElement"):
                return
        raise RuntimeError("A field cannot be reached with Tab")

    def _type(self, field: Locator, value: str) -> None:
        if field.get_attribute("type") != "date":
            self.page.keyboard.type(value)
            return
        year, month, day = value.split("-")
        for typed in (f"{day}{month}{year}", f"{month}{day}{year}"):  # As the language of this browser has it.
            self.page.keyboard.type(typed)
            if field.input_value() == value:
                return
            field.fill("")
            field.blur()
            field.focus()

    def send(self, form: Locator) -> None:
        self.press("Control+Enter")

    def use(self, key: str) -> None:
        self.press(key)

    def pick(self, count: int) -> None:
        if not count:
            self.press("a")
        for _number in range(count):
            self.press("j")
            self.press("x")

    def open_first(self) -> None:
        self.press("j")
        self.press("o")

    def answer_with(self, words: str) -> None:
        self.press("a")
        links = self.page.locator("[data-desk-numbered] a").all_inner_texts()
        self.press(str(1 + next(number for number, text in enumerate(links) if text.endswith(words))))


class Mouse(Hands):
    """Clicks; the keyboard is for text only."""

    name = "mouse"

    def click(self, target: Locator) -> None:
        """One click."""
        target.click()
        self.count.interactions += 1

    def open_form(self, key: str) -> Locator:
        part = self.by_key(key)
        if part.locator("summary").count():
            self.click(part.locator("summary").first)
        return part

    def fill(self, form: Locator, values: list[str]) -> None:
        for field, value in zip(self.fields(form), values, strict=False):
            if self.is_list(field):
                options = field.locator("option").all_inner_texts()
                field.select_option(index=next(n for n, text in enumerate(options) if text.startswith(value)))
            else:
                field.fill(value)
            self.count.between_fields += 1

    def send(self, form: Locator) -> None:
        named = form.locator("[data-desk-send]")
        self.click(named if named.count() else form.locator("button[type=submit]:visible").first)

    def use(self, key: str) -> None:
        self.click(self.by_key(key))

    def pick(self, count: int) -> None:
        if not count:
            self.use("a")
        for box in self.page.locator("[data-desk-pick]").all()[:count]:
            self.click(box)

    def open_first(self) -> None:
        self.click(self.page.locator("[data-desk-open]").first)

    def answer_with(self, words: str) -> None:
        self.click(self.page.locator("[data-desk-numbered] ul a", has_text=words).first)
