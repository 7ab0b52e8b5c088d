"""Mails, written from an event's facts in the language of the reader."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template import Context
from django.template.loader import select_template
from django.utils import translation

from ideas.events import IdeaEvent
from ideas.models import Idea
from ideas.statuses import Status
from ideas.wording import details, headline
from notifications import news, subscriptions
from notifications.audiences import ROUND, Subject
from notifications.models import Delivery
from participation.models import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail, ready to be handed over."""

    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]


def templates_of(kind: str) -> dict[str, list[str]]:
    """Per part of a mail the templates that may draw it, the best first.

    Every kind has a subject of its own, and may have words of its own (without them the headline of the timeline
    speaks) and a page of its own. The frames `_news.txt` and `_news.html` draw the rest for all kinds.
    """
    stem = kind.partition(".")[2]
    return {
        "subject": [f"emails/{stem}.subject"],
        "words": [f"emails/{stem}.txt", "emails/_headline.txt"],
        "text": ["emails/_news.txt"],
        "html": [f"emails/{stem}.html", "emails/_news.html"],
    }


def write(delivery: Delivery, idea: Subject) -> Letter:
    """Write the mail of `delivery`. Two deliveries of one event differ only in their reader."""
    reader = delivery.recipient
    with translation.override(reader.language if reader else settings.LANGUAGE_CODE):
        context = _context(delivery, idea)
        names = templates_of(delivery.event.kind)
        context["subject"] = " ".join(_plain(names["subject"], context).split())  # One line, whatever a title holds.
        context["words"] = _plain(names["words"], context).strip()
        context["action"] = _plain(["emails/_action.txt"], context).strip()
        return Letter(
            to=reader.email if reader else delivery.address,
            subject=context["subject"],
            text=_plain(names["text"], context).strip() + "\n",
            html=select_template(names["html"]).render(context),
            headers=_headers(delivery, context["unsubscribe_url"]),
        )


def _context(delivery: Delivery, idea: Subject) -> dict[str, Any]:
    event = delivery.event
    decision = event.facts.get("decision") or event.facts.get("after")
    left = subscriptions.of_delivery(delivery, idea)
    return {
        **{name: event.facts.get(name, "") for name in ("reference", "title", "partner", "to", "into", "into_title")},
        "kind": event.kind,
        "about_round": event.subject_type == ROUND,
        "route": delivery.route,
        "yours": delivery.route == "author",
        "searched": delivery.route in news.SEARCHING,
        "at_work": delivery.route in news.AT_WORK,
        "facts": event.facts,
        "headline": headline(event),
        "details": _details_for(delivery),
        "decision": Status(decision).label if decision else "",
        "link": news.absolute(news.path_to(delivery, idea)),
        "status_link": _status_link(delivery, idea),
        "why": news.why(delivery),
        "unsubscribe_url": news.absolute(left.get_absolute_url()) if left else "",
        "municipality": {"name": settings.MUNICIPALITY_NAME},
    }


def _status_link(delivery: Delivery, idea: Subject) -> str:
    """The private link to the status, for nobody but the author, in the receipt."""
    is_receipt = delivery.event.kind == IdeaEvent.SUBMITTED and delivery.route == "author"
    return news.absolute(idea.get_status_url()) if is_receipt and isinstance(idea, Idea) else ""


def _details_for(delivery: Delivery) -> list[tuple[str, str]]:
    """The details of the news; a partner reads the question, and not what we promised to the author."""
    event = delivery.event
    if delivery.route == "partner":
        return details(Event(kind=event.kind, facts={"message": event.facts["message"]}))
    return details(event)


def _plain(names: list[str], context: dict[str, Any]) -> str:
    """Draw a template that is no HTML, so that nothing in it is escaped as if it were."""
    return str(select_template(names).template.render(Context(context, autoescape=False)))


def _headers(delivery: Delivery, unsubscribe_url: str) -> dict[str, str]:
    host = urlsplit(settings.BASE_URL).hostname
    headers = {
        "Message-ID": f"<{delivery.uuid}@{host}>",
        # Mail programs put the mails about one idea together.
        "References": f"<{delivery.event.subject_type}.{delivery.event.subject_id}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    if unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
