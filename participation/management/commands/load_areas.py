"""`manage.py load_areas FILE.geojson ...`: the districts and neighbourhoods of the municipality."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from participation.actions.areas import store_areas
from participation.geojson import KINDS, AreaDraft, BadFile, read_areas


class Command(BaseCommand):
    """Reads every file, and stores all areas or none."""

    help = "Load districts and neighbourhoods from GeoJSON (WGS84). Safe to repeat: areas are known by their code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a GeoJSON FeatureCollection")
        parser.add_argument("--code", default="", help="the property that holds the code")
        parser.add_argument("--name", default="", help="the property that holds the name")
        parser.add_argument("--parent", default="", help="the property with the code of the district around it")
        parser.add_argument("--kind", default="", choices=["", *KINDS], help="what areas are that do not say it")
        parser.add_argument("--attribution", default="", help="whom to thank for the borders (default: the file's own)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; exit code 1 when a file is not good, and then nothing has changed."""
        names = {name: options[name] for name in ("code", "name", "parent")}
        areas: list[AreaDraft] = []
        for path in options["files"]:
            try:
                drafts = read_areas(path, names, kind=options["kind"], attribution=options["attribution"])
            except BadFile as bad:
                raise CommandError("\n".join(f"{path.name}: {problem}" for problem in bad.problems)) from bad
            for repair in drafts.repairs:
                self.stdout.write(f"{path.name}: {repair}")
            areas += drafts.areas
        try:
            stored = store_areas(areas)
        except BadFile as bad:
            raise CommandError(str(bad)) from bad
        rest = len(areas) - stored.made - stored.changed
        self.stdout.write(
            f"areas read: {len(areas)}; new: {stored.made}; changed: {stored.changed}; as they were: {rest}"
        )
