"""Ideas that belong together, at the desk: linking two, and making two of one."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ideas.actions.divide import About, Part, divide_idea
from ideas.actions.link import link_ideas, unlink_ideas
from ideas.family import family_of
from ideas.family_forms import LinkForm, PartForm
from ideas.models import IdeaLink
from ideas.permissions import may_divide
from ideas.views.desk import chosen, desk_idea, here
from participation.errors import RuleBroken
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, number_in, sent
from participation.visitor import reader


@never_cache
@READ_OR_SEND
def link(request: HttpRequest, reference: str) -> HttpResponse:
    """The links of an idea: add one, and with `doe=weg` take one away."""
    idea = desk_idea(request, reference)
    if request.POST.get("doe") == "weg":
        row = get_object_or_404(IdeaLink.objects.of(idea), pk=number_in(request.POST.get("welke", "")))
        try:
            unlink_ideas(row, idea, actor=reader(request))
            messages.success(request, _("Het verband is weg."))
        except RuleBroken as broken:
            messages.error(request, str(broken.message))
        return redirect(f"{reverse('ideas:desk_link', args=[idea.reference])}?{chosen(request).place}")
    form = LinkForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            link_ideas(idea, form.cleaned_data["other"], actor=reader(request), reason=form.cleaned_data["reason"])
            messages.success(request, _("Het verband staat bij beide ideeën."))
            return redirect(here(request, idea))
    shown = {"idea": idea, "choice": chosen(request), "form": form, **family_of(idea)}
    return form_page(request, "ideas/desk_link.html", shown)


@never_cache
@READ_OR_SEND
def divide(request: HttpRequest, reference: str) -> HttpResponse:
    """Make a second idea of a part of this one."""
    idea = desk_idea(request, reference)
    person = reader(request)
    if not may_divide(person, idea):
        raise PermissionDenied
    begin = {name: getattr(idea, name) for name in ("title", "problem", "theme", "area", "address")}
    form = PartForm(sent(request), initial={"key": uuid.uuid4(), **begin})
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("title", "problem", "proposal", "reason")}
        about = About(**{name: form.cleaned_data[name] for name in ("theme", "area", "address")})
        with RulesShownIn(form):
            second = divide_idea(idea, Part(**words, about=about), actor=person, client_key=form.cleaned_data["key"])
            told = _("Er is nu een tweede idee: %(number)s. De indiener krijgt bericht.")
            messages.success(request, told % {"number": second.reference})
            return redirect(here(request, second))
    return form_page(request, "ideas/desk_divide.html", {"idea": idea, "form": form, "choice": chosen(request)})
