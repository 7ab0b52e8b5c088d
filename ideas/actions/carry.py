"""What each move leaves on the idea: columns of the idea, and rows beside it. Plain helpers of `move_idea()`.

Each takes (idea, facts, actor, now) and gives the columns to change and the facts that the news is told from.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.actions.carrying import ask_supporters, bring_followers, give_support_back, hold
from ideas.actions.promising import promised_anew, resumed_promise
from ideas.answering import answered, check_answer
from ideas.clock import chosen_date
from ideas.events import IdeaEvent
from ideas.models import Answer, AnswerDocument, AnswerDraft, Idea, Referral
from ideas.models.carrying import Asked
from ideas.readability import objections
from ideas.statuses import Status, Visibility
from participation import journal
from participation.errors import Incomplete, NotPossible
from participation.models import Programme, User

Facts = dict[str, Any]
Carried = tuple[dict[str, Any], Facts]
Carry = Callable[[Idea, Facts, User | None, datetime], Carried]


def _plain(facts: Facts, *names: str) -> None:
    """Refuse text that residents would find hard to read."""
    for name in names:
        if advice := objections(facts.get(name, "")):
            raise Incomplete(" ".join(advice), field=name)


def _said(facts: Facts, *names: str) -> Facts:
    return {name: facts[name] for name in names if facts.get(name)}


def take_up(idea: Idea, facts: Facts, actor: User | None, now: datetime) -> Carried:
    """An official takes the idea in hand."""
    _plain(facts, "next_step")
    promise, moved = resumed_promise(idea, now) if idea.status == Status.REFERRED else ({}, {})
    return {"handler": actor, "next_step": facts["next_step"], **promise}, {**_said(facts, "next_step"), **moved}


def ask(_idea: Idea, facts: Facts, actor: User | None, _now: datetime) -> Carried:
    """The author is asked something; the clock stands still."""
    _plain(facts, "question")
    return {"handler": actor, "next_step": ""}, _said(facts, "question")


def answer_question(idea: Idea, facts: Facts, _actor: User | None, now: datetime) -> Carried:
    """The author answered; the clock goes on."""
    promise, moved = resumed_promise(idea, now)
    return {"next_step": "", **promise}, {**_said(facts, "text"), **moved}


def give_up_waiting(idea: Idea, _facts: Facts, _actor: User | None, now: datetime) -> Carried:
    """No answer came; the clock goes on."""
    promise, moved = resumed_promise(idea, now)
    return {"next_step": "", **promise}, moved


def refer(idea: Idea, facts: Facts, actor: User | None, now: datetime) -> Carried:
    """A partner outside is asked; the referral is a row of its own."""
    _plain(facts, "next_step")
    referral = Referral.objects.create(
        idea=idea, partner=facts["partner"], email=facts["partner_email"], message=facts["message"], asked_at=now
    )
    columns = {"handler": actor, "next_step": facts["next_step"]}
    return columns, {"referral_id": referral.pk, **_said(facts, "partner", "message", "next_step")}


def transfer(idea: Idea, facts: Facts, actor: User | None, now: datetime) -> Carried:
    """An organisation from the list takes the idea over; it answers or gives it back by a link, as a partner does."""
    _plain(facts, "next_step")
    party = facts["party"]
    if not party.is_active:
        raise Incomplete(_("Kies een organisatie uit de lijst."), field="party")
    referral = Referral.objects.create(
        idea=idea, partner=party.name, email=party.email, party=party, message=facts["message"], asked_at=now,
        wants_contact=bool(facts.get("wants_contact")) and idea.author_id is not None,
    )  # fmt: skip
    said = {"referral_id": referral.pk, "partner": party.name, **_said(facts, "message", "next_step")}
    return {"handler": actor, "next_step": facts["next_step"]}, {**said, "wants_contact": referral.wants_contact}


def give_back(idea: Idea, facts: Facts, _actor: User | None, now: datetime) -> Carried:
    """The partner gives the idea back; the clock goes on."""
    # In the same order as `answer_referral`, so that two tabs of a partner never wait for each other.
    held = Idea.objects.select_for_update().get(pk=idea.pk)
    referral = Referral.objects.select_for_update().get(pk=facts["referral"].pk)
    referral.idea = held
    if not referral.is_open or held.referrals.first() != referral:
        raise NotPossible(_("Deze vraag is niet meer open."))
    referral.answer, referral.answered_at, referral.was_returned = facts["text"], now, True
    referral.save(update_fields=["answer", "answered_at", "was_returned"])
    promise, moved = resumed_promise(idea, now)
    said = {"partner": referral.partner, "referral_id": referral.pk, **_said(facts, "text"), **moved}
    return {"next_step": "", **promise}, said


def answer(decision: Status, *extra: str) -> Carry:
    """An answer in four parts, with what this decision carries besides."""

    def carry(idea: Idea, facts: Facts, actor: User | None, now: datetime) -> Carried:
        check_answer(facts, timezone.localdate(now))
        given = Answer.objects.create(
            idea=idea, decision=decision, reason_code=facts.get("reason_code", ""), reason=facts["reason"],
            next_step=facts["next_step"], date=facts["date"], official=actor, given_at=now,
            hard_because=facts.get("hard_because", ""),
        )  # fmt: skip
        documents = _take_from_draft(facts["draft"], given) if "draft" in facts else []
        columns, said = answered(decision, facts, now, *extra)
        return {"handler": actor, **columns}, {**said, **({"documents": documents} if documents else {})}

    return carry


def _take_from_draft(draft: AnswerDraft, given: Answer) -> list[str]:
    """Let the draft become the answer: its documents go along, and it is gone. Gives the names of the documents.

    Raises NotPossible when it was published or changed since somebody read it.
    """
    read = AnswerDraft.objects.select_for_update().filter(pk=draft.pk, version=draft.version)
    if not read.exists():
        raise NotPossible(_("Dit concept is intussen verstuurd of veranderd. Bekijk het idee opnieuw."))
    documents = AnswerDocument.objects.filter(draft=draft)
    names = list(documents.values_list("name", flat=True))
    documents.update(draft=None, answer=given)
    AnswerDraft.objects.filter(pk=draft.pk).delete()
    return names


def wake(idea: Idea, _facts: Facts, _actor: User | None, now: datetime) -> Carried:
    """A parked idea is looked at again, with a new promise."""
    return {"next_step": "", **promised_anew(idea, idea.programme, now), "revisit_on": None}, {}


def end(*parts: str) -> Carry:
    """The end of what was carried out: what it gave, and what was learned."""

    def carry(_idea: Idea, facts: Facts, actor: User | None, now: datetime) -> Carried:
        _plain(facts, *parts)
        columns = {"handler": actor, "next_step": "", **chosen_date(None, now), "answered_at": now}
        return columns, _said(facts, *parts)

    return carry


def reopen(idea: Idea, facts: Facts, actor: User | None, now: datetime) -> Carried:
    """What had ended is looked at again, with a new promise."""
    _plain(facts, "reason", "next_step")
    promise = promised_anew(idea, idea.programme, now)
    columns = {"handler": actor, "next_step": facts["next_step"], **promise, "reopened": idea.reopened + 1}
    return columns, _said(facts, "reason", "next_step")


def hand_over(idea: Idea, facts: Facts, _actor: User | None, now: datetime) -> Carried:
    """Another programme owns the idea from here, with a promise of its own."""
    _plain(facts, "reason")
    programme: Programme = facts["programme"]
    if programme.pk == idea.programme_id or not programme.is_active:
        raise Incomplete(_("Kies een ander programma."), field="programme")
    why = {"programme": programme.name, "reason": facts["reason"]}
    said = {
        "from": idea.programme.name,
        "from_id": idea.programme_id,
        "to": programme.name,
        "programme_id": programme.pk,
        "team": programme.team,
        "reason": facts["reason"],
    }
    columns = {
        "programme": programme, "routing": why, "handler": None, "next_step": "", "reroutes": idea.reroutes + 1,
        **promised_anew(idea, programme, now),
    }  # fmt: skip
    return columns, said


def merge(idea: Idea, facts: Facts, actor: User | None, now: datetime) -> Carried:
    """The idea joins another one; what it was is kept for a split. Support goes along when its giver says so."""
    _plain(facts, "reason")
    # Locked and read anew: the other idea may be merged away or hidden at this very moment.
    other = hold([idea.pk, facts["into"].pk]).get(facts["into"].pk)
    if other is None or other.pk == idea.pk or other.visibility != Visibility.PUBLIC or other.is_ended:
        raise Incomplete(_("Kies een ander, openbaar idee dat nog loopt."), field="into")
    if idea.absorbed.exists():
        raise Incomplete(_("Bij dit idee horen al andere. Voeg het andere idee samen met dit idee."), field="into")
    ask_supporters(idea, other, Asked.MERGED, now)
    bring_followers(idea, other, now)
    journal.record(
        IdeaEvent.ABSORBED, other, actor=actor, reference=other.reference, title=other.title, other=idea.reference
    )
    columns = {"handler": actor, "merged_into": other, "status_before_merge": idea.status, "next_step": ""}
    return columns, {"into": other.reference, "into_title": other.title, "reason": facts["reason"]}


def split(idea: Idea, facts: Facts, actor: User | None, now: datetime) -> Carried:
    """The idea is what it was before the merge, with the support that went along."""
    _plain(facts, "reason")
    other: Idea = idea.merged_into  # type: ignore[assignment] # a constraint says so of a merged idea
    give_support_back(idea, other)
    journal.record(
        IdeaEvent.RELEASED, other, actor=actor, reference=other.reference, title=other.title, other=idea.reference,
        reason=facts["reason"],
    )  # fmt: skip
    promise, moved = resumed_promise(idea, now)
    before = {"status": idea.status_before_merge, "status_before_merge": "", "merged_into": None}
    said = {"from": other.reference, "reason": facts["reason"], **moved}
    return {**before, "handler": actor, **promise}, said


def withdraw(_idea: Idea, facts: Facts, _actor: User | None, now: datetime) -> Carried:
    """The author takes the idea back."""
    return {"next_step": "", **chosen_date(None, now)}, _said(facts, "reason")


CARRY: dict[str, Carry] = {
    "take_up": take_up,
    "ask": ask,
    "answer_question": answer_question,
    "give_up_waiting": give_up_waiting,
    "refer": refer,
    "transfer": transfer,
    "give_back": give_back,
    "return_to_review": take_up,
    "promising": answer(Status.PROMISING),
    "challenge": answer(Status.CHALLENGE, "challenge"),
    "adopt": answer(Status.ADOPTED, "project"),
    "decline": answer(Status.DECLINED),
    "not_now": answer(Status.NOT_NOW),
    "wake": wake,
    "realise": end("result", "lesson"),
    "stop": end("reason", "lesson"),
    "reopen": reopen,
    "hand_over": hand_over,
    "merge": merge,
    "split": split,
    "withdraw": withdraw,
}
