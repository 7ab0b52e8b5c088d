"""A real installation to measure: production mode, a database of its own, static files as a release has them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from participation import embedded
from participation.embedded.places import Places
from participation.environment import kept_secret

CODE = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("VAR_DIR") or CODE / "var" / "bench").resolve()
HOST = "bench.example"


@contextmanager
def running() -> Iterator[None]:
    """Set the environment, start PostgreSQL unless DATABASE_URL names one, and bring everything up to date."""
    if "DATABASE_URL" not in os.environ:
        embedded.use("postgres", VAR)
        os.environ["DATABASE_URL"] = f"postgresql://postgres@/inbreng?host={Places(VAR).sockets}"
    elif "bench" not in urlsplit(os.environ["DATABASE_URL"]).path:
        sys.exit(
            "make bench empties the database of DATABASE_URL, so the name of that database must hold the word bench"
        )
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "participation.settings",
        "SECRET_KEY": kept_secret(VAR / "secret_key"),
        "ALLOWED_HOSTS": HOST,
        "EMAIL_URL": "smtp://127.0.0.1:25",  # Neither mail nor Redis is part of a request.
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "TRUSTED_PROXIES": "1",
        "PAGE_CACHE_SECONDS": "0",
        "STATIC_ROOT": str(VAR / "static"),
        "MEDIA_ROOT": str(VAR / "media"),
    }
    try:
        for command in (["migrate"], ["collectstatic", "--clear"]):
            manage = [sys.executable, "manage.py", *command, "--noinput", "--verbosity", "0"]
            subprocess.run(manage, cwd=CODE, check=True)
        yield
    finally:
        embedded.let_go()
