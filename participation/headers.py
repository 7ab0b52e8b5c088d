"""Security headers that neither Django nor django-csp sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Responder = Callable[[HttpRequest], HttpResponse]

#: Nothing here needs a sensor or a payment; a page that asks for the visitor's place may do so itself.
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(self), gyroscope=(), magnetometer=(), "
    "microphone=(), payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self), usb=()"
)


def security_headers(get_response: Responder) -> Responder:
    """Say which abilities of the browser our pages may use, and who may load what we serve."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware
