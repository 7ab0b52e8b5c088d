"""What people may send in around a discussion."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.actions.comment import LONGEST_COMMENT
from ideas.actions.object import LONGEST_OBJECTION
from ideas.actions.report import LONGEST_REPORT
from ideas.comment_statuses import RemovalReason, ReportReason, Side

MOST_AT_ONCE = 50


def _text(label: Any, longest: int, rows: int, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=help_text,
        strip=False,  # The action cleans it, after it looked for signs that nobody sees.
        error_messages={"required": _("Schrijf eerst iets op."), "max_length": _("Maak uw tekst korter.")},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class CommentForm(forms.Form):
    """A new comment. `key` keeps it from being placed twice."""

    text = _text(
        _("Uw reactie"), LONGEST_COMMENT, 4,
        _("Iedereen kan dit lezen, met uw schuilnaam. Schrijf geen namen of telefoonnummers op."),
    )  # fmt: skip
    side = forms.ChoiceField(
        label=_("Bent u voor of tegen?"),
        required=False,
        choices=[("", _("Geen van beide")), *Side.choices],
        widget=forms.RadioSelect,
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    answers = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)

    def __init__(self, data: Any = None, *, asks_for_sides: bool, initial: dict[str, Any]) -> None:
        super().__init__(data, initial={"key": uuid.uuid4(), **initial}, auto_id="comment_%s")
        if not asks_for_sides:
            del self.fields["side"]


class EditForm(forms.Form):
    """The words of a comment that may still be changed."""

    text = _text(_("Uw reactie"), LONGEST_COMMENT, 6, _("Wat u eerst schreef, blijft te lezen bij uw reactie."))


class ReportForm(forms.Form):
    """Why a text should not stand there."""

    reason = forms.ChoiceField(
        label=_("Wat is er mis met deze tekst?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat er mis is.")},
    )
    text = _text(
        _("Wilt u dit uitleggen?"),
        LONGEST_REPORT,
        3,
        _("Alleen medewerkers van de gemeente lezen dit."),
        required=False,
    )


class ObjectionForm(forms.Form):
    """Why a text should be seen again."""

    text = _text(
        _("Waarom bent u het er niet mee eens?"), LONGEST_OBJECTION, 5,
        _("Een andere medewerker dan de eerste leest dit en geeft u antwoord."),
    )  # fmt: skip


class ObjectionAnswerForm(forms.Form):
    """The answer to an objection."""

    answer = _text(
        _("Uw antwoord aan de schrijver"), LONGEST_OBJECTION, 4, _("Schrijf korte zinnen. De schrijver leest dit.")
    )


class JudgeForm(forms.Form):
    """What a moderator decides about the chosen comments: they may stay, or they go with a reason."""

    hide_optional = True

    chosen = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={"required": _("Kies eerst een of meer reacties.")},
        widget=forms.CheckboxSelectMultiple,  # An error leads to the first box of the list.
    )
    reason = forms.ChoiceField(
        label=_("Reden"), required=False, choices=[("", _("Kies een reden")), *RemovalReason.choices]
    )
    more = forms.CharField(
        label=_("Toelichting"),
        required=False,
        max_length=300,
        help_text=_("Iedereen leest de reden en de toelichting."),
    )

    def __init__(self, data: Any = None, *, choices: list[int]) -> None:
        super().__init__(data, auto_id="judge_%s")
        self.fields["chosen"].choices = [(str(key), str(key)) for key in choices[:MOST_AT_ONCE]]  # type: ignore[attr-defined] # a ChoiceField

    @property
    def chosen_keys(self) -> list[int]:
        """What was chosen when the form came back with an error."""
        return [int(key) for key in self["chosen"].value() or () if key.isdigit()]

    def sentence(self) -> str:
        """The reason as everybody will read it, empty when none was chosen."""
        chosen = self.cleaned_data["reason"]
        label = str(RemovalReason(chosen).label) if chosen else ""
        return f"{label} {self.cleaned_data['more'].strip()}".strip() if chosen else ""


class BlockForm(forms.Form):
    """Why somebody may not write any more."""

    reason = forms.CharField(
        label=_("Reden"), max_length=300, help_text=_("De persoon zelf leest dit."),
        error_messages={"required": _("Vul dit in.")},
    )  # fmt: skip
