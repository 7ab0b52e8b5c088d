"""Documents of answers: handed out as files and never shown as pages of ours."""

import uuid

from csp.constants import NONE
from csp.decorators import csp
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ideas.models import AnswerDocument, AnswerDraft, Idea
from ideas.views.looks import seen
from participation.audit import record_read
from participation.permissions import is_official
from participation.reading import Reading
from participation.visitor import reader


@csp({"default-src": [NONE], "sandbox": [True]})
@never_cache
@require_safe
@login_not_required
def document(request: HttpRequest, key: uuid.UUID) -> FileResponse:
    """A document of an answer to an idea that this person may read, or of a draft at their desk."""
    ideas = Idea.objects.visible_to(request.user).values("pk")
    readable = Q(answer__idea__in=ideas)
    if request.user.is_authenticated:
        readable |= Q(draft__in=AnswerDraft.objects.at_desk_of(request.user).values("pk"))
    documents = AnswerDocument.objects.select_related("answer__idea", "draft__idea").filter(readable)
    shown = get_object_or_404(documents, key=key)
    if is_official(request.user):
        record_read(reader(request), Reading.DOCUMENT, seen(shown.idea))
    try:
        content = shown.file.open()
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=shown.name, content_type=shown.kind)
    response["X-Content-Type-Options"] = "nosniff"
    return response
