"""The life of a delivery in words, and what a person may choose."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """The ways to somebody."""

    INBOX = "inbox", _("Berichten op deze site")
    EMAIL = "email", _("E-mail")
    PUSH = "push", _("Melding op uw apparaat")


class State(TextChoices):
    """How far a delivery is. `accepted` means that the channel took it, not that somebody read it."""

    PENDING = "pending", _("Wacht")
    SENDING = "sending", _("Wordt verstuurd")
    ACCEPTED = "accepted", _("Aangenomen")
    FAILED = "failed", _("Mislukt")
    UNCERTAIN = "uncertain", _("Onzeker")
    CANCELLED = "cancelled", _("Niet meer nodig")


class Group(TextChoices):
    """What news is about, from the reader's side. A person chooses by group, never by single kind of event."""

    OWN = "own", _("Nieuws over uw eigen ideeën")
    FOLLOWED = "followed", _("Nieuws over ideeën die u volgt of steunt")
    SEARCHES = "searches", _("Nieuws over ideeën waar u naar zoekt")
    CHALLENGES = "challenges", _("Nieuws over uitdagingen die u volgt")
    DESK = "desk", _("Nieuws voor uw werk als medewerker")
    REMINDERS = "reminders", _("Herinneringen aan beloofde data")


class Frequency(TextChoices):
    """How often a group may come by a channel."""

    AT_ONCE = "at_once", _("Meteen")
    DAILY = "daily", _("Eén keer per dag")
    WEEKLY = "weekly", _("Eén keer per week")
    OFF = "off", _("Niet")


class Trouble(TextChoices):
    """Why an address gets no mail, or soon may not."""

    SOFT = "soft", _("Neemt soms geen mail aan")
    HARD = "hard", _("Bestaat niet (meer)")
    COMPLAINT = "complaint", _("Gemeld als ongewenst")


F = Frequency

#: What may be chosen of a group by a channel; the first is what somebody has who never chose. Without OFF it always
#: comes: authors hear what happens to their idea, and officials find their work. A device is told of everything at
#: first, because somebody asked for that on that very device.
CHOICES: dict[tuple[Group, Channel], tuple[Frequency, ...]] = {
    (Group.OWN, Channel.EMAIL): (F.AT_ONCE, F.DAILY),
    (Group.OWN, Channel.INBOX): (F.AT_ONCE,),
    (Group.OWN, Channel.PUSH): (F.AT_ONCE, F.OFF),
    (Group.FOLLOWED, Channel.EMAIL): (F.AT_ONCE, F.DAILY, F.WEEKLY, F.OFF),
    (Group.FOLLOWED, Channel.INBOX): (F.AT_ONCE, F.OFF),
    (Group.FOLLOWED, Channel.PUSH): (F.AT_ONCE, F.OFF),
    (Group.SEARCHES, Channel.EMAIL): (F.AT_ONCE, F.DAILY, F.WEEKLY, F.OFF),
    (Group.SEARCHES, Channel.INBOX): (F.AT_ONCE, F.OFF),
    (Group.SEARCHES, Channel.PUSH): (F.AT_ONCE, F.OFF),
    (Group.CHALLENGES, Channel.EMAIL): (F.AT_ONCE, F.DAILY, F.WEEKLY, F.OFF),
    (Group.CHALLENGES, Channel.INBOX): (F.AT_ONCE, F.OFF),
    (Group.CHALLENGES, Channel.PUSH): (F.AT_ONCE, F.OFF),
    (Group.DESK, Channel.EMAIL): (F.AT_ONCE, F.DAILY, F.WEEKLY, F.OFF),
    (Group.DESK, Channel.INBOX): (F.AT_ONCE,),
    (Group.DESK, Channel.PUSH): (F.AT_ONCE, F.OFF),
    # One mail a day, however many dates there are; and nobody forgets a date by having switched this off.
    (Group.REMINDERS, Channel.EMAIL): (F.DAILY,),
    (Group.REMINDERS, Channel.INBOX): (F.AT_ONCE,),
    (Group.REMINDERS, Channel.PUSH): (F.AT_ONCE, F.OFF),
}

#: Who is no official gets none of these.
OF_OFFICIALS = frozenset({Group.DESK, Group.REMINDERS})

OPTIONAL = frozenset(pair for pair, frequencies in CHOICES.items() if Frequency.OFF in frequencies)

#: What leaves the house; the inbox is here.
SENT = (Channel.EMAIL, Channel.PUSH)

WAITING = (State.PENDING, State.UNCERTAIN)
