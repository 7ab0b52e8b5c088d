"""Support of false accounts, taken away at the desk with a reason that everybody reads."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ideas.actions.clean_up import remove_false_support
from ideas.forms import ReasonForm
from ideas.permissions import may_moderate
from ideas.views.desk import chosen, desk_idea
from participation.errors import RuleBroken
from participation.visitor import reader


@require_POST
def support(request: HttpRequest, reference: str) -> HttpResponse:
    """Remove the support of closed accounts from an idea."""
    shown = desk_idea(request, reference, may_moderate)
    form, here = ReasonForm(request.POST), f"{shown.get_desk_url()}?{chosen(request).place}"
    if not form.is_valid():
        messages.error(request, _("Schrijf op waarom de steun weg moet. Iedereen kan dit lezen."))
        return redirect(here)
    try:
        number = remove_false_support(shown, actor=reader(request), reason=form.cleaned_data["reason"])
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        words = ngettext("%(number)d keer steun is weg.", "%(number)d keer steun is weg.", number)
        messages.success(request, words % {"number": number})
    return redirect(here)
