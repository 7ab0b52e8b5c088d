"""Where administrators bring in borders: choosing a file, seeing what it changes, and confirming that."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ideas.actions.borders import confirm_borders, upload_borders
from ideas.administering.changing import newest_change_in
from ideas.borders.comparing import Fate, compare
from ideas.borders.drawing import draw
from ideas.borders.forms import BordersForm
from ideas.models import BorderFile
from ideas.views.desk_kept import keeper
from participation import journal
from participation.errors import RuleBroken
from participation.models import Area
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, number_in, sent

MOST_FILES = 10
CONFLICT = 409


@never_cache
@READ_OR_SEND
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file. What is wrong with it stands beside the field; nothing counts yet."""
    person = keeper(request)
    form = BordersForm(sent(request), request.FILES or None)
    if form.is_valid():
        file = None
        with RulesShownIn(form):
            file = upload_borders(form.drafts, name=form.cleaned_data["file"].name, actor=person)
        if file:
            return redirect("ideas:border_file", file.pk)
    files = BorderFile.objects.confirmed().defer("areas")[:MOST_FILES]
    return form_page(request, "ideas/desk_borders.html", {"form": form, "files": files})


@never_cache
@READ_OR_SEND
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file changes, on a map and in a table; and once it holds, how far ideas have their area anew."""
    person, file = keeper(request), get_object_or_404(BorderFile, pk=pk)
    status, refused = None, ""
    if request.method == "POST":
        try:
            confirm_borders(file, actor=person, seen=number_in(request.POST.get("seen", "")) or 0)
        except RuleBroken as broken:
            status, refused = CONFLICT, str(broken.message)
            file.refresh_from_db()
        else:
            messages.success(request, _("De nieuwe grenzen gelden. Over een minuut krijgen ideeën hun gebied opnieuw."))
            return redirect("ideas:border_file", file.pk)
    if file.confirmed_at:
        events = journal.timeline_of(file).select_related("actor")
        return render(request, "ideas/desk_borders_done.html", {"file": file, "events": events, "refused": refused})
    drafts = file.drafts
    comparison = compare(drafts)
    context = {
        "file": file, "comparison": comparison, "picture": draw(drafts, comparison), "fates": list(Fate),
        "seen": newest_change_in(Area), "refused": refused,
    }  # fmt: skip
    return render(request, "ideas/desk_borders_preview.html", context, status=status)
