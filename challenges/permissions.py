"""Who may do what with challenges. Small, total predicates; the one that needs the database says so.

What is sealed has two rules above all others: before the opening only its makers read it, and no administrator ever
reads it for being one.
"""

from django.contrib.auth.models import AnonymousUser

from challenges.models import RIGHTS, Challenge, Juror, Objection, Partner, Phase, Response
from challenges.statuses import BEFORE_DECISION, ENDED, INSIDE, ChallengeStatus, ResponseStatus, Right
from participation.models import WRITERS, Membership, Organisation, User
from participation.permissions import handles_programme, is_coordinator, is_official

Person = User | AnonymousUser | None
#: From less to more.
RANKS = (Right.SEE, Right.COMMENT, Right.EDIT)


def runs(person: Person, challenge: Challenge) -> bool:
    """Whoever acts for the challenge's programme, as coordinators do for every one."""
    return handles_programme(person, challenge.programme_id)


def is_clock(person: Person, _challenge: Challenge) -> bool:
    """Steps that happen by themselves have no actor."""
    return person is None


def may_make_challenges(person: Person) -> bool:
    """Whoever acts for a programme, and coordinators. Asks the database once per person."""
    if not isinstance(person, User) or not is_official(person):
        return False
    return is_coordinator(person) or bool(person.handled_programmes)


def may_see_challenge(person: Person, challenge: Challenge) -> bool:
    """The same rule as `ChallengeQuerySet.visible_to()`, for one challenge at hand."""
    return not challenge.is_inside or runs(person, challenge)


def may_change(person: Person, challenge: Challenge) -> bool:
    """What a concept says; later only by a notice."""
    return challenge.status == ChallengeStatus.CONCEPT and runs(person, challenge)


def may_approve(person: Person, challenge: Challenge) -> bool:
    """A second official: who runs it, but did not make it."""
    return runs(person, challenge) and isinstance(person, User) and person.pk != challenge.made_by_id


def may_give_notice(person: Person, challenge: Challenge) -> bool:
    """Who runs a challenge that is open."""
    return challenge.status == ChallengeStatus.OPEN and runs(person, challenge)


def may_give_more_time(person: Person, challenge: Challenge) -> bool:
    """Who runs a challenge of which a phase may still close."""
    return challenge.status in BEFORE_DECISION and runs(person, challenge)


def may_replace_opener(person: Person, challenge: Challenge) -> bool:
    """Who runs a challenge of which responses come in, or wait to be opened."""
    return challenge.status in (ChallengeStatus.OPEN, ChallengeStatus.CLOSED) and runs(person, challenge)


def may_follow_challenge(person: Person, challenge: Challenge) -> bool:
    """Everybody who is signed in and may read it."""
    return isinstance(person, User) and person.is_active and may_see_challenge(person, challenge)


def may_ask(person: Person, challenge: Challenge) -> bool:
    """Everybody who is signed in, of a challenge that is open. Until when is for the action: it asks the clock."""
    return may_follow_challenge(person, challenge) and challenge.status == ChallengeStatus.OPEN


def may_answer_questions(person: Person, challenge: Challenge) -> bool:
    """Who runs the challenge, as long as responses may come in."""
    return challenge.status == ChallengeStatus.OPEN and runs(person, challenge)


def may_open_seal(person: Person, phase: Phase) -> bool:
    """The two who were named when the challenge was approved. Asks the database."""
    challenge = phase.challenge
    if not isinstance(person, User) or not is_official(person) or challenge.status != ChallengeStatus.CLOSED:
        return False
    return phase.number == challenge.phase_number and challenge.openers.filter(pk=person.pk).exists()


def may_start_response(person: Person, challenge: Challenge) -> bool:
    """Who may write for an organisation, of a kind that is asked. Asks the database."""
    if not isinstance(person, User) or not person.is_active or challenge.status != ChallengeStatus.OPEN:
        return False
    mine = Membership.objects.filter(user=person, role__in=WRITERS)
    if challenge.kinds:
        mine = mine.filter(organisation__kind__in=challenge.kinds)
    return mine.exists()


