"""What can happen to a challenge and its responses. `notifications/switchboard.py` says who hears of each.

The facts of what happens to a response name it by key only, until the decision was sent: no organisation, no title,
and no count may be read from them.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ChallengeEvent(TextChoices):
    """The kinds of news about a challenge, as the journal stores them. `wording.PUBLIC_KINDS` stand on its page."""

    MADE = "challenge.challenge_made", _("Uitdaging gemaakt")
    CHANGED = "challenge.challenge_changed", _("Uitdaging veranderd")
    SUBMITTED = "challenge.challenge_submitted", _("Akkoord gevraagd")
    SENT_BACK = "challenge.challenge_sent_back", _("Teruggestuurd")
    OPENED = "challenge.challenge_opened", _("Uitdaging geopend")
    NOTICE = "challenge.challenge_notice", _("Bericht over een wijziging")
    QUESTION_ASKED = "challenge.challenge_question_asked", _("Vraag gesteld")
    QUESTION_ANSWERED = "challenge.challenge_question_answered", _("Vraag beantwoord voor iedereen")
    ASKER_ANSWERED = "challenge.challenge_asker_answered", _("Vraag beantwoord voor wie hem stelde")
    INVITED = "challenge.challenge_invited", _("Organisatie uitgenodigd")
    CLOSED = "challenge.challenge_closed", _("Inzenden is gesloten")
    UNSEALED = "challenge.challenge_unsealed", _("Inzendingen geopend")
    NEXT_PHASE = "challenge.challenge_next_phase", _("Volgende ronde begonnen")
    DECIDED = "challenge.challenge_decided", _("Besluit genomen")
    STARTED = "challenge.challenge_started", _("Uitvoering begonnen")
    FINISHED = "challenge.challenge_finished", _("Uitdaging afgerond")
    CANCELLED = "challenge.challenge_cancelled", _("Uitdaging gestopt")


class ResponseEvent(TextChoices):
    """What happens to a response. Only its makers read of it, and after the opening who runs the challenge."""

    STARTED = "response.response_started", _("Inzending begonnen")
    PARTNER_ASKED = "response.response_partner_asked", _("Partner gevraagd")
    PARTNER_JOINED = "response.response_partner_joined", _("Partner erbij")
    PARTNER_LEFT = "response.response_partner_left", _("Partner eruit")
    SUBMITTED = "response.response_submitted", _("Inzending ingediend")
    WITHDRAWN = "response.response_withdrawn", _("Inzending ingetrokken")
    LETTER = "response.response_letter", _("Besluit over de inzending")
    OBJECTED = "response.response_objected", _("Bezwaar gemaakt")
    OBJECTION_ANSWERED = "response.response_objection_answered", _("Antwoord op het bezwaar")


class JuryEvent(TextChoices):
    """What happens in a jury. The facts name people and responses by key only."""

    INVITED = "jury.jury_invited", _("Jurylid uitgenodigd")
    ACCEPTED = "jury.jury_accepted", _("Jurylid doet mee")
    ENDED = "jury.jury_ended", _("Jurylid doet niet meer mee")
    ASSIGNED = "jury.jury_assigned", _("Inzendingen verdeeld")
    DECLARED = "jury.jury_declared", _("Verklaring over belangen")
    SCORED = "jury.jury_scored", _("Score definitief")
    READ = "jury.jury_read", _("Inzending gelezen")
    SEAL_BROKEN = "jury.jury_seal_broken", _("Eén van de twee opende")
