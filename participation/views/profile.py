"""What people see and change about themselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from participation.account_forms import ProfileForm
from participation.actions.people import update_profile
from participation.sent import RulesShownIn, sent
from participation.visitor import reader


def profile(request: HttpRequest) -> HttpResponse:
    """Show the person's own data, and change nickname and language; lead to what else can be done."""
    person = reader(request)
    form = ProfileForm(sent(request), initial={"nickname": person.nickname, "language": person.language})
    if form.is_valid():
        with RulesShownIn(form):
            update_profile(person, actor=person, **form.cleaned_data)
            with override(person.language):
                messages.success(request, _("Uw gegevens zijn opgeslagen."))
            return redirect("profile")
    return render(request, "participation/profile.html", {"form": form, "person": person})
