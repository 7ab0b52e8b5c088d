"""Every move from every status by every role, through the desk: what the table allows happens, and nothing else does."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from ideas.models import Idea
from ideas.workflow import MOVES
from tests import factories
from tests.doors import sign_in
from tests.ideas.test_workflow import MAY, STATUSES, TARGETS, VERBS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_refusals")]

#: Who handles ideas of the programme; `test_workflow` has owner, deputy and coordinator in its own table.
HANDLERS = ["owner", "deputy", "behandelaar", "coordinator"]
#: Who reads the idea at the desk, and so hears that they may not; for other officials it is not there.
READERS = {"reader", "moderator"}
OFFICIALS = {"stranger", "clerk", "editor", "administrator"}
REFUSED = {"visitor": 302, "author": 403, "resident": 403}
REFUSED |= dict.fromkeys(READERS, 403) | dict.fromkeys(OFFICIALS, 404) | dict.fromkeys(HANDLERS, 422)
FIXTURES = {"author": "resident", "resident": "neighbour"}


@pytest.fixture
def clients(request):
    """One browser of each role."""
    people = {role: request.getfixturevalue(FIXTURES.get(role, role)) for role in REFUSED if role != "visitor"}
    return {"visitor": Client()} | {role: sign_in(Client(), person) for role, person in people.items()}


@pytest.fixture
def facts(programme):
    """Everything that any form asks."""
    return {
        "next_step": "Wij bellen u.",
        "question": "Waar precies?",
        "text": "Bij de school.",
        "message": "Help.",
        "partner": "Bibliotheek",
        "partner_email": "balie@example.org",
        "reason": "Dit past goed.",
        "reason_code": "te_duur",
        "date": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "challenge": "Groene daken",
        "project": "Bomen",
        "result": "Er staan bomen.",
        "lesson": "Plant in maart.",
        "party": factories.make_party().pk,
        "into": factories.make_raw_idea(programme).reference,
        "programme": factories.make_programme("water").pk,
    }


def may(status, verb, role):
    """An official of the programme may what its owner may; what is the author's or the clock's is not done here."""
    return role in HANDLERS and "owner" in MAY[status, verb]


def outcome(client, idea, verb, facts):
    """Status of the answer and of the idea; then all is as it was."""
    point = transaction.savepoint()
    response = client.post(f"{idea.get_desk_url()}{verb}/", facts)
    found = response.status_code, Idea.objects.get(pk=idea.pk).status
    transaction.savepoint_rollback(point)
    return found


@pytest.mark.parametrize("status", STATUSES)
def test_every_move_of_every_role(status, clients, facts, programme, resident):
    idea = factories.make_raw_idea(programme, author=resident, status=status)
    arrives = idea.status_before_merge or status
    found, expected = {}, {}
    for number, verb in enumerate(VERBS):
        # A handler who is refused gets the whole page back: one of them each time, as `test_workflow` asks all.
        drawn = HANDLERS[number % len(HANDLERS)]
        for role, client in clients.items():
            if role in HANDLERS and role != drawn and not may(status, verb, role):
                continue
            found[verb, role] = outcome(client, idea, verb, facts)
            target = TARGETS[verb][0] or arrives
            expected[verb, role] = (302, target) if may(status, verb, role) else (REFUSED[role], status)
    assert found == expected


def test_every_verb_and_every_role_is_tried(clients):
    assert set(VERBS) == set(MOVES.moves)
    assert set(clients) == set(REFUSED)
