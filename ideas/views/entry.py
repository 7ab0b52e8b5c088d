"""Writing an idea down for somebody: the form at the desk, the letter that goes back, and the form on paper."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ideas.actions.enter import Sender, enter_idea
from ideas.actions.submit import Draft
from ideas.intake.form_code import EVERY, read_code
from ideas.intake.forms import CodeForm, EntryForm
from ideas.intake.paper_form_pdf import paper_form
from ideas.intake.receipt_pdf import receipt_of
from ideas.models import Entry
from ideas.permissions import may_enter_on_behalf
from ideas.submit_forms import PhotosForm
from ideas.suggested import suggested_for
from ideas.views.looks import seen
from participation.actions.people import register_resident
from participation.audit import record_read
from participation.models import Language, Theme, User
from participation.page_cache import same_for_visitors
from participation.reading import Reading
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent
from participation.visitor import reader


def clerk(request: HttpRequest) -> User:
    """The official who may write ideas down. Raises PermissionDenied for everybody else."""
    if not may_enter_on_behalf(request.user):
        raise PermissionDenied
    return reader(request)


def sender_of(email: str, language: str, name: str = "", address: str = "") -> Sender:
    """Whose idea it is. Whoever has an address has an account from now on, which opens with a code and no sooner."""
    author = register_resident(email, language=language) if email else None
    return Sender(author=author, name=name, address=address)


@never_cache
@READ_OR_SEND
def enter(request: HttpRequest) -> HttpResponse:
    """The form of the site for what came in elsewhere. A code of a paper form chooses how it came in."""
    person = clerk(request)
    code_form = CodeForm(request.GET if "code" in request.GET else None, auto_id="code_%s")
    code = read_code(request.GET.get("code", ""))
    if code_form.is_valid() and code is None:
        code_form.add_error("code", _("Deze code kennen wij niet. Kies hieronder zelf hoe het idee binnenkwam."))
    begin: dict[str, Any] = {"key": uuid.uuid4(), "channel": request.GET.get("kanaal", "")}
    if code:
        begin |= {"channel": code.channel, "language": code.language}
    form, photos = EntryForm(sent(request), initial=begin), PhotosForm(request.FILES)
    if form.is_valid() and _photos_are_good(form, photos):
        with RulesShownIn(form):
            said = form.cleaned_data
            sender = sender_of(said["email"], said["language"] or Language.DUTCH, said["name"], said["postal"])
            idea = enter_idea(
                Draft(**form.said), sender, channel=said["channel"], actor=person, client_key=said["key"],
                photos=photos.pictures,
            )  # fmt: skip
            return redirect("ideas:entered", idea.reference)
    similar = suggested_for(request.POST, reader=None) if form.is_bound else []
    context = {"form": form, "code_form": code_form, "codes": EVERY, "similar": similar}
    return form_page(request, "ideas/desk_enter.html", context)


@never_cache
@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """Ideas like the one that is being written down. The official supports and follows none of them here."""
    clerk(request)
    return render(request, "ideas/_desk_similar_list.html", {"similar": suggested_for(request.POST, reader=None)})


def _photos_are_good(form: EntryForm, photos: PhotosForm) -> bool:
    photos.is_valid()
    for text in photos.errors.get("photo", []):
        form.add_error("photo", str(text))
    return form.is_valid()


def own_entry(request: HttpRequest, reference: str) -> Entry:
    """The entry, if this official made it or handles the idea; that they look is written down.

    Raises PermissionDenied or Http404.
    """
    person = clerk(request)
    entries = Entry.objects.readable_by(person).select_related("idea__programme", "idea__author")
    entry = get_object_or_404(entries, idea__reference=reference)
    record_read(person, Reading.IDEA, seen(entry.idea))
    return entry


@never_cache
@require_safe
def entered(request: HttpRequest, reference: str) -> HttpResponse:
    """What was written down: its number, and the way to the letter."""
    return render(request, "ideas/desk_entered.html", {"entry": own_entry(request, reference)})


@never_cache
@require_safe
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The letter for whoever has no mail address."""
    entry = own_entry(request, reference)
    if entry.idea.author_id is not None:
        raise Http404
    return _pdf(receipt_of(entry), f"ontvangst-{entry.idea.reference}.pdf")


@require_safe
@login_not_required
@same_for_visitors
def form_on_paper(_request: HttpRequest, code: str) -> HttpResponse:
    """The form on paper that `code` names, to print."""
    found = read_code(code)
    if found is None or str(found).lower() != code:
        raise Http404
    return _pdf(
        paper_form(found, list(Theme.objects.active().values_list("name", flat=True))), f"idee-op-papier-{code}.pdf"
    )


def _pdf(content: bytes, name: str) -> HttpResponse:
    disposition = f'inline; filename="{name}"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})
