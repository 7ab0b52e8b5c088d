"""What the tests of the import share: small files, the command, and its last line."""

import io
import subprocess
import sys
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from ideas.events import IdeaEvent
from ideas.models import Idea, ReferenceCounter
from participation.models import Event

HOUSE = Path(__file__).resolve().parents[2]
IN_A_PROCESS = """
import sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.core.management import call_command
call_command(*sys.argv[2:])
"""


def write(folder, content, name="plannen.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def take(path, *options, **more):
    out = io.StringIO()
    call_command("import_ideas", str(path), *options, stdout=out, **more)
    return out.getvalue().splitlines()


def total(**counts):
    names = ["new", "already there", "repeated in the file", "repaired", "refused"]
    found = {name: counts.get(name.split()[0], 0) for name in names}
    read = sum(found.values()) - found["repaired"]
    return f"rows read: {read}; " + "; ".join(f"{name}: {count}" for name, count in found.items())


def many(count, start=0):
    return "id,titel,datum\n" + "".join(f"{n},Idee {n},{2015 + n % 3}\n" for n in range(start, start + count))


def start_process(*arguments):
    return subprocess.Popen(
        [sys.executable, "-c", IN_A_PROCESS, connection.settings_dict["NAME"], *map(str, arguments)],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def assert_whole():
    """Every idea has its number, both its events, and no number was lost."""
    ideas = list(Idea.objects.order_by("pk"))
    events = Event.objects.values_list("subject_id", "kind")
    assert sorted(events) == sorted((i.pk, kind) for i in ideas for kind in (IdeaEvent.IMPORTED, IdeaEvent.ROUTED))
    numbers = {counter.year: counter.last for counter in ReferenceCounter.objects.all()}
    assert sorted(idea.reference for idea in ideas) == sorted(
        f"{year}-{number:05d}" for year, last in numbers.items() for number in range(1, last + 1)
    )
