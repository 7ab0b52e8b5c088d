"""Makes everything ready for the demonstration: static files, database, ideas. Cheap when it is ready already."""

import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

#: What the demonstration keeps in `var/`. A secret key, static files and locks are of no use to throw away.
KEPT = ("postgres", "redis", "mail", "media")


def static_files() -> bool:
    """Collect, hash and compress the static files when a source is newer; tell whether that was needed."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and _newest_source() <= manifest.stat().st_mtime:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    return True


def database() -> None:
    """Bring the tables up to date."""
    call_command("migrate", interactive=False, verbosity=0)


def ideas(folder: str) -> None:
    """Load the made-up people and the ideas, those in `folder` when one is given. A second time changes nothing."""
    call_command("load_demo", *([folder] if folder else []))
    call_command("load_demo_news")


def forget(var: Path) -> list[str]:
    """Remove what the demonstration kept; give the names of what was there."""
    found = [name for name in KEPT if (var / name).exists()]
    for name in found:
        shutil.rmtree(var / name)
    return found


def _newest_source() -> float:
    """Give the moment at which the youngest static source was changed."""
    found = (storage.path(path) for finder in get_finders() for path, storage in finder.list([]))
    return max(Path(path).stat().st_mtime for path in found)