def right_of(person: Person, response: Response) -> Right | None:
    """What `person` may do with what a response says, as one of its makers; None for everybody else.

    The lesser of what their role in their organisation allows and what a partner was given. Asks the database.
    """
    if not isinstance(person, User) or not person.is_active:
        return None
    roles = dict(Membership.objects.filter(user=person).values_list("organisation", "role"))
    if not roles:
        return None
    rights = [RIGHTS[roles[response.organisation_id]]] if response.organisation_id in roles else []
    partners = Partner.objects.filter(response=response, organisation__in=roles, accepted_at__isnull=False)
    for organisation, right in partners.values_list("organisation", "right"):
        rights.append(min(Right(right), RIGHTS[roles[organisation]], key=RANKS.index))
    return max(rights, key=RANKS.index, default=None)


def may_read_response(person: Person, response: Response) -> bool:
    """One of its makers. Officials and jurors have doors of their own, after the opening."""
    return right_of(person, response) is not None


def may_comment_response(person: Person, response: Response) -> bool:
    """A maker who may at least make remarks."""
    return right_of(person, response) in (Right.COMMENT, Right.EDIT)


def may_write_response(person: Person, response: Response) -> bool:
    """A maker who may write. Whether it is still in time is for the action: it asks the clock of the database."""
    return right_of(person, response) == Right.EDIT


def may_lead_response(person: Person, response: Response) -> bool:
    """Owners and editors of the organisation whose response it is: they submit, withdraw and ask partners."""
    if not isinstance(person, User) or not person.is_active:
        return False
    mine = Membership.objects.filter(user=person, organisation=response.organisation_id, role__in=WRITERS)
    return mine.exists()


def may_read_opened(person: Person, phase: Phase) -> bool:
    """Who runs the challenge, once two people opened the phase; being an administrator gives nothing."""
    return phase.unsealed_at is not None and runs(person, phase.challenge)


def may_hear_of_response(person: Person, response: Response) -> bool:
    """The rule of `ResponseQuerySet.heard_by()`, for one response at hand. Asks the database."""
    if not isinstance(person, User) or not person.is_active:
        return False
    return Response.objects.heard_by(person).filter(pk=response.pk).exists()


def may_run_jury(person: Person, challenge: Challenge) -> bool:
    """Who runs the challenge: asks jurors and divides the responses, and prepares the decision."""
    return runs(person, challenge) and challenge.status not in ENDED


def juror_of(person: Person, challenge: Challenge) -> Juror | None:
    """The place that `person` has in the jury, and whether they declared; None for others. Asks the database."""
    if not isinstance(person, User) or not person.is_active:
        return None
    return challenge.jurors.active().with_declared().filter(person=person).first()


def may_see_opening(person: Person, challenge: Challenge) -> bool:
    """The page on which is opened: the two who were named, and who runs the challenge. Asks the database."""
    if not isinstance(person, User) or not is_official(person) or challenge.status in INSIDE:
        return False
    return runs(person, challenge) or challenge.openers.filter(pk=person.pk).exists()


def may_object(person: Person, response: Response) -> bool:
    """Who leads a response on which was decided."""
    return response.status == ResponseStatus.SUBMITTED and may_lead_response(person, response)


def may_answer_objection(person: Person, objection: Objection) -> bool:
    """Who runs the challenge, but not who decided."""
    decision = objection.verdict.determination
    decided = isinstance(person, User) and person.pk == decision.decided_by_id
    return runs(person, decision.phase.challenge) and not decided


def may_use_directory(person: Person) -> bool:
    """Every official looks up who knows about what."""
    return is_official(person)


def may_invite_organisations(person: Person, challenge: Challenge) -> bool:
    """Who runs a challenge that is open points organisations to it."""
    return challenge.status == ChallengeStatus.OPEN and runs(person, challenge)


def fits(organisation: Organisation, challenge: Challenge) -> bool:
    """Whether organisations of its kind may answer the challenge."""
    return not challenge.kinds or organisation.kind in challenge.kinds
