"""Starts our programs as an administrator would: as processes of their own, in an environment of their own."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
OURS = {
    *("ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL", "DEBUG", "DEFAULT_FROM_EMAIL", "DJANGO_SETTINGS_MODULE"),
    *("EMAIL_URL", "LOCAL_SMTP_PORT", "MEDIA_ROOT", "METRICS_TOKEN", "MUNICIPALITY_NAME", "REDIS_URL", "SECRET_KEY"),
    *("SECRET_KEY_FALLBACKS", "STATIC_ROOT", "TRUSTED_PROXIES", "VAR_DIR"),
}
PRODUCTION = {
    "ALLOWED_HOSTS": "inbreng.example.nl",
    "DATABASE_URL": "postgresql://inbreng:geheim@127.0.0.1:1/inbreng",
    "EMAIL_URL": "smtp+tls://inbreng:geheim@mail.example.nl:587",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": "k3wAvZx0hU7m-Rf9dQyLs2TnBpE5jGcXo8iHuV1tMaSzDrKfYb46",
}


def environment(**variables):
    """The variables of this process without any of ours, and with `variables`."""
    rest = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**rest, **variables}


def run(*command, **variables):
    """Run a command of Python to its end; `variables` are all that it gets of ours."""
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=ROOT,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def wait_for(true, limit=20.0):
    """Wait until `true()` is, and tell whether it became so."""
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return bool(true())
