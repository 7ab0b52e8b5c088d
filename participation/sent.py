"""What a browser sent: reading it, and saying at its field which rule was broken.

A view of a form is the same everywhere: fill the form with `sent(request)`; when it is valid, do one action within
`RulesShownIn(form)` and redirect from there; else `form_page()`.
"""

import uuid
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from participation.errors import RuleBroken

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE = 422
MOST_DIGITS = 18  # Always fits the key of a row.


def sent(request: HttpRequest) -> QueryDict | None:
    """What the form holds that came in; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def takes_back(request: HttpRequest) -> bool:
    """Whether the button was pressed that undoes what the same form does: `doe=terug`."""
    return request.POST.get("doe") == "terug"


def number_in(text: str) -> int | None:
    """The number that somebody sent; None when it is none, or larger than any key."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def uuid_in(text: str) -> uuid.UUID | None:
    """The UUID that somebody sent; None when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


class RulesShownIn:
    """What is done within stops where it breaks a rule, which the form then shows. A class, so that mypy sees that."""

    def __init__(self, form: BaseForm) -> None:
        self._form = form

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> bool:
        if not isinstance(error, RuleBroken):
            return False
        show_rule(self._form, error)
        return True


def show_rule(form: BaseForm, broken: RuleBroken) -> None:
    """Show a broken rule at its field, or on top of the form when it has no such field."""
    form.add_error(broken.field if broken.field in form.fields else None, str(broken.message))


def form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page of `context["form"]`; with its errors it says that nothing was done (422)."""
    return render(request, template, context, status=UNPROCESSABLE if context["form"].errors else None)
