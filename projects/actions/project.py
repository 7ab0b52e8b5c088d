"""A project is made, changes, is told of and ends: these are its only doors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from challenges.models import Challenge, Response
from challenges.statuses import AFTER_DECISION
from challenges.winners import winner_of
from ideas.models import Idea
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Organisation, Programme, User
from participation.page_news import withdraw_pages
from participation.permissions import handles_programme
from participation.plain_text import tidy
from projects.events import ProjectEvent
from projects.models import Project, Update
from projects.permissions import may_tell, runs_project
from projects.workflow import PROJECT_MOVES


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an official fills in for a project."""

    title: str
    programme: Programme
    what: str
    starts_on: date
    ends_on: date | None
    ideas: Iterable[Idea] = ()
    partners: Iterable[Organisation] = ()


def make_project(
    plan: Plan, *, actor: User, client_key: UUID, challenge: Challenge | None = None, response: Response | None = None
) -> Project:
    """Store a project, and tell the people of its ideas and its challenge.

    `response` is the one that won `challenge`; its makers become partners. The same key of the same person gives the
    same project again. Raises NotAllowed, NotPossible (nothing was decided yet, that one did not win, or it is a
    project already) or Incomplete.
    """
    try:
        return _make(plan, actor, client_key, challenge, response)
    except IntegrityError:
        first = Project.objects.filter(client_key=client_key, made_by=actor).first()
        if first is None:  # Somebody else took this name in the same moment.
            raise NotPossible(_("Dat lukte nu niet. Druk nog een keer op de knop.")) from None
        return first


@transaction.atomic(durable=True)
def _make(plan: Plan, actor: User, client_key: UUID, challenge: Challenge | None, response: Response | None) -> Project:
    if not handles_programme(actor, plan.programme.pk):
        raise NotAllowed(_("U mag dit niet doen."))
    _check(plan)
    if challenge and challenge.status not in AFTER_DECISION:
        raise NotPossible(_("Over deze uitdaging is nog niet besloten."))
    if response and (challenge is None or winner_of(response) is None or response.challenge_id != challenge.pk):
        raise NotPossible(_("Deze inzending heeft niet gewonnen."))
    if response and _is_project(response):
        raise NotPossible(_("Deze inzending is al een project."))
    slug = slugify(plan.title)[:70] or "project"
    if Project.objects.filter(slug=slug).exists():
        slug = f"{slug}-{get_random_string(6).lower()}"
    project = Project.objects.create(
        slug=slug, title=tidy(plan.title), programme=plan.programme, what=tidy(plan.what), starts_on=plan.starts_on,
        ends_on=plan.ends_on, challenge=challenge, response=response, made_by=actor, client_key=client_key,
    )  # fmt: skip
    _join(project, plan)
    _record(ProjectEvent.MADE, project, actor)
    withdraw_pages()
    return project


@transaction.atomic(durable=True)
def change_project(project: Project, plan: Plan, *, actor: User) -> Project:
    """Change what a project says. Raises NotAllowed (also for the new programme), NotPossible or Incomplete."""
    row = _locked(project)
    if not runs_project(actor, row) or not handles_programme(actor, plan.programme.pk):
        raise NotAllowed(_("U mag dit niet doen."))
    if row.is_ended:
        raise NotPossible(_("Dit project is voorbij."))
    _check(plan)
    row.title, row.programme, row.what = tidy(plan.title), plan.programme, tidy(plan.what)
    row.starts_on, row.ends_on = plan.starts_on, plan.ends_on
    row.save(update_fields=["title", "programme", "what", "starts_on", "ends_on"])
    _join(row, plan)
    _record(ProjectEvent.CHANGED, row, actor)
    withdraw_pages()
    return row


@transaction.atomic(durable=True)
def tell_update(project: Project, *, actor: User, title: str, text: str) -> Update:
    """Tell what happened on the way, to all who follow it, once. Raises NotAllowed, NotPossible or Incomplete."""
    row = _locked(project)
    if not may_tell(actor, row):
        raise (
            NotPossible(_("Dit project is voorbij."))
            if runs_project(actor, row)
            else NotAllowed(_("U mag dit niet doen."))
        )
    title, text = tidy(title), tidy(text)
    if not (title and text):
        raise Incomplete(_("Vul dit in."), field="text" if title else "title")
    if told := row.updates.filter(title=title, text=text).first():
        return told  # The same form again: nobody hears it twice.
    update = Update.objects.create(project=row, title=title, text=text, told_by=actor)
    _record(ProjectEvent.UPDATED, row, actor, headline=title, text=text)
    withdraw_pages()
    return update


@transaction.atomic(durable=True)
def move_project(project: Project, verb: str, *, actor: User, result: str = "", lesson: str = "") -> Project:
    """Take the project one step along its table. Raises NotAllowed, NotPossible or Incomplete (`field`)."""
    row = _locked(project)
    result, lesson = tidy(result), tidy(lesson)
    move = PROJECT_MOVES.check(actor, row, verb, {"result": result, "lesson": lesson})
    row.status, row.status_since = str(move.target), timezone.now()
    row.result, row.lesson = result or row.result, lesson or row.lesson
    row.save(update_fields=["status", "status_since", "result", "lesson"])
    told = {name: text for name, text in (("result", result), ("lesson", lesson)) if text}
    _record(ProjectEvent(move.kind), row, actor, status=row.status, **told)
    withdraw_pages()
    return row


def _is_project(response: Response) -> bool:
    """Whether somebody made a project of it already; holds it, so that two who press at once make one."""
    Response.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=response.pk)
    return Project.objects.filter(response=response).exists()


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update(of=("self",)).get(pk=project.pk)


def _check(plan: Plan) -> None:
    if not tidy(plan.title):
        raise Incomplete(_("Vul dit in."), field="title")
    if plan.ends_on and plan.ends_on < plan.starts_on:
        raise Incomplete(_("Het einde ligt voor het begin."), field="ends_on")


def _join(project: Project, plan: Plan) -> None:
    """The ideas and the partners; who made the response is always one."""
    makers = []
    if project.response:
        accepted = project.response.partners.filter(accepted_at__isnull=False).select_related("organisation")
        makers = [project.response.organisation, *(row.organisation for row in accepted)]
    project.ideas.set(plan.ideas)
    project.partners.set({*plan.partners, *makers})


def _record(kind: ProjectEvent, project: Project, actor: User, **facts: str) -> None:
    journal.record(kind, project, actor=actor, reference="", title=project.title, **facts)
