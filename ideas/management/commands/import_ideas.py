"""`manage.py import_ideas FILE`: ideas from a CSV or JSON Lines file become ideas here."""

import sys
from argparse import ArgumentParser
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from ideas.actions.vocabulary import count_words
from ideas.importing.cleaning import clean_line, shorten
from ideas.importing.errors import Refused, Unreadable
from ideas.importing.lookups import Lookups
from ideas.importing.mapping import FIELDS, Wishes, choose_columns, parse_pairs, read_wishes
from ideas.importing.readers import Source, open_source
from ideas.importing.report import Report
from ideas.importing.rows import Reader
from ideas.importing.run import Choices, run
from participation.errors import NotPossible

FIRST_ROWS = 5
NAMED_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "bar": "|"}


class Command(BaseCommand):
    """Reads, shows what it understood, and takes over what is not there yet."""

    help = "Take over ideas from a CSV or JSON Lines file. Safe to repeat: what is there already is skipped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="CSV (comma, semicolon, tab) or JSON Lines")
        parser.add_argument(
            "--source", default="", help="the source's name, shown with each idea (default: the file's)"
        )
        parser.add_argument(
            "--column", action="append", default=[], metavar="FIELD=COLUMN",
            help=f"where a field stands; FIELD is one of {', '.join(FIELDS)}; round+id joins two columns",
        )  # fmt: skip
        parser.add_argument("--mapping", type=Path, help="a TOML file with [columns], [themes], source, encoding")
        parser.add_argument("--encoding", default="", help="such as utf-8, utf-16, cp1252 (default: found out)")
        parser.add_argument("--delimiter", default="", help="comma, semicolon, tab or a character (default: found out)")
        parser.add_argument("--create-themes", action="store_true", help="make themes that are not there")
        parser.add_argument("--promise", action="store_true", help="promise an answer, counted from today")
        parser.add_argument("--notify", action="store_true", help="tell the programmes, by mail too")
        parser.add_argument("--batch", type=int, default=500, help="rows that are stored together, all or none")
        parser.add_argument("--report", type=Path, help="write refused and repaired rows to this CSV file")
        parser.add_argument("--dry-run", action="store_true", help="show what would happen and change nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it. The exit code is 1 when nothing can be read, and 0 otherwise."""
        if options["batch"] < 1:
            raise CommandError("--batch must be 1 or more.")
        if options["report"] and options["report"].resolve() == options["file"].resolve():
            raise CommandError("--report names the file itself, which would be lost.")
        try:
            self._import(options)
        except Unreadable as problem:
            raise CommandError(f"{options['file']}: {problem}") from problem
        except NotPossible as problem:
            raise CommandError("No routing rule catches all ideas. Make one first; nothing was lost.") from problem

    def _import(self, options: dict[str, Any]) -> None:
        wishes = read_wishes(options["mapping"]) if options["mapping"] else Wishes()
        delimiter = options["delimiter"] or wishes.delimiter
        delimiter = NAMED_DELIMITERS.get(delimiter.lower(), delimiter)
        if len(delimiter) > 1 or delimiter in {"\n", "\r", '"', " "}:
            raise Unreadable(f"--delimiter {delimiter!r} is no single character that can part columns.")
        source = open_source(options["file"], options["encoding"] or wishes.encoding, delimiter)
        reader = Reader(
            columns=choose_columns(source.columns, {**wishes.columns, **parse_pairs(options["column"])}),
            lookups=Lookups(wishes.themes),
            now=timezone.now(),
            default_source=clean_line(options["file"].stem, []),
            source=clean_line(options["source"] or wishes.source, []),
            create_themes=options["create_themes"],
        )
        choices = Choices(**{name: options[name] for name in ("batch", "promise", "notify", "dry_run")})
        if choices.dry_run:
            self._show(source, reader)
        with Report(options["report"]) as report:
            self._run(source, reader, report, choices)

    def _run(self, source: Source, reader: Reader, report: Report, choices: Choices) -> None:
        """Import with a progress bar, and say what became of it, also when somebody stops it."""
        size = source.path.stat().st_size
        try:
            with tqdm(
                total=size, unit="B", unit_scale=True, desc=source.path.name, file=sys.stderr, disable=None
            ) as bar:
                run(source, reader, report, choices, lambda _rows: bar.update(source.bytes_read - bar.n))
        except KeyboardInterrupt:
            self.stdout.write("Stopped. What is counted below is stored; the same command goes on from there.")
            raise SystemExit(130) from None
        finally:
            for line in report.lines():
                self.stdout.write(line)
        if choices.dry_run:
            self.stdout.write("Dry run: nothing was changed.")
        else:
            count_words()

    def _show(self, source: Source, reader: Reader) -> None:
        """What was recognised: the shape of the file, the columns, and the first rows as they would become."""
        self.stdout.write(f"{source.path.name}: {source.describe()}")
        for name, column in reader.columns.describe():
            self.stdout.write(f"  {name:<10} <- {column or '(nothing)'}")
        for row in islice(source.rows(), FIRST_ROWS):
            try:
                taken = reader.read(row)
            except Refused as reason:
                self.stdout.write(f"  line {row.line}: refused: {reason}")
                continue
            idea = taken.arrival
            start = shorten(idea.proposal.replace("\n", " "), 60)
            theme = f"{taken.theme} (new)" if taken.theme else idea.theme or "-"
            day = timezone.localdate(idea.submitted_at)
            place = idea.area or idea.address or "-"
            self.stdout.write(
                f"  line {row.line}: {idea.title} | {start} | {theme} | {place} | {idea.support_count} | {day}"
            )
