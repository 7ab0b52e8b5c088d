"""Responses of the demonstration to the challenge that is open: one was handed in, one is being written."""

from challenges.actions.draft import save_draft
from challenges.actions.remark import add_remark
from challenges.actions.response import start_response, submit_response
from challenges.answers import AGREES
from challenges.demo.calls import SHADE, quietly
from challenges.models import Challenge, Draft, FormField, Response
from challenges.statuses import ChallengeStatus, FieldKind
from participation.models import Membership, Organisation, OrganisationKind, OrganisationRole, User

MAKERS = (
    (
        "Schaduwrijk",
        OrganisationKind.STARTUP,
        "Wij hangen doeken op die water verdampen. In de herfst gaan ze weg.",
    ),
    (
        "Hoveniers van Oost",
        OrganisationKind.COMPANY,
        "Wij zetten bakken met bomen neer die de straat zelf verplaatst.",
    ),
)
BUDGET = [{"what": "Materiaal", "amount": "12.500"}, {"what": "Uren", "amount": "8.250,50"}]


def load(crowd: list[User]) -> int:
    """Let made-up organisations respond, once, and mail nobody of it; gives how many responses were made."""
    running = Challenge.objects.filter(title=SHADE.title, status=ChallengeStatus.OPEN).first()
    if running is None or running.responses.exists():
        return 0
    with quietly():
        for number, ((name, kind, plan), person) in enumerate(zip(MAKERS, crowd, strict=False)):
            response = _write(running, _organisation(name, kind, person), person, plan)
            if number == 0:
                submit_response(response, actor=person)
    return running.responses.count()


def _organisation(name: str, kind: str, person: User) -> Organisation:
    found, _made = Organisation.objects.get_or_create(
        name=f"{name} (verzonnen)", defaults={"kind": kind, "place": "Zoetermeer"}
    )
    Membership.objects.get_or_create(organisation=found, user=person, defaults={"role": OrganisationRole.OWNER})
    return found


def _write(challenge: Challenge, organisation: Organisation, person: User, plan: str) -> Response:
    response = start_response(challenge, organisation, actor=person)
    draft = Draft.objects.select_related("phase", "response").get(response=response)
    answers = {str(field.uuid): _answer_to(field, plan) for field in draft.phase.fields.all()}
    save_draft(response, answers | {AGREES: True}, actor=person, base={})
    asked = draft.phase.fields.filter(kind=FieldKind.TEXT).first()
    if asked is not None:
        add_remark(response, asked, "Zullen wij hier nog een foto bij doen?", actor=person)
    return response


def _answer_to(field: FormField, plan: str) -> str | bool | list[dict[str, str]]:
    match field.kind:
        case FieldKind.NUMBER:
            return "2"
        case FieldKind.CHOICE:
            return field.choices[0]
        case FieldKind.BUDGET:
            return BUDGET
        case FieldKind.DECLARATION:
            return True
    return plan
