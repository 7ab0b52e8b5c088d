"""`manage.py messages`: the translations of the texts in the code."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

from participation import translations


class Command(BaseCommand):
    """Keeps a catalogue for every language but that of the code; needs no database and no GNU gettext."""

    help = "Update the catalogues in locale/ with the texts of the code, and list what has no translation yet."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the option."""
        parser.add_argument("--compile", action="store_true", help="compile the catalogues; do not update them")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Go by every language."""
        for language, _name in settings.LANGUAGES:
            if language == settings.LANGUAGE_CODE:
                continue
            path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
            if options["compile"]:
                self.compile(path, language)
            else:
                self.update(path, language)

    def compile(self, path: Path, language: str) -> None:
        """Write the file that Django reads, next to the one that people write."""
        known = translations.read(path.read_text(encoding="utf-8"), language)
        path.with_suffix(".mo").write_bytes(translations.compiled(known))

    def update(self, path: Path, language: str) -> None:
        """Bring the catalogue up to date, and say what is left to do."""
        kept = path.read_text(encoding="utf-8") if path.exists() else ""
        found = [text for name, source in sources() for text in translations.find(name, source)]
        known = translations.update(kept, language, found)
        text = translations.write(known)
        if text != kept:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        missing, wrong = translations.untranslated(known), translations.wrong(known)
        self.stdout.write(f"{language}: {len(known)} texts, {len(missing)} without a translation")
        for text in missing:
            self.stdout.write(f"  {text}")
        for text in wrong:
            self.stdout.write(f"  other placeholders than in the text: {text}")


def sources() -> Iterator[tuple[str, str]]:
    """Give the name and the text of every file of ours that may hold texts for people."""
    ours = (Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR)
    for folder in (*ours, settings.BASE_DIR / "templates"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in translations.ENDINGS and path.is_file():
                yield path.relative_to(settings.BASE_DIR).as_posix(), path.read_text(encoding="utf-8")
