"""Closing a month of the audit log: its rows have had their time."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation import terms
from participation.audit import verify
from participation.audit_closings import due, verify_closed
from participation.destruction import note
from participation.errors import NotPossible
from participation.keeping import lasts
from participation.models import AuditClosing


@transaction.atomic(durable=True)
def close_audit_month() -> AuditClosing | None:
    """Remove the rows of the oldest month that has had its time, and give what is left of it; None when none has.

    The database writes the closing in the very statement that removes the rows, and tells the log. Safe to run twice,
    also at once. Raises NotPossible, and removes nothing, when somebody touched these rows: they are proof of that.
    """
    found = due(lasts(terms.AUDIT_LOG), timezone.now())
    if found is None:
        return None
    rows, following = found
    closed = verify_closed(AuditClosing.objects.order_by("pk"))
    whole = verify(rows.order_by("pk").iterator(chunk_size=2000), closed)
    if closed.broken or whole.broken or bytes(following.previous) != whole.head:
        raise NotPossible(_("Het logboek is niet heel. Draai eerst „manage.py verify_audit”."))
    count, _each = rows.delete()
    note(rows.model._meta.label_lower, count)
    return AuditClosing.objects.order_by("-pk").first() if count else None
