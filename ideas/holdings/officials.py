"""What this room keeps of the officials who work in it."""

from django.utils.translation import gettext_lazy as _

from ideas.holdings.columns import NUMBER, OWN_NUMBER, SINCE
from ideas.models import (
    Answer,
    AnswerDraft,
    AnswerVersion,
    BlockedPerson,
    DeskList,
    Idea,
    IdeaDouble,
    Note,
    Presence,
    RoutingRule,
    Ruling,
    Watch,
    WeekLetter,
    Weighing,
)
from participation.register import Column, Holding, register

register(
    *(
        Holding(
            model=model,
            person=person,
            title=title,
            silence="What an official decided about somebody's text is that other person's data.",
        )
        for model, person, title in (
            (Ruling, "moderator", _("Teksten die u verborg")),
            (Ruling, "answered_by", _("Bezwaren die u beantwoordde")),
            (BlockedPerson, "moderator", _("Mensen die u blokkeerde")),
        )
    ),
    Holding(
        model=IdeaDouble,
        person="official",
        title=_("Ideeën waarvan u zei dat ze niet dubbel zijn"),
        columns=(
            Column("first", _("Nummer van het idee"), "first__reference"),
            Column("second", _("Nummer van het andere idee"), "second__reference"),
            Column("chosen_at", _("Moment")),
        ),
    ),
    Holding(
        model=RoutingRule,
        person="handler",
        title=_("Regels die ideeën aan u geven"),
        columns=(Column("name", _("Naam van de regel")),),
    ),
    Holding(
        model=Idea,
        person="handler",
        title=_("Ideeën die u behandelt"),
        columns=(OWN_NUMBER,),
    ),
    Holding(
        model=AnswerDraft,
        person="writer",
        title=_("Antwoorden die u klaarzette"),
        columns=(NUMBER, Column("facts", _("Wat u schreef")), Column("saved_at", _("Laatst bewaard"))),
    ),
    Holding(
        model=AnswerVersion,
        person="official",
        title=_("Antwoorden die u verbeterde"),
        columns=(
            Column("reference", _("Nummer van het idee"), "answer__idea__reference"),
            Column("why", _("Waarom verbeterd")),
            Column("replaced_at", _("Moment")),
        ),
    ),
    Holding(
        model=Weighing,
        person="scorer",
        title=_("Afwegingen die u maakte"),
        columns=(NUMBER, Column("reasons", _("Reden")), Column("scored_at", _("Moment"))),
    ),
    Holding(
        model=Answer,
        person="official",
        title=_("Antwoorden die u gaf"),
        columns=(
            NUMBER,
            Column("given_at", _("Moment")),
            Column("reason", _("Reden")),
            Column("next_step", _("Volgende stap")),
        ),
    ),
    Holding(
        model=Note,
        person="author",
        title=_("Notities die u als medewerker schreef"),
        silence="A note is about somebody else's idea and belongs to the municipality: it is asked for under the Woo.",
    ),
    Holding(
        model=Watch, person="official", title=_("Ideeën waarmee u op de werkplek meekijkt"), columns=(NUMBER, SINCE)
    ),
    Holding(
        model=DeskList,
        person="official",
        title=_("Lijsten die u op de werkplek bewaarde"),
        columns=(Column("name", _("Naam")), Column("query", _("Zoekopdracht"))),
    ),
    Holding(
        model=WeekLetter,
        person="person",
        title=_("Weekberichten die u kreeg"),
        columns=(Column("week", _("Week")), Column("made_at", _("Moment"))),
    ),
    Holding(
        model=Presence,
        person="official",
        title=_("Welk idee u nu open hebt"),
        columns=(NUMBER, Column("seen_at", _("Moment"))),
    ),
)
