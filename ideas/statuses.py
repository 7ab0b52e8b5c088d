"""The life of an idea in words, and who may see it. Visibility is a thing of its own, not a status."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """Where an idea is in its life."""

    RECEIVED = "received", _("Ontvangen")
    IN_REVIEW = "in_review", _("In behandeling")
    QUESTION = "question", _("Vraag aan de indiener")
    REFERRED = "referred", _("Doorverwezen")
    PROMISING = "promising", _("Kansrijk")
    CHALLENGE = "challenge", _("Uitdaging uitgezet")
    ADOPTED = "adopted", _("Wordt uitgevoerd")
    REALISED = "realised", _("Uitgevoerd")
    STOPPED = "stopped", _("Gestopt")
    DECLINED = "declined", _("Doen we niet")
    NOT_NOW = "not_now", _("Nu niet")
    MERGED = "merged", _("Samengevoegd")
    WITHDRAWN = "withdrawn", _("Ingetrokken")


class Visibility(TextChoices):
    """Who may see an idea."""

    HELD = "held", _("Wacht op controle")
    PUBLIC = "public", _("Openbaar")
    HIDDEN = "hidden", _("Verborgen")


class Channel(TextChoices):
    """How an idea came in."""

    WEB = "web", _("Website")
    COUNTER = "counter", _("Balie")
    PHONE = "phone", _("Telefoon")
    LETTER = "letter", _("Brief")
    MEETING = "meeting", _("Bijeenkomst")
    MAIL = "mail", _("E-mail")
    IMPORT = "import", _("Overgenomen van een andere plek")


#: What an official writes down for somebody else.
ENTERED = (Channel.COUNTER, Channel.PHONE, Channel.LETTER, Channel.MEETING, Channel.MAIL)


class Ball(TextChoices):
    """Who has to do something now."""

    PROGRAMME = "programme", _("De gemeente")
    AUTHOR = "author", _("De indiener")
    PARTNER = "partner", _("Een partner")
    NOBODY = "nobody", _("Niemand: dit idee is klaar")


class ReasonCode(TextChoices):
    """Why the municipality says no. Counted in public, so the list is short and fixed."""

    NOT_OURS = "geen_bevoegdheid", _("De gemeente gaat hier niet over")
    TOO_EXPENSIVE = "te_duur", _("Het kost te veel")
    ALREADY_DONE = "al_geregeld", _("Dit is al geregeld")
    NOT_SAFE = "niet_veilig", _("Het is niet veilig")
    NOT_FEASIBLE = "niet_haalbaar", _("Het kan niet worden gemaakt")
    NOT_OUR_POLICY = "past_niet_in_beleid", _("Het past niet bij onze plannen")


ENDED = frozenset(
    {Status.REALISED, Status.STOPPED, Status.DECLINED, Status.MERGED, Status.WITHDRAWN},
)
#: An idea that is handed over for the third time goes to a coordinator.
PING_PONG = 3
AWAITING_ANSWER = frozenset({Status.RECEIVED, Status.IN_REVIEW})
# Nobody decided yet, so that support can still make a difference. In this order in the database's own definition.
UNDECIDED = (Status.RECEIVED, Status.IN_REVIEW, Status.QUESTION, Status.REFERRED, Status.NOT_NOW)

BALL: dict[Status, Ball] = {
    Status.RECEIVED: Ball.PROGRAMME,
    Status.IN_REVIEW: Ball.PROGRAMME,
    Status.QUESTION: Ball.AUTHOR,
    Status.REFERRED: Ball.PARTNER,
    Status.PROMISING: Ball.PROGRAMME,
    Status.CHALLENGE: Ball.PROGRAMME,
    Status.ADOPTED: Ball.PROGRAMME,
    Status.NOT_NOW: Ball.PROGRAMME,
} | dict.fromkeys(ENDED, Ball.NOBODY)

#: While the clock stands still the promised date moves: why, in words for everybody.
STANDS_STILL = {
    Status.QUESTION: _("de gemeente wacht op antwoord van de indiener"),
    Status.REFERRED: _("de gemeente wacht op antwoord van een partner"),
}
WAITING_DAYS = 14  # Then the clock goes on without an answer, or the partner's link is over.

TONES: dict[Status, str] = {
    Status.RECEIVED: "neutral",
    Status.IN_REVIEW: "busy",
    Status.QUESTION: "wait",
    Status.REFERRED: "wait",
    Status.PROMISING: "good",
    Status.CHALLENGE: "good",
    Status.ADOPTED: "good",
    Status.REALISED: "good",
    Status.STOPPED: "stop",
    Status.DECLINED: "stop",
    Status.NOT_NOW: "wait",
    Status.MERGED: "neutral",
    Status.WITHDRAWN: "neutral",
}

# What happens next when nobody wrote it down. Stored texts come from officials, and stay as they wrote them.
NEXT_STEPS = {
    Status.RECEIVED: _("Een medewerker leest het idee."),
    Status.IN_REVIEW: _("Een medewerker zoekt uit wat er kan."),
    Status.QUESTION: _("De indiener beantwoordt een vraag van de gemeente."),
    Status.REFERRED: _("Een partner buiten de gemeente geeft antwoord."),
    Status.NOT_NOW: _("De gemeente bekijkt het idee later opnieuw."),
}
