"""The page of notices that somebody has to have read before they go on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from challenges.actions.notices import acknowledge
from challenges.contents import changes_shown
from challenges.forms import ReadForm
from challenges.models import Notice
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, number_in, sent
from participation.visitor import reader

MOST = 20  # What somebody reads at once; the next come after it.


@never_cache
@READ_OR_SEND
def notices(request: HttpRequest) -> HttpResponse:
    """The notices of challenges that this person follows and has not read, and the box to say that they did."""
    person = reader(request)
    following = _safe(request.GET.get("next", ""))
    waiting = list(Notice.objects.unread_by(person).select_related("challenge")[:MOST])
    if not waiting:
        return redirect(following)
    form = ReadForm(sent(request))
    if form.is_valid():
        # What came while they read was not on their page.
        shown = {number_in(key) for key in request.POST.getlist("bericht")}
        with RulesShownIn(form):
            acknowledge([notice for notice in waiting if notice.pk in shown], actor=person)
            return redirect(request.get_full_path())
    rows = [(notice, changes_shown(notice.changes)) for notice in waiting]
    return form_page(request, "challenges/notices.html", {"form": form, "rows": rows})


def _safe(path: str) -> str:
    """A page of this very site to go on to."""
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if ours else "/uitdagingen/"
