"""Plays the made-up ideas through the real doors, each deed on its own day. What was played before is not repeated."""

import random
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from ideas.actions.refer import answer_referral
from ideas.actions.submit import Draft, submit_idea
from ideas.actions.support import follow_idea, support_idea
from ideas.actions.triage import move_idea
from ideas.demo.answers import OF_ANSWERS
from ideas.demo.authors import OF_AUTHORS
from ideas.demo.clock import clock_at
from ideas.demo.people import Cast
from ideas.demo.places import Places
from ideas.demo.points import point_in
from ideas.demo.timetable import RESIDENTS_DO, Deed, timetable, working_day
from ideas.events import IdeaEvent
from ideas.models import Idea, Support
from ideas.statuses import Status
from ideas.workflow import MOVES
from participation.models import Allowance, Event, User

NAMESPACE = uuid.UUID("6c1f3d7e-2f0b-5a53-9d0e-6d2b6f1f0a11")
EVENTS_OF_SUBMISSION = 2
#: What is told of an idea because of a deed at another one, or by an organisation that was asked about it.
BESIDE = (
    *(IdeaEvent.ABSORBED, IdeaEvent.RELEASED, IdeaEvent.DIVIDED, IdeaEvent.LINKED, IdeaEvent.UNLINKED),
    *(IdeaEvent.CONSULTED, IdeaEvent.CONSULT_ANSWERED, IdeaEvent.CONSULT_PUBLISHED, IdeaEvent.CONSULT_HIDDEN),
    *(IdeaEvent.CONSULT_REMINDED, IdeaEvent.CONSULT_EXPIRED),
    IdeaEvent.REMINDED,
)
ABOUT_THE_STEP = {"verb", "after_days", "date_in_days", "revisit_in_days", "into", "programme"}
USUAL_DAYS = 70
# What a step must carry and its file may leave out.
USUAL = {
    "reason": "Dit past bij wat wij samen al hebben besproken.",
    "next_step": "Wij laten u weten hoe het verdergaat.",
}


