"""A challenge whose responses two people opened, with a jury: rows as they lie in the database after the opening."""

import itertools
import json
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from challenges.models import (
    Assignment,
    Challenge,
    Criterion,
    FormField,
    Interest,
    Juror,
    Phase,
    Response,
    Score,
    Scorecard,
    SealedFile,
    Submission,
)
from challenges.sealed_contents import name_context
from challenges.sealing import new_phase_key, seal
from challenges.statuses import ChallengeStatus, FieldKind, ResponseStatus
from challenges.vault import keep_piece
from participation.models import Organisation
from tests import factories

numbers = itertools.count(1)
WEIGHTS = {"Haalbaar": 50, "Nieuw": 30, "Prijs": 20}


@factories.thawed()
def make_phase(challenge, number=1, **fields):
    """A phase that was closed and opened, with a public field, a confidential one that says who it is, and a file."""
    now = timezone.now()
    usual = {
        "opens_at": now - timedelta(days=30),
        "closes_at": now - timedelta(days=2),
        "unsealed_at": now,
        "title": f"Ronde {number}",
    }
    phase = Phase.objects.create(challenge=challenge, number=number, **{**usual, **fields})
    for place, (title, weight) in enumerate(WEIGHTS.items(), 1):
        Criterion.objects.create(phase=phase, number=place, title=title, weight=weight)
    FormField.objects.create(phase=phase, number=1, label="Samenvatting", is_confidential=False)
    FormField.objects.create(phase=phase, number=2, label="Wie bent u?", is_identifying=True)
    FormField.objects.create(phase=phase, number=3, label="Begroting", kind=FieldKind.BUDGET)
    new_phase_key(phase)
    return phase


@factories.thawed()
def make_challenge(programme, maker, approver, *, status=ChallengeStatus.IN_REVIEW, title="Koele straten", **fields):
    number = next(numbers)
    return Challenge.objects.create(
        slug=f"koele-straten-{number}",
        programme=programme,
        title=title,
        status=status,
        made_by=maker,
        approved_by=approver,
        approved_at=timezone.now(),
        problem="Het is te warm.",
        **fields,
    )


def make_company(name, *members, **fields):
    return factories.make_organisation(name, *members, **{"kvk_number": f"{next(numbers):08d}", **fields})


def hand_in(response, phase, text="Wij planten klimop.", number=1, **fields):
    """What `response` handed in, sealed."""
    summary, who, budget = phase.fields.order_by("number")
    answers = {
        str(summary.uuid): text,
        str(who.uuid): f"Wij zijn {response.organisation.name}.",
        str(budget.uuid): [{"what": "Klimop", "amount": "1200.50"}, {"what": "Werk", "amount": "300"}],
    }
    sealed = seal(phase, f"submission:{response.pk}:{number}", json.dumps(answers).encode())
    with factories.thawed():
        return Submission.objects.create(
            response=response, phase=phase, number=number, sealed=sealed, salt="zout", sha256="0" * 64, **fields
        )


@factories.thawed()
def make_response(challenge, organisation, phase=None, **fields):
    """A response that was submitted, with what it says."""
    usual = {"status": ResponseStatus.SUBMITTED}
    response = Response.objects.create(challenge=challenge, organisation=organisation, **{**usual, **fields})
    hand_in(
        response, phase or challenge.phases.get(number=challenge.phase_number), f"Plan van {organisation.name[:1]}."
    )
    return response


@factories.thawed()
def attach(response, phase, content=b"%PDF-1.4 geheim", *, is_identifying=False):
    """Hand in once more, with a file that lies sealed in its folder."""
    asked = FormField.objects.create(
        phase=phase,
        number=phase.fields.count() + 1,
        label="Bijlage",
        kind=FieldKind.FILE,
        is_identifying=is_identifying,
    )
    now = timezone.now()
    file = SealedFile(response=response, phase=phase, field=asked, size=len(content), received=len(content))
    file.sealed_name = seal(phase, name_context(file), f"offerte {response.organisation.name}.pdf".encode())
    file.kind, file.sha256, file.whole_at, file.completed_at = "application/pdf", sha256(content).hexdigest(), now, now
    file.save()
    keep_piece(file, 0, content)
    number = response.submissions.count() + 1
    said = json.dumps({str(asked.uuid): [str(file.uuid)]}).encode()
    Submission.objects.create(
        response=response, phase=phase, number=number, salt="zout", sha256="0" * 64,
        sealed=seal(phase, f"submission:{response.pk}:{number}", said),
    )  # fmt: skip
    return file


def make_juror(challenge, person, **fields):
    """Somebody who accepted."""
    usual = {"name": person.nickname, "email": person.email, "accepted_at": timezone.now()}
    return Juror.objects.create(challenge=challenge, person=person, **{**usual, **fields})


def declare_nothing(juror, *responses):
    """The juror says that they have no interest."""
    for response in responses:
        Interest.objects.create(juror=juror, response=response, has_conflict=False)


def assign(juror, response):
    submission = response.submissions.order_by("-number").first()
    return Assignment.objects.create(juror=juror, submission=submission, how="hand")


def score(assignment, *values, final=True, reading=1, **fields):
    """A scorecard as it lies in the database: a value for each criterion in order."""
    card = Scorecard.objects.create(assignment=assignment, reading=reading, **fields)
    for criterion, value in zip(assignment.submission.phase.criteria.order_by("number"), values, strict=True):
        Score.objects.create(scorecard=card, criterion=criterion, value=value, text=f"Omdat {value}.")
    if final:
        card.final_at = timezone.now()
        card.save(update_fields=["final_at"])
    return card


@dataclass
class Scene:
    """A challenge in review: three companies, one of them with a partner, and three jurors of whom one is its maker's."""

    challenge: Challenge
    phase: Phase
    responses: list[Response] = field(default_factory=list)
    companies: list[Organisation] = field(default_factory=list)
    makers: list = field(default_factory=list)
    jurors: list[Juror] = field(default_factory=list)


def in_review(programme, owner, deputy, *, is_blind=False, jurors=2, **fields):
    challenge = make_challenge(programme, owner, deputy, **fields)
    scene = Scene(challenge, make_phase(challenge, is_blind=is_blind))
    for name in ("Aardbei", "Braam", "Citroen"):
        maker = factories.make_resident(f"{name.lower()}{next(numbers)}")
        company = make_company(f"{name} BV", maker)
        scene.makers.append(maker)
        scene.companies.append(company)
        scene.responses.append(make_response(challenge, company))
    for number in range(jurors):
        scene.jurors.append(make_juror(challenge, factories.make_resident(f"jury{next(numbers)}n{number}")))
    return scene


def ready(scene):
    """Everybody declared that they have no interest, and reads everything."""
    for juror in scene.jurors:
        declare_nothing(juror, *scene.responses)
    return [[assign(juror, response) for response in scene.responses] for juror in scene.jurors]
