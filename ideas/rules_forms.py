"""What coordinators type to make a routing rule, and what is wrong with it in plain words."""

from typing import Any

from django import forms
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.forms import SHORT
from ideas.models import RoutingRule
from ideas.models.rules import who_handle
from ideas.routing.checking import faults
from ideas.routing.wish import Wish, rule_of, words_from, written_as
from ideas.rules_statuses import SENDERS, Anonymity, Place, Weekday
from ideas.statuses import Channel
from participation.forms import DateInput
from participation.models import Area, AreaKind, Programme, Theme, User

ON_TOP = "0"


class TimeInput(forms.TimeInput):
    """A time by the browser's own means."""

    input_type = "time"

    def __init__(self) -> None:
        """Fix the format: browsers accept no other."""
        super().__init__(format="%H:%M")


class AreasField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # generic in the stubs only
    """Every district, and below it its neighbourhoods."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        whole = Area.objects.active().select_related("parent").defer("geometry", "parent__geometry")
        by_district = (Coalesce("parent__name", "name"), F("parent").asc(nulls_first=True), "name")
        super().__init__(whole.order_by(*by_district), **kwargs)

    def label_from_instance(self, obj: Area) -> str:
        return obj.name if obj.kind == AreaKind.DISTRICT or not obj.parent else f"{obj.name} ({obj.parent.name})"


def _some(label: Any, choices: Any, coerce: Any = str, help_text: Any = "") -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, choices=choices, coerce=coerce, required=False, help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


def _maybe(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", gettext_lazy("Maakt niet uit")), *choices], required=False, widget=forms.RadioSelect
    )


def _words(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3}))


class GoalForm(forms.Form):
    """Where ideas go: all that can be said of the last rule."""

    hide_optional = True
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=gettext_lazy("Hoe heet deze regel?"),
        max_length=SHORT,
        help_text=gettext_lazy("De indiener leest deze naam. Bijvoorbeeld: Bomen en groen in Dorp."),
        error_messages={"required": gettext_lazy("Geef de regel een naam.")},
    )
    programme = forms.ModelChoiceField(
        Programme.objects.active(),
        label=gettext_lazy("Dan naar welk programma?"),
        error_messages={"required": gettext_lazy("Kies een programma.")},
    )
    handler = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("En naar welke behandelaar?"),
        required=False,
        empty_label=gettext_lazy("Niemand in het bijzonder"),
        help_text=gettext_lazy("Kies iemand die voor dit programma werkt."),
    )

    def __init__(
        self, data: Any = None, *, stored: RoutingRule | None = None, is_last: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.stored, self.is_last = stored, is_last
        people = User.objects.filter(who_handle(Programme.objects.active(), "in")).order_by("nickname", "pk").distinct()
        self.fields["handler"].queryset = people  # type: ignore[attr-defined] # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """Refuse a rule that would never fit, or that leads nowhere."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for field, message in faults(self.rule, timezone.localdate()):
                self.add_error(field if field in self.fields else None, message)
        return cleaned

    @cached_property
    def rule(self) -> RoutingRule:
        """The rule that was filled in, not stored."""
        return rule_of(self.wish(), stored=self.stored, catches_all=self.is_last)

    def wish(self) -> Wish:
        """What was filled in."""
        cleaned = self.cleaned_data
        return Wish(name=cleaned["name"], programme=cleaned["programme"], handler=cleaned["handler"])

    @property
    def after(self) -> int | None:
        """Behind which rule it goes; None where it is."""
        return None

    @staticmethod
    def initial_of(rule: RoutingRule) -> dict[str, Any]:
        """The form as it was filled in for `rule`."""
        written = written_as(rule)
        lines = {name: ", ".join(written[name]) for name in ("words", "not_words")}
        return {**written, **lines, "seen": rule.version}


