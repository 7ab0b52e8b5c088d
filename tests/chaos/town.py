"""A town of made-up people, with the sessions of their browsers. Made by the product's own doors, before the run."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.test import Client
from django.utils import timezone

from ideas.models import RoutingRule
from notifications.actions import set_preferences
from notifications.statuses import Channel, Frequency, Group
from participation.demo import prepare
from tests import factories
from tests.doors import sign_in

#: By the word in the text, as the routing rules have it; the last one catches all.
PROGRAMMES = ("water", "verkeer", "groen")
SESSION_LIFE = timedelta(days=500)
FIRST_IDEAS = 12


@dataclass
class Town:
    """E-mail addresses with the keys of their sessions, and what stands in the database before the run."""

    residents: list = field(default_factory=list)
    officials: dict = field(default_factory=dict)
    sessions: dict = field(default_factory=dict)
    programmes: dict = field(default_factory=dict)
    first_ideas: list = field(default_factory=list)


def build(size):
    """Make the tables and `size` residents."""
    prepare.static_files()
    prepare.database()
    town = Town()
    for number, slug in enumerate(PROGRAMMES, 1):
        people = [factories.make_official(f"{role}-{slug}") for role in ("owner", "deputy")]
        programme = factories.make_programme(slug, owner=people[0], deputies=people[1:])
        town.officials[slug] = [person.email for person in people]
        town.programmes[slug] = programme.pk
        if slug == PROGRAMMES[-1]:
            factories.make_last_rule(programme)
        else:
            RoutingRule.objects.create(name=slug, order=number, words=[slug], programme=programme)
        for person in people:
            town.sessions[person.email] = _session_of(person)
        # Somebody who wants no mail about work: the inbox only.
        if slug == PROGRAMMES[0]:
            set_preferences({(Group.DESK, Channel.EMAIL): Frequency.OFF}, actor=people[1])
    coordinator = factories.make_official("coordinator", is_coordinator=True)
    town.sessions[coordinator.email] = _session_of(coordinator)
    with transaction.atomic():
        people = [
            factories.make_resident(f"bewoner-{number}", language="en" if number % 5 == 0 else "nl")
            for number in range(size)
        ]
    for person in people:
        town.residents.append(person.email)
        town.sessions[person.email] = _session_of(person)
    town.first_ideas = [
        factories.make_idea(people[number % size], title=f"Een idee van eerder {number}").reference
        for number in range(FIRST_IDEAS)
    ]
    return town


def _session_of(person):
    """A session that outlives a clock that is moved by months: nobody is to be signed out by that."""
    client = sign_in(Client(), person)
    session = client.session
    session.set_expiry(int(SESSION_LIFE.total_seconds()))
    if person.is_official:
        later = (timezone.now() + SESSION_LIFE).timestamp()
        session["_official_since"] = session["_official_seen"] = later
    session.save()
    return session.session_key