@dataclass(slots=True)
class Story:
    """One telling. `real_points` is off when real areas are loaded: then each idea gets a point in its own."""

    cast: Cast
    places: Places
    real_points: bool = True
    ideas: dict[str, Idea] = field(default_factory=dict)
    played: Counter[str] = field(default_factory=Counter)

    def tell(self, wanted: list[dict[str, Any]]) -> int:
        """Play every deed that was not played yet, in order of time; gives how many."""
        self._remember(wanted)
        begun = {ref: idea.submitted_at for ref, idea in self.ideas.items()}
        deeds = timetable(wanted, timezone.now(), begun)
        todo = [deed for deed in deeds if self.played[deed.idea["ref"]] <= deed.number or self._lacks_voices(deed)]
        if todo:
            self._lift_limits()
            for deed in deeds:
                self._finish(deed)
            for deed in todo:
                self._play(deed)
            self._lift_limits()
        return len(todo)

    def _remember(self, wanted: list[dict[str, Any]]) -> None:
        """Find the ideas that are there, and how far their histories came: every deed left its news."""
        keys = {_key(idea["ref"]): idea["ref"] for idea in wanted}
        there = Idea.objects.filter(client_key__in=keys).select_related("programme__owner", "author", "organisation")
        self.ideas = {keys[idea.client_key]: idea for idea in there if idea.client_key}
        by_pk = {idea.pk: ref for ref, idea in self.ideas.items()}
        of_the_story = set(IdeaEvent.values) - {*OF_AUTHORS, *OF_ANSWERS, *BESIDE}
        events = Event.objects.filter(subject_type=Idea._meta.label_lower, subject_id__in=by_pk, kind__in=of_the_story)
        for pk, count in events.values_list("subject_id").annotate(Count("pk")):
            self.played[by_pk[pk]] = count - EVENTS_OF_SUBMISSION + 1

    def _lacks_voices(self, deed: Deed) -> bool:
        """Whether a telling ended between the submission and the last of its supporters."""
        idea = self.ideas.get(deed.idea["ref"])
        return (
            deed.number == 0 and idea is not None and not idea.is_ended and idea.support_count < deed.idea["supports"]
        )

    def _finish(self, deed: Deed) -> None:
        """A telling may have ended between a deed and the date of its news; nobody shall be mailed of that news."""
        ref = deed.idea["ref"]
        if self.played[ref] == deed.number + 1:
            date_news(self.ideas[ref], deed.moment)

    def _lift_limits(self) -> None:
        """The made-up people do in a minute what others do in half a year."""
        people = [*self.cast.by_email.values()]
        keys = [f"{name}:{person.pk}" for person in people for name in ("submit", "support")]
        Allowance.objects.filter(key__in=keys).delete()

    def _play(self, deed: Deed) -> None:
        ref = deed.idea["ref"]
        if deed.number == 0:
            idea = self.ideas.get(ref) or self._submit(deed)
            self._raise_voices(idea, deed)
        else:
            idea = self.ideas[ref]
            with clock_at(deed.moment):
                self._move(idea, deed)
        date_news(idea, deed.moment)
        if deed.number and "into" in deed.step:  # The other idea tells it too.
            date_news(self.ideas[deed.step["into"]], deed.moment)

    def _submit(self, deed: Deed) -> Idea:
        wanted, author = deed.idea, self.cast.writers[deed.idea["author"]]
        area = self.places.areas.get(wanted.get("area") or "")
        point = (wanted.get("lon"), wanted.get("lat")) if self.real_points else point_in(area, wanted["ref"])
        draft = Draft(
            title=wanted["title"],
            problem=wanted["problem"],
            proposal=wanted["proposal"],
            theme=self.places.themes.get(wanted.get("theme") or ""),
            area=area,
            address=wanted.get("address") or "",
            longitude=point[0],
            latitude=point[1],
            organisation=self.cast.organisations.get(wanted["author"]),
        )
        with clock_at(deed.moment):
            idea = submit_idea(draft, actor=author, client_key=_key(wanted["ref"]))
        self.ideas[wanted["ref"]] = idea
        return idea

    def _raise_voices(self, idea: Idea, deed: Deed) -> None:
        """Followers and supporters, always the same for the same idea, spread over the days after it came."""
        chance = random.Random(deed.idea["ref"])  # noqa: S311  (the same choice every time, no secret)
        others = [person for person in self.cast.crowd if person.pk != idea.author_id]
        with clock_at(deed.moment):
            for person in chance.sample(others, min(deed.idea["followers"], len(others))):
                follow_idea(idea, actor=person)
        for person in chance.sample(others, min(deed.idea["supports"], len(others))):
            support_idea(idea, actor=person)
        voices = list(Support.objects.filter(idea=idea).order_by("pk"))
        room = min(timezone.now() - deed.moment, timedelta(days=30)) / (len(voices) + 1)
        for number, voice in enumerate(voices, 1):
            voice.created_at = deed.moment + room * number
        Support.objects.bulk_update(voices, ["created_at"])

    def _move(self, idea: Idea, deed: Deed) -> None:
        step, verb = deed.step, deed.step["verb"]
        if verb == "referral_answer":
            answer_referral(idea.referrals.latest("pk"), text=step["text"])
            return
        if idea.status == Status.NOT_NOW:
            move_idea(idea, "wake", actor=None)
            return
        move_idea(idea, verb, actor=self._actor(idea, deed), **self._facts(deed))

    def _actor(self, idea: Idea, deed: Deed) -> User | None:
        """The author for what is theirs; else the owner or the deputy, and for a second look the other of the two."""
        verb = deed.step["verb"]
        if verb in RESIDENTS_DO:
            return idea.author
        owner = idea.programme.owner
        pair = [owner, idea.programme.deputies.first() or owner]
        return pair[(deed.order % 3 == 0) ^ (verb == "reopen")]

    def _facts(self, deed: Deed) -> dict[str, Any]:
        step = deed.step
        facts = {name: value for name, value in step.items() if name not in ABOUT_THE_STEP}
        needs = MOVES.moves[step["verb"]].needs
        facts |= {name: text for name, text in USUAL.items() if name in needs and not facts.get(name)}
        if "date" in needs:
            days = step.get("date_in_days") or step.get("revisit_in_days") or USUAL_DAYS
            facts["date"] = working_day(timezone.localdate(deed.moment) + timedelta(days=days))
        if "into" in step:
            facts["into"] = self.ideas[step["into"]]
        if "programme" in step:
            facts["programme"] = self.places.programmes[step["programme"]]
        return facts


def _key(ref: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, ref)


def date_news(idea: Idea, moment: datetime) -> None:
    """Give the news of a deed its date, and have nobody told of it."""
    Event.objects.filter(subject_type=Idea._meta.label_lower, subject_id=idea.pk, dispatched_at__isnull=True).update(
        recorded_at=moment, dispatched_at=moment
    )
