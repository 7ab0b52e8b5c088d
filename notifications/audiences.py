"""Who belongs to an event, seen from one side each. The function's name is stored on the delivery as the reason why."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from ideas.models import (
    CoAuthor,
    Consultation,
    Follow,
    Idea,
    Referral,
    RoundIdea,
    SavedSearch,
    SupportQuestion,
    Voter,
)
from ideas.statuses import Status, Visibility
from notifications.models import Delivery
from participation.absences import all_present, stand_ins_on
from participation.models import WRITERS, Event, Grant, Kind, Membership, Programme, User
from participation.permissions import handles_programme
from participation.roles import Role


@dataclass(frozen=True, slots=True)
class Audience:
    """Accounts, and addresses of people without one. Accounts that are not active never belong to it."""

    users: QuerySet[User] = field(default_factory=User.objects.none)
    addresses: tuple[str, ...] = ()

    def is_empty(self) -> bool:
        return not self.addresses and not self.users.exists()


Finder = Callable[[Event], Audience]


def other_idea(facts: dict[str, Any]) -> str:
    """The number of the other idea that news of two ideas names."""
    return str(facts.get("into") or facts["other"])


def author(event: Event) -> Audience:
    """The person who put the idea forward."""
    return accounts(Q(ideas=event.subject_id))


def followers(event: Event) -> Audience:
    """Everybody who follows the idea, as long as the public may read it."""
    return accounts(Q(follows__idea=event.subject_id, follows__idea__visibility=Visibility.PUBLIC))


def supporters(event: Event) -> Audience:
    """Everybody who supports the idea, as long as the public may read it."""
    return accounts(Q(supports__idea=event.subject_id, supports__idea__visibility=Visibility.PUBLIC))


def asked(event: Event) -> Audience:
    """Everybody who is asked whether their support goes along to the other idea that the event names."""
    questions = SupportQuestion.objects.open().of(event.subject_id, other_idea(event.facts))
    return accounts(Q(pk__in=questions.values("person")))


def searchers(event: Event) -> Audience:
    """Everybody who keeps a search that finds this idea, which the public sees from now on; once for each idea."""
    found = searches_behind(event, "searchers")
    before = Delivery.objects.filter(
        route="searchers", event__subject_type=event.subject_type, event__subject_id=event.subject_id
    )
    return accounts(Q(pk__in=found.values("person")) & ~Q(pk__in=before.exclude(event=event).values("recipient")))


def new_searchers(event: Event) -> Audience:
    """Everybody who keeps a search for ideas of the status that this one got."""
    return accounts(Q(pk__in=searches_behind(event, "new_searchers").values("person")))


def searches_behind(event: Event, route: str) -> QuerySet[SavedSearch]:
    """The searches that find the idea, by which people belong to the audience of this name."""
    status = event.facts.get("after", Status.IN_REVIEW) if route == "new_searchers" else ""
    return SavedSearch.objects.finding(event.subject_id, at=event.recorded_at, status=status)


def other_author(event: Event) -> Audience:
    """The author of the idea that this one was merged into."""
    return accounts(Q(ideas__reference=event.facts["into"]))


def mentioned(event: Event) -> Audience:
    """Everybody whom a comment calls by name, as long as the public may read the idea."""
    public = Idea.objects.public().filter(pk=event.subject_id)
    return accounts(Q(Exists(public), pk__in=event.facts["mentioned"]))


def thread_followers(event: Event) -> Audience:
    """Everybody who follows the thread of a comment, as long as the public may read the idea."""
    public = Q(thread_follows__comment__idea__visibility=Visibility.PUBLIC)
    return accounts(Q(thread_follows__comment=event.facts["thread_id"]) & public)


def concerned(event: Event) -> Audience:
    """Whoever wrote the comment that the event is about; or, without one, the author of the idea."""
    comment = event.facts.get("comment_id")
    return accounts(Q(comments=comment) if comment else Q(ideas=event.subject_id))


def desk(event: Event) -> Audience:
    """Whoever handles ideas of the programme that the event names, or else of the idea's, and their stand-ins."""
    named = event.facts.get("programme_id")
    return desk_of([named] if named else Idea.objects.filter(pk=event.subject_id).values("programme"))


def previous_desk(event: Event) -> Audience:
    """Whoever handles ideas of the programme that the idea came from."""
    return desk_of([event.facts["from_id"]])


def advisers(event: Event) -> Audience:
    """Who writes for the organisation that was asked about the idea."""
    members = Membership.objects.filter(organisation=event.facts["organisation_id"], role__in=WRITERS)
    return accounts(Q(pk__in=members.values("user")))


def consulted(event: Event) -> Audience:
    """The same, as long as they can answer the question."""
    waits = Consultation.objects.open().filter(pk=event.facts["consultation_id"])
    return advisers(event) if waits.exists() else Audience()


def handler(event: Event) -> Audience:
    """The official who handles the idea, and their stand-in; or the whole desk while nobody does, or may any more."""
    named = Idea.objects.filter(pk=event.subject_id).select_related("handler").first()
    if named is None or not handles_programme(named.handler, named.programme_id):
        return desk(event)
    return _with_stand_ins(accounts(Q(pk=named.handler_id)))


def named_handler(event: Event) -> Audience:
    """The official to whom a routing rule gave the idea, if it named one."""
    return accounts(Q(pk=event.facts.get("handler_id")), kind=Kind.OFFICIAL)


