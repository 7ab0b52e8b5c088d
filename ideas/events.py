"""What can happen to an idea. `notifications/switchboard.py` says who hears of each."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IdeaEvent(TextChoices):
    """The kinds of news, as the journal stores them."""

    SUBMITTED = "idea.submitted", _("Idee ingediend")
    EDITED = "idea.edited", _("Veranderd door de indiener")
    ADDED = "idea.added", _("Aanvulling van de indiener")
    UPDATED = "idea.updated", _("Bericht van de indiener")
    INVITED = "idea.invited", _("Mede-indiener uitgenodigd")
    JOINED = "idea.joined", _("Mede-indiener erbij")
    IMPORTED = "idea.imported", _("Idee overgenomen")
    ROUTED = "idea.routed", _("Naar een programma gestuurd")
    HANDED_OVER = "idea.handed_over", _("Naar een ander programma")
    BOUNCED = "idea.bounced", _("Drie keer naar een ander programma")
    TAKEN_UP = "idea.taken_up", _("In behandeling genomen")
    ASKED = "idea.asked", _("Vraag aan de indiener")
    QUESTION_ANSWERED = "idea.question_answered", _("Antwoord van de indiener")
    QUESTION_EXPIRED = "idea.question_expired", _("Geen antwoord van de indiener")
    REFERRED = "idea.referred", _("Doorverwezen naar een partner")
    REFERRAL_ANSWERED = "idea.referral_answered", _("Antwoord van de partner")
    ANSWERED = "idea.answered", _("Antwoord van de gemeente")
    ENDED = "idea.ended", _("Resultaat")
    REOPENED = "idea.reopened", _("Opnieuw in behandeling")
    MERGED = "idea.merged", _("Samengevoegd")
    SPLIT = "idea.split", _("Weer losgemaakt")
    ABSORBED = "idea.absorbed", _("Ander idee erbij")
    RELEASED = "idea.released", _("Ander idee weer los")
    DIVIDED = "idea.divided", _("In tweeën gesplitst")
    LINKED = "idea.linked", _("Verband gelegd")
    UNLINKED = "idea.unlinked", _("Verband weggehaald")
    WITHDRAWN = "idea.withdrawn", _("Ingetrokken")
    WOKEN = "idea.woken", _("Opnieuw bekeken")
    HIDDEN = "idea.hidden", _("Verborgen")
    SHOWN = "idea.shown", _("Weer zichtbaar")
    REMINDED = "idea.reminded", _("Herinnering aan de beloofde datum")
    SUPPORT_REMOVED = "idea.support_removed", _("Steun weggehaald")
    THEMED = "idea.themed", _("Ander thema")
    AREA_CHANGED = "idea.area_changed", _("Ander gebied door nieuwe grenzen")
    UNDONE = "idea.undone", _("Stap teruggezet")
    ANSWER_PLANNED = "idea.answer_planned", _("Antwoord klaargezet")
    ANSWER_STUCK = "idea.answer_stuck", _("Antwoord niet verstuurd")
    ANSWER_CORRECTED = "idea.answer_corrected", _("Antwoord verbeterd")
    TRANSFERRED = "idea.transferred", _("Overgedragen aan een andere organisatie")
    REFERRAL_NUMBERED = "idea.referral_numbered", _("Nummer van de partner")
    REFERRAL_RETURNED = "idea.referral_returned", _("Teruggegeven door de partner")
    REFERRAL_REMINDED = "idea.referral_reminded", _("Herinnering aan de partner")
    REFERRAL_EXPIRED = "idea.referral_expired", _("Geen antwoord van de partner")
    CONTACT_SHARED = "idea.contact_shared", _("Contactgegevens gedeeld met de partner")
    CONSULTED = "idea.consulted", _("Vraag aan een organisatie")
    CONSULT_REMINDED = "idea.consult_reminded", _("Herinnering aan een organisatie")
    CONSULT_EXPIRED = "idea.consult_expired", _("Geen antwoord van een organisatie")
    CONSULT_ANSWERED = "idea.consult_answered", _("Antwoord van een organisatie")
    CONSULT_PUBLISHED = "idea.consult_published", _("Antwoord van een organisatie openbaar")
    CONSULT_HIDDEN = "idea.consult_hidden", _("Antwoord van een organisatie niet meer openbaar")
    WEIGHED = "idea.weighed", _("Afweging gemaakt")
    WEIGHING_PUBLISHED = "idea.weighing_published", _("Afweging openbaar")
    RATING_ASKED = "idea.rating_asked", _("Oordeel gevraagd")
    RATED = "idea.rated", _("Oordeel van de indiener")


class DeskEvent(TextChoices):
    """What officials do among themselves with an idea. Nobody else reads of it; the facts name people by key only."""

    ASSIGNED = "desk.assigned", _("Behandelaar gekozen")
    LET_GO = "desk.let_go", _("Behandelaar losgelaten")
    WATCHED = "desk.watched", _("Medewerker volgt het idee")
    UNWATCHED = "desk.unwatched", _("Medewerker volgt het idee niet meer")
    NOT_DOUBLE = "desk.not_double", _("Niet dubbel met een ander idee")
    NOTED = "desk.noted", _("Notitie geschreven")


class AnswerEvent(TextChoices):
    """What coordinators change in the lists that answers are made with. The subject is the row of the list."""

    TEMPLATE_SAVED = "answers.template_saved", _("Sjabloon bewaard")
    PARTY_SAVED = "answers.party_saved", _("Organisatie bewaard")
    WEIGHTS_SET = "answers.weights_set", _("Wegingsfactoren veranderd")


class TalkEvent(TextChoices):
    """What happens in the discussion of an idea. The subject is the idea; the facts name the comment, if it is one.

    The facts hold no text and no name: what somebody takes back or a moderator hides must not live on in the journal.
    """

    POSTED = "comment.posted", _("Nieuwe reactie")
    HELD = "comment.held", _("Tekst wacht op controle")
    REPORTED = "comment.reported", _("Tekst gemeld")
    REMOVED = "comment.removed", _("Reactie verborgen")
    RESTORED = "comment.restored", _("Reactie zichtbaar gemaakt")
    OBJECTED = "comment.objected", _("Bezwaar tegen verbergen")
    OBJECTION_ANSWERED = "comment.objection_answered", _("Antwoord op het bezwaar")


class RoundEvent(TextChoices):
    """What can happen to a vote round. A vote is not among these: the journal never says who chose what."""

    PLANNED = "round.voting_planned", _("Stemronde klaargezet")
    UNPLANNED = "round.voting_unplanned", _("Stemronde teruggehaald")
    CODES_MADE = "round.voting_codes_made", _("Stemcodes gemaakt")
    OPENED = "round.voting_opened", _("Stemronde geopend")
    LAST_DAY = "round.voting_last_day", _("Laatste dag om te stemmen")
    VOTES_REMOVED = "round.voting_votes_removed", _("Stemmen weggehaald")
    CLOSED = "round.voting_closed", _("Uitslag van de stemronde")
    CANCELLED = "round.voting_cancelled", _("Stemronde gestopt")


class RuleEvent(TextChoices):
    """What can happen to a routing rule. `version` in the facts says which one it is from then on."""

    MADE = "rule.made", _("Regel gemaakt")
    CHANGED = "rule.changed", _("Regel veranderd")
    MOVED = "rule.moved", _("Regel verplaatst")
    SWITCHED_OFF = "rule.switched_off", _("Regel uitgezet")
    SWITCHED_ON = "rule.switched_on", _("Regel weer aangezet")
    FAILED = "rule.failed", _("Regel werkt niet meer")
    MENDED = "rule.mended", _("Regel werkt weer")


class LearningEvent(TextChoices):
    """What can happen to the suggestions that are learned from decisions. The subject is their one row of settings."""

    LEARNED = "learning.learned", _("Nieuwe versie geleerd")
    PUT_IN_USE = "learning.put_in_use", _("Versie met de hand in gebruik genomen")
    CHANGED = "learning.changed", _("Instellingen van suggesties veranderd")


class BoardEvent(TextChoices):
    """What the clock tells of the board. The subject is the letter to one official."""

    WEEK = "board.week", _("Weekbericht")


class AdminEvent(TextChoices):
    """What administrators change of what they keep. The subject is the row; the facts name people by key only."""

    ADDED = "kept.added", _("Toegevoegd door een beheerder")
    CHANGED = "kept.changed", _("Veranderd door een beheerder")
    MERGED = "kept.merged", _("Samengevoegd door een beheerder")
    REMOVED = "kept.removed", _("Weggehaald door een beheerder")
