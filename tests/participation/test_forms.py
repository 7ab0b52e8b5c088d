"""Forms draw label, help, error and input in one group, and say what belongs to what."""

from typing import Any

import pytest
from django import forms
from django.template import engines
from django.test.html import parse_html
from django.utils import translation

from participation.forms import DateInput, widget_class


class Person(forms.Form):
    """A form with one field of each kind."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Naam", help_text="Zoals u heet.")
    about = forms.CharField(label="Over u", widget=forms.Textarea, max_length=100, required=False)
    role = forms.ChoiceField(label="Wie bent u?", choices=[("i", "Inwoner")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Akkoord")
    born = forms.DateField(label="Sinds", widget=DateInput, required=False)


class Filter(forms.Form):
    """A form in which nothing is required, so that saying so is noise."""

    hide_optional = True
    query = forms.CharField(label="Zoek", required=False)


def draw(source: str, **context: Any) -> str:
    """Render a template in Dutch."""
    with translation.override("nl"):
        return engines["django"].from_string("{% load ui %}" + source).render(context)


def same(actual: str, expected: str) -> bool:
    """Compare two pieces of HTML as a browser would: without regard to white space."""
    return parse_html(actual) == parse_html(expected)


def test_a_field_without_errors() -> None:
    assert same(
        draw("{{ form.name.as_field_group }}", form=Person()),
        '<div class="utrecht-form-field field"><div class="utrecht-form-field__label">'
        '<label class="utrecht-form-label" for="id_name">Naam</label></div>'
        '<div class="utrecht-form-field__description utrecht-form-field-description" id="id_name_helptext">'
        'Zoals u heet.</div><div class="utrecht-form-field__input"><input type="text" name="name" required '
        'class="utrecht-textbox utrecht-textbox--html-input" aria-describedby="id_name_helptext" id="id_name">'
        "</div></div>",
    )


def test_a_field_with_an_error() -> None:
    assert same(
        draw("{{ form.name.as_field_group }}", form=Person({})),
        '<div class="utrecht-form-field field utrecht-form-field--invalid">'
        '<div class="utrecht-form-field__label"><label class="utrecht-form-label" for="id_name">Naam</label></div>'
        '<div class="utrecht-form-field__description utrecht-form-field-description" id="id_name_helptext">'
        'Zoals u heet.</div><div class="utrecht-form-field__error-message utrecht-form-field-error-message" '
        'id="id_name_error"><p class="field__error"><span class="sr-only">Fout: </span>Dit veld is verplicht.</p>'
        '</div><div class="utrecht-form-field__input"><input type="text" name="name" required '
        'class="utrecht-textbox utrecht-textbox--html-input utrecht-textbox--invalid" aria-invalid="true" '
        'aria-describedby="id_name_helptext id_name_error" id="id_name"></div></div>',
    )


def test_an_optional_text_counts_and_says_it_is_optional() -> None:
    assert same(
        draw("{{ form.about.as_field_group }}", form=Person()),
        '<div class="utrecht-form-field field"><div class="utrecht-form-field__label">'
        '<label class="utrecht-form-label" for="id_about">Over u '
        '<span class="field__optional">(niet verplicht)</span></label></div>'
        '<div class="utrecht-form-field__input"><textarea name="about" cols="40" rows="10" maxlength="100" '
        'class="utrecht-textarea utrecht-textarea--html-textarea" id="id_about" data-counter '
        'data-counter-left="Nog {n} tekens" data-counter-over="{n} tekens te veel"></textarea></div></div>',
    )


def test_choices_stand_in_a_group_with_a_legend() -> None:
    assert same(
        draw("{{ form.role.as_field_group }}", form=Person({})),
        '<fieldset class="utrecht-form-fieldset utrecht-form-fieldset--html-fieldset field '
        'utrecht-form-fieldset--invalid" aria-describedby="id_role_error">'
        '<legend class="utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend">Wie bent u?'
        '</legend><div class="utrecht-form-field__error-message utrecht-form-field-error-message" '
        'id="id_role_error"><p class="field__error"><span class="sr-only">Fout: </span>Dit veld is verplicht.</p>'
        '</div><div class="choices" id="id_role">'
        '<div class="utrecht-form-field utrecht-form-field--radio choices__option">'
        '<div class="utrecht-form-field__input"><input type="radio" name="role" value="i" required '
        'class="utrecht-radio-button utrecht-radio-button--html-input utrecht-radio-button--invalid" '
        'aria-invalid="true" id="id_role_0"></div>'
        '<div class="utrecht-form-field__label utrecht-form-field__label--radio">'
        '<label class="utrecht-form-label utrecht-form-label--radio" for="id_role_0">Inwoner</label></div>'
        "</div></div></fieldset>",
    )


def test_a_checkbox_stands_before_its_label() -> None:
    assert same(
        draw("{{ form.agree.as_field_group }}", form=Person()),
        '<div class="utrecht-form-field utrecht-form-field--checkbox field">'
        '<div class="utrecht-form-field__input"><input type="checkbox" name="agree" required '
        'class="utrecht-checkbox utrecht-checkbox--html-input" id="id_agree"></div>'
        '<div class="utrecht-form-field__label utrecht-form-field__label--checkbox">'
        '<label class="utrecht-form-label utrecht-form-label--checkbox" for="id_agree">Akkoord</label></div></div>',
    )


def test_a_date_is_shown_as_browsers_want_it() -> None:
    drawn = draw("{{ form.born }}", form=Person({"born": "2026-03-03"}))
    expected = (
        '<input type="date" name="born" value="2026-03-03" '
        'class="utrecht-textbox utrecht-textbox--html-input" id="id_born">'
    )
    assert same(drawn, expected)


def test_the_summary_links_to_each_field_with_an_error() -> None:
    form = Person({"name": "Ada", "born": "gisteren"})
    form.add_error(None, "Dat kan niet samen.")
    drawn = draw("{% error_summary form %}", form=form)
    assert same(
        drawn[drawn.index("<p class") : drawn.index("</ul>") + len("</ul>")],
        '<p class="error-summary__title">Er zijn 4 fouten. Verbeter deze.</p>'
        '<ul class="error-summary__list"><li>Dat kan niet samen.</li>'
        '<li><a class="nl-link" href="#id_role_0">Wie bent u? Dit veld is verplicht.</a></li>'
        '<li><a class="nl-link" href="#id_agree">Akkoord: Dit veld is verplicht.</a></li>'
        '<li><a class="nl-link" href="#id_born">Sinds: Voer een geldige datum in.</a></li></ul>',
    )
    assert 'role="alert" tabindex="-1"' in drawn


def test_one_error_is_counted_as_one() -> None:
    form = Person({"name": "Ada", "role": "i"})
    assert "Er is 1 fout. Verbeter deze." in draw("{% error_summary form %}", form=form)


@pytest.mark.parametrize("form", [Person(), Filter({})])
def test_a_form_without_errors_has_no_summary(form: forms.Form) -> None:
    assert draw("{% error_summary form %}", form=form).strip() == ""


def test_all_fields_come_once_hidden_ones_too() -> None:
    drawn = draw("{% form_fields form %}", form=Person())
    assert [drawn.count(f'name="{name}"') for name in Person.base_fields] == [1, 1, 1, 1, 1, 1]
    assert drawn.count('class="utrecht-form-field__label"') == 3


def test_a_filter_does_not_say_of_each_field_that_it_is_optional() -> None:
    assert "niet verplicht" not in draw("{% form_fields form %}", form=Filter())


def test_a_widget_keeps_the_class_it_brought() -> None:
    class Small(forms.Form):
        code = forms.CharField(widget=forms.TextInput({"class": "small"}))

    assert 'class="utrecht-textbox utrecht-textbox--html-input small"' in draw("{{ form.code }}", form=Small())


@pytest.mark.parametrize(
    ("widget", "expected"),
    [
        (forms.TextInput(), "utrecht-textbox utrecht-textbox--html-input"),
        (forms.Textarea(), "utrecht-textarea utrecht-textarea--html-textarea"),
        (forms.Select(), "utrecht-select utrecht-select--html-select"),
        (forms.RadioSelect(), "utrecht-radio-button utrecht-radio-button--html-input"),
        (forms.CheckboxInput(), "utrecht-checkbox utrecht-checkbox--html-input"),
        (forms.CheckboxSelectMultiple(), "utrecht-checkbox utrecht-checkbox--html-input"),
        (forms.ClearableFileInput(), "file-input"),
        (forms.HiddenInput(), ""),
        (forms.SplitDateTimeWidget(), ""),
    ],
)
def test_each_widget_has_its_own_class(widget: forms.Widget, expected: str) -> None:
    assert widget_class(widget) == expected
