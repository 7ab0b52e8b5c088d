"""The page on which makers write. Every post is saved first; then its files and remarks; then it may be handed in."""

import io
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from challenges.actions.draft import save_draft
from challenges.actions.remark import add_remark, resolve_remark
from challenges.actions.response import NotComplete, submit_response
from challenges.actions.upload import LARGEST, LARGEST_PIECE, announce_file, look_at, remove_file, take_piece
from challenges.answers import Answers, posted
from challenges.merging import Digests, Merged
from challenges.models import Draft, FormField, Remark, SealedFile
from challenges.permissions import may_comment_response, may_lead_response, may_write_response
from challenges.response_forms import SEEN, ResponseForm
from challenges.response_page import Desk, desk_of, parts_of
from challenges.scanning import ScannerAway
from challenges.views.making import own_response, sealed_page, trail_to
from participation.errors import NotAllowed, NotPossible, RuleBroken
from participation.sent import READ_OR_SEND, UNPROCESSABLE, number_in, uuid_in
from participation.visitor import reader

CONFLICT = 409
HAND_IN = "indienen"
REMARK = "opmerking"


class InMemory(FileUploadHandler):
    """Keeps a file in memory: Django would put a larger one on the disk as it is, where nothing may lie in plain."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.content = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > LARGEST:
            raise StopUpload(connection_reset=False)
        self.content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content, self.field_name, self.file_name or "", self.content_type, file_size, self.charset
        )


@csrf_exempt  # The inner view protects: where files go must be chosen before anything of the form is read.
@sealed_page
@READ_OR_SEND
def response(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The form of the phase of now."""
    request.upload_handlers = [InMemory(request)]
    return _response(request, reference)


@csrf_protect
def _response(request: HttpRequest, reference: str) -> HttpResponse:
    shown = own_response(request, reference)
    desk = desk_of(shown)
    if request.method != "POST":
        return _page(request, desk)
    if not may_comment_response(reader(request), shown):
        raise NotAllowed(_("U mag dit niet doen."))
    typed = posted(desk.fields, request.POST)
    done = None
    try:
        if may_write_response(reader(request), shown):
            _draft, done = _save(request, desk, typed, keeps_version=True)
    except NotPossible as broken:
        return _page(request, desk, CONFLICT, str(broken.message), answers=typed, seen=_seen(request, typed))
    problems = _beside(request, desk)
    if done and done.conflicts:
        told = _(
            "Iemand anders veranderde intussen ook: %(names)s. De rest is bewaard. Hieronder staan beide teksten."
        ) % {"names": _names(desk, done)}
        mine = {key: typed[key] for key in done.conflicts}
        return _page(request, desk_of(shown), CONFLICT, told, answers=mine, problems=problems)
    if problems:
        return _page(request, desk_of(shown), UNPROCESSABLE, problems=problems)
    if request.POST.get("doe") == HAND_IN:
        return _handed_in(request, desk)
    messages.success(request, _("Uw concept is bewaard."))
    return redirect(shown)


@sealed_page
@require_POST
def autosave(request: HttpRequest, reference: str) -> HttpResponse:
    """Save while somebody types, without a page. The answer has the digests to go on with, or why it was not saved.

    The first change of a page keeps a version: what that page overwrites later is its own, or stood there then.
    """
    desk = desk_of(own_response(request, reference))
    try:
        typed = posted(desk.fields, request.POST)
        draft, done = _save(request, desk, typed, keeps_version="again" not in request.POST)
    except RuleBroken as broken:
        return JsonResponse({"error": str(broken.message)}, status=CONFLICT)
    known = {"seen": {f"{SEEN}{key}": digest for key, digest in done.seen.items()}, "changes": done.changes}
    if done.conflicts:
        told = _(
            "Iemand anders veranderde net ook: %(names)s. De rest is bewaard. Druk op Bewaar: dan ziet u beide teksten."
        ) % {"names": _names(desk, done)}
        return JsonResponse(known | {"error": told}, status=CONFLICT)
    at = time_format(localtime(draft.saved_at), "H:i")
    return JsonResponse(known | {"said": _("Bewaard om %(time)s.") % {"time": at}})


