"""Mails about people, and not about an idea: their own account, or a colleague who is away."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from notifications import news
from notifications.bounces import envelope_of
from notifications.leases import message_of
from notifications.letters import Letter, templates_of
from notifications.models import Delivery
from participation.events import PersonEvent
from participation.models import Event, User
from participation.roles import Role

ACCOUNT = User._meta.label_lower
#: Where the news leads, when not to the door.
PAGES: dict[str, str] = {
    PersonEvent.AWAY: "absences",
    PersonEvent.NOT_AWAY: "absences",
    PersonEvent.INVITED: "official_login",
    PersonEvent.OPENED: "official_login",
    PersonEvent.ROLE_GIVEN: "ideas:desk",
}


def is_about_account(event: Event) -> bool:
    """Whether the event tells of a person."""
    return event.subject_type == ACCOUNT


def write_to_account(delivery: Delivery) -> Letter:
    """Write the mail of `delivery` to its recipient. Raises ValueError when they have no account any more."""
    person = delivery.recipient
    if person is None:
        raise ValueError("The owner of this account is gone.")
    with translation.override(person.language):
        context: dict[str, Any] = {
            **{name: date.fromisoformat(day) for name, day in delivery.event.facts.items() if name.endswith("_on")},
            "link": news.absolute(reverse(PAGES.get(delivery.event.kind, "account_login"))),
            "why": news.why(delivery),
            "municipality": {"name": settings.MUNICIPALITY_NAME},
        }
        facts = delivery.event.facts
        if "role" in facts:
            context |= {"role": Role(facts["role"]).label, "programme": facts["programme"]}
        names = templates_of(delivery.event.kind)
        context["subject"] = " ".join(_plain(names["subject"][0], context).split())
        context["words"] = _plain(names["words"][0], context).strip()
        return Letter(
            to=person.email,
            subject=context["subject"],
            text=_plain("emails/_account.txt", context).strip() + "\n",
            html=get_template("emails/_account.html").render(context),
            sender=envelope_of(message_of([delivery])),
            headers={
                "Message-ID": f"<{message_of([delivery])}@{urlsplit(settings.BASE_URL).hostname}>",
                "Auto-Submitted": "auto-generated",
            },
        )


def _plain(name: str, context: dict[str, Any]) -> str:
    """Draw a template that is no HTML, so that nothing in it is escaped as if it were."""
    return str(get_template(name).template.render(Context(context, autoescape=False)))  # type: ignore[attr-defined] # Django's own engine
