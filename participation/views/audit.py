"""The audit log as administrators read it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participation.audit import record_read
from participation.audit_form import AuditForm
from participation.kinds import names
from participation.models import AuditEntry, User
from participation.paging import page_of
from participation.permissions import may_read_audit
from participation.reading import Reading
from participation.sent import form_page
from participation.visitor import reader

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A row in words; people by the address of their account, as long as there is one."""

    entry: AuditEntry
    what: str | Promise
    who: str
    about: str


@never_cache
@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    """Who looked and who changed, newest first. Looking here stands in the log as well."""
    if not may_read_audit(request.user):
        raise PermissionDenied
    form = AuditForm(request.GET)
    page = page_of(form.found(), "id", request.GET.get("vanaf", ""), AT_ONCE)
    record_read(reader(request), Reading.AUDIT)
    return form_page(request, "participation/audit_log.html", {
        "form": form,
        "lines": _lines(page.rows),
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "previous_url": page.previous and _address(request, page.previous),
        "next_url": page.next and _address(request, page.next),
    })  # fmt: skip


def _lines(entries: list[AuditEntry]) -> list[Line]:
    """The rows with names. One statement."""
    keys = {key for entry in entries for key in (entry.who, entry.about) if key is not None}
    people = dict(User.objects.filter(pk__in=keys).values_list("pk", "email"))
    words = names()
    return [
        Line(
            entry,
            words.get(entry.kind, entry.kind),
            people.get(entry.who, f"#{entry.who}") if entry.who else _("Het systeem"),
            people.get(entry.about, f"#{entry.about}") if entry.about else "",
        )
        for entry in entries
    ]


def _address(request: HttpRequest, cursor: str) -> str:
    """This page with the same questions, at another place in the log."""
    kept = {name: value for name in AuditForm.base_fields if (value := request.GET.get(name))}
    return f"?{urlencode({**kept, 'vanaf': cursor})}"
