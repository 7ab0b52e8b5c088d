"""Which rows of this room have had their time, by the terms of `participation.terms`."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from ideas.models import Concept, Entry, InboundMail, Referral
from ideas.statuses import ENDED
from participation import terms
from participation.keeping import register

#: Without an account only the browser's session leads back to a concept, and it ends this long after the last visit.
NOBODYS_CONCEPT = timedelta(seconds=settings.SESSION_COOKIE_AGE)


def nobodys_concepts(now: datetime) -> QuerySet[Concept]:
    """Concepts begun without an account, to which no session leads any more."""
    return Concept.objects.filter(author=None, updated_at__lt=now - NOBODYS_CONCEPT)


def somebodys_concepts(now: datetime, term: timedelta) -> QuerySet[Concept]:
    """Concepts of people with an account who wrote nothing in them for `term`."""
    return Concept.objects.filter(author__isnull=False, updated_at__lt=now - term)


def old_referrals(now: datetime, term: timedelta) -> QuerySet[Referral]:
    """Questions to partners from longer ago than `term`, of whom the mail address is still there."""
    return Referral.objects.filter(asked_at__lt=now - term).exclude(email="")


def old_entries(now: datetime, term: timedelta) -> QuerySet[Entry]:
    """What came in on paper, with a name or an address, of which the idea ended longer ago than `term`."""
    over = Entry.objects.filter(idea__status__in=ENDED, idea__status_since__lt=now - term)
    return over.exclude(name="", address="")


def old_mails(now: datetime, term: timedelta) -> QuerySet[InboundMail]:
    """Mail that was settled longer ago than `term`."""
    return InboundMail.objects.settled().filter(settled_at__lt=now - term)


register(terms.CONCEPT, somebodys_concepts)
register(terms.PARTNER_ADDRESS, old_referrals)
register(terms.ENTERED_FOR, old_entries)
register(terms.INBOUND_MAIL, old_mails)
