"""A challenge that is open, two who open it, and organisations that answer."""

import re
from datetime import timedelta

from django.utils import timezone

from challenges.actions.draft import save_draft
from challenges.actions.hashes import publish_hashes
from challenges.actions.response import last_phase, start_response, submit_response
from challenges.actions.seal import open_phase
from challenges.actions.upload import announce_file, look_at, take_piece
from challenges.merging import digests_of
from challenges.models import Challenge, Draft, FormField, Phase
from challenges.response_forms import SEEN
from challenges.sealed_contents import answers_in
from challenges.sealing import new_phase_key
from challenges.statuses import UPLOAD_GRACE, ChallengeStatus, FieldKind
from participation.models import Membership
from tests import factories
from tests.ideas.document_files import PDF

DAY = timedelta(days=1)


def make_open_challenge(slug="schone-lucht", *, openers=(), **fields):
    """A challenge as it is after a second official approved it: open, one phase, a key."""
    now = timezone.now()
    made_by = fields.pop("made_by", None) or factories.make_official(f"maker-{slug}")
    approved_by = fields.pop("approved_by", None) or factories.make_official(f"approver-{slug}")
    programme = fields.pop("programme", None) or factories.make_programme(f"p-{slug}", owner=made_by)
    usual = {"title": "Schone lucht in de wijk", "problem": "De lucht is vies.", "status": ChallengeStatus.OPEN}
    with factories.thawed():
        challenge = Challenge.objects.create(
            slug=slug, programme=programme, made_by=made_by, approved_by=approved_by, approved_at=now, **usual | fields
        )
        challenge.openers.set(openers)
        phase = Phase.objects.create(challenge=challenge, title="Plan", opens_at=now - DAY, closes_at=now + DAY)
    new_phase_key(phase)
    return challenge


def phase_of(challenge):
    return challenge.phases.select_related("challenge").get(number=challenge.phase_number)


def make_fields(phase, *kinds, **fields):
    """A field of each of `kinds`, or of every kind."""
    usual = {"choices": ["Ja", "Nee"]}
    start = phase.fields.count()
    with factories.thawed():
        return [
            FormField.objects.create(
                phase=phase,
                number=number,
                label=f"Vraag {number}",
                kind=kind,
                **({"choices": usual["choices"]} if kind == FieldKind.CHOICE else {}) | fields,
            )
            for number, kind in enumerate(kinds or FieldKind, start + 1)
        ]


def move_dates(phase, **times):
    """Move the moments of a phase past the triggers that keep them: time cannot be patched in the database."""
    with factories.thawed():
        Phase.objects.filter(pk=phase.pk).update(**times)
    phase.refresh_from_db()
    return phase


def set_status(challenge, status):
    """Past the table of moves and the triggers."""
    with factories.thawed():
        Challenge.objects.filter(pk=challenge.pk).update(status=status, reason="x")
    challenge.refresh_from_db()


def close_for_dates(phase, ago=timedelta(seconds=1)):
    """The closing moment of the phase was `ago`."""
    closes_at = timezone.now() - ago
    return move_dates(phase, opens_at=closes_at - 7 * DAY, closes_at=closes_at)


def let_close(phase, ago=UPLOAD_GRACE + timedelta(seconds=1)):
    """The phase closed so long ago, and its challenge with it."""
    close_for_dates(phase, ago)
    Challenge.objects.filter(pk=phase.challenge_id).update(status=ChallengeStatus.CLOSED)
    phase.challenge.refresh_from_db()
    return phase


def open_all(phase, openers):
    """The whole way from closing to the opening, through the real doors."""
    publish_hashes(let_close(phase))
    for person in openers:
        open_phase(phase_of(phase.challenge), actor=person)
    return phase_of(Challenge.objects.get(pk=phase.challenge_id))


def make_company(name="Warmte BV", *roles, **fields):
    """An organisation, and a member with each of `roles`. Gives both."""
    people = [factories.make_resident(f"{name.split()[0].lower()}-{role}") for role in roles or ("owner",)]
    organisation = factories.make_organisation(name, **{"kvk_number": ""} | fields)
    for person, role in zip(people, roles or ("owner",), strict=True):
        Membership.objects.create(organisation=organisation, user=person, role=role)
    return organisation, *people


def base_of(response):
    """What a page tells that is drawn now, by field, as `save_draft()` takes it."""
    draft = Draft.objects.select_related("phase__seal_key").get(response=response, phase=last_phase(response))
    draft.response = response
    return digests_of(response.pk, answers_in(draft))


def seen_of(response):
    """The same, as a browser sends it."""
    return {f"{SEEN}{key}": digest for key, digest in base_of(response).items()}


def seen_on(page):
    """What `page` carries of it, as a browser sends it."""
    return dict(re.findall(rf'name="({SEEN}[^"]+)" value="(\w+)"', page.text))


def hand_in(challenge, organisation, person, text="Ons plan is een warmtenet.", **more):
    """A response of one text, written and handed in through the real doors. `more`: answers by field."""
    response = start_response(challenge, organisation, actor=person)
    phase = phase_of(challenge)
    field = phase.fields.filter(kind=FieldKind.TEXT).first()
    answers = {str(field.uuid): text} | more
    save_draft(response, answers, actor=person, base=base_of(response))
    submit_response(response, actor=person)
    return response


def make_opened_response(programme):
    """A response with a file, of a challenge of `programme` that two people opened."""
    openers = [factories.make_official(f"opener-{number}") for number in (1, 2)]
    challenge = make_open_challenge("geopend", openers=openers, programme=programme)
    phase = phase_of(challenge)
    make_fields(phase, FieldKind.TEXT)
    [field] = make_fields(phase, FieldKind.FILE)
    organisation, owner = make_company("Open BV")
    response = start_response(challenge, organisation, actor=owner)
    file = announce_file(response, field, "plan.pdf", len(PDF), actor=owner)
    look_at(take_piece(file, 0, PDF, actor=owner))
    hand_in(challenge, organisation, owner)
    open_all(phase, openers)
    return response
