"""Many news in one mail: put together per idea or round, the newest first, and no longer than somebody reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from notifications import news, subscriptions
from notifications.leases import Mail
from notifications.models import Delivery
from notifications.subjects import Subject, SubjectKey, key_of
from notifications.wording import headline

MOST_IDEAS = 20
MOST_NEWS = 5


@dataclass(frozen=True, slots=True)
class Section:
    """The news of one subject. `more` counts what is left out: it stands on the page and in the inbox."""

    title: str
    reference: str
    link: str
    why: str
    news: list[tuple[datetime, str]]
    more: int
    leave_url: str


def context_of(mail: Mail, subjects: Mapping[SubjectKey, Subject], searches: news.Searches) -> dict[str, Any]:
    """What the templates of a digest are told."""
    newest_first = sorted(mail, key=lambda row: (row.event.recorded_at, row.pk), reverse=True)
    of_one_subject: dict[SubjectKey, list[Delivery]] = {}
    for delivery in newest_first:
        of_one_subject.setdefault(key_of(delivery.event), []).append(delivery)
    shown = list(of_one_subject.items())[:MOST_IDEAS]
    sections = [_section(rows, subjects[key], searches) for key, rows in shown]
    return {
        "sections": sections,
        "first": sections[0],
        "preview": sections[0].news[0][1],
        "total": len(mail),
        "others": len(of_one_subject) - 1,
        "more": len(of_one_subject) - len(shown),
        "inbox_url": news.absolute(reverse("notifications:inbox")),
        "why": _("U krijgt dit nieuws in één mail, omdat u dat koos of omdat er veel tegelijk gebeurde."),
    }


def _section(rows: list[Delivery], idea: Subject, searches: news.Searches) -> Section:
    newest = rows[0]
    left = subscriptions.of_delivery(newest, idea)
    return Section(
        title=newest.event.facts["title"],
        reference=newest.event.facts["reference"],
        link=news.absolute(news.path_to(newest, idea)),
        why=news.why(newest, searches.get((newest.event_id, newest.recipient_id), "")),
        news=[(row.event.recorded_at, headline(row.event)) for row in rows[:MOST_NEWS]],
        more=max(0, len(rows) - MOST_NEWS),
        leave_url=news.absolute(left.get_absolute_url()) if left and left.idea else "",
    )
