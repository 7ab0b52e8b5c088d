"""Events in words: the timeline, the inbox and the mails all tell the news with these, from the event's facts."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ideas import answer_wording, rules_wording
from ideas.board.weekly import headline_of
from ideas.clock import Step
from ideas.comment_statuses import Sign
from ideas.events import AdminEvent, BoardEvent, DeskEvent, IdeaEvent, TalkEvent
from ideas.learning import wording as learning_wording
from ideas.rounds import wording as rounds_wording
from ideas.routing import explain
from ideas.routing.explaining import HOW
from ideas.status_words import label_of
from ideas.statuses import Channel, ReasonCode
from ideas.workflow import MOVES
from participation.models import Event

# What the public may read of an idea's history: everything but what is between the moderator and the author, and whom
# the author asked to join. Reminders go on inside; that an answer is late stands on the page itself.
PUBLIC_KINDS = (
    frozenset(IdeaEvent)
    - {IdeaEvent.HIDDEN, IdeaEvent.SHOWN, IdeaEvent.INVITED, IdeaEvent.REMINDED}
    - answer_wording.INTERNAL
)
REMINDED = {
    Step.BEFORE: gettext_lazy("Bijna tijd om te antwoorden: de beloofde dag is %(date)s."),
    Step.AT: gettext_lazy("De beloofde dag is er: %(date)s."),
    Step.AFTER: gettext_lazy("Te laat: de beloofde dag was %(date)s."),
}
PARTS = {"title": gettext_lazy("Titel"), "problem": gettext_lazy("Het probleem"), "proposal": gettext_lazy("Het idee")}


def headline(event: Event) -> str:
    """What happened, in one short sentence."""
    return SENTENCES[event.kind](event.facts)


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    IdeaEvent.SUBMITTED: lambda facts: (
        _("Een medewerker schreef dit idee op. Het kwam %(how)s binnen.") % {"how": HOW[Channel(facts["channel"])]}
        if "channel" in facts
        else _("Het idee is ingediend.")
    ),
    IdeaEvent.EDITED: lambda facts: (
        _("%(coauthor)s, mede-indiener, veranderde de tekst.") % facts
        if "coauthor" in facts
        else _("De indiener veranderde de tekst.")
    ),
    IdeaEvent.ADDED: lambda facts: (
        _("%(coauthor)s, mede-indiener, vulde het idee aan.") % facts
        if "coauthor" in facts
        else _("De indiener vulde het idee aan.")
    ),
    IdeaEvent.UPDATED: lambda _facts: _("De indiener stuurde de volgers een bericht."),
    IdeaEvent.INVITED: lambda _facts: _("De indiener vroeg iemand om mee te doen."),
    IdeaEvent.JOINED: lambda facts: _("%(coauthor)s doet mee als indiener.") % facts,
    IdeaEvent.IMPORTED: lambda _facts: _("Het idee is overgenomen van een andere plek."),
    IdeaEvent.ROUTED: lambda facts: _("Het programma %(programme)s kijkt naar dit idee.") % facts,
    IdeaEvent.HANDED_OVER: lambda facts: _("Dit idee ging van %(from)s naar %(to)s.") % facts,
    IdeaEvent.BOUNCED: lambda facts: (
        _("Dit idee ging %(times)d keer naar een ander programma. De coördinator beslist nu waar het hoort.") % facts
    ),
    IdeaEvent.TAKEN_UP: lambda _facts: _("Een medewerker neemt het idee in behandeling."),
    IdeaEvent.ASKED: lambda _facts: _("De gemeente heeft een vraag aan de indiener."),
    IdeaEvent.QUESTION_ANSWERED: lambda _facts: _("De indiener gaf antwoord."),
    IdeaEvent.QUESTION_EXPIRED: lambda _facts: _("Er kwam geen antwoord. De gemeente gaat verder."),
    IdeaEvent.REFERRED: lambda facts: _("De gemeente vroeg %(partner)s om te helpen.") % facts,
    IdeaEvent.REFERRAL_ANSWERED: lambda facts: _("%(partner)s gaf antwoord.") % facts,
    IdeaEvent.ANSWERED: lambda facts: _("Besluit: %(decision)s") % {"decision": label_of(facts["decision"])},
    IdeaEvent.ENDED: lambda facts: label_of(facts["after"]),
    IdeaEvent.REOPENED: lambda _facts: _("De gemeente kijkt opnieuw naar dit idee."),
    IdeaEvent.MERGED: lambda facts: _("Dit idee hoort nu bij idee %(into)s.") % facts,
    IdeaEvent.SPLIT: lambda _facts: _("Dit idee staat weer op zichzelf."),
    IdeaEvent.ABSORBED: lambda facts: _("Idee %(other)s hoort nu bij dit idee.") % facts,
    IdeaEvent.RELEASED: lambda facts: _("Idee %(other)s hoort niet meer bij dit idee.") % facts,
    IdeaEvent.DIVIDED: lambda facts: _("Van een deel van dit idee is idee %(other)s gemaakt.") % facts,
    IdeaEvent.LINKED: lambda facts: _("Dit idee heeft te maken met idee %(other)s.") % facts,
    IdeaEvent.UNLINKED: lambda facts: _("Dit idee heeft toch niet te maken met idee %(other)s.") % facts,
    IdeaEvent.WITHDRAWN: lambda _facts: _("De indiener trok het idee in."),
    IdeaEvent.WOKEN: lambda _facts: _("De afgesproken datum is er. De gemeente bekijkt het idee opnieuw."),
    IdeaEvent.HIDDEN: lambda _facts: _("Het idee is verborgen."),
    IdeaEvent.SHOWN: lambda _facts: _("Het idee is weer zichtbaar."),
    IdeaEvent.REMINDED: lambda facts: REMINDED[facts["step"]] % {"date": _in_words("date", facts["promised_on"])},
    IdeaEvent.THEMED: lambda facts: _("Het thema is nu “%(theme)s”.") % facts,
    IdeaEvent.AREA_CHANGED: lambda facts: (
        _("De grenzen van wijken en buurten veranderden. De plek van dit idee ligt nu in %(area)s.") % facts
    ),
    IdeaEvent.UNDONE: lambda facts: (
        _("De gemeente zette een stap terug: %(step)s.") % {"step": str(MOVES.moves[facts["undone"]].label).lower()}
    ),
    DeskEvent.ASSIGNED: lambda _facts: _("Het idee kreeg een behandelaar."),
    DeskEvent.LET_GO: lambda _facts: _("Het idee heeft geen behandelaar meer."),
    DeskEvent.WATCHED: lambda _facts: _("Een medewerker kijkt mee met dit idee."),
    DeskEvent.NOT_DOUBLE: lambda facts: _("Een coördinator zei: dit is niet hetzelfde als %(other)s.") % facts,
    DeskEvent.UNWATCHED: lambda _facts: _("Een medewerker kijkt niet meer mee."),
    DeskEvent.NOTED: lambda _facts: _("Een medewerker schreef een notitie."),
    TalkEvent.POSTED: lambda facts: (
        _("De gemeente schreef een reactie.") if facts["team"] else _("Er is een nieuwe reactie.")
    ),
    TalkEvent.HELD: lambda facts: (
        _("Een reactie wacht op controle.") if "comment_id" in facts else _("Het idee wacht op controle.")
    ),
    TalkEvent.REPORTED: lambda facts: (
        _("Iemand meldde een reactie.") if "comment_id" in facts else _("Iemand meldde dit idee.")
    ),
    TalkEvent.REMOVED: lambda _facts: _("Een medewerker verborg een reactie."),
    TalkEvent.RESTORED: lambda _facts: _("Een medewerker maakte een reactie zichtbaar."),
    TalkEvent.OBJECTED: lambda _facts: _("Iemand maakt bezwaar tegen het verbergen van een tekst."),
    TalkEvent.OBJECTION_ANSWERED: lambda facts: (
        _("Uw bezwaar klopt. De tekst is weer te zien.")
        if facts["overturned"]
        else _("Uw bezwaar is bekeken. De tekst blijft verborgen.")
    ),
    AdminEvent.ADDED: lambda _facts: _("Een beheerder voegde dit toe."),
    AdminEvent.CHANGED: lambda _facts: _("Een beheerder veranderde dit."),
    AdminEvent.MERGED: lambda facts: (
        _("Een beheerder voegde “%(title)s” samen met “%(into)s”. Ideeën die meegingen: %(ideas)d.") % facts
    ),
    AdminEvent.REMOVED: lambda facts: _("Een beheerder haalde “%(title)s” weg.") % facts,
    **rounds_wording.SENTENCES,
    **rules_wording.SENTENCES,
    **learning_wording.SENTENCES,
    **answer_wording.SENTENCES,
    BoardEvent.WEEK: headline_of,
}

LABELS = {
    "changed": lambda: _("Veranderd"),
    "addition": lambda: _("Aanvulling"),
    "update": lambda: _("Bericht"),
    "question": lambda: _("Vraag"),
    "message": lambda: _("Vraag aan de partner"),
    "text": lambda: _("Antwoord"),
    "reason_code": lambda: _("Waarom niet"),
    "reason": lambda: _("Reden"),
    "challenge": lambda: _("Uitdaging"),
    "project": lambda: _("Project"),
    "result": lambda: _("Resultaat"),
    "lesson": lambda: _("Wat wij leerden"),
    "next_step": lambda: _("Volgende stap"),
    "date": lambda: _("Datum"),
    "stood_still": lambda: _("De klok stond stil"),
    "promised_before": lambda: _("Eerder beloofd"),
    "promised_on": lambda: _("Antwoord uiterlijk op"),
    **answer_wording.LABELS,
    "sha256": lambda: _("Controlegetal van het bestand (SHA-256)"),
}


#: A date that an official chose is told as that, not as a promise that moved.
PROMISED = frozenset({"promised_on", "promised_before"})


def details(event: Event) -> list[tuple[str, str]]:
    """The rest of the news as (label, text) pairs, in the order in which one reads them."""
    facts = event.facts
    pairs = [(_("Waarom"), explain(facts["why"]))] if "why" in facts else []
    pairs += [(_("Waarom"), str(Sign(sign).label)) for sign in facts.get("signs", ())]
    for name, label in LABELS.items():
        if facts.get(name) and not (name in PROMISED and "date" in facts):
            pairs.append((label(), _in_words(name, facts[name])))
    return pairs


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value), "DATE_FORMAT")


#: Facts that are no words yet.
IN_WORDS: dict[str, Callable[[Any], str]] = {
    "date": _day,
    "promised_on": _day,
    "promised_before": _day,
    "publish_at": lambda value: date_format(timezone.localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT"),
    "stood_still": lambda value: ngettext("%(n)d werkdag", "%(n)d werkdagen", value) % {"n": value},
    "changed": lambda value: ", ".join(str(PARTS[part]) for part in value),
    "documents": ", ".join,
    "reason_code": lambda value: str(ReasonCode(value).label),
}


def _in_words(name: str, value: Any) -> str:
    return IN_WORDS.get(name, str)(value)
