"""The words of this room that every floor uses."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ChallengeStatus(TextChoices):
    """Where a challenge is. `challenges/workflow.py` says which steps there are."""

    CONCEPT = "concept", _("Concept")
    IN_APPROVAL = "in_approval", _("Wacht op akkoord")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Gesloten")
    IN_REVIEW = "in_review", _("Bij de jury")
    DECIDED = "decided", _("Besloten")
    IN_EXECUTION = "in_execution", _("Wordt uitgevoerd")
    FINISHED = "finished", _("Afgerond")
    CANCELLED = "cancelled", _("Gestopt")


#: What only the town hall sees.
INSIDE = (ChallengeStatus.CONCEPT, ChallengeStatus.IN_APPROVAL)
#: Nothing happens any more.
ENDED = (ChallengeStatus.FINISHED, ChallengeStatus.CANCELLED)

#: Responses come in, or wait for the decision on their round.
BEFORE_DECISION = (ChallengeStatus.OPEN, ChallengeStatus.CLOSED, ChallengeStatus.IN_REVIEW)

#: Two people have opened what came in.
AFTER_OPENING = (
    ChallengeStatus.IN_REVIEW,
    ChallengeStatus.DECIDED,
    ChallengeStatus.IN_EXECUTION,
    ChallengeStatus.FINISHED,
)

#: What was decided is public: who won, and what came of it.
AFTER_DECISION = (ChallengeStatus.DECIDED, ChallengeStatus.IN_EXECUTION, ChallengeStatus.FINISHED)

CHALLENGE_TONES = {
    ChallengeStatus.CONCEPT: "neutral",
    ChallengeStatus.IN_APPROVAL: "neutral",
    ChallengeStatus.OPEN: "good",
    ChallengeStatus.CLOSED: "neutral",
    ChallengeStatus.IN_REVIEW: "busy",
    ChallengeStatus.DECIDED: "good",
    ChallengeStatus.IN_EXECUTION: "good",
    ChallengeStatus.FINISHED: "good",
    ChallengeStatus.CANCELLED: "stop",
}


class FieldKind(TextChoices):
    """What an official asks with one field of the form of a phase."""

    TEXT = "text", _("Tekst")
    NUMBER = "number", _("Getal")
    CHOICE = "choice", _("Keuze")
    FILE = "file", _("Bestand")
    BUDGET = "budget", _("Begroting")
    DECLARATION = "declaration", _("Verklaring")


class NoticeKind(TextChoices):
    """Why a notice was sent to everybody who follows a challenge."""

    CHANGE = "change", _("Wijziging")
    EXTENSION = "extension", _("Meer tijd")
    CANCELLED = "cancelled", _("Gestopt")


class ResponseStatus(TextChoices):
    """Where a response is in the phase that it takes part in."""

    CONCEPT = "concept", _("Concept")
    SUBMITTED = "submitted", _("Ingediend")
    WITHDRAWN = "withdrawn", _("Ingetrokken")


class Outcome(TextChoices):
    """What was decided on a response, in one phase."""

    WON = "won", _("Gekozen")
    SELECTED = "selected", _("Door naar de volgende ronde")
    REJECTED = "rejected", _("Niet gekozen")


class Right(TextChoices):
    """What somebody may do with a response that is written together; who may more stands last."""

    SEE = "see", _("Lezen")
    COMMENT = "comment", _("Lezen en opmerkingen maken")
    EDIT = "edit", _("Schrijven")


class HowAssigned(TextChoices):
    """How a juror came to read a response."""

    BY_HAND = "hand", _("Met de hand")
    EVENLY = "evenly", _("Gelijk verdeeld")
    BY_EXPERTISE = "expertise", _("Op kennis")


class ObjectionStatus(TextChoices):
    """Where an objection to a decision is."""

    RECEIVED = "received", _("Ontvangen")
    UPHELD = "upheld", _("Gegrond")
    DISMISSED = "dismissed", _("Ongegrond")


#: A file whose upload began before closing may come in until so long after it (docs/sealing.md, "Te laat").
UPLOAD_GRACE = timedelta(minutes=30)
#: Six weeks from the day after the letter: Algemene wet bestuursrecht, articles 6:7 and 6:8.
OBJECTION_WEEKS = 6
SCORE_RANGE = (0, 5)
#: From this difference between two jurors on one criterion they are asked to talk about it.
SPREAD_ALARM = 3
