"""The life of an idea: one table. Buttons, checks and the README's diagram are drawn from it."""

from django.utils.translation import gettext_lazy as _

from ideas.events import IdeaEvent as E
from ideas.permissions import is_author, is_clock, may_handle, may_reopen, may_wake
from ideas.statuses import Status as S
from participation.workflow import Move, Workflow

ANSWER = ("reason", "next_step", "date")
FRESH = frozenset({S.RECEIVED, S.IN_REVIEW})

MOVES = Workflow(
    [
        Move("take_up", _("In behandeling nemen"), frozenset({S.RECEIVED}), S.IN_REVIEW, may_handle, E.TAKEN_UP, ("next_step",)),
        Move("ask", _("Vraag stellen aan de indiener"), FRESH, S.QUESTION, may_handle, E.ASKED, ("question",)),
        Move("answer_question", _("Vraag beantwoorden"), frozenset({S.QUESTION}), S.IN_REVIEW, is_author, E.QUESTION_ANSWERED, ("text",)),
        Move("give_up_waiting", _("Verdergaan zonder antwoord"), frozenset({S.QUESTION}), S.IN_REVIEW, is_clock, E.QUESTION_EXPIRED),
        Move("refer", _("Doorverwijzen naar een partner"), FRESH, S.REFERRED, may_handle, E.REFERRED, ("partner", "partner_email", "message", "next_step")),
        Move("return_to_review", _("Weer zelf in behandeling nemen"), frozenset({S.REFERRED}), S.IN_REVIEW, may_handle, E.TAKEN_UP, ("next_step",)),
        Move("promising", _("Kansrijk noemen"), frozenset({S.IN_REVIEW}), S.PROMISING, may_handle, E.ANSWERED, ANSWER),
        Move("challenge", _("Uitdaging uitzetten"), frozenset({S.PROMISING}), S.CHALLENGE, may_handle, E.ANSWERED, ("challenge", *ANSWER)),
        Move("adopt", _("Uitvoeren"), frozenset({S.IN_REVIEW, S.PROMISING, S.CHALLENGE}), S.ADOPTED, may_handle, E.ANSWERED, ("project", *ANSWER)),
        Move("decline", _("Niet doen"), FRESH | {S.REFERRED, S.PROMISING, S.CHALLENGE}, S.DECLINED, may_handle, E.ANSWERED, ("reason_code", *ANSWER)),
        Move("not_now", _("Nu niet, later opnieuw bekijken"), FRESH | {S.PROMISING, S.CHALLENGE}, S.NOT_NOW, may_handle, E.ANSWERED, ANSWER),
        Move("wake", _("Opnieuw bekijken"), frozenset({S.NOT_NOW}), S.IN_REVIEW, may_wake, E.WOKEN),
        Move("realise", _("Uitgevoerd"), frozenset({S.REFERRED, S.ADOPTED}), S.REALISED, may_handle, E.ENDED, ("result", "lesson")),
        Move("stop", _("Stoppen"), frozenset({S.ADOPTED}), S.STOPPED, may_handle, E.ENDED, ("reason", "lesson")),
        Move("reopen", _("Heropenen"), frozenset({S.REALISED, S.STOPPED, S.DECLINED}), S.IN_REVIEW, may_reopen, E.REOPENED, ("reason", "next_step")),
        Move("hand_over", _("Naar een ander programma"), FRESH, S.RECEIVED, may_handle, E.HANDED_OVER, ("programme", "reason")),
        Move("merge", _("Samenvoegen met een ander idee"), FRESH, S.MERGED, may_handle, E.MERGED, ("into", "reason")),
        Move("split", _("Weer losmaken"), frozenset({S.MERGED}), None, may_handle, E.SPLIT, ("reason",)),
        Move("withdraw", _("Idee intrekken"), FRESH | {S.QUESTION}, S.WITHDRAWN, is_author, E.WITHDRAWN),
    ]
)  # fmt: skip
