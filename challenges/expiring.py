"""Which rows of this room have had their time, by the terms of `participation.terms` and the rules of docs/sealing.md.

No query joins: `participation.batches` locks the rows.
"""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from challenges.models import (
    Assignment,
    Draft,
    Interest,
    JuryRemark,
    Phase,
    Publication,
    Response,
    SealedFile,
    SealKey,
    Submission,
    Verdict,
)
from challenges.statuses import ENDED, UPLOAD_GRACE
from participation import terms
from participation.keeping import register

#: Whoever lost the line goes on within a week; later they choose the file again.
QUIET = timedelta(days=7)

OF_THE_SAME = {"response": OuterRef("response"), "phase": OuterRef("phase")}
HANDED_IN = Exists(Submission.objects.filter(**OF_THE_SAME))
#: A submission holds the files that were announced before it, and not taken away before it.
HELD = Exists(
    Submission.objects.filter(
        **OF_THE_SAME,
        submitted_at__gte=OuterRef("began_at"),
        submitted_at__lte=Coalesce(OuterRef("removed_at"), F("submitted_at")),
    )
)


def unsent_drafts(now: datetime, term: timedelta) -> QuerySet[Draft]:
    """What was never handed in, of rounds that closed longer ago than `term`, and in which nobody wrote since."""
    return Draft.objects.filter(~HANDED_IN, phase__in=_closed(now, term), saved_at__lt=now - term)


def unsent_files(now: datetime, term: timedelta) -> QuerySet[SealedFile]:
    """The files of such drafts, once those have gone."""
    with_draft = Exists(Draft.objects.filter(**OF_THE_SAME))
    return SealedFile.objects.filter(~HANDED_IN, ~with_draft, phase__in=_closed(now, term))


def old_drafts(now: datetime, term: timedelta) -> QuerySet[Draft]:
    """What was written for challenges that ended longer ago than `term`."""
    return Draft.objects.filter(phase__in=_over(now, term))


def old_files(now: datetime, term: timedelta) -> QuerySet[SealedFile]:
    """The files of such challenges."""
    return SealedFile.objects.filter(phase__in=_over(now, term))


def old_submissions(now: datetime, term: timedelta) -> QuerySet[Submission]:
    """What was handed in to such challenges, and still says what it said."""
    return Submission.objects.kept().filter(phase__in=_over(now, term))


def idle_keys(now: datetime, term: timedelta) -> QuerySet[SealKey]:
    """The keys of such challenges, once nothing that they open is left."""
    sealed = (Draft.objects.all(), SealedFile.objects.all(), Submission.objects.kept())
    left = (Exists(rows.filter(phase=OuterRef("phase"))) for rows in sealed)
    return SealKey.objects.filter(*(~each for each in left), phase__in=_over(now, term))


def rests_on_it() -> Q:
    """That the jury or the decision says something of a submission: then its row stays, empty."""
    telling = (Assignment, JuryRemark, Publication, Verdict)
    found = Q()
    for model in telling:
        found |= Q(Exists(model._default_manager.filter(submission=OuterRef("pk"))))
    return found


def empty_responses() -> QuerySet[Response]:
    """Responses of which nothing is left. One that was just begun has its draft."""
    hanging = (Draft, SealedFile, Submission, Interest)
    left = (Exists(model._default_manager.filter(response=OuterRef("pk"))) for model in hanging)
    return Response.objects.filter(*(~each for each in left))


def abandoned_files(now: datetime) -> QuerySet[SealedFile]:
    """Files that no submission holds, and that are taken away or not whole: nothing came for `QUIET`, or can come."""
    stopped = Q(last_piece_at__lt=now - QUIET) | Q(phase__in=_without_uploads())
    return SealedFile.objects.filter(~HELD, Q(removed_at__isnull=False) | Q(whole_at=None) & stopped)


def cut_off_files() -> QuerySet[SealedFile]:
    """Files that a submission holds and that were not whole in time: they do not count."""
    return SealedFile.objects.filter(HELD, whole_at=None, removed_at=None, phase__in=_without_uploads())


def _closed(now: datetime, term: timedelta) -> QuerySet[Phase, int]:
    return Phase.objects.filter(closes_at__lt=now - term).values_list("pk", flat=True)


def _over(now: datetime, term: timedelta) -> QuerySet[Phase, int]:
    ended = {"challenge__status__in": ENDED, "challenge__status_since__lt": now - term}
    return Phase.objects.filter(**ended).values_list("pk", flat=True)


def _without_uploads() -> QuerySet[Phase, int]:
    """By the clock of the database, which decides on uploads."""
    return Phase.objects.filter(closes_at__lte=Now() - UPLOAD_GRACE).values_list("pk", flat=True)


register(terms.UNSENT_RESPONSE, unsent_drafts)
register(terms.RESPONSE, old_submissions)
