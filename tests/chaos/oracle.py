"""Who should have heard of what, worked out from the outside: from the events themselves and what the browsers did.

It shares no code with `notifications/`. Where two things happened so close to each other that both orders are right
(somebody began to follow while the news was handed out), a person *may* have heard; all others *must* or must not.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from tests.chaos.ledger import ACKNOWLEDGED, REFUSED

MAIL, INBOX = "email", "inbox"
BOTH, QUIETLY = (INBOX, MAIL), (INBOX,)

#: The table of a run: per kind of event whom it concerns, by which ways. A receipt also goes to who did it.
RECEIPT = {"idea.submitted"}
HEARS = {
    "idea.submitted": {"author": BOTH},
    "idea.routed": {"desk": BOTH},
    "idea.handed_over": {"desk": BOTH, "former desk": BOTH, "author": BOTH, "followers": BOTH},
    "idea.taken_up": {"author": BOTH, "followers": BOTH},
    "idea.asked": {"author": BOTH, "followers": QUIETLY},
    "idea.question_answered": {"handler": BOTH, "desk": QUIETLY},
    "idea.question_expired": {"author": BOTH, "handler": BOTH, "desk": QUIETLY, "followers": BOTH},
    "idea.referred": {"partner": (MAIL,), "author": BOTH, "followers": BOTH},
    "idea.referral_answered": {"handler": BOTH, "desk": QUIETLY, "author": BOTH, "followers": BOTH},
    "idea.answered": {"author": BOTH, "followers": BOTH},
    "idea.ended": {"author": BOTH, "followers": BOTH},
    "idea.reopened": {"author": BOTH, "followers": BOTH},
    "idea.bounced": {"coordinators": BOTH},
    "idea.merged": {"author": BOTH, "other author": BOTH, "followers": BOTH, "supporters": BOTH},
    "idea.split": {"author": BOTH, "followers": BOTH, "supporters": BOTH},
    "idea.absorbed": {},
    "idea.released": {"author": BOTH},
    "idea.withdrawn": {"handler": BOTH, "desk": QUIETLY, "followers": BOTH},
    "idea.woken": {"author": BOTH, "handler": BOTH, "desk": QUIETLY, "followers": BOTH},
}
#: What a clock that is moved far ahead may bring, by turns that nobody works out here: nobody else may hear of it.
MAY_HEAR = {
    "idea.reminded": {"handler": BOTH, "desk": BOTH, "coordinators": BOTH},
    "idea.referral_reminded": {"partner": (MAIL,)},
    "idea.referral_expired": {"handler": BOTH, "desk": QUIETLY, "author": QUIETLY},
    "idea.rating_asked": {"author": BOTH},
}
COORDINATOR = "coordinator@example.org"
SETS_HANDLER = {"idea.taken_up", "idea.asked", "idea.referred", "idea.answered", "idea.ended", "idea.reopened"}
SETS_HANDLER |= {"idea.merged", "idea.split"}
#: Seconds in which handing out may still be going on: a worker can be frozen in the middle of it.
SLOWEST = 28.0


@dataclass
class Expected:
    """Pairs of (who, way)."""

    must: set = field(default_factory=set)
    may: set = field(default_factory=set)


class Oracle:
    """Knows the town, the ideas with their events, and when each browser wanted what."""

    def __init__(self, facts, ledger):
        self.facts = facts
        self.switched = defaultdict(list)
        for post in ledger.of("follow", "support"):
            if post.outcome != REFUSED:
                self.switched[post.kind, post.facts["reference"]].append(post)
        self.events_of = defaultdict(list)
        self.joined = defaultdict(set)
        for event in facts.events:
            self.events_of[event["subject_id"]].append(event)
            if event["kind"] == "idea.merged":
                self.joined[event["facts"]["into"]].add(event["subject_id"])

    def expected(self, event):
        """Who must hear of this event, and who may."""
        told = Expected()
        for audience, ways in HEARS.get(event["kind"], {}).items():
            must, may = self._audience(audience, event)
            told.must |= {(who, way) for who in must for way in ways}
            told.may |= {(who, way) for who in may for way in ways}
        for audience, ways in MAY_HEAR.get(event["kind"], {}).items():
            told.may |= {(who, way) for who in set.union(*self._audience(audience, event)) for way in ways}
        if event["kind"] not in RECEIPT and event["actor"]:
            told.must = {pair for pair in told.must if pair[0] != event["actor"]}
            told.may = {pair for pair in told.may if pair[0] != event["actor"]}
        told.must -= self.facts.switched_off
        told.may -= self.facts.switched_off | told.must
        return told

    def _audience(self, name, event):
        """(must, may) of one audience."""
        idea = self.facts.ideas[event["subject_id"]]
        if name == "author":
            return {idea["author"]}, set()
        if name == "other author":
            return {self.facts.author_of[event["facts"]["into"]]}, set()
        if name == "partner":
            return {self.facts.referrals[event["facts"]["referral_id"]]["email"]}, set()
        if name == "former desk":
            return self.facts.desks[event["facts"]["from_id"]], set()
        if name == "supporters":
            return self._switched("support", idea["reference"], event)
        return self._followers(idea, event) if name == "followers" else self._officials(name, event)

    def _followers(self, idea, event):
        must, may = self._switched("follow", idea["reference"], event)
        return must | {idea["author"]}, may | self._brought_along(idea["reference"], event)

    def _brought_along(self, reference, event):
        """Followers of ideas that were merged into this one, as long as they belonged to it."""
        may = set()
        for subject in self.joined[reference]:
            idea = self.facts.ideas[subject]
            may |= set.union({idea["author"]}, *self._switched("follow", idea["reference"], event))
        return may

    def _officials(self, name, event):
        """Desk and handler change with the moves of the idea; several may have been right at the time."""
        if name == "coordinators":
            return {COORDINATOR}, set()
        answers = []
        for programme, handler in self._worlds(event):
            desk = self.facts.desks[event["facts"].get("programme_id") or programme]
            answers.append({handler} if name == "handler" and handler else desk)
        return set.intersection(*answers), set.union(*answers)

    def _worlds(self, event):
        """(programme, handler) as they stood when the event was written down, and in the time that it was told."""
        worlds, world = [], (None, None)
        end = event["dispatched_at"].timestamp() + SLOWEST
        for one in self.events_of[event["subject_id"]]:
            programme, _ = world
            if one["kind"] in {"idea.routed", "idea.handed_over"}:
                world = (one["facts"]["programme_id"], None)
            elif one["kind"] in SETS_HANDLER:
                world = (programme, one["actor"])
            if one["recorded_at"] <= event["recorded_at"]:
                worlds = [world]
            elif one["recorded_at"].timestamp() <= end:
                worlds.append(world)
        return worlds

    def _switched(self, kind, reference, event):
        """Who surely followed or supported in the time that the event was told, and who perhaps did."""
        begin, end = event["recorded_at"].timestamp() - 1, event["dispatched_at"].timestamp() + SLOWEST
        posts_of = defaultdict(list)
        for post in self.switched[kind, reference]:
            posts_of[post.who].append(post)
        must, may = set(), set()
        for who, posts in posts_of.items():
            before, unsure = False, False
            for post in posts:
                settled = post.outcome == ACKNOWLEDGED and post.ended_at < begin
                if settled:
                    before, unsure = post.facts["on"], False
                elif post.sent_at < end and post.facts["on"] != before:
                    unsure = True
            if unsure:
                may.add(who)
            elif before:
                must.add(who)
        return must, may
