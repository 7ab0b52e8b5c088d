"""Two challenges of the demonstration that are further: one that a jury reads, and one that was decided."""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import ProgrammingError, connection, transaction
from django.db.models import F

from challenges.actions.assign import divide_responses
from challenges.actions.change import Words, change_challenge
from challenges.actions.decide import Plan, prepare_decision, send_decision
from challenges.actions.draft import save_draft
from challenges.actions.hashes import mind_hashes
from challenges.actions.interests import declare_interests
from challenges.actions.jury import INVITING, accept_invitation, invite_juror
from challenges.actions.make import make_challenge
from challenges.actions.phases import Round, change_phase
from challenges.actions.response import start_response, submit_response
from challenges.actions.scoring import Mark, save_scores, say
from challenges.actions.seal import open_phase
from challenges.actions.steps import move_challenge
from challenges.demo.calls import SHADE, is_there, moment, quietly
from challenges.models import Assignment, Challenge, Phase, Response, Submission
from challenges.statuses import FieldKind, HowAssigned, Outcome
from ideas.models import Idea
from participation import journal
from participation.models import Allowance, Organisation, OrganisationKind, Programme, User

BUDGET = [{"what": "Maken", "amount": "8000"}, {"what": "Beheer", "amount": "1500,50"}]
CLOSES_IN, PAST = 31, timedelta(days=33)
RAIN = replace(
    SHADE, title="Regen vasthouden op het schoolplein", task="",
    problem="Na een bui staan schoolpleinen blank. In de zomer zijn ze juist kurkdroog.",
    for_whom="Voor kinderen, leerkrachten en de buurt die er na schooltijd speelt.",
    can_influence="Waar het water blijft, wat er groeit, en hoe kinderen meedoen.",
    cannot_influence="De nooduitgangen en het fietspad blijven zoals ze zijn.",
    promise="Een jury leest alle inzendingen. Het beste plan komt op één schoolplein.",
    offer="Een schoolplein om het te proberen, geld, en hulp van onze hovenier.", budget=25_000,
)  # fmt: skip
WASTE = replace(
    SHADE, title="Afval ophalen zonder lawaai", task="",
    problem="De vuilniswagen komt om zes uur. Bewoners aan de gracht worden elke week wakker.",
    for_whom="Voor bewoners van smalle straten en de mensen die het afval ophalen.",
    can_influence="Het voertuig, de tijd en de plek van de bakken.",
    cannot_influence="Wij halen het afval even vaak op als nu.",
    promise="De jury kiest één plan, en daarmee doen wij een proef.",
    offer="Een wijk voor de proef en de gegevens van onze routes.", budget=40_000,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """What one made-up organisation sends in."""

    name: str
    kvk_number: str
    kind: OrganisationKind
    plan: str


RAIN_ENTRIES = (
    Entry(
        "Plein Vol Leven",
        "90000011",
        OrganisationKind.SOCIETY,
        "Een wadi met stapstenen, die de kinderen graven.",
    ),
    Entry(
        "Druppel & Dochters BV",
        "90000029",
        OrganisationKind.COMPANY,
        "Kratten onder het plein en een handpomp.",
    ),
    Entry(
        "Hogeschool De Bron",
        "90000037",
        OrganisationKind.EDUCATION,
        "Studenten meten een jaar lang elke bui.",
    ),
)
WASTE_ENTRIES = (
    Entry(
        "Stille Wielen",
        "90000045",
        OrganisationKind.STARTUP,
        "Kleine elektrische wagens, die om negen uur komen.",
    ),
    Entry("Bakker en Bak BV", "90000053", OrganisationKind.COMPANY, "Bakken onder de grond, met een lift."),
)


def load(owner: User, second: User, programme: Programme, crowd: list[User]) -> int:
    """Make the two that are not there yet, and mail nobody of it; gives how many. Three of `crowd` are the jury."""
    made = 0
    for words, entries, is_decided in ((RAIN, RAIN_ENTRIES, False), (WASTE, WASTE_ENTRIES, True)):
        if is_there(words.title):
            continue
        with quietly():
            challenge = _open(words, owner, second, programme)
            for entry, member in zip(entries, crowd, strict=False):
                _answer(challenge, entry, member)
            if _let_time_pass(challenge):
                _judge(challenge, owner, second, crowd[-3:], is_decided=is_decided)
        made += 1
    return made


def _open(words: Words, owner: User, second: User, programme: Programme) -> Challenge:
    ideas = list(Idea.objects.public().filter(programme=programme).order_by("support_count", "pk")[:1])
    challenge = make_challenge(
        title=words.title, programme=programme, ideas=ideas, actor=owner, client_key=uuid.uuid4()
    )
    words = replace(words, questions_until=moment(21, 17))
    challenge = change_challenge(challenge, words, openers=[owner, second], edition=challenge.edition, actor=owner)
    once = Round(
        title="Inzenden", explanation="", opens_at=moment(-3, 9), closes_at=moment(CLOSES_IN, 12), is_blind=False,
        min_readers=2,
    )  # fmt: skip
    change_phase(challenge.phases.get(), once, edition=challenge.edition, actor=owner)
    move_challenge(challenge, "submit", actor=owner)
    return move_challenge(challenge, "approve", actor=second)


def _answer(challenge: Challenge, entry: Entry, member: User) -> Response:
    kept = {"kind": entry.kind, "kvk_number": entry.kvk_number, "place": "Zoetermeer", "about": entry.plan}
    organisation, _made = Organisation.objects.get_or_create(name=f"{entry.name} (verzonnen)", defaults=kept)
    organisation.memberships.get_or_create(user=member)
    response = start_response(challenge, organisation, actor=member)
    answers: dict[str, object] = {}
    for field in challenge.phases.get().fields.all():
        match field.kind:
            case FieldKind.BUDGET:
                answers[str(field.uuid)] = BUDGET
            case FieldKind.DECLARATION:
                answers[str(field.uuid)] = True
            case FieldKind.TEXT:
                answers[str(field.uuid)] = entry.plan
    save_draft(response, answers, actor=member, base={})
    submit_response(response, actor=member)
    return response


def _let_time_pass(challenge: Challenge) -> bool:
    """Pretend that it closed two days ago. False when this database user may not: then the challenge is still open.

    Triggers refuse that for good reasons, and only a superuser of the database, as the one of the demonstration is,
    can switch them off.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            times = {"opens_at": F("opens_at") - PAST, "closes_at": F("closes_at") - PAST}
            Phase.objects.filter(challenge=challenge).update(**times)
            Submission.objects.filter(phase__challenge=challenge).update(submitted_at=F("submitted_at") - PAST)
            for event in journal.timeline_of(challenge):
                if "closes_at" in event.facts:
                    event.facts["closes_at"] = challenge.phases.get().closes_at.isoformat()
                event.recorded_at = event.dispatched_at = event.recorded_at - PAST
                event.save(update_fields=["facts", "recorded_at", "dispatched_at"])
            cursor.execute("SET LOCAL session_replication_role = origin")
    except ProgrammingError:
        return False
    return True


def _judge(challenge: Challenge, owner: User, second: User, jury: list[User], *, is_decided: bool) -> None:
    """Close, open, declare, divide and score; the first juror has an interest in the first response."""
    move_challenge(challenge, "close", actor=None)
    mind_hashes()
    for opener in (owner, second):
        open_phase(challenge.phases.select_related("challenge").get(), actor=opener)
    challenge.refresh_from_db()
    first = challenge.responses.order_by("pk")[0]
    for number, person in enumerate(jury):
        name = f"Jurylid {number + 1}"
        asked = invite_juror(challenge, actor=owner, email=person.email, name=name, expertise=["water"])
        accept_invitation(asked, actor=person)
        has_conflict = {first.pk: "Mijn zus werkt daar."} if number == 0 else {}
        declare_interests(challenge, actor=person, with_conflict=has_conflict)
    divide_responses(challenge, actor=owner, how=HowAssigned.EVENLY, readers=2)
    Allowance.objects.filter(key=f"{INVITING.name}:{owner.pk}").delete()
    for person in jury if is_decided else jury[:2]:
        _score(challenge, person)
    if is_decided:
        _decide(challenge, owner)


def _score(challenge: Challenge, person: User) -> None:
    for assignment in Assignment.objects.readable_by(person).filter(juror__challenge=challenge).order_by("pk"):
        response = assignment.submission.response
        marks = {
            criterion.pk: Mark(1 + (response.pk * 3 + criterion.number * 2 + person.pk) % 5, "Dat staat in het plan.")
            for criterion in assignment.submission.phase.criteria.all()
        }
        save_scores(assignment, marks, actor=person, is_final=True)
        say(assignment, "Ik vind het plan goed uitgewerkt. Is de prijs wel compleet?", actor=person)


def _decide(challenge: Challenge, owner: User) -> None:
    submissions = list(Submission.objects.filter(phase__challenge=challenge).order_by("pk"))
    outcomes = [Outcome.WON, *[Outcome.REJECTED] * (len(submissions) - 1)]
    reasons = {
        Outcome.WON: "Dit plan kan meteen beginnen en kost het minst.",
        Outcome.REJECTED: "Het plan is goed, maar de straat moet er een half jaar voor open.",
    }
    plan = Plan(
        reasons="Wij kiezen het plan waar bewoners het snelst iets van merken.",
        departs_because="Twee plannen scoren bijna gelijk. Dit plan is eerder klaar.",
        verdicts={one.pk: (outcome, reasons[outcome]) for one, outcome in zip(submissions, outcomes, strict=True)},
    )
    decision = prepare_decision(challenge, plan, actor=owner, edition=0)
    send_decision(challenge, actor=owner, edition=decision.edition)
