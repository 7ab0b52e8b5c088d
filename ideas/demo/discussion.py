"""Discussions of the made-up ideas, through the real doors: answers, marks, reports, and an objection."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from ideas.actions.comment import Words, delete_comment, write_comment
from ideas.actions.helpful import mark_helpful
from ideas.actions.moderate import hide_comment
from ideas.actions.object import object_to
from ideas.actions.report import report
from ideas.comment_statuses import RemovalReason, ReportReason
from ideas.demo.clock import clock_at
from ideas.demo.people import Cast
from ideas.demo.story import NAMESPACE, date_news
from ideas.models import Comment, Idea, Ruling
from participation.calendar import is_working_day
from participation.models import Allowance, Programme, User

LATEST = timedelta(hours=1)
OLD_ACCOUNT = timedelta(days=300)
WITH_SIDES = "leefbaarheid-duurzaam-en-groen"


def discuss(wanted: list[dict[str, Any]], ideas: Mapping[str, Idea], cast: Cast) -> int:
    """Say what was not said yet, in order of time; gives how much that was. Nobody is told of it."""
    there = {comment.client_key: comment for comment in Comment.objects.filter(client_key__in=map(_key, wanted))}
    new = [each for each in wanted if each["idea"] in ideas and _key(each) not in there]
    everybody = [person.pk for person in cast.by_email.values()] if new else []
    if new:
        User.objects.filter(pk__in=everybody).update(date_joined=timezone.now() - OLD_ACCOUNT)
        Programme.objects.filter(slug=WITH_SIDES).update(asks_for_sides=True)
    for each in new:
        idea = Idea.objects.select_related("programme__owner", "author").get(pk=ideas[each["idea"]].pk)
        moment = min(idea.submitted_at + timedelta(days=each["after_days"]), timezone.now() - LATEST)
        moment = _in_the_office(moment) if each["by"] == "owner" else moment
        with clock_at(moment):
            there[_key(each)] = _say(each, idea, cast, there)
        date_news(idea, moment)
    for each in new:
        _react(each, there[_key(each)], cast)
    keys = [f"{name}:{person}" for name in ("comment", "helpful", "report") for person in everybody]
    Allowance.objects.filter(key__in=keys).delete()
    return len(new)


def _say(each: dict[str, Any], idea: Idea, cast: Cast, there: dict[uuid.UUID | None, Comment]) -> Comment:
    actor = idea.programme.owner if each["by"] == "owner" else _fresh(cast.writers[each["by"]])
    answers = there[uuid.uuid5(NAMESPACE, each["answers"])] if "answers" in each else None
    words = Words(text=each["text"], side=each.get("side", ""), answers=answers)
    return write_comment(idea, words, actor=actor, client_key=_key(each))


def _react(each: dict[str, Any], comment: Comment, cast: Cast) -> None:
    """What others did with it, and what its writer did then."""
    others = [_fresh(person) for person in cast.crowd if person.pk != comment.author_id]
    idea = comment.idea
    for person in others[: each.get("helpful", 0)]:
        mark_helpful(comment, actor=person)
    for person in others[: each.get("reports", 0)]:
        report(idea, comment, reason=ReportReason.INSULT, actor=person, place="", text="Dit is niet aardig.")
    if "hidden" in each:
        hide_comment(comment, actor=idea.programme.owner, reason=str(RemovalReason(each["hidden"]).label))
    if "objection" in each and comment.author:
        object_to(Ruling.objects.get(comment=comment), actor=comment.author, text=each["objection"])
    if each.get("deleted") and comment.author:
        delete_comment(comment, actor=comment.author)
    date_news(idea, _in_the_office(comment.created_at + timedelta(minutes=30)))


def _fresh(person: User) -> User:
    """The account as it is now: its age changed."""
    return User.objects.get(pk=person.pk)


def _in_the_office(moment: datetime) -> datetime:
    """The same hour of the next day on which officials work."""
    while not is_working_day(timezone.localdate(moment)):
        moment += timedelta(days=1)
    return moment


def _key(each: dict[str, Any]) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, each["key"])
