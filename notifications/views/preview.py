"""The mail that an answer will be, written by the letters that will write it; nothing is stored or sent."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ideas.models import AnswerDraft
from ideas.previewing import is_complete, previewed
from notifications.letters import write
from notifications.models import Delivery
from notifications.statuses import Channel, Group
from notifications.subjects import key_of
from participation.audit import Seen, record_read
from participation.models import User
from participation.reading import Reading
from participation.visitor import reader


# A mail carries its own styles. As a page it gets these and nothing else: no script, no form, no origin of ours.
@csp({"default-src": [NONE], "style-src": [UNSAFE_INLINE], "sandbox": ["allow-popups"]})
@never_cache
@require_safe
def answer_preview(request: HttpRequest, reference: str) -> HttpResponse:
    """The mail to the author about the draft of an idea at this official's desk; with `?soort=tekst` as plain text."""
    drafts = AnswerDraft.objects.at_desk_of(request.user).select_related("idea__programme", "idea__author")
    draft = get_object_or_404(drafts, idea__reference=reference)
    if not is_complete(draft):
        raise Http404
    looked = Seen(draft.idea, about=draft.idea.author_id, reference=draft.idea.reference)
    record_read(reader(request), Reading.IDEA, looked)
    idea, event = previewed(draft, timezone.now())
    # Somebody without a number, so that no link in the preview can do anything in the author's name.
    nobody = User(language=idea.author.language if idea.author else request.LANGUAGE_CODE)
    route = "author" if idea.author else "followers"
    delivery = Delivery(event=event, recipient=nobody, channel=Channel.EMAIL, route=route, group=Group.OWN)
    letter = write([delivery], {key_of(event): idea})
    if request.GET.get("soort") == "tekst":
        return HttpResponse(f"{letter.subject}\n\n{letter.text}", content_type="text/plain; charset=utf-8")
    return HttpResponse(letter.html)
