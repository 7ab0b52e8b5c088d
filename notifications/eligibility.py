"""Whether deliveries should still go out, asked again just before sending."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from challenges.models import Juror
from ideas.comment_statuses import CommentState
from ideas.events import DeskEvent, IdeaEvent, TalkEvent
from ideas.models import (
    CoAuthor,
    Comment,
    Consultation,
    Follow,
    Idea,
    Referral,
    SavedSearch,
    SupportQuestion,
    ThreadFollow,
    Watch,
)
from ideas.permissions import may_handle, may_see
from ideas.statuses import Ball, Status, Visibility
from notifications import schedule
from notifications.account_letters import is_about_account
from notifications.audiences import searches_behind
from notifications.models import Delivery, MailTrouble, Preference, PushDevice
from notifications.news import SEARCHING, Searches
from notifications.statuses import Channel, Frequency
from notifications.subjects import ABOUT, IDEA, Subject, SubjectKey, fetch, key_of
from participation.events import PersonEvent
from participation.models import WRITERS, Event, MembershipInvitation, User


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How things stand for some deliveries at one moment.

    Subjects by key, who wants to hear, who has quiet hours until when, and addresses that take no mail.
    """

    subjects: dict[SubjectKey, Subject]
    follows: frozenset[tuple[int, int]]
    searching: frozenset[int]
    switched_off: frozenset[tuple[int, str, str]]
    quiet: dict[int, datetime]
    blocked: frozenset[str]
    thread_follows: frozenset[tuple[int, int]] = frozenset()
    public_comments: frozenset[int] = frozenset()
    watches: frozenset[tuple[int, int]] = frozenset()
    searches: Searches = field(default_factory=dict)
    devices: Mapping[int | None, list[PushDevice]] = field(default_factory=dict)
    questions: frozenset[tuple[int, int]] = frozenset()

    def objection(self, delivery: Delivery) -> str:
        """Why `delivery` should not go out any more, for the administrator to read; empty when it should."""
        if complaint := self._channel_objection(delivery):
            return complaint
        if is_about_account(delivery.event):
            return _account_objection(delivery)
        subject = self.subjects.get(key_of(delivery.event))
        if subject is None:
            return "What it is about is gone."
        if isinstance(subject, Idea):
            return self._idea_objection(delivery, subject)
        return self._other_objection(delivery, subject)

    def _channel_objection(self, delivery: Delivery) -> str:
        if delivery.channel == Channel.PUSH:
            return "" if self.devices.get(delivery.recipient_id) else "They have no device that takes it."
        return "The address takes no mail." if address_of(delivery) in self.blocked else ""

    def _idea_objection(self, delivery: Delivery, idea: Idea) -> str:
        if delivery.route == "invited":
            return _invitation_objection(delivery, idea)
        if delivery.recipient is None:
            return _partner_objection(delivery, idea)
        return self._personal_objection(delivery, delivery.recipient, idea)

    def quiet_until(self, delivery: Delivery) -> datetime | None:
        """Until when its reader must not get a mail; None who may now, and who is awake because they did it."""
        if is_about_account(delivery.event):
            return None  # It is told apart, and not with what waits for the morning.
        person = delivery.recipient_id
        return None if person is None or person == delivery.event.actor_id else self.quiet.get(person)

    def _other_objection(self, delivery: Delivery, subject: Subject) -> str:
        person = delivery.recipient
        if person is None:
            return _address_objection(delivery)
        if not person.is_active:
            return "The account is not active."
        about = ABOUT[delivery.event.subject_type]
        if not about.may_hear(person, subject):
            return about.refusal
        return self._switched_off(delivery, person)

    def _switched_off(self, delivery: Delivery, person: User) -> str:
        off = (person.pk, delivery.group, delivery.channel) in self.switched_off
        return "They switched this off." if off else ""

    def _personal_objection(self, delivery: Delivery, person: User, idea: Idea) -> str:
        if not person.is_active:
            return "The account is not active."
        if not may_see(person, idea):
            return "They may not see the idea."
        if (delivery.event.kind in DeskEvent.values or delivery.route == "watchers") and not may_handle(person, idea):
            return "They do not handle the idea any more."
        return self._switched_off(delivery, person) or self._lost_interest(delivery, person, idea)

    def _lost_interest(self, delivery: Delivery, person: User, idea: Idea) -> str:
        chosen = {
            "followers": (self.follows, "They do not follow the idea any more."),
            "watchers": (self.watches, "They do not watch the idea any more."),
            "asked": (self.questions, "They are not asked any more."),
        }
        if delivery.route in chosen:
            pairs, lost = chosen[delivery.route]
            if (idea.pk, person.pk) not in pairs:
                return lost
        if delivery.route in SEARCHING and person.pk not in self.searching:
            return "They keep no search any more."
        if delivery.event.kind == TalkEvent.POSTED:
            return self._comment_objection(delivery, person)
        if delivery.route == "consulted" and not _still_asked(delivery):
            return "The question is not open any more."
        if delivery.event.kind == IdeaEvent.REMINDED and not _still_promised(delivery, idea):
            return "The date does not hold any more."
        return ""

    def _comment_objection(self, delivery: Delivery, person: User) -> str:
        facts = delivery.event.facts
        if facts["comment_id"] not in self.public_comments:
            return "The comment is not public any more."
        if delivery.route == "thread_followers" and (facts["thread_id"], person.pk) not in self.thread_follows:
            return "They do not follow the thread any more."
        return ""


def _address_objection(delivery: Delivery) -> str:
    """Somebody without an account hears of nothing but an invitation that still stands."""
    facts = delivery.event.facts
    asked = {
        "juror_asked": Juror.objects.filter(pk=facts.get("juror_id"), accepted_at=None, ended_at=None),
        "member_asked": MembershipInvitation.objects.filter(pk=facts.get("invitation_id")),
    }
    return "" if delivery.route in asked and asked[delivery.route].exists() else "They are not asked any more."


