"""One notice to one device, and what the answer of its push service means. Told apart here, once."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from http import HTTPStatus

from notifications.channels import PermanentError
from notifications.models import PushDevice
from notifications.push.encryption import encrypt
from notifications.push.notice import Notice
from notifications.push.vapid import authorization
from notifications.push.wire import post

log = logging.getLogger(__name__)

#: How long a push service keeps it for a device that is off; as long as we would try ourselves.
KEPT = timedelta(hours=72)

TAKEN = range(200, 300)
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
LATER = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
WE_ARE_WRONG = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
SERVER_ERRORS = range(500, 600)


class Outcome(Enum):
    """What came of it. A device that is `GONE` takes nothing any more; `LATER` it may."""

    TAKEN = "taken"
    GONE = "gone"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one notice for one device. `told` is for the administrator."""

    outcome: Outcome
    told: str = ""


def send(notice: Notice, device: PushDevice) -> Answer:
    """Give `notice` to the push service of `device`. Raises nothing: it runs beside others. Asks no database."""
    try:
        return meaning_of(post(device.endpoint, _sealed(notice, device), _headers(notice, device)))
    except PermanentError as error:
        return Answer(Outcome.NEVER, str(error))
    except OSError as error:
        return Answer(Outcome.LATER, f"{type(error).__name__}: {error}")
    except Exception as error:
        log.exception("A push to device %s could not be made.", device.pk)
        return Answer(Outcome.LATER, f"{type(error).__name__}: {error}")


def meaning_of(status: int) -> Answer:
    """What the push service means (RFC 8030, sections 5 and 8.4)."""
    told = f"The push service answered {status:d}."
    if status in TAKEN:
        return Answer(Outcome.TAKEN)
    if status in GONE:
        return Answer(Outcome.GONE, told)
    if status in LATER or status in SERVER_ERRORS:
        return Answer(Outcome.LATER, told)
    if status in WE_ARE_WRONG:
        log.error("A push service refuses us (%d): was PUSH_KEY replaced?", status)
    return Answer(Outcome.NEVER, told)


def _sealed(notice: Notice, device: PushDevice) -> bytes:
    return encrypt(notice.body, p256dh=device.p256dh, auth=device.auth)


def _headers(notice: Notice, device: PushDevice) -> dict[str, str]:
    return {
        "Authorization": authorization(device.endpoint),
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(int(KEPT.total_seconds())),
        "Urgency": "low" if notice.is_bulk else "normal",
        "Topic": notice.tag,  # Of one topic the service keeps the last one only, so that a second try doubles nothing.
    }
