"""Who looked at what, and who changed what: rows that only come, each holding the hash of the one before."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Looking for rows of the log."""

    def between(self, first: date | None, last: date | None) -> "AuditQuerySet":
        """Those of whole days, from `first` up to and with `last`; without a day it is open at that end."""
        rows = self
        if first:
            rows = rows.filter(recorded_at__gte=_midnight(first))
        if last and last < date.max:  # No day follows that one.
            rows = rows.filter(recorded_at__lt=_midnight(last + timedelta(days=1)))
        return rows

    def of_sort(self, sort: str) -> "AuditQuerySet":
        """Looks, changes, changes in the administration, or ways in; all of them for an empty text."""
        read, administration = models.Q(kind__startswith="read."), models.Q(kind__startswith="admin.")
        access = models.Q(kind__startswith="access.")
        changed = ~read & ~administration & ~access
        sorts = {"bekeken": read, "beheer": administration, "inloggen": access, "veranderd": changed}
        return self.filter(sorts[sort]) if sort else self


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class AuditEntry(models.Model):
    """One look, or one change, by an official. `participation.audit` and triggers of the database make rows.

    The database gives number, moment and hashes itself, one row after the other, and refuses to change or remove any.
    People are kept by the number of their account, without a link, because a row must outlive the account.
    """

    who = models.BigIntegerField(_("wie"), help_text="Account of the official.")
    kind = models.CharField(_("soort"), max_length=40)
    subject_type = models.CharField(max_length=40, blank=True, help_text="Label of a model; empty for a list.")
    subject_id = models.BigIntegerField(null=True, blank=True)
    about = models.BigIntegerField(_("over wie"), null=True, blank=True, help_text="Account of whose data it is.")
    reference = models.CharField(_("nummer"), max_length=20, blank=True)
    told_in = models.BigIntegerField(
        null=True, blank=True, help_text="For a change: its event, or its line in the log of the administration."
    )
    recorded_at = models.DateTimeField(_("moment"), default=timezone.now)
    previous = models.BinaryField(default=bytes)
    hash = models.BinaryField(default=bytes)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("regel in het logboek")
        verbose_name_plural = _("logboek")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["who", "id"], name="audit_by_who"),
            models.Index(fields=["about", "id"], name="audit_by_whom_it_is_about"),
            models.Index(fields=["reference", "id"], name="audit_by_reference", condition=~models.Q(reference="")),
            models.Index(fields=["recorded_at"], name="audit_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"