def address_of(delivery: Delivery) -> str:
    """Where the mail would go."""
    return (delivery.recipient.email if delivery.recipient else delivery.address).lower()


def look(deliveries: Sequence[Delivery]) -> Circumstances:
    """See how things stand now, in nine statements or less, however many deliveries.

    Three more for comments and watchers, one more for pushes, and two for each idea that is told to who looks for it.
    """
    keys = {key_of(delivery.event) for delivery in deliveries}
    of_ideas = {pk for kind, pk in keys if kind == IDEA}
    people = {delivery.recipient_id for delivery in deliveries if delivery.recipient_id}
    follows = Follow.objects.filter(idea__in=of_ideas, person__in=people)
    searchers = {delivery.recipient_id for delivery in deliveries if delivery.route in SEARCHING}
    searching = SavedSearch.objects.filter(person__in=searchers)  # Of nobody, it costs nothing.
    refusals = Preference.objects.filter(person__in=people, frequency=Frequency.OFF)
    posted = [delivery.event.facts for delivery in deliveries if delivery.event.kind == TalkEvent.POSTED]
    comments = Comment.objects.filter(pk__in={facts["comment_id"] for facts in posted}, state=CommentState.PUBLIC)
    threads = ThreadFollow.objects.filter(comment__in={facts["thread_id"] for facts in posted}, person__in=people)
    watching = {delivery.recipient_id for delivery in deliveries if delivery.route == "watchers"}
    watches = Watch.objects.filter(official__in=watching)  # Of nobody, it costs nothing.
    asked = {delivery.recipient_id for delivery in deliveries if delivery.route == "asked"}  # As with searchers.
    questions = SupportQuestion.objects.open().filter(source__in=of_ideas, person__in=asked)
    troubles = MailTrouble.objects.blocking().filter(address__in={address_of(delivery) for delivery in deliveries})
    return Circumstances(
        subjects=fetch(keys),
        follows=frozenset(follows.values_list("idea_id", "person_id")),
        searching=frozenset(searching.values_list("person_id", flat=True)),
        switched_off=frozenset(refusals.values_list("person_id", "group", "channel")),
        quiet=schedule.quiet_until(people),
        blocked=frozenset(troubles.values_list("address", flat=True)),
        thread_follows=frozenset(threads.values_list("comment_id", "person_id") if posted else ()),
        watches=frozenset(watches.values_list("idea_id", "official_id")),
        questions=frozenset(questions.values_list("source_id", "person_id")),
        public_comments=frozenset(comments.values_list("pk", flat=True) if posted else ()),
        searches=_searches([delivery for delivery in deliveries if delivery.route in SEARCHING]),
        devices=_devices({delivery.recipient_id for delivery in deliveries if delivery.channel == Channel.PUSH}),
    )


def _still_promised(delivery: Delivery, idea: Idea) -> bool:
    """Whether the municipality still has to answer by the date that somebody is reminded of."""
    date_holds = idea.promised_on is not None and idea.promised_on.isoformat() == delivery.event.facts["promised_on"]
    return date_holds and idea.ball == Ball.PROGRAMME


def _still_asked(delivery: Delivery) -> bool:
    """Whether the question to an organisation is open, and this person still writes for it."""
    asked = Consultation.objects.open().filter(pk=delivery.event.facts["consultation_id"])
    return asked.filter(
        organisation__memberships__user=delivery.recipient, organisation__memberships__role__in=WRITERS
    ).exists()


def _searches(deliveries: Sequence[Delivery]) -> Searches:
    """The names of the searches by which people are told, by event and person."""
    readers: dict[tuple[Event, str], set[int | None]] = {}
    for delivery in deliveries:
        readers.setdefault((delivery.event, delivery.route), set()).add(delivery.recipient_id)
    names: dict[tuple[int, int | None], list[str]] = {}
    for (event, route), people in readers.items():
        found = searches_behind(event, route).filter(person__in=people).order_by("name", "pk")
        for person, name in found.values_list("person_id", "name"):
            names.setdefault((event.pk, person), []).append(name)
    return {key: ", ".join(some) for key, some in names.items()}


def _devices(people: set[int | None]) -> dict[int | None, list[PushDevice]]:
    found: dict[int | None, list[PushDevice]] = {}
    if settings.PUSH_KEY:
        for device in PushDevice.objects.filter(person__in=people):  # Of nobody, it costs nothing.
            found.setdefault(device.person_id, []).append(device)
    return found


def _account_objection(delivery: Delivery) -> str:
    person = delivery.recipient
    if person is None or not person.is_active:
        return "The account is not active."
    came_back = person.last_login is not None and person.last_login > delivery.event.recorded_at
    return "They came back." if came_back and delivery.event.kind == PersonEvent.UNUSED else ""


def _partner_objection(delivery: Delivery, idea: Idea) -> str:
    referral = Referral.objects.filter(pk=delivery.event.facts["referral_id"]).first()
    if referral is None or referral.answered_at or idea.status != Status.REFERRED:
        return "The question is not open any more."
    if idea.visibility != Visibility.PUBLIC:
        return "The idea is not public."
    return "" if referral.is_open else "The link has expired."


def _invitation_objection(delivery: Delivery, idea: Idea) -> str:
    invited = CoAuthor.objects.filter(pk=delivery.event.facts["coauthor_id"]).first()
    if invited is None or not invited.is_open:
        return "The invitation is not open any more."
    return "" if idea.visibility == Visibility.PUBLIC else "The idea is not public."
