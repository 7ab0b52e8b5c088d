"""Mail that came in, at the desk: a list, and one mail of which an idea is made or not."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ideas.actions.inbound import make_idea_of_mail, set_mail_aside
from ideas.actions.submit import Draft
from ideas.intake.mail_forms import AsideForm, MailForm
from ideas.models import InboundMail, InboundPhoto
from ideas.models.inbound import MailState
from ideas.permissions import may_read_inbound
from ideas.views.entry import sender_of
from ideas.views.photos import shown_photo
from participation.audit import Seen, record_read
from participation.models import Language, User
from participation.paging import page_of
from participation.reading import Reading
from participation.sent import READ_OR_SEND, UNPROCESSABLE, RulesShownIn
from participation.visitor import reader

DONE, ASIDE = "klaar", "weg"


def mail_reader(request: HttpRequest) -> User:
    """The official who may read what came in. Raises PermissionDenied for everybody else."""
    if not may_read_inbound(request.user):
        raise PermissionDenied
    return reader(request)


@never_cache
@require_safe
def inbound(request: HttpRequest) -> HttpResponse:
    """What waits, or what was settled."""
    person = mail_reader(request)
    is_done = request.GET.get("lijst") == DONE
    mails = InboundMail.objects.settled() if is_done else InboundMail.objects.waiting()
    page = page_of(mails.for_list(), "received_at", request.GET.get("vanaf", ""))
    record_read(person, Reading.MAIL, *map(Seen, page.rows))
    start = f"?lijst={DONE}&vanaf=" if is_done else "?vanaf="
    return render(request, "ideas/desk_inbound.html", {
        "page": page,
        "is_done": is_done,
        "previous_url": page.previous and f"{start}{page.previous}",
        "next_url": page.next and f"{start}{page.next}",
    })  # fmt: skip


@never_cache
@READ_OR_SEND
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: make an idea of it, or with `doe=weg` set it aside."""
    person = mail_reader(request)
    shown = get_object_or_404(InboundMail.objects.select_related("idea").defer("raw").prefetch_related("photos"), pk=pk)
    record_read(person, Reading.MAIL, Seen(shown))
    is_aside = request.POST.get("doe") == ASIDE
    made_of = request.POST if request.method == "POST" and not is_aside else None
    form = MailForm(made_of, mail=shown, initial={"key": uuid.uuid4(), **MailForm.beginning(shown)})
    aside_form = AsideForm(request.POST if is_aside else None, auto_id="aside_%s")
    if is_aside and aside_form.is_valid():
        with RulesShownIn(aside_form):
            set_mail_aside(shown, actor=person, reason=aside_form.cleaned_data["reason"])
            messages.success(request, _("De e-mail is weggelegd."))
            return redirect("ideas:inbound")
    if made_of is not None and form.is_valid():
        with RulesShownIn(form):
            idea = make_idea_of_mail(
                shown, Draft(**form.said), sender_of(shown.sender, Language.DUTCH), actor=person,
                photos=form.cleaned_data.get("photos", ()), client_key=form.cleaned_data["key"],
            )  # fmt: skip
            return redirect("ideas:entered", idea.reference)
    refused = form.errors or aside_form.errors
    return render(request, "ideas/desk_mail.html", {
        "mail": shown,
        "photos": list(enumerate(shown.photos.all(), 1)),
        "form": form,
        "aside_form": aside_form,
        "is_waiting": shown.state == MailState.WAITING,
    }, status=UNPROCESSABLE if refused else 200)  # fmt: skip


@never_cache
@require_safe
def photo(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """One photo of a mail; officials only, as the mail itself."""
    person = mail_reader(request)
    photo = get_object_or_404(InboundPhoto.objects.select_related("mail"), mail=pk, pk=number)
    record_read(person, Reading.MAIL, Seen(photo.mail))
    return shown_photo(photo)
