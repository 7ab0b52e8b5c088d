import pytest
from django import forms
from django.test import RequestFactory

from participation.errors import Incomplete, NotPossible
from participation.sent import RulesShownIn, form_page, number_in, sent, uuid_in

KEY = "0b8dcb0c-1f6c-4b0a-9c56-8a7a0a4c1d11"


class Form(forms.Form):
    name = forms.CharField()


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7", 7), ("0", 0), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 5000, None), ("", None), ("-1", None),
     ("1.5", None), ("x", None), ("٣", None), ("²", None), (" 7", None)],
)  # fmt: skip
def test_a_number_is_read_or_it_is_none(typed, number):
    assert number_in(typed) == number


@pytest.mark.parametrize(("typed", "key"), [(KEY, KEY), ("", None), ("7", None), (KEY[:-1], None), ("x" * 36, None)])
def test_a_key_is_read_or_it_is_none(typed, key):
    found = uuid_in(typed)
    assert (found and str(found)) == key


@pytest.mark.parametrize(
    ("rule", "errors"),
    [
        (Incomplete("Te kort.", field="name"), {"name": ["Te kort."]}),
        (Incomplete("Te kort.", field="other"), {"__all__": ["Te kort."]}),
        (NotPossible("Te laat."), {"__all__": ["Te laat."]}),
    ],
)
def test_a_broken_rule_stands_in_the_form(rule, errors):
    form, done = Form({"name": "Vera"}), []
    with RulesShownIn(form):
        done.append("before")
        raise rule
    assert (done, form.errors) == (["before"], errors)


def test_any_other_error_goes_on():
    form = Form({"name": "Vera"})
    with pytest.raises(ZeroDivisionError), RulesShownIn(form):
        raise ZeroDivisionError
    assert form.errors == {}


@pytest.mark.parametrize(
    ("method", "data", "status"), [("get", {}, 200), ("post", {"name": "Vera"}, 200), ("post", {}, 422)]
)
def test_the_page_of_a_form_says_whether_it_has_errors(method, data, status):
    request = getattr(RequestFactory(), method)("/", data)
    page = form_page(request, "ui/form_fields.html", {"form": Form(sent(request))})
    assert (page.status_code, page.content.count(b'name="name"')) == (status, 1)
