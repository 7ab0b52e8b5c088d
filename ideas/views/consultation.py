"""The page on which an organisation answers a question about an idea, by the link in the mail. No account is needed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ideas.actions.consult import answer_consultation
from ideas.consulting.forms import ConsultAnswerForm
from ideas.models import Consultation
from ideas.models.consultation import CONSULTATION_DAYS, CONSULTATION_SALT
from ideas.statuses import Visibility
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent
from participation.visitor import visitor


@never_cache
@READ_OR_SEND
@login_not_required
def consultation(request: HttpRequest, token: str) -> HttpResponse:
    """One question, one answer. Looking changes nothing: mail programs look at links too."""
    asked = _behind(token)
    if asked is None or asked.idea.visibility != Visibility.PUBLIC:
        return render(request, "ideas/referral_gone.html", status=410)
    form = ConsultAnswerForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            answer_consultation(asked, text=form.cleaned_data["text"], actor=visitor(request))
            messages.success(request, _("Dank u wel. De gemeente leest uw antwoord."))
            return redirect(asked)
        asked.refresh_from_db()
    return form_page(request, "ideas/consultation.html", {"consultation": asked, "form": form})


def _behind(token: str) -> Consultation | None:
    try:
        pk = signing.loads(token, salt=CONSULTATION_SALT, max_age=CONSULTATION_DAYS * 24 * 60 * 60)
    except signing.BadSignature:
        return None
    return Consultation.objects.select_related("idea__area", "organisation").filter(pk=pk).first()
