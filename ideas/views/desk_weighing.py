"""The feasibility file of an idea, at the desk."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ideas.actions.weigh import publish_weighing, weigh_idea
from ideas.answer_forms import WeighingForm
from ideas.models import Weighing, Weights
from ideas.views.desk import chosen, desk_idea
from participation.errors import RuleBroken
from participation.sent import READ_OR_SEND, sent, show_rule
from participation.visitor import reader


@never_cache
@READ_OR_SEND
def weigh(request: HttpRequest, reference: str) -> HttpResponse:
    """Score the idea, or with `doe=publiceer` show everybody how it was weighed."""
    shown = desk_idea(request, reference)
    weighing = Weighing.objects.filter(idea=shown).select_related("weights").first()
    if request.method == "POST" and request.POST.get("doe") == "publiceer":
        if weighing is None:
            raise Http404
        weighing.idea = shown
        try:
            publish_weighing(weighing, actor=reader(request))
        except RuleBroken as broken:
            messages.error(request, str(broken.message))
        else:
            messages.success(request, _("Iedereen kan nu zien hoe u dit idee woog."))
        return redirect(f"{reverse('ideas:weigh', args=[shown.reference])}?{chosen(request).place}")
    reasons = {f"{name}_reason": text for name, text in weighing.reasons.items()} if weighing else {}
    initial = {**weighing.scores, **reasons} if weighing else {}
    form = WeighingForm(sent(request), initial=initial)
    if form.is_valid():
        try:
            weigh_idea(shown, form.scores, form.reasons, actor=reader(request))
        except RuleBroken as broken:
            show_rule(form, broken)
        else:
            messages.success(request, _("De afweging is bewaard. Zij is nog niet openbaar."))
            return redirect(f"{reverse('ideas:weigh', args=[shown.reference])}?{chosen(request).place}")
    context = {
        "idea": shown,
        "choice": chosen(request),
        "weighing": weighing,
        "form": form,
        "weights": Weights.objects.first(),
    }
    return render(request, "ideas/desk_weighing.html", context, status=422 if form.errors else 200)
