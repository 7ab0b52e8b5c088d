"""Starts a process that is killed at a moment of our choice, as a machine without power is."""

import json
import signal
import subprocess
import sys

from django.conf import settings
from django.db import connection

from tests.participation.running import ROOT, environment

PROGRAM = "import django; django.setup(); from tests.challenges.doomed import main; main()"


def kill_while(deed, moment, **what):
    """Do `deed` with the database of this test, and be killed at `moment`. Fails when nothing was killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        name = cursor.fetchone()[0]
    place = settings.DATABASES["default"]
    variables = {
        "DATABASE_URL": f"postgresql://{place['USER']}:{place['PASSWORD']}@/{name}?host={place['HOST']}",
        "DJANGO_SETTINGS_MODULE": "participation.settings",
        "SEAL_KEY": settings.SEAL_KEY,
        "SEALED_ROOT": str(settings.SEALED_ROOT),
        "VAR_DIR": str(settings.VAR),
    }
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, deed, moment, json.dumps(what)],
        cwd=ROOT,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
