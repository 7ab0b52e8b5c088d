"""What officials of the demonstration did among themselves: who handles what, notes, and a list of their own."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from ideas.actions.assign import assign_idea
from ideas.actions.desk_list import save_list
from ideas.actions.note import write_note
from ideas.actions.report import report
from ideas.actions.watch import watch_idea
from ideas.comment_statuses import ReportReason
from ideas.demo.clock import clock_at
from ideas.demo.story import NAMESPACE, date_news
from ideas.events import DeskEvent
from ideas.models import DeskList, Idea, Note, Report, Watch
from ideas.permissions import may_assign
from participation.calendar import is_working_day
from participation.models import Allowance, Event, User

LATEST = timedelta(minutes=15)
AFTER = timedelta(days=1)
CONVERSATIONS = (
    ("Ik heb hierover gebeld met de wijkmanager. Zij kent de plek en is positief.", "Mooi. Dan vraag ik wat het kost."),
    (
        "@{other}: weet jij of dit al in het plan voor volgend jaar staat?",
        "Ja, het staat op de lijst voor het voorjaar.",
    ),
    ("Let op: er ligt nog een oud besluit van de raad over deze straat. Eerst nalezen.", ""),
)
EVERY = TALK, SHARE, WATCH, COMPLAIN = 4, 3, 5, 13  # Of so many ideas one.
LIST = ("Oudste bovenaan", "lijst=wacht&volgorde=oud")


def furnish_desk(ideas: Iterable[Idea]) -> int:
    """Do what was not done yet; gives how much that was. Nobody is told of it."""
    told = sorted(ideas, key=lambda idea: idea.reference)
    begun = set(Event.objects.filter(kind__in=DeskEvent.values).values_list("subject_id", flat=True))
    todo = [(number, idea) for number, idea in enumerate(told) if idea.pk not in begun and not idea.is_ended]
    done = sum(_furnish(idea.pk, number) for number, idea in todo if any(number % each == 0 for each in EVERY))
    Allowance.objects.filter(key__startswith="report:").delete()
    return done


def _furnish(key: int, number: int) -> int:
    idea = Idea.objects.select_related("programme__owner", "handler").get(pk=key)
    owner, deputy = idea.programme.owner, idea.programme.deputies.order_by("pk").first()
    if deputy is None or not may_assign(owner, idea):
        return 0
    moment = _in_the_office(idea.status_since + AFTER)
    if moment > timezone.now() - LATEST:
        return 0  # The next day in the office is still to come.
    with clock_at(moment):
        done = _share(idea, owner, deputy, number) + _talk(idea, owner, deputy, number) + _complain(idea, number)
    date_news(idea, moment)
    return done + _keep_list(owner)


def _in_the_office(moment: datetime) -> datetime:
    """The same hour of the first day on which officials work."""
    while not is_working_day(timezone.localdate(moment)):
        moment += timedelta(days=1)
    return moment


def _talk(idea: Idea, owner: User, deputy: User, number: int) -> int:
    if number % TALK or Note.objects.filter(client_key=_key(idea, 0)).exists():
        return 0
    question, answer = CONVERSATIONS[number // TALK % len(CONVERSATIONS)]
    note = write_note(idea, question.format(other=deputy.nickname), actor=owner, client_key=_key(idea, 0))
    if answer:
        write_note(idea, answer, actor=deputy, client_key=_key(idea, 1), answers=note)
    return 1


def _share(idea: Idea, owner: User, deputy: User, number: int) -> int:
    """Every third new idea has somebody who handles it, and now and then somebody watches."""
    done = 0
    if number % SHARE == 0 and idea.handler is None:
        assign_idea(idea, actor=owner, to=(owner, deputy)[number % 2])
        done += 1
    watcher = (deputy, owner)[number % 2]
    if number % WATCH == 0 and not Watch.objects.filter(idea=idea, official=watcher).exists():
        watch_idea(idea, actor=watcher)
        done += 1
    return done


def _complain(idea: Idea, number: int) -> int:
    """Now and then somebody who supports an idea finds that it says too much."""
    voice = idea.supports.select_related("person").order_by("pk").first() if number % COMPLAIN == 0 else None
    if voice is None or Report.objects.filter(idea=idea, comment=None).exists():
        return 0
    report(idea, None, reason=ReportReason.PERSONAL, actor=voice.person, place="", text="Er staat een naam in.")
    return 1


def _keep_list(owner: User) -> int:
    name, query = LIST
    if DeskList.objects.filter(official=owner, name=name).exists():
        return 0
    save_list(actor=owner, name=name, query=query)
    return 1


def _key(idea: Idea, number: int) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"note {idea.client_key} {number}")
