"""Signs that turn a text around, or that nobody sees, are in nothing that others read of challenges."""

import uuid
from datetime import date

import pytest
from django.http import QueryDict

from challenges.actions.change import change_challenge
from challenges.actions.form_fields import Asked, add_field
from challenges.actions.make import make_challenge
from challenges.actions.notices import give_notice
from challenges.actions.phases import Round, Weighed, change_phase, set_criteria
from challenges.actions.questions import answer_question, ask_question
from challenges.answers import posted
from participation.actions.organisation import Profile, change_organisation, make_organisation
from participation.errors import Incomplete
from participation.models import OrganisationKind
from projects.actions.project import Plan, make_project, tell_update
from tests import factories

pytestmark = pytest.mark.django_db
TURNED, CLEAN, NOTHING = "\u202eGroen\u202c\u2066e\u2069 \u200fdaken\u200b\0", "Groene daken", "\u202e\u200b"


@pytest.fixture
def concept(programme):
    return factories.make_challenge("concept", programme=programme)


def field(words):
    return Asked(
        label=words, help=TURNED, kind="choice", is_required=True, is_confidential=False, is_identifying=False,
        longest=100, choices=[TURNED, "Rood"],
    )  # fmt: skip


def test_not_in_a_concept(concept, owner):
    openers = list(concept.openers.all())
    words = factories.challenge_words(title=TURNED, problem=TURNED, task=TURNED)
    change_challenge(concept, words, openers=openers, edition=concept.edition, actor=owner)
    phase = concept.phases.get()
    dates = {"opens_at": phase.opens_at, "closes_at": phase.closes_at, "is_blind": False, "min_readers": 2}
    plan = Round(title=TURNED, explanation=TURNED, **dates)
    change_phase(phase, plan, edition=concept.edition, actor=owner)
    set_criteria(phase, [Weighed(TURNED, TURNED, 100)], edition=phase.challenge.edition, actor=owner)
    asked, criterion = add_field(phase, field(TURNED), actor=owner), phase.criteria.get()
    concept.refresh_from_db()
    said = [
        *(concept.title, concept.problem, concept.task, phase.title, phase.explanation),
        *(criterion.title, criterion.explanation, asked.label, asked.help, asked.choices[0]),
    ]
    assert set(said) == {CLEAN}


def test_what_says_nothing_is_no_title(concept, owner, programme):
    openers, edition = list(concept.openers.all()), concept.edition
    words = factories.challenge_words(title=NOTHING)
    for refused in (
        lambda: make_challenge(title=NOTHING, programme=programme, actor=owner, client_key=uuid.uuid4()),
        lambda: change_challenge(concept, words, openers=openers, edition=edition, actor=owner),
        lambda: add_field(concept.phases.get(), field(NOTHING), actor=owner),
        lambda: make_organisation(
            Profile(name=NOTHING, kind=OrganisationKind.COMPANY), kvk_number="", actor=factories.make_resident("an")
        ),
    ):
        with pytest.raises(Incomplete):
            refused()


def test_not_in_what_is_told_of_an_open_challenge(programme, owner, resident):
    its = factories.make_challenge("open", programme=programme)
    asked = ask_question(its, TURNED, is_private=False, actor=resident, client_key=uuid.uuid4())
    answer_question(asked, answer=TURNED, public_text=TURNED, actor=owner)
    notice = give_notice(its, TURNED, actor=owner, changes={"offer": TURNED})
    assert {asked.text, asked.answer, asked.public_text, notice.text, its.offer} == {CLEAN}


def test_not_in_what_an_organisation_says(resident):
    profile = Profile(
        name=TURNED, kind=OrganisationKind.COMPANY, place=TURNED, about=TURNED, expertise=(TURNED, NOTHING)
    )
    its = make_organisation(Profile(name="Daken", kind=OrganisationKind.COMPANY), kvk_number="", actor=resident)
    its = change_organisation(its, profile, actor=resident)
    assert {its.name, its.place, its.about} == {CLEAN}
    assert (its.expertise, its.kind) == ([CLEAN.lower()], "company")


def test_not_in_an_answer(concept):
    text, *_others = concept.phases.get().fields.filter(kind="text")
    budget = concept.phases.get().fields.create(number=20, label="Wat kost het?", kind="budget")
    sent = QueryDict(mutable=True)
    sent[str(text.uuid)] = f"{TURNED}\r\n\r\nEn meer"
    sent[f"{budget.uuid}-what"], sent[f"{budget.uuid}-amount"] = TURNED, "\u200e10"
    answers = posted([text, budget], sent)
    assert answers[str(text.uuid)] == f"{CLEAN}\n\nEn meer"
    assert answers[str(budget.uuid)] == [{"what": CLEAN, "amount": "10"}]


def test_not_in_a_project(programme, owner):
    plan = Plan(title=TURNED, programme=programme, what=TURNED, starts_on=date(2026, 3, 1), ends_on=None)
    project = make_project(plan, actor=owner, client_key=uuid.uuid4())
    update = tell_update(project, actor=owner, title=TURNED, text=TURNED)
    assert {project.title, project.what, update.title, update.text} == {CLEAN}
    with pytest.raises(Incomplete):
        tell_update(project, actor=owner, title=NOTHING, text=TURNED)
