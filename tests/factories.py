"""A small cast with fixed relations, and rows without surprises. All made up."""

import itertools
import uuid
from datetime import timedelta

from django.utils import timezone

from ideas.actions.comment import Words, write_comment
from ideas.actions.submit import Draft, submit_idea
from ideas.comment_statuses import CommentState, Sign
from ideas.models import Comment, Idea, RoutingRule
from ideas.statuses import Status, Visibility
from participation.models import Area, Kind, Organisation, Programme, Theme, User

numbers = itertools.count(1)


def make_resident(name="bloem", **fields):
    return User.objects.create_user(f"{name}@example.org", nickname=name.title(), **fields)


def make_official(name="owner", **fields):
    return User.objects.create_user(f"{name}@example.org", nickname=name.title(), kind=Kind.OFFICIAL, **fields)


def make_programme(slug="groen", *, owner=None, deputies=(), **fields):
    owner = owner or User.objects.filter(email="owner@example.org").first() or make_official("owner")
    defaults = {"name": slug.title(), "purpose": "Een prettige stad.", "team": f"Team {slug.title()}"}
    programme = Programme.objects.create(slug=slug, owner=owner, **{**defaults, **fields})
    programme.deputies.set(deputies)
    return programme


def make_theme(slug="bomen", **fields):
    return Theme.objects.create(slug=slug, **{"name": slug.title(), **fields})


def make_area(code="BU01", name="Dorp", **fields):
    return Area.objects.create(code=code, name=name, **{"kind": "buurt", **fields})


def make_last_rule(programme, **fields):
    return RoutingRule.objects.create(name="Alle andere ideeën", catches_all=True, programme=programme, **fields)


def make_organisation(name="Voorbeeld BV", *members, **fields):
    organisation = Organisation.objects.create(name=name, **{"kind": "company", "kvk_number": "12345678", **fields})
    for member in members:
        organisation.memberships.create(user=member)
    return organisation


def draft(**fields):
    words = {"title": "Meer bomen in de straat", "problem": "Het is hier te warm.", "proposal": "Plant bomen."}
    return Draft(**{**words, **fields})


def make_idea(author, **fields):
    """An idea through the real door. Needs a last rule."""
    return submit_idea(draft(**fields), actor=author, client_key=uuid.uuid4())


def make_raw_idea(programme, **fields):
    """A row as it may lie in the database, in any status; no history."""
    number = next(numbers)
    status = fields.get("status", Status.RECEIVED)
    extra = {}
    if status == Status.MERGED and "merged_into" not in fields:
        extra["merged_into"] = make_raw_idea(programme)
        extra["status_before_merge"] = Status.RECEIVED
    if status == Status.NOT_NOW:
        extra["revisit_on"] = "2030-01-01"
    if fields.get("visibility") == Visibility.HIDDEN:
        extra["hidden_reason"] = "Er stond een naam in."
    defaults = {"reference": f"2001-{number:05d}", "title": f"Idee {number}", "problem": "Warm.", "proposal": "Bomen."}
    return Idea.objects.create(programme=programme, **{**defaults, **extra, **fields})


def make_known(person):
    """Let the account be so old that no programme takes it for new."""
    person.date_joined = timezone.now() - timedelta(days=400)
    person.save(update_fields=["date_joined"])
    return person


def make_comment(idea, author, text="Goed idee.", **words):
    """A comment through the real door."""
    return write_comment(idea, Words(text=text, **words), actor=author, client_key=uuid.uuid4())


def make_raw_comment(idea, **fields):
    """A row as it may lie in the database."""
    state = fields.get("state", CommentState.PUBLIC)
    defaults = {"text": "" if state == CommentState.DELETED else "Goed idee.", "published_at": timezone.now()}
    if state == CommentState.HELD:
        defaults |= {"published_at": None, "signs": [Sign.LINKS]}
    if state == CommentState.HIDDEN:
        defaults["hidden_reason"] = "De tekst is reclame of spam."
    return Comment.objects.create(idea=idea, **{**defaults, **fields})
