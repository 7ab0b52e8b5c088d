"""What this room keeps of people. What a response says is its organisation's, and sealed: it is in nobody's archive."""

from django.utils.translation import gettext_lazy as _

from challenges.leaving import leave_juries
from challenges.models import (
    Acknowledgement,
    Assignment,
    Challenge,
    ChallengeFollow,
    ChallengeInvitation,
    Determination,
    Draft,
    DraftVersion,
    Juror,
    JuryRemark,
    Notice,
    Objection,
    Opening,
    Partner,
    Question,
    Remark,
    Response,
    SealedFile,
    Submission,
)
from participation.register import Column, Holding, register

OF_CHALLENGE = Column("challenge", _("Uitdaging"), "challenge__title")
OF_SUBMISSION = Column("challenge", _("Uitdaging"), "response__challenge__title")

register(
    Holding(
        model=ChallengeFollow,
        person="person",
        title=_("Uitdagingen die u volgt"),
        columns=(OF_CHALLENGE, Column("since", _("Sinds"))),
    ),
    Holding(
        model=Acknowledgement,
        person="person",
        title=_("Berichten over wijzigingen die u las"),
        columns=(Column("challenge", _("Uitdaging"), "notice__challenge__title"), Column("at", _("Moment"))),
    ),
    Holding(
        model=Question,
        person="asker",
        title=_("Vragen die u stelde over uitdagingen"),
        columns=(OF_CHALLENGE, Column("text", _("Uw vraag")), Column("asked_at", _("Moment"))),
    ),
    Holding(
        model=Response,
        person="started_by",
        title=_("Inzendingen die u begon"),
        columns=(OF_CHALLENGE, Column("started_at", _("Moment"))),
    ),
    Holding(
        model=Submission,
        person="submitted_by",
        title=_("Inzendingen die u indiende"),
        columns=(OF_SUBMISSION, Column("submitted_at", _("Moment")), Column("sha256", _("Controlecode"))),
    ),
    Holding(
        model=Juror,
        person="person",
        title=_("Jury's waarin u zit"),
        columns=(
            OF_CHALLENGE,
            Column("name", _("Naam")),
            Column("email", _("E-mailadres")),
            Column("expertise", _("Kennis van")),
            Column("accepted_at", _("Sinds")),
        ),
        leave=leave_juries,
    ),
    Holding(
        model=JuryRemark,
        person="writer",
        title=_("Wat u in een jury schreef"),
        columns=(Column("text", _("Opmerking")), Column("written_at", _("Moment"))),
    ),
    Holding(
        model=Objection,
        person="made_by",
        title=_("Bezwaren die u maakte"),
        columns=(Column("text", _("Uw tekst")), Column("made_at", _("Moment"))),
    ),
    *(
        Holding(model=model, person=person, title=title, silence="It is the organisation's, and sealed.")
        for model, person, title in (
            (Draft, "saved_by", _("Inzendingen waaraan u schreef")),
            (DraftVersion, "saved_by", _("Eerdere versies van inzendingen")),
            (Remark, "writer", _("Opmerkingen bij inzendingen")),
            (SealedFile, "added_by", _("Bestanden bij inzendingen")),
            (Partner, "asked_by", _("Partners die u vroeg")),
        )
    ),
    *(
        Holding(model=model, person=person, title=title, silence="It is the municipality's work, and public as such.")
        for model, person, title in (
            (Challenge, "made_by", _("Uitdagingen die u maakte")),
            (Challenge, "approved_by", _("Uitdagingen waarvoor u akkoord gaf")),
            (Challenge, "openers", _("Uitdagingen waarvan u de inzendingen opent")),
            (ChallengeInvitation, "invited_by", _("Organisaties die u uitnodigde")),
            (Notice, "given_by", _("Berichten over wijzigingen die u gaf")),
            (Question, "answered_by", _("Vragen die u beantwoordde")),
            (Opening, "person", _("Inzendingen die u opende")),
            (Assignment, "assigned_by", _("Inzendingen die u verdeelde")),
            (Determination, "decided_by", _("Besluiten die u nam")),
            (Objection, "answered_by", _("Bezwaren die u beantwoordde")),
        )
    ),
)
