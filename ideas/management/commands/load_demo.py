"""`manage.py load_demo [FOLDER]`: made-up people, places and ideas, and real ones from a folder."""

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ideas.actions.doubles import find_doubles
from ideas.actions.vocabulary import count_words
from ideas.demo.answers import answer_at_leisure
from ideas.demo.authors import let_authors_go_on
from ideas.demo.away import let_people_be_away
from ideas.demo.content import BadFolder, Content, read_content
from ideas.demo.desk import furnish_desk
from ideas.demo.discussion import discuss
from ideas.demo.intake import make_intake
from ideas.demo.kept import choose_words
from ideas.demo.learning import learn_from_demo
from ideas.demo.people import make_people
from ideas.demo.places import make_places
from ideas.demo.roles import give_roles
from ideas.demo.rounds import end_trial, play_rounds
from ideas.demo.rules import make_rules
from ideas.demo.searches import make_searches
from ideas.demo.story import Story
from participation.errors import RuleBroken


class Command(BaseCommand):
    """Loads what is not there yet; the second time that is nothing."""

    help = "Load the demonstration: made-up people, programmes and ideas, and from FOLDER real areas and ideas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("folder", nargs="?", type=Path, help="with a demo.toml, or with files that are known")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it. Refused on a real installation: passwords and codes of the made-up officials are public."""
        if settings.PRODUCTION:
            raise CommandError(
                "The demonstration's officials have public passwords; it is not for a real installation."
            )
        try:
            content = read_content(options["folder"])
            self._load(content)
        except BadFolder as problem:
            raise CommandError(str(problem)) from problem
        except RuleBroken as broken:
            raise CommandError(f"A made-up idea breaks a rule: {broken.message}") from broken

    def _load(self, content: Content) -> None:
        call_command("load_areas", *content.areas, stdout=self.stdout, stderr=self.stderr)
        with transaction.atomic():
            cast = make_people(content)
            places = make_places(content, cast)
        self.stdout.write(
            f"people: {len(cast.by_email)}; programmes: {len(places.programmes)}; themes: {len(places.themes)}"
        )
        make_rules(content.rules, cast, places)
        make_searches(cast)
        let_people_be_away(cast)
        choose_words(cast)
        story = Story(cast, places, real_points=not content.real_areas)
        played = story.tell(content.ideas)
        self.stdout.write(f"made-up ideas: {len(content.ideas)}; deeds played now: {played}")
        self.stdout.write(f"comments said now: {discuss(content.comments, story.ideas, cast)}")
        self.stdout.write(f"deeds of authors now: {let_authors_go_on(cast, story.ideas)}")
        if deeds := furnish_desk(story.ideas.values()):
            self.stdout.write(f"deeds of officials at the desk now: {deeds}")
        self.stdout.write(f"deeds around answers now: {answer_at_leisure(cast, story.ideas)}")
        self.stdout.write(f"by mail, on paper, and ideas that belong together: {make_intake()}")
        if rounds := play_rounds(cast, story.ideas):
            self.stdout.write(f"vote rounds made now: {rounds}")
        # The room of challenges lies above this one: it is known here by the name of its command only.
        call_command("load_demo_challenges", stdout=self.stdout, stderr=self.stderr)
        for wanted in content.imports:
            self.stdout.write(f"{wanted.path.name}, as {wanted.source!r}:")
            call_command(
                "import_ideas", wanted.path, source=wanted.source, mapping=wanted.mapping,
                create_themes=wanted.create_themes, stdout=self.stdout, stderr=self.stderr,
            )  # fmt: skip
        if given := give_roles(cast, places):
            self.stdout.write(f"roles given now: {given}")
        count_words(anew=True)
        if compared := find_doubles(settled=timedelta()):
            self.stdout.write(f"ideas compared with all others: {compared}")
        if suggestions := learn_from_demo(content.decided, cast, places):
            self.stdout.write(f"suggestions made now: {suggestions}")
        end_trial()
