"""What officials of the demonstration did among themselves: who handles what, notes, and a list of their own."""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from ideas.actions.assign import assign_idea
from ideas.actions.desk_list import save_list
from ideas.actions.note import write_note
from ideas.actions.watch import watch_idea
from ideas.demo.clock import clock_at
from ideas.demo.story import NAMESPACE, date_news
from ideas.models import DeskList, Idea, Note, Watch
from ideas.permissions import may_assign
from participation.models import User

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
LIST = ("Oudste bovenaan", "lijst=wacht&volgorde=oud")


def furnish_desk(ideas: Iterable[Idea]) -> int:
    """Do what was not done yet; gives how much that was. Nobody is told of it."""
    done = 0
    for number, told in enumerate(sorted(ideas, key=lambda idea: idea.reference)):
        idea = Idea.objects.select_related("programme__owner", "handler").get(pk=told.pk)
        owner, deputy = idea.programme.owner, idea.programme.deputies.order_by("pk").first()
        if deputy is None or not may_assign(owner, idea):
            continue
        moment = min(idea.status_since + AFTER, timezone.now() - LATEST)
        with clock_at(moment):
            done += _talk(idea, owner, deputy, number) + _share(idea, owner, deputy, number)
        date_news(idea, moment)
        done += _keep_list(owner)
    return done


def _talk(idea: Idea, owner: User, deputy: User, number: int) -> int:
    if number % 4 or Note.objects.filter(client_key=_key(idea, 0)).exists():
        return 0
    question, answer = CONVERSATIONS[number // 4 % len(CONVERSATIONS)]
    note = write_note(idea, question.format(other=deputy.nickname), actor=owner, client_key=_key(idea, 0))
    if answer:
        write_note(idea, answer, actor=deputy, client_key=_key(idea, 1), answers=note)
    return 1


def _share(idea: Idea, owner: User, deputy: User, number: int) -> int:
    """Every third new idea has somebody who handles it, and now and then somebody watches."""
    done = 0
    if number % 3 == 0 and idea.handler is None:
        assign_idea(idea, actor=owner, to=(owner, deputy)[number % 2])
        done += 1
    watcher = (deputy, owner)[number % 2]
    if number % 5 == 0 and not Watch.objects.filter(idea=idea, official=watcher).exists():
        watch_idea(idea, actor=watcher)
        done += 1
    return done


def _keep_list(owner: User) -> int:
    name, query = LIST
    if DeskList.objects.filter(official=owner, name=name).exists():
        return 0
    save_list(actor=owner, name=name, query=query)
    return 1


def _key(idea: Idea, number: int) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"note {idea.client_key} {number}")
