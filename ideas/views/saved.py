"""Searches that somebody keeps: theirs alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ideas.actions.saved import LONGEST_NAME, MOST, remove_search, save_search
from ideas.filters import IdeaFilter
from ideas.finding import found as found_by
from ideas.models import SavedSearch
from ideas.panel import in_words
from ideas.saved_form import SavedSearchForm, around
from participation.paging import page_of
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent
from participation.visitor import reader


@never_cache
@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """My searches, each with the way to what it finds."""
    kept = list(SavedSearch.objects.of(reader(request)))
    lines = [{"search": search, "around": around(search.radius) if search.radius else ""} for search in kept]
    return render(request, "ideas/saved.html", {"lines": lines, "most": MOST, "is_full": len(kept) >= MOST})


@never_cache
@require_safe
def found(request: HttpRequest, pk: int) -> HttpResponse:
    """What one of my searches finds now, the newest first, in keyset pages."""
    search = get_object_or_404(SavedSearch.objects.of(reader(request)), pk=pk)
    query = QueryDict(search.query)
    ideas = found_by(query).filter(search.around())
    page = page_of(ideas.for_cards(), "submitted_at", request.GET.get("vanaf", ""))
    return render(request, "ideas/saved_found.html", {
        "search": search,
        "said": in_words(IdeaFilter.of(query)) or _("Alle ideeën"),
        "around": around(search.radius) if search.radius else "",
        "page": page,
    })  # fmt: skip


@never_cache
@READ_OR_SEND
def new_search(request: HttpRequest) -> HttpResponse:
    """Keep the search that the query string asks for, if somebody likes only around a place of their own."""
    person, chosen = reader(request), IdeaFilter.of(request.GET)
    said = in_words(chosen) or _("Alle ideeën")
    form = SavedSearchForm(sent(request), initial={"name": said[:LONGEST_NAME]})
    if form.is_valid():
        with RulesShownIn(form):
            save_search(chosen, actor=person, name=form.cleaned_data["name"], circle=form.circle())
            messages.success(request, _("Uw zoekopdracht is bewaard. U hoort het als er een idee bij past."))
            return redirect("ideas:searches")
    return form_page(request, "ideas/saved_new.html", {"form": form, "said": said, "query": chosen.content.query})


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a search of one's own."""
    person = reader(request)
    search = get_object_or_404(SavedSearch.objects.of(person), pk=pk)
    remove_search(search, actor=person)
    messages.success(request, _("De zoekopdracht is weg. U krijgt er geen bericht meer van."))
    return redirect("ideas:searches")
