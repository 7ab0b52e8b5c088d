"""Who hears of what: one table. A new kind of event without a line here does not start (`checks.py`).

The order of a line matters: somebody who belongs to two audiences is told once per channel, by the first route.
"""

from dataclasses import dataclass

from challenges.events import ChallengeEvent, JuryEvent, ResponseEvent
from ideas.events import AdminEvent as K
from ideas.events import AnswerEvent as A
from ideas.events import BoardEvent as B
from ideas.events import DeskEvent as D
from ideas.events import IdeaEvent as E
from ideas.events import LearningEvent as L
from ideas.events import RoundEvent as R
from ideas.events import RuleEvent as G
from ideas.events import TalkEvent as T
from notifications import audiences
from notifications import challenge_audiences as around
from notifications.audiences import Finder
from notifications.statuses import Channel, Group
from participation.events import CalendarEvent as C
from participation.events import OrganisationEvent
from participation.events import PersonEvent as P
from participation.events import ProgrammeEvent as O
from projects.events import ProjectEvent

INBOX, EMAIL = (Channel.INBOX,), (Channel.EMAIL,)
BOTH = (Channel.INBOX, Channel.EMAIL)
EVERY = (*BOTH, Channel.PUSH)


@dataclass(frozen=True, slots=True)
class Route:
    """Tells `audience` by `channels`.

    `group` is what people choose by. When a `required` audience is empty, the fallback hears it instead. The person
    who did it is left out, unless the news is a receipt: then it `tells_actor`. An audience that may be everybody
    gets its mail in `bulk`: other mail goes first.
    """

    audience: Finder
    group: Group
    channels: tuple[Channel, ...] = EVERY
    required: bool = False
    tells_actor: bool = False
    bulk: bool = False

    @property
    def name(self) -> str:
        return self.audience.__name__


FALLBACK = Route(audiences.fallback, Group.DESK)

