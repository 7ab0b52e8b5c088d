"""What officials may send in at the desk, beside the moves of an idea."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.actions.note import LONGEST_NOTE
from ideas.desk.choice import DeskChoice
from ideas.desk.lists import ORDERS
from ideas.filters import LONGEST_WORDS
from ideas.options import Option, options
from participation.forms import LongSelect
from participation.models import Theme, User

MISSING = _("Vul dit in.")


class NarrowForm(forms.Form):
    """Narrows a list of the desk. It is drawn with what the address says, and read by `DeskChoice.of()`."""

    hide_optional = True

    q = forms.CharField(
        label=_("Zoeken"), required=False, max_length=LONGEST_WORDS, widget=forms.TextInput(attrs={"type": "search"})
    )
    programma = forms.ChoiceField(label=_("Programma"), required=False)
    thema = forms.ChoiceField(label=_("Thema"), required=False)
    gebied = forms.ChoiceField(label=_("Gebied"), required=False, widget=LongSelect)
    status = forms.ChoiceField(label=_("Status"), required=False)
    volgorde = forms.ChoiceField(
        label=_("Volgorde"), required=False, choices=[(name, order.label) for name, order in ORDERS.items()]
    )

    def __init__(self, choice: DeskChoice, programmes: frozenset[int]) -> None:
        """With the programmes by key that the desk has."""
        picked = {name: choice.picked(name) for name in ("programma", "thema", "gebied", "status")}
        initial = {name: option.key for name, option in picked.items() if option}
        super().__init__(
            initial={"q": choice.content.words, "volgorde": choice.order_name, **initial}, auto_id="desk_%s"
        )
        offered = options()
        mine = [one for one in offered["programme"] if one.value in programmes]
        for name, choices in (
            ("programma", mine),
            ("thema", offered["theme"]),
            ("gebied", offered["area"]),
            ("status", offered["status"]),
        ):
            self.fields[name].choices = _offer(choices)  # type: ignore[attr-defined] # they are choice fields


def _offer(choices: Iterable[Option]) -> list[tuple[str, Any]]:
    return [("", _("Alle")), *((one.key, one.label) for one in choices)]


class AssignForm(forms.Form):
    """Who handles the idea; nobody is a choice too."""

    aan = forms.TypedChoiceField(label=_("Behandelaar"), required=False, coerce=int, empty_value=None)

    def __init__(self, staff: Iterable[User], data: Any = None, *, handler: int | None = None) -> None:
        super().__init__(data, initial={"aan": handler or ""}, auto_id="assign_%s")
        people = [("", _("Niemand")), *((str(one.pk), one.nickname) for one in staff)]
        self.fields["aan"].choices = people  # type: ignore[attr-defined] # a choice field


class ThemeForm(forms.Form):
    """What the idea is about."""

    theme = forms.ModelChoiceField(Theme.objects.active(), label=_("Thema"), error_messages={"required": MISSING})

    def __init__(self, data: Any = None, *, theme: int | None = None) -> None:
        super().__init__(data, initial={"theme": theme}, auto_id="theme_%s")


class NoteForm(forms.Form):
    """A note, or an answer to the one with the key `answers`. `key` keeps it from being written twice."""

    text = forms.CharField(
        label=_("Notitie voor collega's"),
        max_length=LONGEST_NOTE,
        strip=False,  # The action cleans it.
        help_text=_("Inwoners zien dit niet, maar kunnen er met de Woo om vragen. Noem een collega met @naam."),
        error_messages={"required": _("Schrijf eerst uw notitie."), "max_length": _("Maak uw notitie korter.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, answers: int | None = None) -> None:
        self.answers = answers
        prefix = f"answer_{answers}_%s" if answers else "note_%s"
        super().__init__(data, initial={"key": uuid.uuid4()}, auto_id=prefix)
        if answers:
            self.fields["text"].label = _("Uw antwoord")
            self.fields["text"].help_text = ""


class NoteEditForm(forms.Form):
    """The words of a note that may still be changed."""

    text = forms.CharField(
        label=_("Notitie"),
        max_length=LONGEST_NOTE,
        strip=False,
        help_text=_("Wat u eerst schreef, blijft te lezen."),
        error_messages={"required": _("Schrijf eerst uw notitie."), "max_length": _("Maak uw notitie korter.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ListForm(forms.Form):
    """A name for the list that is on the screen; which list that is says the address."""

    name = forms.CharField(label=_("Naam van de lijst"), max_length=60, error_messages={"required": MISSING})

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="list_%s")
