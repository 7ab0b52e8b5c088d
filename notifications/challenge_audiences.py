"""Who belongs to an event of a challenge or a project, seen from one side each."""

from django.db.models import Q

from challenges.models import Challenge, ChallengeIdea, Juror, Partner, Question, Response
from notifications.audiences import Audience, accounts, advisers, desk_of
from participation.models import Event, Kind, Membership, MembershipInvitation, OrganisationRole
from projects.models import Project


def challenge_followers(event: Event) -> Audience:
    """Everybody who follows the challenge."""
    return accounts(Q(challenge_follows__challenge=event.subject_id))


def origin_people(event: Event) -> Audience:
    """Whoever put forward, supports or follows an idea from which the challenge came."""
    ideas = ChallengeIdea.objects.filter(challenge=event.subject_id).values("idea")
    return accounts(_around(ideas))


def challenge_desk(event: Event) -> Audience:
    """Whoever acts for the challenge's programme."""
    return desk_of(Challenge.objects.filter(pk=event.subject_id).values("programme"))


def approvers(event: Event) -> Audience:
    """Whoever acts for the programme, and coordinators, but not who made the challenge."""
    made_by = Challenge.objects.filter(pk=event.subject_id).values("made_by")
    team = challenge_desk(event).users | accounts(Q(is_coordinator=True), kind=Kind.OFFICIAL).users
    return Audience(team.exclude(pk__in=made_by))


def asker(event: Event) -> Audience:
    """Who asked the question."""
    return accounts(Q(pk__in=Question.objects.filter(pk=event.facts["question_id"]).values("asker")))


def invited_organisation(event: Event) -> Audience:
    """Who writes for the organisation that was pointed to the challenge."""
    return advisers(event)


def makers(event: Event) -> Audience:
    """Everybody who belongs to the organisation of a response, or to a partner that accepted."""
    lead = Response.objects.filter(pk=event.subject_id).values("organisation")
    partners = Partner.objects.filter(response=event.subject_id, accepted_at__isnull=False).values("organisation")
    members = Membership.objects.filter(Q(organisation__in=lead) | Q(organisation__in=partners))
    return accounts(Q(pk__in=members.values("user")))


def asked_partner(event: Event) -> Audience:
    """The owners of the organisation that was asked to write along."""
    owners = Membership.objects.filter(organisation=event.facts["organisation_id"], role=OrganisationRole.OWNER)
    return accounts(Q(pk__in=owners.values("user")))


def response_desk(event: Event) -> Audience:
    """Whoever acts for the programme whose challenge the response answers."""
    return desk_of(Response.objects.filter(pk=event.subject_id).values("challenge__programme"))


def openers(event: Event) -> Audience:
    """The two who open the responses."""
    return accounts(Q(challenges_to_open=event.subject_id), kind=Kind.OFFICIAL)


def juror_asked(event: Event) -> Audience:
    """Somebody who was asked into the jury, known by address only until they accept."""
    waiting = Juror.objects.filter(pk=event.facts["juror_id"], accepted_at=None, ended_at=None)
    return Audience(addresses=tuple(waiting.values_list("email", flat=True)))


def jurors(event: Event) -> Audience:
    """Everybody in the jury of the challenge: before they read they declare, and in each round anew if need be."""
    return accounts(Q(pk__in=Juror.objects.active().filter(challenge=event.subject_id).values("person")))


def assigned_jurors(event: Event) -> Audience:
    """The jurors for whom something new is there to read."""
    return accounts(Q(pk__in=Juror.objects.active().filter(pk__in=event.facts["jurors"]).values("person")))


def project_people(event: Event) -> Audience:
    """Whoever put forward, supports or follows an idea of the project, or follows its challenge."""
    ideas = Project.ideas.through.objects.filter(project=event.subject_id).values("idea")
    challenge = Project.objects.filter(pk=event.subject_id).values("challenge")
    return accounts(_around(ideas) | Q(challenge_follows__challenge__in=challenge))


def _around(ideas: object) -> Q:
    return Q(ideas__in=ideas) | Q(supports__idea__in=ideas) | Q(follows__idea__in=ideas)


def organisation_owners(event: Event) -> Audience:
    """The owners of the organisation."""
    owners = Membership.objects.filter(organisation=event.subject_id, role=OrganisationRole.OWNER)
    return accounts(Q(pk__in=owners.values("user")))


def organisation_member(event: Event) -> Audience:
    """The member whom the news is about."""
    return accounts(Q(pk=event.facts["member_id"]))


def member_asked(event: Event) -> Audience:
    """Somebody who was asked to join an organisation, known by address only until they accept."""
    waiting = MembershipInvitation.objects.filter(pk=event.facts["invitation_id"])
    return Audience(addresses=tuple(waiting.values_list("email", flat=True)))
