"""A challenge goes through its life: one step of the table in `challenges/workflow.py` at a time."""

import logging
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from challenges.clock import now
from challenges.completeness import missing_in
from challenges.contents import contents_of
from challenges.events import ChallengeEvent
from challenges.locking import lock_in
from challenges.models import Challenge, ChallengeIdea, ChallengeVersion, Notice, Phase
from challenges.statuses import NoticeKind
from challenges.workflow import CHALLENGE_MOVES
from ideas.models import Follow, Idea, Support
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible, RuleBroken
from participation.models import User
from participation.page_news import withdraw_pages
from participation.plain_text import tidy

log = logging.getLogger(__name__)

#: The steps of this door; the others have doors of their own with more to check.
VERBS = frozenset({"submit", "send_back", "approve", "close", "start", "finish", "cancel"})

# A hundred thousand people may support an idea: they do not pass through this process.
FOLLOW = """
INSERT INTO challenges_challengefollow (challenge_id, person_id, since)
SELECT %s, person.id, clock_timestamp() FROM participation_user AS person
WHERE person.is_active AND person.id IN ({people})
ON CONFLICT DO NOTHING
"""


@transaction.atomic(durable=True)
def move_challenge(challenge: Challenge, verb: str, *, actor: User | None, reason: str = "") -> Challenge:
    """Take `challenge` one step along the table; `actor` is None when the clock does it.

    Raises NotAllowed, NotPossible or Incomplete, and then nothing has changed.
    """
    if verb not in VERBS:
        raise NotPossible(_("Dit kan nu niet. De status is intussen misschien veranderd. Bekijk de pagina opnieuw."))
    move = CHALLENGE_MOVES.check(actor, challenge, verb, {"reason": reason})
    lock_in(challenge, *move.sources)
    columns: dict[str, Any] = {"status": move.target, "status_since": now()}
    said = {"reason": tidy(reason)} if move.needs else {}
    match verb:
        case "submit":
            _refuse_incomplete(challenge)
            _keep_version(challenge)
        case "approve":
            _refuse_own(challenge, actor)
            _refuse_incomplete(challenge)
            columns |= {"approved_by": actor, "approved_at": columns["status_since"]}
            said = {"closes_at": challenge.phases.get(number=challenge.phase_number).closes_at.isoformat()}
        case "close":
            _refuse_early(challenge)
        case "cancel":
            columns |= {"reason": tidy(reason)} | _last_notice(challenge, actor, tidy(reason))
    for name, value in columns.items():
        setattr(challenge, name, value)
    challenge.save(update_fields=list(columns))
    if verb == "approve":
        _follow_from_ideas(challenge)
    withdraw_pages()
    journal.record(move.kind, challenge, actor=actor, reference="", title=challenge.title, **said)
    return challenge


def mind_challenges() -> int:
    """Close every challenge whose phase is over; gives how many. Safe to run twice, also at once."""
    moved = 0
    for phase in Phase.objects.past_closing().select_related("challenge"):
        try:
            move_challenge(phase.challenge, "close", actor=None)
        except RuleBroken:
            continue  # Another clock was first, or there is more time now.
        except Exception:
            log.exception("The clock could not close challenge %s.", phase.challenge.slug)
            continue
        moved += 1
    return moved


def asked_by(challenge: Challenge) -> int | None:
    """Who asked for approval last, by key."""
    asked = journal.timeline_of(challenge).filter(kind=ChallengeEvent.SUBMITTED).last()
    return asked.actor_id if asked else None


def _refuse_own(challenge: Challenge, actor: User | None) -> None:
    """Two people look at it: who asked for approval does not give it either."""
    if actor is not None and asked_by(challenge) == actor.pk:
        raise NotAllowed(_("U vroeg zelf akkoord. Een andere medewerker geeft het."))


def _refuse_incomplete(challenge: Challenge) -> None:
    if missing := missing_in(challenge, now()):
        sentences = " ".join(each.sentence for each in missing)
        raise Incomplete(_("De uitdaging is nog niet compleet. %(missing)s") % {"missing": sentences})


def _refuse_early(challenge: Challenge) -> None:
    """Hold the phase: what comes in waits until this is decided, and then it is too late. Raises NotPossible."""
    phase = challenge.phases.select_for_update(no_key=True).get(number=challenge.phase_number)
    if now() < phase.closes_at:
        raise NotPossible(_("Sluiten kan pas op het moment dat op de pagina staat."))


def _keep_version(challenge: Challenge) -> None:
    number = challenge.versions.count() + 1
    ChallengeVersion.objects.create(challenge=challenge, number=number, contents=contents_of(challenge))


def _last_notice(challenge: Challenge, actor: User | None, reason: str) -> dict[str, int]:
    """Whoever follows a challenge that was public says that they read that it stopped."""
    if challenge.is_inside:
        return {}
    number = challenge.notice_number + 1
    Notice.objects.create(challenge=challenge, number=number, kind=NoticeKind.CANCELLED, text=reason, given_by=actor)
    return {"notice_number": number}


def _follow_from_ideas(challenge: Challenge) -> None:
    """Whoever put forward, supports or follows an idea from which the challenge came follows it from now on."""
    ideas = ChallengeIdea.objects.filter(challenge=challenge).values("idea")
    people = (
        Idea.objects.filter(pk__in=ideas, author__isnull=False).order_by().values("author"),
        Support.objects.filter(idea__in=ideas).order_by().values("person"),
        Follow.objects.filter(idea__in=ideas).order_by().values("person"),
    )
    parts = [rows.query.sql_with_params() for rows in people]
    together = " UNION ".join(sql for sql, _params in parts)
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW.format(people=together), [challenge.pk, *(value for _, its in parts for value in its)])
