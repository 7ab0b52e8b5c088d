"""A form that breaks at any step: all of it is stored or nothing, and sending it again brings the rest exactly once."""

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count, groupby

import pytest
from django.test import Client

from ideas.actions.support import support_idea
from ideas.models import Answer, Concept, Idea, Referral, Support
from notifications.draining import drain_all
from participation.models import Allowance, Event
from tests import factories
from tests.doors import sign_in
from tests.journeys.faults import broken, dies, loses_the_answer
from tests.journeys.people import WORDS, Visitor, code_in
from tests.participation.walk import is_in

pytestmark = pytest.mark.django_db(transaction=True)

FOUR_PARTS = {"reason": "Dit past goed.", "next_step": "Wij bellen u.", "date": "2031-03-01"}


@dataclass
class Attempt:
    """Somebody sends a form. `remains()` is what is stored of it; `stages` are all that it may be, in order."""

    person: object
    path: str
    fields: dict
    remains: Callable[[], object]
    stages: list
    mails: Counter = field(default_factory=Counter)


def kinds(idea):
    return [event.kind.removeprefix("idea.") for event in Event.objects.filter(subject_id=idea).order_by("pk")]


def submits(town):
    key = uuid.uuid4()

    def remains():
        concept = Concept.objects.filter(key=key).values_list("answers__title", flat=True).first()
        idea = Idea.objects.filter(client_key=key).first()
        tokens = Allowance.objects.filter(key__startswith="submit:").count()
        return concept, tokens, idea and (kinds(idea.pk), list(idea.follows.values_list("person", flat=True)))

    whole = (["submitted", "routed"], [town.author.pk])
    stages = [(None, 0, None), (WORDS["title"], 0, None), (None, 1, whole)]
    mails = Counter([town.author.email, town.owner.email])
    return Attempt(town.author, "/ideeen/nieuw/", {**WORDS, "key": key, "doe": "verstuur"}, remains, stages, mails)


def answers(town):
    idea = factories.make_raw_idea(town.programme, author=town.author, status="in_review")

    def remains():
        found = Idea.objects.get(pk=idea.pk)
        given = list(Answer.objects.filter(idea=idea).values_list("decision", "reason"))
        return found.status, found.next_step, given, kinds(idea.pk)

    whole = ("promising", FOUR_PARTS["next_step"], [("promising", FOUR_PARTS["reason"])], ["answered"])
    stages = [("in_review", "", [], []), whole]
    mails = Counter([town.author.email])
    return Attempt(town.owner, f"{idea.get_desk_url()}promising/", FOUR_PARTS, remains, stages, mails)


def hides(town):
    idea = factories.make_raw_idea(town.programme, author=town.author)
    fields = {"reason": "Er staat een naam in."}

    def remains():
        return Idea.objects.get(pk=idea.pk).visibility, kinds(idea.pk)

    stages = [("public", []), ("hidden", ["hidden"])]
    mails = Counter([town.author.email])
    return Attempt(town.coordinator, f"{idea.get_desk_url()}zichtbaarheid/", fields, remains, stages, mails)


def partner_answers(town):
    idea = factories.make_raw_idea(town.programme, author=town.author, status="referred", handler=town.owner)
    asked = Referral.objects.create(idea=idea, partner="Bibliotheek", email="balie@example.org", message="Kan dit?")

    def remains():
        asked.refresh_from_db()
        return asked.answer, asked.answered_at is not None, kinds(idea.pk)

    stages = [("", False, []), ("Ja.", True, ["referral_answered"])]
    mails = Counter([town.author.email, town.owner.email])
    return Attempt(None, asked.get_absolute_url(), {"text": "Ja."}, remains, stages, mails)


def supports(town):
    idea = factories.make_raw_idea(town.programme)

    def remains():
        return Idea.objects.get(pk=idea.pk).support_count, Support.objects.filter(idea=idea).count()

    return Attempt(town.author, f"{idea.get_absolute_url()}steun/", {}, remains, [(0, 0), (1, 1)])


def withdraws_support(town):
    idea = factories.make_raw_idea(town.programme)
    support_idea(idea, actor=town.author)

    def remains():
        return Idea.objects.get(pk=idea.pk).support_count, Support.objects.filter(idea=idea).count()

    return Attempt(town.author, f"{idea.get_absolute_url()}steun/", {"doe": "terug"}, remains, [(1, 1), (0, 0)])


@dataclass
class Town:
    author: object
    owner: object
    coordinator: object
    programme: object


@pytest.fixture
def town(resident, owner, coordinator):
    programme = factories.make_programme(owner=owner)
    factories.make_last_rule(programme)
    return Town(resident, owner, coordinator, programme)


@pytest.mark.parametrize("happens", [dies, loses_the_answer])
@pytest.mark.parametrize("begin", [submits, answers, hides, partner_answers, supports, withdraws_support])
def test_a_form_that_breaks_at_any_step(begin, happens, town, mail_server):
    client, left, wanted = Client(raise_request_exception=False), [], Counter()
    for at in count():
        Allowance.objects.all().delete()
        attempt = begin(town)
        if attempt.person and at == 0:
            sign_in(client, attempt.person)
        with broken(at, happens) as way:
            client.post(attempt.path, attempt.fields)
        left.append(attempt.remains())
        client.post(attempt.path, attempt.fields)
        assert attempt.remains() == attempt.stages[-1], way.taken[at]
        wanted += attempt.mails
        if not way.broke:
            break
    assert [stage for stage, _ in groupby(left)] == attempt.stages
    drain_all()
    assert Counter(recipient for recipient, _ in mail_server.letters) == wanted


def test_a_code_that_breaks_at_any_step_loses_no_text(town, mail_server):
    left = []
    for at in count():
        Allowance.objects.all().delete()
        email, title = f"nieuw{at}@example.org", f"Idee {at} van iemand"
        visitor = Visitor(Client(raise_request_exception=False)).write(title=title, email=email)
        code = {"code": code_in(mail_server.to(email)[-1])}
        with broken(at, loses_the_answer) as way:
            visitor.client.post("/ideeen/nieuw/code/", code)
        left.append((Concept.objects.filter(answers__title=title).count(), Idea.objects.filter(title=title).count()))

        visitor.client.post("/ideeen/nieuw/code/", code)
        if not is_in(visitor.client):
            visitor.open("/inloggen/").press("Stuur mij een code", email=email)
            visitor.press("Inloggen", code=code_in(mail_server.to(email)[-1]))
        if not Idea.objects.filter(title=title).exists():
            form = visitor.open("/ideeen/nieuw/voorstel/").page
            assert form.find(attrs={"name": "title"}).get("value") == title, way.taken[at]
            visitor.press("Verder").press("Verstuur uw idee")
        assert title in visitor.open("/mijn-inbreng/").text
        assert Idea.objects.filter(title=title).count() == 1
        if not way.broke:
            break
    assert [stage for stage, _ in groupby(left)] == [(1, 0), (0, 1)]
