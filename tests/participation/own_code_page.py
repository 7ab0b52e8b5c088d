"""A URLconf in which another room asks for the code on a page of its own."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from participation import urls
from participation.errors import MailUnavailable, NotAllowed, TooMany
from participation.sign_in import start_code_sign_in
from participation.views.sign_in import ConfirmCodeView


@login_not_required
def form(request):
    if request.method == "POST":
        try:
            start_code_sign_in(request, request.POST["email"])
        except (MailUnavailable, TooMany) as broken:
            return HttpResponse(str(broken.message), status=409)
    request.session["written"] = request.POST.get("written", "")
    return HttpResponse("form")


class Code(ConfirmCodeView):
    page, start = "own_code", "own_form"

    def after_sign_in(self, response):
        return HttpResponse(f"{self.request.user.email} {self.request.session['written']} {response['Location']}")


@login_not_required
def broken(request, rule):
    raise {"vaak": TooMany, "mag-niet": NotAllowed}[rule]("Reden")


urlpatterns = [
    path("gebroken/<str:rule>/", broken),
    path("eigen/", form, name="own_form"),
    path("eigen/code/", Code.as_view(), name="own_code"),
    *urls.urlpatterns,
]
