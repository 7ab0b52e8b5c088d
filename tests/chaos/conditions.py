"""What is different inside the programs of a run: the product's waits are shorter, and the clock may be moved.

It is an app, so that every process takes it up: the workers of granian and of Celery, and both beats. The commands
themselves stay those of `deploy/`.
"""

import os
import time
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import time_machine
from celery.schedules import crontab  # noqa: TID251 - only the clock's table of times is made denser
from django.apps import AppConfig

from participation.celery import app

#: Product constants and what a run makes of them; the same figures are printed with the table.
SHORTENED = {
    "notifications.leases.LEASE": timedelta(seconds=20),
    "notifications.leases.UNCERTAIN_PAUSE": timedelta(seconds=25),
    "notifications.leases.LONGEST_PAUSE": timedelta(seconds=10),
    "notifications.channels.PATIENCE": 8,
    "notifications.tasks.OWN_PAUSE": 4.0,
}
CLOCK_FILE = "CHAOS_CLOCK_FILE"


class Conditions(AppConfig):
    """Applies the conditions of the run to this process."""

    name = "tests.chaos"

    def ready(self):
        if CLOCK_FILE not in os.environ:
            return  # The run itself keeps the real clock and sends nothing.
        for path, value in SHORTENED.items():
            place, _, name = path.rpartition(".")
            module = import_module(place)
            if not hasattr(module, name):
                raise AttributeError(f"{path} is no longer there to be shortened")
            setattr(module, name, value)
        app.conf.beat_schedule["wake"]["schedule"] = crontab(minute="*")
        if shift := clock_shift(Path(os.environ[CLOCK_FILE])):
            time_machine.travel(time.time() + shift, tick=True).start()


def clock_shift(file):
    """The seconds by which the programs' clock is off."""
    return float(file.read_text()) if file.exists() else 0.0
