"""Who hears of what happens to challenges, responses, juries and projects: one table, every kind a line."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
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
from notifications.eligibility import look
from notifications.fanout import fan_out_waiting
from notifications.letters import write
from notifications.models import Delivery
from notifications.news import path_to
from notifications.subjects import fetch, key_of, subject_of
from notifications.switchboard import ROUTES
from participation import journal
from participation.actions.joining import ask_to_join
from participation.events import OrganisationEvent
from participation.models import Membership, MembershipInvitation, OrganisationRole, User
from projects.events import ProjectEvent
from projects.models import Project
from tests import factories
from tests.doors import sign_in

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
    ChallengeEvent.UNSEALED: {"jurors": {"jurylid"}, "challenge_desk": {"deputy"}, "challenge_followers": {"volger"}},
    ChallengeEvent.NEXT_PHASE: {"challenge_desk": {"deputy"}, "challenge_followers": {"volger"}},
    ChallengeEvent.DECIDED: {"challenge_desk": {"deputy"}, "origin_people": {"bloem", "steun"}, "challenge_followers": {"volger"}},
    ChallengeEvent.STARTED: {"challenge_followers": {"volger"}},
    ChallengeEvent.FINISHED: {"origin_people": {"bloem", "steun"}, "challenge_followers": {"volger"}},
    ChallengeEvent.CANCELLED: {"challenge_desk": {"deputy"}, "origin_people": {"bloem", "steun"}, "challenge_followers": {"volger"}},
    ResponseEvent.STARTED: {},
    ResponseEvent.PARTNER_ASKED: {"asked_partner": {"gevraagd"}},
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
    OrganisationEvent.JOIN_ASKED: {"organisation_owners": {"baas"}},
    OrganisationEvent.LET_IN: {"organisation_member": {"lezer"}, "organisation_owners": {"baas"}},
    OrganisationEvent.TURNED_AWAY: {"organisation_member": {"lezer"}},
    OrganisationEvent.ROLE_GIVEN: {"organisation_member": {"lezer"}},
    OrganisationEvent.VERIFIED: {"organisation_owners": {"baas"}},
    OrganisationEvent.UNVERIFIED: {"organisation_owners": {"baas"}},
    ProjectEvent.MADE: {"project_people": {"bloem", "steun", "volger"}},
    ProjectEvent.CHANGED: {},
    ProjectEvent.UPDATED: {"project_people": {"bloem", "steun", "volger"}},
    ProjectEvent.MOVED: {"project_people": {"bloem", "steun", "volger"}},
    ProjectEvent.ENDED: {"project_people": {"bloem", "steun", "volger"}},
}  # fmt: skip
#: Where the challenge is by then; else it is open.
BY_THEN = {
    ChallengeEvent.SUBMITTED: "in_approval",
    ChallengeEvent.SENT_BACK: "concept",
    ChallengeEvent.CLOSED: "closed",
    JuryEvent.SEAL_BROKEN: "closed",
    **dict.fromkeys((ChallengeEvent.UNSEALED, ChallengeEvent.NEXT_PHASE), "in_review"),
    **dict.fromkeys((JuryEvent.ACCEPTED, JuryEvent.ASSIGNED), "in_review"),
    **dict.fromkeys((ChallengeEvent.DECIDED, ResponseEvent.LETTER), "decided"),
    **dict.fromkeys((ResponseEvent.OBJECTED, ResponseEvent.OBJECTION_ANSWERED), "decided"),
    ChallengeEvent.STARTED: "in_execution",
    ChallengeEvent.FINISHED: "finished",
    ChallengeEvent.CANCELLED: "cancelled",
}


@pytest.fixture
def scene(idea, programme, owner, deputy, coordinator):
    """A challenge from an idea, with everybody who can be near it; and who has nothing to do with it."""
    support_idea(idea, actor=factories.make_resident("steun"))
    made = factories.make_challenge(programme=programme, maker=owner, approver=coordinator, title="Schone lucht")
    with factories.thawed():
        ChallengeIdea.objects.create(challenge=made, idea=idea)
        made.openers.set([owner, factories.make_official("opener")])
    ChallengeFollow.objects.create(challenge=made, person=factories.make_resident("volger"))
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
            "question_id": question.pk, "organisation_id": lead.pk, "asked_id": asked.pk, "jurors": [sits.pk, left.pk], "juror_id": fresh.pk,
            "number": 1, "phase": "Pitch", "closes_at": (now + timedelta(days=1)).isoformat(), "sha256": "0" * 64,
            "headline": "Begonnen", "invitation_id": invited.pk, "role": "editor",
            "member_id": Membership.objects.get(organisation=lead, role="reader").user_id, "status": "running",
        },
    }  # fmt: skip


def told(scene, kind, actor):
    """The deliveries of one event of this kind."""
    subject, facts = scene["subjects"][kind.partition(".")[0]], scene["facts"]
    if kind == ResponseEvent.PARTNER_ASKED:
        facts = {**facts, "organisation_id": facts["asked_id"]}
    with factories.thawed():
        Challenge.objects.update(status=BY_THEN.get(kind, "open"), reason="Geen geld.")
        event = journal.record(kind, subject, actor=actor, reference="", title="Schone lucht", **facts)
    fan_out_waiting()
    return Delivery.objects.filter(event=event).select_related("event", "recipient")


@pytest.mark.parametrize("kind", WHO_HEARS, ids=str)
def test_who_hears_of(scene, kind, owner):
    heard = {}
    for row in told(scene, kind, owner):
        name = row.recipient.email.partition("@")[0] if row.recipient else row.address
        heard.setdefault(row.route, set()).add(name)
    assert heard == WHO_HEARS[kind]


@pytest.mark.parametrize("kind", [kind for kind, heard in WHO_HEARS.items() if heard], ids=str)
def test_whoever_hears_may_read_of_it_and_comes_where_it_leads(scene, kind, owner):
    """Here nothing is decided yet: `tests.challenges.test_every_door` opens the pages of decisions."""
    for row in told(scene, kind, owner).order_by("route").distinct("route"):
        assert look([row]).objection(row) == "", row.route
        browser = sign_in(Client(), row.recipient) if row.recipient else Client()
        page = path_to(row, subject_of(row.event))
        assert page.endswith("/besluit/") or browser.get(page).status_code == 200, (row.route, page)


#: By kind and audience: what the mail says besides, and the words of its button.
SAYS = {
    (ChallengeEvent.CLOSED, "openers"): ("Dat kan een half uur na het sluiten.", "Inzendingen openen"),
    (ChallengeEvent.CLOSED, "challenge_desk"): ("Inzenden kan niet meer.\n\n", "Bekijk de uitdaging"),
    (JuryEvent.SEAL_BROKEN, "openers"): ("pas open als u dat ook doet.", "Inzendingen openen"),
    (JuryEvent.INVITED, "juror_asked"): ("De link werkt 30 dagen.", "Bekijk de uitnodiging"),
    (JuryEvent.ASSIGNED, "assigned_jurors"): ("om te lezen.", "Uw werk in de jury"),
    (ResponseEvent.PARTNER_ASKED, "asked_partner"): ("Daar kiest u of u meedoet.", "Bekijk de uitnodiging"),
    (ResponseEvent.SUBMITTED, "makers"): ("een inzending bij de uitdaging: Schone lucht", "Bekijk de inzending"),
    (ResponseEvent.OBJECTED, "response_desk"): ("bezwaar gemaakt", "Bekijk de bezwaren"),
    (OrganisationEvent.INVITED, "member_asked"): ("Kent u deze organisatie niet?", "Bekijk de uitnodiging"),
    (OrganisationEvent.LEFT, "organisation_member"): ("u uit deze organisatie gehaald.", "Bekijk de organisatie"),
    (OrganisationEvent.LEFT, "organisation_owners"): ("Iemand hoort niet meer bij", "Bekijk de organisatie"),
}


@pytest.mark.parametrize(("kind", "route"), SAYS)
def test_the_mail_says_what_to_do_and_where(scene, kind, route, owner):
    row = told(scene, kind, owner).filter(route=route, channel="email").first()
    text = write([row], fetch({key_of(row.event)})).text
    said, button = SAYS[kind, route]
    assert said in text
    assert f"\n{button}:\nhttp" in text


def test_a_digest_names_a_challenge_and_a_project_without_a_number(scene, owner):
    kinds = (ChallengeEvent.NOTICE, ProjectEvent.UPDATED)
    follower = [told(scene, kind, owner).get(recipient__email="volger@example.org", channel="email") for kind in kinds]
    letter = write(follower, fetch({key_of(row.event) for row in follower}))
    assert letter.subject == "Schone lucht, en nieuws over nog 1 onderwerp"
    assert "()" not in letter.text


def test_coordinators_hear_who_knocks_where_nobody_lives(coordinator):
    its = factories.make_organisation("Zonder baas", kvk_number="68750110")
    asked = ask_to_join(its.kvk_number, actor=factories.make_resident("vrager"))
    fan_out_waiting()
    row = Delivery.objects.select_related("event", "recipient").get(
        event__kind=OrganisationEvent.JOIN_ASKED, channel="email"
    )
    assert (row.recipient, row.route, asked.organisation) == (coordinator, "fallback", its)
    letter = write([row], {key_of(row.event): its})
    assert "Deze organisatie heeft geen eigenaar." in letter.text
    assert its.get_desk_url() in letter.text
    assert "vrager" not in letter.text


def test_every_kind_of_these_rooms_is_in_the_table():
    rooms = {
        kind
        for kind in ROUTES
        if kind.partition(".")[0] in {"challenge", "response", "jury", "project", "organisation"}
    }
    assert rooms == set(WHO_HEARS)


def test_nobody_else_was_there_by_chance(scene):
    assert User.objects.filter(is_active=True).count() > len(set().union(*WHO_HEARS[ChallengeEvent.OPENED].values()))
