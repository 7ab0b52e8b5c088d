"""What a day at the desk is played on: the demonstration, with real ideas waiting in it, as often as it is wanted."""

import csv
import os
import random
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path

import psutil
import psycopg
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from ideas.actions.submit import LONGEST_TITLE, Draft, submit_idea
from ideas.actions.suggest import suggest_ideas
from ideas.actions.vocabulary import count_words
from ideas.demo.clock import clock_at
from ideas.demo.content import read_content
from ideas.demo.timetable import working_day
from ideas.importing.cleaning import shorten
from ideas.learning.examples import Example
from ideas.learning.parts import text_of
from ideas.learning.run import learn_from
from ideas.models import Idea, Target
from participation.demo import prepare
from participation.demo.ports import free_port
from participation.management.commands.demo import answers
from participation.models import Allowance, Kind, Programme, Theme, User
from tests.benchmarks import installation
from tests.benchmarks.servers import OWN, command, cpu

PLANS, QUESTIONS = "nl_amsterdam_buurtbudget_2019_2020.csv", "nl_dekamer_vragen_2017.csv"
LONG_ONES = 3  # One in three is a long text; the others say what they want in a line.
DAYS = 20
LONGEST = 4000
SEED = 2026


def load(folder: Path, count: int) -> None:
    """The demonstration, and `count` ideas from `folder` that nobody took up; of the others there, suggestions learn."""
    prepare.static_files()
    _make(settings.DATABASES["default"]["NAME"], "template0")
    prepare.database()
    prepare.ideas("")
    rows = _rows(folder, count)
    waiting, decided = rows[:count], rows[count:]
    _submit(waiting)
    _learn(decided)
    count_words(anew=True)
    suggest_ideas()
    Allowance.objects.all().delete()


def waiting_ideas() -> list[str]:
    """The references of what nobody took up, oldest first."""
    return list(Idea.objects.waiting().order_by("submitted_at", "pk").values_list("reference", flat=True))


@contextmanager
def served(name: str) -> Iterator[tuple[str, Callable[[], float]]]:
    """A copy of the database by that name, with the application server on it as deploy/ starts it; gives its address and its processor time."""
    usual = settings.DATABASES["default"]["NAME"]
    _make(name, usual)
    _use(name)
    port = free_port(8300, [])
    address = f"http://127.0.0.1:{port}"
    log = installation.VAR / "log" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as target:
        server = psutil.Popen(
            command(OWN, port), cwd=installation.CODE, env=_environment(name, address), stdout=target, stderr=target
        )
    try:
        if not answers(f"{address}/health/live", lambda: server.poll() is not None):
            raise RuntimeError(f"The server does not answer: {log.read_text(errors='replace')[-2000:]}")
        at_start = cpu([server, *server.children(recursive=True)])
        yield address, lambda: cpu([server, *server.children(recursive=True)]) - at_start
    finally:
        server.terminate()
        server.wait(40)
        _use(usual)


def say(text: str) -> None:
    """Tell whoever waits."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _rows(folder: Path, count: int) -> list[dict[str, str]]:
    """Short plans and long questions mixed; each text once."""
    plans, questions = _read(folder / PLANS, "theme"), _read(folder / QUESTIONS, "body")
    questions = [row for row in questions if not row["dup_group"]]
    chance = random.Random(SEED)
    chance.shuffle(plans)
    chance.shuffle(questions)
    long_ones = count // LONG_ONES
    first = plans[: count - long_ones] + questions[:long_ones]
    chance.shuffle(first)
    return first + plans[count - long_ones :]


def _read(path: Path, needed: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["title"].strip() and row[needed].strip()]


def _submit(rows: list[dict[str, str]]) -> None:
    """Through the door that residents use, spread over the last weeks."""
    authors = list(User.objects.filter(kind=Kind.RESIDENT, is_active=True).order_by("pk"))
    themes = {theme.name: theme for theme in Theme.objects.active()}
    for number, row in enumerate(rows):
        day = working_day(timezone.localdate() - timedelta(days=DAYS - number * DAYS // len(rows)))
        at = min(timezone.now(), timezone.make_aware(datetime.combine(day, time(9, number % 60))))
        if number % len(authors) == 0:
            Allowance.objects.all().delete()
        with clock_at(at):
            submit_idea(_draft(row, themes), actor=authors[number % len(authors)], client_key=uuid.uuid4())


def _draft(row: dict[str, str], themes: dict[str, Theme]) -> Draft:
    title = " ".join(row["title"].split())
    body = row["body"].strip() or title
    return Draft(
        title=shorten(title, LONGEST_TITLE), problem=shorten(body, LONGEST), proposal=f"{row['category']}: {title}",
        theme=themes.get(row["theme"]),
    )  # fmt: skip


def _learn(rows: list[dict[str, str]]) -> None:
    """What the municipality of these plans decided: their theme, and the programme of that theme."""
    moment = timezone.now() - timedelta(days=400)
    themes = dict(Theme.objects.active().values_list("name", "pk"))
    programmes = dict(Programme.objects.active().values_list("slug", "pk"))
    of_theme = {theme["name"]: programmes[theme["programme"]] for theme in read_content(None).themes}
    known = [(text_of(row["title"], "", ""), row["theme"]) for row in rows if row["theme"] in themes]
    for target, keys in ((Target.THEME, themes), (Target.PROGRAMME, of_theme)):
        made = learn_from(target, [Example(text, str(keys[theme]), moment) for text, theme in known])
        say(f"Suggested {target}: {made.verdict if made else 'nothing learned'}, from {len(known)} decisions")


def _make(name: str, template: str) -> None:
    """The database `name` anew, from `template`."""
    _use(name)
    place = settings.DATABASES["default"]
    with psycopg.connect(dbname="postgres", host=place["HOST"], user=place["USER"], autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[call-overload] # a name of ours
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[call-overload]


def _use(name: str) -> None:
    connections.close_all()
    connection.close_pool()  # type: ignore[attr-defined] # PostgreSQL's own
    connection.settings_dict["NAME"] = name


def _environment(name: str, address: str) -> dict[str, str]:
    place = settings.DATABASES["default"]
    database = f"postgresql://{place['USER']}@/{name}?host={place['HOST']}"
    return {**os.environ, "DATABASE_URL": database, "BASE_URL": address, "VAR_DIR": str(settings.VAR)}
