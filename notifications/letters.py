"""Mails, written from the facts of events in the language of the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template import Context
from django.template.loader import select_template
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from challenges.events import ResponseEvent
from challenges.models import Verdict
from ideas.events import IdeaEvent
from ideas.models import Idea
from ideas.status_words import label_of
from notifications import digest, news, subscriptions
from notifications.bounces import envelope_of
from notifications.leases import Mail, message_of
from notifications.models import Delivery
from notifications.news import NO_SEARCHES, Searches
from notifications.subjects import ABOUT, IDEA, Subject, SubjectKey, key_of
from notifications.subscriptions import Subscription
from notifications.wording import details, headline
from participation.models import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail, ready to be handed over. It comes back to `sender`, or to the visible sender when that is empty."""

    to: str
    sender: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]


Told = tuple[dict[str, list[str]], dict[str, Any], Subscription | None]

DIGEST = {name: [f"emails/_digest.{end}"] for name, end in (("subject", "subject"), ("text", "txt"), ("html", "html"))}


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


def write(mail: Mail, subjects: Mapping[SubjectKey, Subject], searches: Searches = NO_SEARCHES) -> Letter:
    """Write `mail`: the news of one delivery, or a digest of all. `subjects` has what they are about, by its key."""
    reader = mail[0].recipient
    with translation.override(reader.language if reader else settings.LANGUAGE_CODE):
        names, context, left = told(mail, subjects, searches)
        context |= _frame(mail, left)
        return Letter(
            to=reader.email if reader else mail[0].address,
            sender=envelope_of(message_of(mail)),
            subject=context["subject"],
            text=_plain(names["text"], context).strip() + "\n",
            html=select_template(names["html"]).render(context),
            headers=_headers(mail, context["unsubscribe_url"]),
        )


def told(mail: Mail, subjects: Mapping[SubjectKey, Subject], searches: Searches) -> Told:
    """What is told in the language that is active: the templates, what they are told, and what can be left."""
    tell = _digest if len(mail) > 1 else _news
    names, context, left = tell(mail, subjects, searches)
    context["subject"] = " ".join(_plain(names["subject"], context).split())  # One line, whatever a title holds.
    return names, context, left


def _news(mail: Mail, subjects: Mapping[SubjectKey, Subject], searches: Searches) -> Told:
    delivery = mail[0]
    idea = subjects[key_of(delivery.event)]
    found_by = searches.get((delivery.event_id, delivery.recipient_id), "")
    names, context = templates_of(delivery.event.kind), _context(delivery, idea, found_by)
    context["words"] = _plain(names["words"], context).strip()
    context["preview"] = context["words"]
    context["action"] = _plain(["emails/_action.txt"], context).strip()
    return names, context, subscriptions.of_delivery(delivery, idea)


def _digest(mail: Mail, subjects: Mapping[SubjectKey, Subject], searches: Searches) -> Told:
    return DIGEST, digest.context_of(mail, subjects, searches), subscriptions.of_digest(mail)


def _context(delivery: Delivery, idea: Subject, found_by: str) -> dict[str, Any]:
    event = delivery.event
    decision = event.facts.get("decision") or event.facts.get("after")
    return {
        **{name: event.facts.get(name, "") for name in ("reference", "title", "partner", "to", "into", "into_title")},
        "kind": event.kind,
        "about": _line_about(event),
        "button": news.button_of(delivery),
        "route": delivery.route,
        "yours": delivery.route == "author",
        "searched": delivery.route in news.SEARCHING,
        "found_by": found_by,
        "at_work": delivery.route in news.AT_WORK,
        "facts": event.facts,
        "headline": headline(event),
        "details": _details_for(delivery),
        "decision": label_of(decision) if decision else "",
        "link": news.absolute(news.path_to(delivery, idea)),
        "status_link": _status_link(delivery, idea),
        "why": news.why(delivery, found_by),
        "municipality": {"name": settings.MUNICIPALITY_NAME},
    }


def _line_about(event: Event) -> str:
    """What the news is about, in one line; empty when the news says so itself."""
    if event.subject_type == IDEA:
        return _("Het gaat om idee %(reference)s: %(title)s") % event.facts
    line = str(ABOUT[event.subject_type].line)
    return line % event.facts if line else ""


def _status_link(delivery: Delivery, idea: Subject) -> str:
    """The private link to the status, for nobody but the author, in the receipt."""
    is_receipt = delivery.event.kind == IdeaEvent.SUBMITTED and delivery.route == "author"
    return news.absolute(idea.get_status_url()) if is_receipt and isinstance(idea, Idea) else ""


def _frame(mail: Mail, left: Subscription | None) -> dict[str, Any]:
    """What stands around the news in every mail: whose it is, and the ways out."""
    ways_out = [left, *left.wider()] if left else []
    return {
        "municipality": {"name": settings.MUNICIPALITY_NAME},
        "unsubscribe_url": news.absolute(left.get_absolute_url()) if left else "",
        "ways_out": [(way.label, news.absolute(way.get_absolute_url())) for way in ways_out],
        "preferences_url": news.absolute(reverse("notifications:preferences")) if mail[0].recipient else "",
    }


def _details_for(delivery: Delivery) -> list[tuple[str, str]]:
    """The details of the news; a partner reads the question, and not what we promised to the author.

    The letter about a decision comes as it was sent: a trigger keeps it. It stands in no event, so that it goes with
    the response when its term is over.
    """
    event = delivery.event
    if event.kind == ResponseEvent.LETTER:
        return [(_("De brief"), Verdict.objects.get(pk=event.facts["verdict_id"]).letter)]
    if delivery.route == "partner":
        return details(Event(kind=event.kind, facts={"message": event.facts["message"]}))
    return details(event)


def _plain(names: list[str], context: dict[str, Any]) -> str:
    """Draw a template that is no HTML, so that nothing in it is escaped as if it were."""
    return str(select_template(names).template.render(Context(context, autoescape=False)))


def _headers(mail: Mail, unsubscribe_url: str) -> dict[str, str]:
    host = urlsplit(settings.BASE_URL).hostname
    headers = {"Message-ID": f"<{message_of(mail)}@{host}>", "Auto-Submitted": "auto-generated"}
    subjects = {f"<{row.event.subject_type}.{row.event.subject_id}@{host}>" for row in mail}
    if len(subjects) == 1:
        # Mail programs put the mails about one idea together.
        headers["References"] = subjects.pop()
    if unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
