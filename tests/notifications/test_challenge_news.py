"""Who hears of what happens to challenges, responses, juries and projects: one table, every kind a line."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from challenges.events import ChallengeEvent, JuryEvent, ResponseEvent
from challenges.models import (
    Challenge,
    ChallengeFollow,
    ChallengeIdea,
    Juror,
    Partner,
    Question,
    Response,
)
from ideas.actions.support import support_idea
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from notifications.switchboard import ROUTES
from participation import journal
from participation.events import OrganisationEvent
from participation.models import Membership, MembershipInvitation, OrganisationRole, User
from projects.events import ProjectEvent
from projects.models import Project
from tests import factories

DESK = ("owner", "deputy")
#: By kind: who hears, and as what. The owner of the programme does it all, and so hears nothing of their own deeds.
WHO_HEARS = {
    ChallengeEvent.MADE: {},
    ChallengeEvent.CHANGED: {},
    ChallengeEvent.SUBMITTED: {"approvers": {"deputy", "coordinator"}},
    ChallengeEvent.SENT_BACK: {"challenge_desk": {"deputy"}},
    ChallengeEvent.OPENED: {"challenge_desk": {"deputy"}, "origin_people": {"bloem", "steun"}, "challenge_followers": {"volger"}},
    ChallengeEvent.NOTICE: {"challenge_followers": {"volger"}},
    ChallengeEvent.QUESTION_ASKED: {"challenge_desk": {"deputy"}},
    ChallengeEvent.QUESTION_ANSWERED: {"asker": {"vrager"}, "challenge_followers": {"volger"}},
    ChallengeEvent.ASKER_ANSWERED: {"asker": {"vrager"}},
    ChallengeEvent.INVITED: {"invited_organisation": {"baas", "schrijver"}},
    ChallengeEvent.CLOSED: {"openers": {"opener"}, "challenge_desk": {"deputy"}, "challenge_followers": {"volger"}},
    ChallengeEvent.UNSEALED: {"challenge_desk": {"deputy"}, "challenge_followers": {"volger"}},
    ChallengeEvent.NEXT_PHASE: {"challenge_desk": {"deputy"}, "challenge_followers": {"volger"}},
    ChallengeEvent.DECIDED: {"challenge_desk": {"deputy"}, "origin_people": {"bloem", "steun"}, "challenge_followers": {"volger"}},
    ChallengeEvent.STARTED: {"challenge_followers": {"volger"}},
    ChallengeEvent.FINISHED: {"origin_people": {"bloem", "steun"}, "challenge_followers": {"volger"}},
    ChallengeEvent.CANCELLED: {"challenge_desk": {"deputy"}, "origin_people": {"bloem", "steun"}, "challenge_followers": {"volger"}},
    ResponseEvent.STARTED: {},
    ResponseEvent.PARTNER_ASKED: {"asked_partner": {"baas"}},
    ResponseEvent.PARTNER_JOINED: {"makers": {"baas", "schrijver", "lezer", "partner"}},
    ResponseEvent.PARTNER_LEFT: {"makers": {"baas", "schrijver", "lezer", "partner"}},
    ResponseEvent.SUBMITTED: {"makers": {"baas", "schrijver", "lezer", "partner"}},
    ResponseEvent.WITHDRAWN: {"makers": {"baas", "schrijver", "lezer", "partner"}},
    ResponseEvent.LETTER: {"makers": {"baas", "schrijver", "lezer", "partner"}},
    ResponseEvent.OBJECTED: {"response_desk": {"deputy"}, "makers": {"baas", "schrijver", "lezer", "partner"}},
    ResponseEvent.OBJECTION_ANSWERED: {"makers": {"baas", "schrijver", "lezer", "partner"}},
    JuryEvent.INVITED: {"juror_asked": {"nieuw@example.org"}},
    JuryEvent.ACCEPTED: {"challenge_desk": {"deputy"}},
    JuryEvent.ENDED: {},
    JuryEvent.ASSIGNED: {"assigned_jurors": {"jurylid"}},
    JuryEvent.DECLARED: {},
    JuryEvent.SCORED: {},
    JuryEvent.READ: {},
    JuryEvent.SEAL_BROKEN: {"openers": {"opener"}},
    OrganisationEvent.MADE: {},
    OrganisationEvent.CHANGED: {},
    OrganisationEvent.INVITED: {"member_asked": {"collega@example.org"}},
    OrganisationEvent.JOINED: {"organisation_owners": {"baas"}},
    OrganisationEvent.LEFT: {"organisation_member": {"lezer"}, "organisation_owners": {"baas"}},
    OrganisationEvent.ROLE_GIVEN: {"organisation_member": {"lezer"}},
    OrganisationEvent.VERIFIED: {"organisation_owners": {"baas"}},
    OrganisationEvent.UNVERIFIED: {"organisation_owners": {"baas"}},
    ProjectEvent.MADE: {"project_people": {"bloem", "steun", "volger"}},
    ProjectEvent.CHANGED: {},
    ProjectEvent.UPDATED: {"project_people": {"bloem", "steun", "volger"}},
    ProjectEvent.MOVED: {"project_people": {"bloem", "steun", "volger"}},
    ProjectEvent.ENDED: {"project_people": {"bloem", "steun", "volger"}},
}  # fmt: skip


@pytest.fixture
def scene(idea, programme, owner, deputy, coordinator):
    """A challenge from an idea, with everybody who can be near it; and who has nothing to do with it."""
    support_idea(idea, actor=factories.make_resident("steun"))
    made = Challenge.objects.create(slug="schone-lucht", programme=programme, title="Schone lucht", made_by=owner)
    ChallengeIdea.objects.create(challenge=made, idea=idea)
    ChallengeFollow.objects.create(challenge=made, person=factories.make_resident("volger"))
    made.openers.add(owner, factories.make_official("opener"))
    lead = factories.make_organisation("Made-up BV", factories.make_resident("baas"), kvk_number="")
    members = {OrganisationRole.EDITOR: "schrijver", OrganisationRole.READER: "lezer"}
    for role, name in members.items():
        Membership.objects.create(organisation=lead, user=factories.make_resident(name), role=role)
    partner = factories.make_organisation("Made-up school", factories.make_resident("partner"), kvk_number="")
    asked = factories.make_organisation("Made-up club", factories.make_resident("gevraagd"), kvk_number="")
    response = Response.objects.create(challenge=made, organisation=lead)
    Partner.objects.create(response=response, organisation=partner, accepted_at=timezone.now())
    Partner.objects.create(response=response, organisation=asked)
    question = Question.objects.create(
        challenge=made, asker=factories.make_resident("vrager"), text="Mag dit?", key=uuid.uuid4()
    )
    now = timezone.now()
    sits = Juror.objects.create(
        challenge=made, email="j@example.org", name="J", person=factories.make_resident("jurylid"), accepted_at=now
    )
    left = Juror.objects.create(
        challenge=made,
        email="w@example.org",
        name="W",
        person=factories.make_resident("weg"),
        accepted_at=now,
        ended_at=now,
    )
    fresh = Juror.objects.create(challenge=made, email="nieuw@example.org", name="N")
    project = Project.objects.create(
        slug="p", title="P", programme=programme, challenge=made, what="Doen.", starts_on=timezone.localdate()
    )
    project.ideas.add(idea)
    invited = MembershipInvitation.objects.create(organisation=lead, email="collega@example.org")
    return {
        "subjects": {"challenge": made, "response": response, "jury": made, "project": project, "organisation": lead},
        "facts": {
            "question_id": question.pk, "organisation_id": lead.pk, "jurors": [sits.pk, left.pk], "juror_id": fresh.pk,
            "number": 1, "phase": "Pitch", "closes_at": (now + timedelta(days=1)).isoformat(), "sha256": "0" * 64,
            "headline": "Begonnen", "invitation_id": invited.pk, "role": "editor",
            "member_id": Membership.objects.get(organisation=lead, role="reader").user_id, "status": "running",
        },
    }  # fmt: skip


@pytest.mark.parametrize("kind", WHO_HEARS, ids=str)
def test_who_hears_of(scene, kind, owner):
    subject = scene["subjects"][kind.partition(".")[0]]
    with transaction.atomic():
        journal.record(
            kind,
            subject,
            actor=owner,
            reference="",
            title=subject.title if hasattr(subject, "title") else "",
            **scene["facts"],
        )
    fan_out_waiting()
    rows = Delivery.objects.filter(event__kind=kind).select_related("recipient")
    heard = {}
    for row in rows:
        name = row.recipient.email.partition("@")[0] if row.recipient else row.address
        heard.setdefault(row.route, set()).add(name)
    assert heard == WHO_HEARS[kind]


def test_every_kind_of_these_rooms_is_in_the_table():
    rooms = {
        kind
        for kind in ROUTES
        if kind.partition(".")[0] in {"challenge", "response", "jury", "project", "organisation"}
    }
    assert rooms == set(WHO_HEARS)


def test_nobody_else_was_there_by_chance(scene):
    assert User.objects.filter(is_active=True).count() > len(set().union(*WHO_HEARS[ChallengeEvent.OPENED].values()))
