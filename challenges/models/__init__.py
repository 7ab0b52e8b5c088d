from challenges.models.challenge import Challenge, ChallengeDocument, ChallengeIdea
from challenges.models.decision import Determination, Objection, Publication, Verdict
from challenges.models.jury import Assignment, Interest, Juror, JuryRemark, Score, Scorecard
from challenges.models.news import Acknowledgement, ChallengeFollow, ChallengeInvitation, Notice, Question
from challenges.models.phase import Criterion, FormField, Phase
from challenges.models.response import (
    RIGHTS,
    Draft,
    DraftVersion,
    Opening,
    Partner,
    Remark,
    Response,
    SealedFile,
    SealKey,
    Submission,
)
from challenges.models.version import ChallengeVersion

__all__ = [
    "RIGHTS",
    "Acknowledgement",
    "Assignment",
    "Challenge",
    "ChallengeDocument",
    "ChallengeFollow",
    "ChallengeIdea",
    "ChallengeInvitation",
    "ChallengeVersion",
    "Criterion",
    "Determination",
    "Draft",
    "DraftVersion",
    "FormField",
    "Interest",
    "Juror",
    "JuryRemark",
    "Notice",
    "Objection",
    "Opening",
    "Partner",
    "Phase",
    "Publication",
    "Question",
    "Remark",
    "Response",
    "Score",
    "Scorecard",
    "SealKey",
    "SealedFile",
    "Submission",
    "Verdict",
]