def waits() -> str:
    """What to say while clamd is away."""
    return _("Uw bestand is binnen. Wij kunnen het nu niet op virussen controleren. Dat gebeurt zodra het kan.")


def _save(request: HttpRequest, desk: Desk, typed: Answers, *, keeps_version: bool) -> tuple[Draft, Merged]:
    base = _seen(request, typed)
    return save_draft(desk.response, typed, actor=reader(request), base=base, keeps_version=keeps_version)


def _seen(request: HttpRequest, typed: Answers) -> Digests:
    """Of each field the digest of what stood there before it was typed in, as the page had it."""
    return {key: request.POST[f"{SEEN}{key}"] for key in typed if f"{SEEN}{key}" in request.POST}


def _names(desk: Desk, done: Merged) -> str:
    """What is asked in the fields of a conflict."""
    fields = ResponseForm(desk.fields, {}, {}, {}).fields
    return ", ".join(str(field.label) for key, field in fields.items() if key in done.conflicts)


def _beside(request: HttpRequest, desk: Desk) -> dict[str, str]:
    """Do what was asked beside the text: files, remarks, and taking those away. Gives by field what went wrong."""
    problems = {}
    for field in desk.fields:
        key = str(field.uuid)
        try:
            if key in request.FILES:
                _add_file(request, desk, field)
            if text := request.POST.get(f"{REMARK}-{field.pk}", "").strip():
                add_remark(desk.response, field, text, actor=reader(request))
        except RuleBroken as broken:
            problems[key] = str(broken.message)
    what, _is, which = request.POST.get("doe", "").partition(":")
    try:
        if what == "weg" and (gone := uuid_in(which)):
            files = SealedFile.objects.select_related("phase__challenge", "response")
            for file in files.filter(response=desk.response, uuid=gone):
                remove_file(file, actor=reader(request))
        if what == "klaar" and (pk := number_in(which)):
            remarks = Remark.objects.filter(draft__response=desk.response, draft__phase=desk.phase)
            for remark in remarks.select_related("draft__response").filter(pk=pk):
                resolve_remark(remark, actor=reader(request))
    except RuleBroken as broken:
        problems[""] = str(broken.message)
    return problems


def _add_file(request: HttpRequest, desk: Desk, field: FormField) -> None:
    """Keep a file that was sent whole, without a script. Raises RuleBroken."""
    sent, person = request.FILES[str(field.uuid)], reader(request)
    if not isinstance(sent, InMemoryUploadedFile):
        return
    size = sent.size or 0
    file = announce_file(desk.response, field, sent.name or "", size, actor=person)
    for offset in range(0, size, LARGEST_PIECE):
        file = take_piece(file, offset, sent.read(LARGEST_PIECE), actor=person)
    file.field = field
    try:
        look_at(file)
    except ScannerAway:
        messages.warning(request, waits())


def _handed_in(request: HttpRequest, desk: Desk) -> HttpResponse:
    try:
        submit_response(desk.response, actor=reader(request))
    except NotComplete as broken:
        return _page(request, desk_of(desk.response), UNPROCESSABLE, problems=broken.problems)
    except NotPossible as broken:
        return _page(request, desk_of(desk.response), CONFLICT, str(broken.message))
    messages.success(request, _("Uw inzending is binnen."))
    return redirect("challenges:receipt", desk.response.reference)


def _page(request: HttpRequest, desk: Desk, status: int = 200, message: str = "", **filled: Any) -> HttpResponse:
    person, shown = reader(request), desk.response
    form, parts = parts_of(desk, **filled)
    for part in parts:
        remark = request.POST.get(f"{REMARK}-{part.question.pk}", "")
        part.typed_remark = "" if remark.strip() in [each.text for each in part.remarks] else remark
    return render(request, "challenges/response.html", {
        "response": shown,
        "desk": desk,
        "form": form,
        "parts": parts,
        "message": message,
        "may_write": desk.takes_part and may_write_response(person, shown),
        "may_comment": desk.takes_part and may_comment_response(person, shown),
        "leads": may_lead_response(person, shown),
        "partners": shown.partners.select_related("organisation"),
        "trail": trail_to(),
    }, status=status)  # fmt: skip