RECEIPT = Route(audiences.author, Group.OWN, BOTH, tells_actor=True)  # They look at the page that says so.
AUTHOR = Route(audiences.author, Group.OWN)
OTHER_AUTHOR = Route(audiences.other_author, Group.OWN)
FOLLOWERS = Route(audiences.followers, Group.FOLLOWED, bulk=True)
FOLLOWERS_QUIETLY = Route(audiences.followers, Group.FOLLOWED, INBOX)
SUPPORTERS = Route(audiences.supporters, Group.FOLLOWED, bulk=True)
ASKED = Route(audiences.asked, Group.FOLLOWED, bulk=True)
SEARCHERS = Route(audiences.searchers, Group.SEARCHES, bulk=True)
NEW_SEARCHERS = Route(audiences.new_searchers, Group.SEARCHES, bulk=True)
NEW_DESK = Route(audiences.desk, Group.DESK, required=True)
PREVIOUS_DESK = Route(audiences.previous_desk, Group.DESK)
HANDLER = Route(audiences.handler, Group.DESK, required=True)
DESK_QUIETLY = Route(audiences.desk, Group.DESK, INBOX)
HANDLER_QUIETLY = Route(audiences.handler, Group.DESK, INBOX)
INVITED = Route(audiences.invited, Group.OWN, EMAIL)  # Who turned it down at once is told nothing more.
# Each of many comments may be switched off, also by the author: it is no answer of the municipality.
AUTHOR_OF_TALK = Route(audiences.author, Group.FOLLOWED)
MENTIONED = Route(audiences.mentioned, Group.FOLLOWED)
IN_THREAD = Route(audiences.thread_followers, Group.FOLLOWED)
CONCERNED = Route(audiences.concerned, Group.OWN)
DESK_LOUDLY = Route(audiences.desk, Group.DESK)
AUTHOR_QUIETLY = Route(audiences.author, Group.OWN, INBOX)
VOTERS = Route(audiences.voters, Group.FOLLOWED, bulk=True)
ROUND_FOLLOWERS = Route(audiences.round_followers, Group.FOLLOWED, bulk=True)
WHO_CAN_STILL_VOTE = Route(audiences.who_can_still_vote, Group.FOLLOWED, bulk=True)
NAMED_HANDLER = Route(audiences.named_handler, Group.DESK)
COORDINATORS = Route(audiences.coordinators, Group.DESK, required=True)
RULE_KEEPERS = Route(audiences.rule_keepers, Group.DESK)
ASSIGNEE = Route(audiences.assignee, Group.DESK)
CALLED = Route(audiences.officials_called, Group.DESK)
WATCHERS = Route(audiences.watchers, Group.DESK, INBOX)
PARTNER = Route(audiences.partner, Group.OWN, EMAIL, required=True)
REMINDED = Route(audiences.reminded, Group.REMINDERS, required=True)
PARTNER_WITH_ADDRESS = Route(audiences.partner, Group.OWN, EMAIL)  # Others get the link from the official.
WRITER = Route(audiences.writer, Group.DESK, required=True)
SECOND_LOOK = Route(audiences.second_look, Group.DESK)
WEEK_READER = Route(audiences.week_reader, Group.DESK)
PERSON = Route(audiences.person, Group.OWN, EMAIL, tells_actor=True)
CHALLENGE_FOLLOWERS = Route(around.challenge_followers, Group.CHALLENGES, bulk=True)
ORIGIN_PEOPLE = Route(around.origin_people, Group.FOLLOWED, bulk=True)
CHALLENGE_DESK = Route(around.challenge_desk, Group.DESK)
APPROVERS = Route(around.approvers, Group.DESK, required=True)
ASKER = Route(around.asker, Group.OWN)
INVITED_ORGANISATION = Route(around.invited_organisation, Group.CHALLENGES)
MAKERS = Route(around.makers, Group.OWN)
MAKERS_ALL = Route(around.makers, Group.OWN, BOTH, tells_actor=True)  # A receipt: they keep what it says.
ASKED_PARTNER = Route(around.asked_partner, Group.OWN)
RESPONSE_DESK = Route(around.response_desk, Group.DESK, required=True)
OPENERS = Route(around.openers, Group.DESK, required=True)
JUROR_ASKED = Route(around.juror_asked, Group.OWN, EMAIL)
JURORS = Route(around.jurors, Group.OWN)
ASSIGNED_JURORS = Route(around.assigned_jurors, Group.OWN)
ORGANISATION_OWNERS = Route(around.organisation_owners, Group.OWN)
ORGANISATION_KEEPERS = Route(around.organisation_owners, Group.OWN, required=True)
ORGANISATION_MEMBER = Route(around.organisation_member, Group.OWN)
MEMBER_ASKED = Route(around.member_asked, Group.OWN, EMAIL)
PROJECT_PEOPLE = Route(around.project_people, Group.FOLLOWED, bulk=True)
CONSULTED = Route(audiences.consulted, Group.OWN)
ADVISERS = Route(audiences.advisers, Group.OWN)
STAND_IN = Route(audiences.stand_in, Group.OWN, EMAIL, tells_actor=True)

