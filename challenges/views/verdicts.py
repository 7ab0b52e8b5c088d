"""What the makers of a response read of the decision, and how they object."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from challenges.actions.object import make_objection
from challenges.decision_forms import ObjectionForm
from challenges.models import Response, Verdict
from challenges.permissions import may_object
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent
from participation.visitor import reader


@never_cache
@READ_OR_SEND
def verdict(request: HttpRequest, reference: str) -> HttpResponse:
    """The letters about one response, the newest first; sending objects to the newest."""
    mine = Response.objects.written_by(reader(request)).select_related("challenge", "organisation")
    response = get_object_or_404(mine, reference=reference)
    found = Verdict.objects.filter(submission__response=response, determination__sent_at__isnull=False)
    verdicts = list(found.select_related("determination__phase", "objection").order_by("-determination__phase__number"))
    if not verdicts:
        raise Http404
    newest = verdicts[0]
    form = ObjectionForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            make_objection(newest, form.cleaned_data["text"], actor=reader(request))
            messages.success(request, _("Wij hebben uw bezwaar ontvangen."))
            return redirect("challenges:verdict", reference)
    until = newest.determination.object_before
    in_time = until is not None and timezone.localdate() <= until
    return form_page(request, "challenges/verdict.html", {
        "response": response,
        "challenge": response.challenge,
        "verdicts": verdicts,
        "newest": newest,
        "form": form,
        "may_object": in_time and not hasattr(newest, "objection") and may_object(request.user, response),
    })  # fmt: skip
