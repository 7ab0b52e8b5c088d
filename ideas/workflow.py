"""The life of an idea: one table. Buttons, checks and the README's diagram are drawn from it."""

from django.utils.translation import gettext_lazy as _

from ideas.events import IdeaEvent
from ideas.permissions import is_author, is_clock, may_hand_over, may_handle, may_reopen, may_wake
from ideas.statuses import Status
from participation.workflow import Move, Workflow

ANSWER = ("reason", "next_step", "date")
FRESH = frozenset({Status.RECEIVED, Status.IN_REVIEW})

MOVES = Workflow(
    [
        Move("take_up", _("In behandeling nemen"), frozenset({Status.RECEIVED}), Status.IN_REVIEW, may_handle, IdeaEvent.TAKEN_UP, ("next_step",)),
        Move("ask", _("Vraag stellen aan de indiener"), FRESH, Status.QUESTION, may_handle, IdeaEvent.ASKED, ("question",)),
        Move("answer_question", _("Vraag beantwoorden"), frozenset({Status.QUESTION}), Status.IN_REVIEW, is_author, IdeaEvent.QUESTION_ANSWERED, ("text",)),
        Move("give_up_waiting", _("Verdergaan zonder antwoord"), frozenset({Status.QUESTION}), Status.IN_REVIEW, is_clock, IdeaEvent.QUESTION_EXPIRED),
        Move("refer", _("Doorverwijzen naar een partner"), FRESH, Status.REFERRED, may_handle, IdeaEvent.REFERRED, ("partner", "partner_email", "message", "next_step")),
        Move("transfer", _("Overdragen aan een andere organisatie"), FRESH, Status.REFERRED, may_handle, IdeaEvent.TRANSFERRED, ("party", "message", "next_step")),
        Move("give_back", _("Teruggeven aan de gemeente"), frozenset({Status.REFERRED}), Status.IN_REVIEW, is_clock, IdeaEvent.REFERRAL_RETURNED, ("text",)),
        Move("return_to_review", _("Weer zelf in behandeling nemen"), frozenset({Status.REFERRED}), Status.IN_REVIEW, may_handle, IdeaEvent.TAKEN_UP, ("next_step",)),
        Move("promising", _("Kansrijk noemen"), frozenset({Status.IN_REVIEW}), Status.PROMISING, may_handle, IdeaEvent.ANSWERED, ANSWER),
        Move("challenge", _("Uitdaging starten"), frozenset({Status.PROMISING}), Status.CHALLENGE, may_handle, IdeaEvent.ANSWERED, ("challenge", *ANSWER)),
        Move("adopt", _("Uitvoeren"), frozenset({Status.IN_REVIEW, Status.PROMISING, Status.CHALLENGE}), Status.ADOPTED, may_handle, IdeaEvent.ANSWERED, ("project", *ANSWER)),
        Move("decline", _("Niet doen"), FRESH | {Status.REFERRED, Status.PROMISING, Status.CHALLENGE}, Status.DECLINED, may_handle, IdeaEvent.ANSWERED, ("reason_code", *ANSWER)),
        Move("not_now", _("Nu niet, later opnieuw bekijken"), FRESH | {Status.PROMISING, Status.CHALLENGE}, Status.NOT_NOW, may_handle, IdeaEvent.ANSWERED, ANSWER),
        Move("wake", _("Opnieuw bekijken"), frozenset({Status.NOT_NOW}), Status.IN_REVIEW, may_wake, IdeaEvent.WOKEN),
        Move("realise", _("Uitgevoerd"), frozenset({Status.REFERRED, Status.ADOPTED}), Status.REALISED, may_handle, IdeaEvent.ENDED, ("result", "lesson")),
        Move("stop", _("Stoppen"), frozenset({Status.ADOPTED}), Status.STOPPED, may_handle, IdeaEvent.ENDED, ("reason", "lesson")),
        Move("reopen", _("Heropenen"), frozenset({Status.REALISED, Status.STOPPED, Status.DECLINED}), Status.IN_REVIEW, may_reopen, IdeaEvent.REOPENED, ("reason", "next_step")),
        Move("hand_over", _("Naar een ander programma"), FRESH, Status.RECEIVED, may_hand_over, IdeaEvent.HANDED_OVER, ("programme", "reason")),
        Move("merge", _("Samenvoegen met een ander idee"), FRESH, Status.MERGED, may_handle, IdeaEvent.MERGED, ("into", "reason")),
        Move("split", _("Weer losmaken"), frozenset({Status.MERGED}), None, may_handle, IdeaEvent.SPLIT, ("reason",)),
        Move("withdraw", _("Idee intrekken"), FRESH | {Status.QUESTION}, Status.WITHDRAWN, is_author, IdeaEvent.WITHDRAWN, ("reason",)),
    ]
)  # fmt: skip
#: The moves that are an answer in four parts.
ANSWERING = {verb: move for verb, move in MOVES.moves.items() if move.kind == IdeaEvent.ANSWERED}