class RuleForm(GoalForm):
    """A rule with its conditions, each of which may be left open."""

    themes = forms.ModelMultipleChoiceField(
        Theme.objects.active(), label=gettext_lazy("Thema"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Kiest u er meer? Dan is één ervan genoeg."),
    )  # fmt: skip
    areas = AreasField(
        label=gettext_lazy("Wijk of buurt"), required=False,
        help_text=gettext_lazy("Een wijk is ook elke buurt daarin."),
    )  # fmt: skip
    place = _maybe(gettext_lazy("Plek bij het idee"), Place.choices)
    words = _words(
        gettext_lazy("Een van deze woorden staat in de tekst"),
        gettext_lazy("Het begin van een woord is genoeg: “boom” vindt ook “boomstam”. Zet er komma's tussen."),
    )
    not_words = _words(
        gettext_lazy("Geen van deze woorden staat in de tekst"),
        gettext_lazy("Ook hier: het begin van een woord is genoeg. Zet er komma's tussen."),
    )
    senders = _some(gettext_lazy("Wie dient het in?"), list(SENDERS.items()))
    anonymity = _maybe(gettext_lazy("Welke naam staat erbij?"), Anonymity.choices)
    channels = _some(gettext_lazy("Hoe kwam het binnen?"), Channel.choices)
    weekdays = _some(gettext_lazy("Op welke dagen?"), Weekday.choices, int)
    from_time = forms.TimeField(label=gettext_lazy("Vanaf hoe laat?"), required=False, widget=TimeInput)
    until_time = forms.TimeField(
        label=gettext_lazy("Tot hoe laat?"), required=False, widget=TimeInput,
        help_text=gettext_lazy("Vroeger dan het begin mag: dan gaat het door tot de volgende ochtend."),
    )  # fmt: skip
    starts_on = forms.DateField(label=gettext_lazy("Eerste dag"), required=False, widget=DateInput)
    ends_on = forms.DateField(label=gettext_lazy("Laatste dag"), required=False, widget=DateInput)
    behind = forms.ChoiceField(
        label=gettext_lazy("Waar komt deze regel?"), required=False,
        help_text=gettext_lazy("De eerste regel die past, krijgt het idee."),
    )  # fmt: skip

    #: The conditions as people think of them, each a part of the page that can be opened.
    GROUPS = (
        (gettext_lazy("Waar gaat het over?"), ("themes", "words", "not_words")),
        (gettext_lazy("Waar is het?"), ("areas", "place")),
        (gettext_lazy("Van wie komt het?"), ("senders", "anonymity", "channels")),
        (gettext_lazy("Wanneer komt het?"), ("weekdays", "from_time", "until_time", "starts_on", "ends_on")),
    )

    def __init__(self, data: Any = None, *, others: list[RoutingRule], **kwargs: Any) -> None:
        """`others` are the rules in their order, as the writer sees them."""
        super().__init__(data, **kwargs)
        stored = self.stored
        tried = [rule for rule in others if rule.is_active and not rule.catches_all]
        choices = [(ON_TOP, _("Helemaal bovenaan"))]
        before = ON_TOP
        for number, rule in enumerate(tried, 1):
            if stored and rule.pk == stored.pk:
                self.initial["behind"] = before
                continue
            before = str(rule.pk)
            choices.append((before, _("Na %(number)d. %(name)s") % {"number": number, "name": rule.name}))
        self.fields["behind"].choices = choices  # type: ignore[attr-defined] # a ChoiceField
        self.initial.setdefault("behind", before)

    def wish(self) -> Wish:
        """What was filled in."""
        written = {name: self.cleaned_data[name] for name in Wish.__slots__}
        written |= {name: tuple(written[name]) for name in ("themes", "areas", "senders", "channels", "weekdays")}
        written |= {name: words_from(written[name]) for name in ("words", "not_words")}
        return Wish(**written)

    @property
    def after(self) -> int | None:
        """Behind which rule it goes; None where it is, when that was not changed."""
        behind = self.cleaned_data.get("behind", "")
        unchanged = self.stored is not None and behind == self.initial["behind"]
        return None if unchanged or not behind else int(behind)

    @property
    def parts(self) -> list[tuple[str, list[Any], bool]]:
        """The groups with their fields, and whether one starts open: when something in it is filled in or wrong."""
        return [
            (str(title), [self[name] for name in names], any(self[name].errors or self._asks(name) for name in names))
            for title, names in self.GROUPS
        ]

    def _asks(self, name: str) -> bool:
        value = self[name].value()
        return bool(value.strip() if isinstance(value, str) else value)


class SwitchForm(forms.Form):
    """Why a rule is switched off."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)
    reason = forms.CharField(
        label=gettext_lazy("Waarom zet u deze regel uit?"),
        max_length=500,
        error_messages={"required": gettext_lazy("Schrijf op waarom.")},
    )
