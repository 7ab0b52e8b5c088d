"""What is filled in about a project, and what is wrong with it in plain words."""

from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from participation.forms import DateInput
from participation.models import Organisation, Programme, User
from participation.workflow import Move
from projects.actions.project import Plan
from projects.models import Project

LONGEST, MOST = 4_000, 50
MISSING = _("Vul dit in.")


def _text(label: Any, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": MISSING},
    )  # fmt: skip


class ProjectForm(forms.Form):
    """A project. Ideas and partners come one on a line: by number, and by name."""

    title = forms.CharField(label=_("Naam van het project"), max_length=120, error_messages={"required": MISSING})
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programma"), error_messages={"required": _("Kies een programma.")}
    )
    what = _text(_("Wat gaan wij doen?"), 5, _("Iedereen kan dit lezen."))
    starts_on = forms.DateField(
        label=_("Begint op"), widget=DateInput, error_messages={"required": _("Kies een datum.")}
    )
    ends_on = forms.DateField(label=_("Klaar op"), widget=DateInput, required=False)
    ideas = forms.CharField(
        label=_("Ideeën waar het project uit komt"), required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Nummers van ideeën, met een spatie ertussen."),
    )  # fmt: skip
    partners = forms.CharField(
        label=_("Partners"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Namen van organisaties die hier een pagina hebben, elk op een eigen regel."),
    )  # fmt: skip

    def __init__(self, person: User, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["programme"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 mypy knows no declared fields
        field.queryset = Programme.objects.handled_by(person)

    def clean_ideas(self) -> list[Idea]:
        """The ideas, each of which everybody may read."""
        wanted = list(dict.fromkeys(self.cleaned_data["ideas"].replace(",", " ").split()))
        found = {idea.reference: idea for idea in Idea.objects.public().filter(reference__in=wanted[: MOST + 1])}
        return _all_of(wanted, found, _("Er is geen openbaar idee met nummer %(what)s."))

    def clean_partners(self) -> list[Organisation]:
        """The organisations by name."""
        lines = [line.strip() for line in self.cleaned_data["partners"].splitlines()]
        wanted = list(dict.fromkeys(line for line in lines if line))
        found = {one.name: one for one in Organisation.objects.filter(name__in=wanted[: MOST + 1])}
        return _all_of(wanted, found, _("Er is geen organisatie die %(what)s heet."))

    def clean(self) -> dict[str, Any]:
        """Refuse a project that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        begin, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begin and end and end < begin:
            self.add_error("ends_on", _("Het einde ligt voor het begin."))
        return cleaned

    def plan(self) -> Plan:
        """What was filled in."""
        return Plan(**{part.name: self.cleaned_data[part.name] for part in dataclass_fields(Plan)})

    @staticmethod
    def initial_of(project: Project) -> dict[str, Any]:
        """The form as it was filled in."""
        plain = {name: getattr(project, name) for name in ("title", "programme", "what", "starts_on", "ends_on")}
        ideas = " ".join(project.ideas.values_list("reference", flat=True))
        return {**plain, "ideas": ideas, "partners": "\n".join(project.partners.values_list("name", flat=True))}


class NewProjectForm(ProjectForm):
    """A project that is not there yet. `key` keeps it from being made twice."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, person: User, data: Any, initial: Mapping[str, Any]) -> None:
        super().__init__(person, data, {"key": uuid4(), **initial})


def _all_of(wanted: list[str], found: dict[str, Any], refusal: Any) -> list[Any]:
    if len(wanted) > MOST:
        raise forms.ValidationError(_("Vul er hooguit %(most)d in.") % {"most": MOST})
    if missing := [one for one in wanted if one not in found]:
        raise forms.ValidationError(refusal % {"what": missing[0]})
    return [found[one] for one in wanted]


class UpdateForm(forms.Form):
    """What happened on the way."""

    title = forms.CharField(label=_("Kop"), max_length=120, error_messages={"required": MISSING})
    text = _text(_("Wat is er gebeurd?"), 4, _("Iedereen kan dit lezen. Wie het project volgt, krijgt bericht."))


class ProjectMoveForm(forms.Form):
    """What a step along the table must carry."""

    def __init__(self, move: Move, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{move.verb}_%s")
        texts = {"result": _("Wat is het resultaat?"), "lesson": _("Wat hebben wij geleerd?")}
        for name in move.needs:
            self.fields[name] = _text(texts[name], 4, _("Iedereen kan dit lezen."))