def coordinators(_event: Event) -> Audience:
    """Everybody who oversees all programmes."""
    return accounts(Q(is_coordinator=True), kind=Kind.OFFICIAL)


def rule_keepers(_event: Event) -> Audience:
    """Who can mend a routing rule: coordinators write them, administrators open programmes and accounts."""
    return accounts(Q(is_coordinator=True) | Q(is_superuser=True), kind=Kind.OFFICIAL)


def reminded(event: Event) -> Audience:
    """Whose turn it is to see to a promised date, as the clock worked it out."""
    return accounts(Q(pk__in=event.facts["people"]), kind=Kind.OFFICIAL)


def assignee(event: Event) -> Audience:
    """The official to whom the idea was given."""
    return accounts(Q(pk=event.facts["handler_id"]), kind=Kind.OFFICIAL)


def officials_called(event: Event) -> Audience:
    """Officials whom a note calls by name, and whoever wrote the note that it answers."""
    return accounts(Q(pk__in=[*event.facts["mentioned"], event.facts["answered"]]), kind=Kind.OFFICIAL)


def watchers(event: Event) -> Audience:
    """Officials who watch the idea at the desk."""
    return accounts(Q(watches__idea=event.subject_id), kind=Kind.OFFICIAL)


def partner(event: Event) -> Audience:
    """Somebody outside who was asked for help, known by address only."""
    asked = Referral.objects.filter(pk=event.facts["referral_id"]).exclude(email="")
    return Audience(addresses=tuple(asked.values_list("email", flat=True)))


def writer(event: Event) -> Audience:
    """Who wrote the draft of an answer that could not go out."""
    return accounts(Q(pk=event.facts["writer_id"]), kind=Kind.OFFICIAL)


def second_look(event: Event) -> Audience:
    """Who can look again at an idea whose author is not satisfied: its desk and the coordinators, not who ended it."""
    if event.facts["is_good"]:
        return Audience()
    everybody = desk(event).users | accounts(Q(is_coordinator=True), kind=Kind.OFFICIAL).users
    ended_by = Idea.objects.filter(pk=event.subject_id, handler__isnull=False).values("handler")
    return Audience(User.objects.filter(pk__in=everybody.values("pk")).exclude(pk__in=ended_by))


def invited(event: Event) -> Audience:
    """Somebody who was asked to put the idea forward together, known by address only until they accept."""
    waiting = CoAuthor.objects.filter(pk=event.facts["coauthor_id"], accepted_at=None)
    return Audience(addresses=tuple(waiting.values_list("email", flat=True)))


def round_followers(event: Event) -> Audience:
    """Everybody who follows an idea of the round that the public may read."""
    ideas = RoundIdea.objects.filter(round=event.subject_id, idea__visibility=Visibility.PUBLIC).values("idea")
    return accounts(Q(pk__in=Follow.objects.filter(idea__in=ideas).values("person")))


def voters(event: Event) -> Audience:
    """Everybody who voted in the round while signed in. What they chose is not known."""
    return accounts(Q(pk__in=_who_voted(event)))


def who_can_still_vote(event: Event) -> Audience:
    """Followers of the round's ideas who have not voted yet."""
    return Audience(round_followers(event).users.exclude(pk__in=_who_voted(event)))


def week_reader(event: Event) -> Audience:
    """Who got the letter of the week, as the clock worked it out."""
    return accounts(Q(pk__in=event.facts["people"]), kind=Kind.OFFICIAL)


def person(event: Event) -> Audience:
    """Whose account it is."""
    return accounts(Q(pk=event.subject_id))


def stand_in(event: Event) -> Audience:
    """Who acts for somebody who is away."""
    return accounts(Q(pk=event.facts["stand_in_id"]), kind=Kind.OFFICIAL)


def fallback(_event: Event) -> Audience:
    """Who hears what would otherwise reach nobody: the coordinators, and without them the administrators."""
    found = coordinators(_event)
    return accounts(Q(is_superuser=True), kind=Kind.OFFICIAL) if found.is_empty() else found


def _who_voted(event: Event) -> QuerySet[Voter, Any]:
    return Voter.objects.filter(round=event.subject_id, person__isnull=False, votes__gt=0).values("person")


def desk_of(programmes: list[int] | QuerySet[Any, Any]) -> Audience:
    """Whoever handles ideas of these programmes, and who stands in for them today."""
    owners = Programme.objects.filter(pk__in=programmes).values("owner")
    deputies = Programme.deputies.through.objects.filter(programme__in=programmes).values("user")
    officials = Grant.objects.filter(role=Role.OFFICIAL, programme__in=programmes).values("person")
    team = Q(pk__in=owners) | Q(pk__in=deputies) | Q(pk__in=officials)
    return _with_stand_ins(accounts(team, kind=Kind.OFFICIAL))


def _with_stand_ins(team: Audience) -> Audience:
    """The team, and who stands in today for those of them who are away."""
    stand_ins = stand_ins_on(timezone.localdate())
    if not stand_ins:
        return team
    members = list(team.users.values_list("pk", flat=True))
    return accounts(Q(pk__in=[*members, *all_present(members, stand_ins)]), kind=Kind.OFFICIAL)


def accounts(belongs: Q, **more: str) -> Audience:
    """The accounts for which `belongs` holds. Those that are not active never belong to anything."""
    return Audience(User.objects.filter(belongs, is_active=True, **more))
