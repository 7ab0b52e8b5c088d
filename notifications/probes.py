"""What load balancers and monitoring ask: whether we live, whether we can serve, and how the outbox is doing."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.exposition import choose_encoder

from notifications import health
from notifications.metrics import OutboxCollector

Responder = Callable[[HttpRequest], HttpResponse]


@never_cache
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """Answer, whatever else is wrong: who restarts us because of it would not help."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """Tell whether visitors may be sent here (200, also when degraded) or not (503), why, and how the outbox is."""
    found = health.current()
    outbox = found.outbox and {**found.outbox.figures(), "deliveries": found.outbox.deliveries}
    told = {"status": found.status, "problems": found.problems, "outbox": outbox}
    return JsonResponse(told, status=200 if found.ready else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures to who has METRICS_TOKEN; without one in the settings to nobody. 503 when they are not known."""
    expected = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not constant_time_compare(request.headers.get("Authorization", ""), expected):
        return HttpResponse("Not found.\n", content_type="text/plain", status=404)
    outbox = health.current().outbox
    if outbox is None:
        return HttpResponse("Not known now.\n", content_type="text/plain", status=503)
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(OutboxCollector(outbox)), content_type=content_type)


PROBES: dict[str, Responder] = {"/health/live": live, "/health/ready": ready, "/metrics": metrics}


def answer_probes(get_response: Responder) -> Responder:
    """Answer probes before anything looks at host, session or language.

    They come by an address of their own, over plain HTTP, from who keeps no cookies; and they must not fail because
    a session cannot be read.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return PROBES.get(request.path_info, get_response)(request)

    return middleware
