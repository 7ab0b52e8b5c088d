"""How forms look: one renderer for every form of the site.

Set `FORM_RENDERER = "participation.forms.Renderer"`. Pages write
`{% form_fields form %}` or `{{ field.as_field_group }}`; the markup is in
`templates/ui/field.html` and, where a widget has parts of its own, in
`templates/django/forms/widgets/`.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer, TemplatesSetting
from django.forms.utils import flatatt
from django.forms.widgets import Input
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

SELECTED = mark_safe(" selected")

# The first class that fits wins, so a special widget stands before its parent.
WIDGET_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.CheckboxSelectMultiple, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.RadioSelect, "utrecht-radio-button utrecht-radio-button--html-input"),
    (forms.CheckboxInput, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.FileInput, "file-input"),
    (forms.HiddenInput, ""),
    (Input, "utrecht-textbox utrecht-textbox--html-input"),
)


def widget_class(widget: forms.Widget, *, invalid: bool = False) -> str:
    """Name the design system's class for a widget, with its sign of error."""
    found = next((name for kind, name in WIDGET_CLASSES if isinstance(widget, kind)), "")
    if found and invalid:
        return f"{found} {found.split()[0]}--invalid"
    return found


class StyledBoundField(BoundField):
    """A field that knows the class names of its widget."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add our class names to what Django gives, and keep the widget's own."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        names = (widget_class(widget, invalid=bool(self.errors)), widget.attrs.get("class", ""))
        if joined := " ".join(filter(None, names)):
            built["class"] = joined
        return built


class Renderer(TemplatesSetting):
    """Draw forms with the site's own templates; needs `django.forms` as an app."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    bound_field_class = StyledBoundField


class LongSelect(forms.Select):
    """A list with many choices, drawn in one go; Django draws two templates for each choice."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """Draw the list as Django does; it has no groups."""
        chosen = set(self.format_value(value))
        options = (
            (key, SELECTED if str(key) in chosen else "", label)
            for key, label in ((key or "", label) for key, label in self.choices)
        )
        drawn = format_html_join("", '<option value="{}"{}>{}</option>', options)
        shape = flatatt({**self.build_attrs(self.attrs, attrs), "name": name})
        return format_html("<select{}>{}</select>", shape, drawn)


class DateInput(forms.DateInput):
    """A date field with the browser's own calendar; it posts and shows ISO dates."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Fix the format: browsers accept nothing but ISO in a date field."""
        super().__init__(attrs, format="%Y-%m-%d")
