"""Files of a response come in by pieces, and go out to its makers.

POST the name and the size, then PATCH piece after piece with `Upload-Offset`; HEAD tells how far we are, also after
the line broke. Without a script a file goes along with the form, and comes in at once.
"""

import uuid

from csp.constants import NONE
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from challenges.actions.upload import LARGEST_PIECE, WrongOffset, announce_file, look_at, take_piece
from challenges.models import FormField, SealedFile
from challenges.scanning import ScannerAway
from challenges.sealed_contents import name_of
from challenges.vault import pieces_of
from challenges.views.making import own_response, sealed_page
from challenges.views.writing import waits
from participation.errors import Incomplete, NotAllowed, RuleBroken
from participation.sent import UNPROCESSABLE, number_in
from participation.visitor import reader

CREATED, CONFLICT = 201, 409


@sealed_page
@require_POST
def announce(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """Say that a file comes for a question. The answer names where its pieces go."""
    shown = own_response(request, reference)
    field = get_object_or_404(FormField, uuid=key, phase__challenge=shown.challenge_id)
    size = number_in(request.POST.get("grootte", ""))
    try:
        file = announce_file(shown, field, request.POST.get("naam", ""), size or 0, actor=reader(request))
    except NotAllowed:
        raise
    except RuleBroken as broken:
        return JsonResponse({"error": str(broken.message)}, status=UNPROCESSABLE)
    place = reverse("challenges:response_piece", args=[shown.reference, file.uuid])
    return JsonResponse({"url": place, "piece": LARGEST_PIECE}, status=CREATED)


@sealed_page
@require_http_methods(["HEAD", "PATCH"])
def piece(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponseBase:
    """How far a file is (HEAD), and its next piece (PATCH)."""
    file = _own_file(request, reference, key)
    if request.method == "HEAD":
        return _offset(file, HttpResponse())
    offset = number_in(request.headers.get("Upload-Offset", ""))
    content = request.read(LARGEST_PIECE + 1)
    try:
        file = take_piece(file, -1 if offset is None else offset, content, actor=reader(request))
        if file.whole_at:
            look_at(file)
    except WrongOffset as broken:
        return _offset(file, JsonResponse({"error": str(broken.message)}, status=CONFLICT), broken.received)
    except ScannerAway:
        return _offset(file, JsonResponse({"said": waits()}))
    except NotAllowed:
        raise
    except RuleBroken as broken:
        status = UNPROCESSABLE if isinstance(broken, Incomplete) else CONFLICT
        return JsonResponse({"error": str(broken.message)}, status=status)
    return _offset(file, JsonResponse({"said": _("Uw bestand is toegevoegd.") if file.whole_at else ""}))


@sealed_page
@csp({"default-src": [NONE], "sandbox": [True]})
@require_safe
def download(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponseBase:
    """A file, for the makers of its response."""
    return handed_out(_own_file(request, reference, key))


def handed_out(file: SealedFile) -> StreamingHttpResponse:
    """A file as a download and never as a page. Raises Http404 for one that was not accepted."""
    if file.completed_at is None:
        raise Http404
    answer = StreamingHttpResponse(pieces_of(file), content_type=file.kind)
    named = content_disposition_header(as_attachment=True, filename=name_of(file))
    answer["Content-Disposition"] = named or "attachment"
    answer["Content-Length"] = str(file.size)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _own_file(request: HttpRequest, reference: str, key: uuid.UUID) -> SealedFile:
    shown = own_response(request, reference)
    rows = SealedFile.objects.select_related("phase__challenge", "phase__seal_key", "field")
    file = get_object_or_404(rows, response=shown, uuid=key)
    file.response = shown
    return file


def _offset(file: SealedFile, answer: HttpResponse, received: int | None = None) -> HttpResponse:
    answer["Upload-Offset"] = str(file.received if received is None else received)
    answer["Upload-Length"] = str(file.size)
    return answer
