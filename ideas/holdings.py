"""What this room keeps of people."""

from django.db.models import Case, F, TextField, Value, When
from django.utils.translation import gettext_lazy as _

from ideas.leaving import (
    leave_coauthorships,
    leave_comments,
    leave_ideas,
    leave_marks,
    leave_reports,
    leave_support,
)
from ideas.models import (
    Answer,
    AnswerDraft,
    AnswerVersion,
    BlockedPerson,
    CoAuthor,
    Comment,
    CommentVersion,
    Concept,
    DeskList,
    Follow,
    Helpful,
    Idea,
    IdeaPhoto,
    Note,
    Presence,
    Rating,
    Report,
    RoutingRule,
    Ruling,
    SavedSearch,
    Support,
    ThreadFollow,
    Voter,
    Watch,
    Weighing,
)
from ideas.statuses import Visibility
from participation.register import Column, Holding, register

OWN_NUMBER = Column("reference", _("Nummer van het idee"))
NUMBER = Column("reference", _("Nummer van het idee"), "idea__reference")
NUMBER_OF_COMMENT = Column("reference", _("Nummer van het idee"), "comment__idea__reference")
#: The title of somebody else's idea, as far as everybody may read it.
TITLE = Column(
    "title",
    _("Titel van het idee"),
    Case(When(idea__visibility=Visibility.PUBLIC, then=F("idea__title")), default=Value(""), output_field=TextField()),
)
SINCE = Column("created_at", _("Sinds"))
PHOTO = (Column("image", _("Foto")), Column("description", _("Wat staat er op de foto")))

register(
    Holding(
        model=Idea,
        person="author",
        title=_("Uw ideeën"),
        columns=(
            OWN_NUMBER,
            Column("title", _("Titel van het idee")),
            Column("problem", _("Probleem")),
            Column("proposal", _("Voorstel")),
            Column("theme", _("Thema"), "theme__name"),
            Column("area", _("Gebied"), "area__name"),
            Column("address", _("Plek")),
            Column("longitude", _("Lengtegraad")),
            Column("latitude", _("Breedtegraad")),
            Column("is_anonymous", _("Zonder schuilnaam")),
            Column("organisation", _("Namens"), "organisation__name"),
            Column("status", _("Status")),
            Column("visibility", _("Zichtbaarheid")),
            Column("hidden_reason", _("Reden van verbergen")),
            Column("support_count", _("Aantal keer gesteund")),
            Column("submitted_at", _("Ingediend op")),
        ),
        leave=leave_ideas,
    ),
    Holding(
        model=IdeaPhoto,
        person="idea__author",
        title=_("Foto's bij uw ideeën"),
        columns=(NUMBER, *PHOTO),
        photos=("image",),
    ),
    Holding(
        model=CoAuthor,
        person="person",
        title=_("Ideeën waarvan u mede-indiener bent"),
        columns=(NUMBER, TITLE, Column("accepted_at", _("Sinds"))),
        leave=leave_coauthorships,
    ),
    Holding(
        model=Answer,
        person="idea__author",
        title=_("Wat de gemeente op uw ideeën antwoordde"),
        columns=(
            NUMBER,
            Column("given_at", _("Moment")),
            Column("decision", _("Besluit")),
            Column("reason", _("Reden")),
            Column("next_step", _("Volgende stap")),
            Column("date", _("Datum")),
        ),
    ),
    Holding(
        model=Rating,
        person="idea__author",
        title=_("Wat u vond van hoe wij met uw idee omgingen"),
        columns=(
            NUMBER,
            Column("is_good", _("Goed behandeld")),
            Column("reason", _("Reden")),
            Column("answered_at", _("Moment")),
        ),
    ),
    Holding(
        model=Concept,
        person="author",
        title=_("Ideeën die u nog schrijft"),
        columns=(
            Column("answers", _("Wat u schreef")),
            Column("created_at", _("Begonnen")),
            Column("updated_at", _("Laatst bewaard")),
        ),
    ),
    Holding(
        model=IdeaPhoto,
        person="concept__author",
        title=_("Foto's bij ideeën die u nog schrijft"),
        columns=PHOTO,
        photos=("image",),
    ),
    Holding(
        model=Support,
        person="person",
        title=_("Ideeën die u steunt"),
        columns=(NUMBER, TITLE, SINCE),
        leave=leave_support,
    ),
    Holding(model=Follow, person="person", title=_("Ideeën die u volgt"), columns=(NUMBER, TITLE, SINCE)),
    Holding(
        model=SavedSearch,
        person="person",
        title=_("Uw zoekopdrachten"),
        columns=(
            Column("name", _("Naam")),
            Column("query", _("Zoekopdracht")),
            Column("longitude", _("Lengtegraad")),
            Column("latitude", _("Breedtegraad")),
            Column("radius", _("Straal in meters")),
            SINCE,
        ),
    ),
    Holding(
        model=Comment,
        person="author",
        title=_("Uw reacties"),
        columns=(
            NUMBER,
            Column("text", _("Wat u schreef")),
            Column("state", _("Stand")),
            Column("hidden_reason", _("Reden van verbergen")),
            Column("created_at", _("Moment")),
            Column("edited_at", _("Laatst veranderd")),
        ),
        leave=leave_comments,
    ),
    Holding(
        model=CommentVersion,
        person="comment__author",
        title=_("Wat u eerder in uw reacties schreef"),
        columns=(Column("text", _("Wat u schreef")), Column("written_at", _("Moment"))),
    ),
    Holding(
        model=Helpful,
        person="person",
        title=_("Reacties die u nuttig vindt"),
        columns=(NUMBER_OF_COMMENT, SINCE),
        leave=leave_marks,
    ),
    Holding(
        model=ThreadFollow,
        person="person",
        title=_("Gesprekken die u volgt"),
        columns=(NUMBER_OF_COMMENT, SINCE),
    ),
    Holding(
        model=Report,
        person="reporter",
        title=_("Wat u meldde"),
        columns=(
            NUMBER,
            Column("reason", _("Reden")),
            Column("text", _("Toelichting")),
            Column("made_at", _("Moment")),
        ),
        leave=leave_reports,
    ),
    Holding(
        model=Ruling,
        person="comment__author",
        title=_("Uw reacties die verborgen werden"),
        columns=(
            NUMBER,
            Column("reason", _("Reden")),
            Column("objection", _("Uw bezwaar")),
            Column("answer", _("Antwoord op uw bezwaar")),
            Column("made_at", _("Moment")),
        ),
    ),
    Holding(
        model=BlockedPerson,
        person="person",
        title=_("Waarom u niet kunt schrijven"),
        columns=(Column("reason", _("Reden")), Column("since", _("Sinds"))),
    ),
    Holding(
        model=Voter,
        person="person",
        title=_("Stemrondes waarin u stemde"),
        columns=(Column("round", _("Stemronde"), "round__title"), Column("votes", _("Aantal stemmen"))),
    ),
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
        model=Presence,
        person="official",
        title=_("Welk idee u nu open hebt"),
        columns=(NUMBER, Column("seen_at", _("Moment"))),
    ),
)