ROUTES: dict[str, tuple[Route, ...]] = {
    E.SUBMITTED: (RECEIPT, SEARCHERS),
    E.EDITED: (HANDLER_QUIETLY,),
    E.ADDED: (HANDLER, FOLLOWERS_QUIETLY),
    E.UPDATED: (HANDLER_QUIETLY, FOLLOWERS),
    E.INVITED: (INVITED,),
    E.JOINED: (AUTHOR,),
    E.IMPORTED: (),  # Deliberate silence: these people never asked us to write to them.
    E.ROUTED: (NEW_DESK, NAMED_HANDLER),
    E.HANDED_OVER: (NEW_DESK, PREVIOUS_DESK, AUTHOR, FOLLOWERS),
    E.BOUNCED: (COORDINATORS,),  # The others hear of the hand-over itself.
    E.TAKEN_UP: (AUTHOR, FOLLOWERS, NEW_SEARCHERS),
    E.ASKED: (AUTHOR, FOLLOWERS_QUIETLY),
    E.QUESTION_ANSWERED: (HANDLER, DESK_QUIETLY),
    E.QUESTION_EXPIRED: (AUTHOR, HANDLER, DESK_QUIETLY, FOLLOWERS),
    E.REFERRED: (PARTNER, AUTHOR, FOLLOWERS),
    E.REFERRAL_ANSWERED: (HANDLER, DESK_QUIETLY, AUTHOR, FOLLOWERS),
    E.ANSWERED: (AUTHOR, FOLLOWERS, NEW_SEARCHERS),
    E.ENDED: (AUTHOR, FOLLOWERS, NEW_SEARCHERS),
    E.REOPENED: (AUTHOR, FOLLOWERS),
    E.MERGED: (AUTHOR, OTHER_AUTHOR, ASKED, FOLLOWERS, SUPPORTERS),
    E.SPLIT: (AUTHOR, FOLLOWERS, SUPPORTERS),
    E.ABSORBED: (),  # The news of the other idea tells everybody.
    E.RELEASED: (AUTHOR,),
    E.DIVIDED: (AUTHOR, ASKED, FOLLOWERS),
    E.LINKED: (AUTHOR_QUIETLY,),
    E.UNLINKED: (),
    E.WITHDRAWN: (HANDLER, DESK_QUIETLY, FOLLOWERS),
    E.WOKEN: (AUTHOR, HANDLER, DESK_QUIETLY, FOLLOWERS),
    E.HIDDEN: (AUTHOR,),
    E.SHOWN: (AUTHOR, SEARCHERS),
    E.REMINDED: (REMINDED,),
    T.POSTED: (MENTIONED, IN_THREAD, AUTHOR_OF_TALK, FOLLOWERS_QUIETLY),
    T.HELD: (CONCERNED, DESK_QUIETLY),
    T.REPORTED: (DESK_QUIETLY,),
    T.REMOVED: (CONCERNED,),
    T.RESTORED: (CONCERNED,),
    T.OBJECTED: (DESK_LOUDLY,),
    T.OBJECTION_ANSWERED: (CONCERNED,),
    E.SUPPORT_REMOVED: (AUTHOR_QUIETLY,),
    E.THEMED: (),  # Deliberate silence: a small correction, which the page tells.
    E.AREA_CHANGED: (),  # Deliberate silence: nothing in the idea changed, and there may be thousands.
    E.UNDONE: (AUTHOR, DESK_QUIETLY, PREVIOUS_DESK, FOLLOWERS),
    D.ASSIGNED: (ASSIGNEE,),
    D.LET_GO: (DESK_QUIETLY,),
    D.WATCHED: (),
    D.UNWATCHED: (),
    D.NOT_DOUBLE: (),
    D.NOTED: (CALLED, HANDLER_QUIETLY),
    E.ANSWER_PLANNED: (),  # Deliberate silence: it is a draft.
    E.ANSWER_STUCK: (WRITER,),
    E.ANSWER_CORRECTED: (AUTHOR, FOLLOWERS),
    E.TRANSFERRED: (PARTNER_WITH_ADDRESS, AUTHOR, FOLLOWERS),
    E.REFERRAL_NUMBERED: (HANDLER_QUIETLY, AUTHOR_QUIETLY, FOLLOWERS_QUIETLY),
    E.REFERRAL_RETURNED: (HANDLER, DESK_QUIETLY, AUTHOR, FOLLOWERS),
    E.REFERRAL_REMINDED: (PARTNER_WITH_ADDRESS,),
    E.REFERRAL_EXPIRED: (HANDLER, DESK_QUIETLY, AUTHOR_QUIETLY),
    E.CONTACT_SHARED: (HANDLER_QUIETLY,),
    E.CONSULTED: (CONSULTED,),
    E.CONSULT_REMINDED: (CONSULTED,),
    E.CONSULT_EXPIRED: (HANDLER, DESK_QUIETLY),
    E.CONSULT_ANSWERED: (HANDLER, DESK_QUIETLY),
    E.CONSULT_PUBLISHED: (AUTHOR_QUIETLY, ADVISERS, FOLLOWERS_QUIETLY),
    E.CONSULT_HIDDEN: (ADVISERS,),
    E.WEIGHED: (),
    E.WEIGHING_PUBLISHED: (AUTHOR_QUIETLY, FOLLOWERS_QUIETLY),
    E.RATING_ASKED: (AUTHOR,),
    E.RATED: (SECOND_LOOK,),
    A.TEMPLATE_SAVED: (),  # The history of a list stands on its page.
    A.PARTY_SAVED: (),
    A.WEIGHTS_SET: (),
    R.PLANNED: (),  # Deliberate silence: it begins by itself, and then people hear of it.
    R.UNPLANNED: (),
    R.CODES_MADE: (),
    R.OPENED: (ROUND_FOLLOWERS,),
    R.LAST_DAY: (WHO_CAN_STILL_VOTE,),
    R.VOTES_REMOVED: (),  # It stands on the round's page, and whoever it was about has a closed account.
    R.CLOSED: (VOTERS, ROUND_FOLLOWERS),
    R.CANCELLED: (VOTERS, ROUND_FOLLOWERS),
    G.MADE: (),  # Deliberate silence: who writes rules sees on their page what was changed, by whom and when.
    G.CHANGED: (),
    G.MOVED: (),
    G.SWITCHED_OFF: (),
    G.SWITCHED_ON: (),
    G.FAILED: (RULE_KEEPERS,),
    G.MENDED: (),
    L.LEARNED: (),  # Deliberate silence: it stands on the page of suggestions, and nobody has to do anything.
    L.PUT_IN_USE: (),
    L.CHANGED: (),
    B.WEEK: (WEEK_READER,),
    K.ADDED: (),  # Deliberate silence: administrators read the history on the page of what they keep.
    K.CHANGED: (),
    K.MERGED: (),
    K.REMOVED: (),
    ChallengeEvent.MADE: (),  # Deliberate silence: nobody has to do anything yet.
    ChallengeEvent.CHANGED: (),
    ChallengeEvent.SUBMITTED: (APPROVERS,),
    ChallengeEvent.SENT_BACK: (CHALLENGE_DESK,),
    ChallengeEvent.OPENED: (CHALLENGE_DESK, ORIGIN_PEOPLE, CHALLENGE_FOLLOWERS),
    ChallengeEvent.NOTICE: (CHALLENGE_FOLLOWERS,),
    ChallengeEvent.QUESTION_ASKED: (CHALLENGE_DESK,),
    ChallengeEvent.QUESTION_ANSWERED: (ASKER, CHALLENGE_FOLLOWERS),
    ChallengeEvent.ASKER_ANSWERED: (ASKER,),
    ChallengeEvent.INVITED: (INVITED_ORGANISATION,),
    ChallengeEvent.CLOSED: (OPENERS, CHALLENGE_DESK, CHALLENGE_FOLLOWERS),
    ChallengeEvent.UNSEALED: (JURORS, CHALLENGE_DESK, CHALLENGE_FOLLOWERS),
    ChallengeEvent.NEXT_PHASE: (CHALLENGE_DESK, CHALLENGE_FOLLOWERS),
    ChallengeEvent.DECIDED: (CHALLENGE_DESK, ORIGIN_PEOPLE, CHALLENGE_FOLLOWERS),
    ChallengeEvent.STARTED: (CHALLENGE_FOLLOWERS,),
    ChallengeEvent.FINISHED: (ORIGIN_PEOPLE, CHALLENGE_FOLLOWERS),
    ChallengeEvent.CANCELLED: (CHALLENGE_DESK, ORIGIN_PEOPLE, CHALLENGE_FOLLOWERS),
    ResponseEvent.STARTED: (),
    ResponseEvent.PARTNER_ASKED: (ASKED_PARTNER,),
    ResponseEvent.PARTNER_JOINED: (MAKERS,),
    ResponseEvent.PARTNER_LEFT: (MAKERS,),
    ResponseEvent.SUBMITTED: (MAKERS_ALL,),
    ResponseEvent.WITHDRAWN: (MAKERS_ALL,),
    ResponseEvent.LETTER: (MAKERS_ALL,),
    ResponseEvent.OBJECTED: (RESPONSE_DESK, MAKERS),
    ResponseEvent.OBJECTION_ANSWERED: (MAKERS,),
    JuryEvent.INVITED: (JUROR_ASKED,),
    JuryEvent.ACCEPTED: (CHALLENGE_DESK,),
    JuryEvent.ENDED: (),
    JuryEvent.ASSIGNED: (ASSIGNED_JURORS,),
    JuryEvent.DECLARED: (),  # Who runs the jury reads it where the responses are divided.
    JuryEvent.SCORED: (),
    JuryEvent.READ: (),
    JuryEvent.SEAL_BROKEN: (OPENERS,),
    ProjectEvent.MADE: (PROJECT_PEOPLE,),
    ProjectEvent.CHANGED: (),
    ProjectEvent.UPDATED: (PROJECT_PEOPLE,),
    ProjectEvent.MOVED: (PROJECT_PEOPLE,),
    ProjectEvent.ENDED: (PROJECT_PEOPLE,),
    OrganisationEvent.MADE: (),  # They look at the page that says so.
    OrganisationEvent.CHANGED: (),
    OrganisationEvent.INVITED: (MEMBER_ASKED,),
    OrganisationEvent.JOINED: (ORGANISATION_OWNERS,),
    OrganisationEvent.LEFT: (ORGANISATION_MEMBER, ORGANISATION_OWNERS),
    OrganisationEvent.JOIN_ASKED: (ORGANISATION_KEEPERS,),
    OrganisationEvent.LET_IN: (ORGANISATION_MEMBER, ORGANISATION_OWNERS),
    OrganisationEvent.TURNED_AWAY: (ORGANISATION_MEMBER,),
    OrganisationEvent.ROLE_GIVEN: (ORGANISATION_MEMBER,),
    OrganisationEvent.VERIFIED: (ORGANISATION_OWNERS,),
    OrganisationEvent.UNVERIFIED: (ORGANISATION_OWNERS,),
    P.UNUSED: (PERSON,),
    P.AWAY: (STAND_IN,),
    P.NOT_AWAY: (STAND_IN,),
    P.INVITED: (PERSON,),
    P.OPENED: (PERSON,),
    P.ROLE_GIVEN: (PERSON,),
    P.ROLE_TAKEN: (),  # Deliberate silence: what they may not do any more they do not see any more.
    P.CLOSED: (),
    O.DEPUTIES: (),  # Whoever became one hears of that.
    P.ROLES: (),  # They come in at that very moment, and see what they may do.
    C.DAY_CLOSED: (),  # A day changes no date that was promised.
    C.DAY_OPENED: (),
}

#: Of all this an official hears who watches an idea at the desk.
WATCHED = (
    *(E.EDITED, E.ADDED, E.HANDED_OVER, E.TAKEN_UP, E.ASKED, E.QUESTION_ANSWERED, E.QUESTION_EXPIRED, E.REFERRED),
    *(E.REFERRAL_ANSWERED, E.ANSWERED, E.ENDED, E.REOPENED, E.MERGED, E.SPLIT, E.WITHDRAWN, E.WOKEN, E.HIDDEN),
    *(E.SHOWN, E.THEMED, E.UNDONE, D.ASSIGNED, D.LET_GO, D.NOTED),
)
ROUTES |= {kind: (*ROUTES[kind], WATCHERS) for kind in WATCHED}
