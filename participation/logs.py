"""Logging: one line an event on stderr, for journald or a container to collect."""

from typing import Any

#: Two lines for every beat of the heart would hide what matters.
TALKATIVE = ("celery.worker.strategy", "celery.app.trace")
#: Robots try other host names all day. They get an answer of two lines; a traceback for each is of no use.
NOISE = "django.security.DisallowedHost"


def to_stderr(level: str) -> dict[str, Any]:
    """Give Django's LOGGING setting for messages of `level` and above."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            NOISE: {"level": "CRITICAL"},
            **{name: {"level": "WARNING"} for name in TALKATIVE},
        },
    }
