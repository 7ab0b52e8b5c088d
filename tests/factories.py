"""A small cast with fixed relations, and rows without surprises. All made up."""

import itertools
import uuid
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from challenges.actions import make
from challenges.actions.change import Words, change_challenge
from challenges.actions.steps import move_challenge
from challenges.models import Challenge, Criterion, FormField, Phase
from challenges.statuses import ChallengeStatus
from ideas.actions.comment import Words as Said
from ideas.actions.comment import write_comment
from ideas.actions.round import Plan, add_ideas, make_round, move_round
from ideas.actions.submit import Draft, submit_idea
from ideas.comment_statuses import CommentState, Sign
from ideas.models import (
    Answer,
    AnswerDraft,
    AnswerTemplate,
    Comment,
    Consultation,
    Idea,
    IdeaDouble,
    LearnedModel,
    Party,
    Rating,
    Referral,
    Round,
    RoutingRule,
    Suggestion,
)
from ideas.statuses import Status, Visibility
from participation.models import Area, Grant, Kind, Organisation, Programme, Theme, User

numbers = itertools.count(1)


def make_resident(name="bloem", **fields):
    return User.objects.create_user(f"{name}@example.org", nickname=name.title(), **fields)


def make_official(name="owner", **fields):
    return User.objects.create_user(f"{name}@example.org", nickname=name.title(), kind=Kind.OFFICIAL, **fields)


def make_grant(person, role, programme=None):
    """A role that stands in the table of grants, as it lies in the database. Gives the person, who was asked nothing."""
    Grant.objects.create(person=person, role=role, programme=programme)
    return person


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
    return write_comment(idea, Said(text=text, **words), actor=author, client_key=uuid.uuid4())


def make_raw_comment(idea, **fields):
    """A row as it may lie in the database."""
    state = fields.get("state", CommentState.PUBLIC)
    defaults = {"text": "" if state == CommentState.DELETED else "Goed idee.", "published_at": timezone.now()}
    if state == CommentState.HELD:
        defaults |= {"published_at": None, "signs": [Sign.LINKS]}
    if state == CommentState.HIDDEN:
        defaults["hidden_reason"] = "De tekst is reclame of spam."
    return Comment.objects.create(idea=idea, **{**defaults, **fields})


def round_plan(**fields):
    now = timezone.now()
    usual = {
        "title": "Groenste straat",
        "question": "Welk plan eerst?",
        "promise": "De winnaar komt er.",
        "electorate": "signed_in",
    }
    times = {"opens_at": now - timedelta(days=3), "closes_at": now + timedelta(days=3)}
    return Plan(**{**usual, **times, "votes_each": 3, "threshold": 0, "hides_totals": True, **fields})


def make_vote(coordinator, ideas, *, verb="open", **fields):
    """A round through the real doors, opened now; `verb` is "plan" or "" for one that is not."""
    made = make_round(round_plan(**fields), actor=coordinator)
    add_ideas(made, ideas, actor=coordinator)
    return move_round(made, verb, actor=coordinator) if verb else made


def let_time_pass(round_, **times):
    """Move the moments of a round, past the trigger that keeps them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Round.objects.filter(pk=round_.pk).update(**times)
        cursor.execute("SET LOCAL session_replication_role = origin")
    round_.refresh_from_db()
    return round_


def end(round_):
    """The last moment of the round has just passed."""
    over = timezone.now() - timedelta(seconds=1)
    return let_time_pass(round_, opens_at=over - timedelta(days=3), closes_at=over)


def make_learned(target="programme", *, number=1, is_in_use=True, labels=None, **fields):
    """A version as it may lie in the database, with figures and without anything learned."""
    confusion = [
        {"label": label, "decided": 12, "guessed": 12, "right": 9, "f1": 0.75, "instead": [["0", 3]]}
        for label in labels or {}
    ]
    figures = {"accuracy": 0.75, "top3": 0.94, "macro_f1": 0.7}
    levels = [{"level": level, "count": 24, "said": 0.81, "right": 0.83} for level in (40, 60, 80)]
    usual = {"verdict": "first", "data": b"", "sha256": "0" * 64, "size": 350_000, "seconds": 1.2}
    usual |= {"learned_from": 96, "tested_on": 24, "levels": levels, "confusion": confusion, "rival": figures}
    return LearnedModel.objects.create(
        target=target, number=number, is_in_use=is_in_use, labels=labels or {}, **{**usual, **figures, **fields}
    )


def make_suggestion(idea, learned, *places, **fields):
    """What a version suggests for an idea: these programmes or themes, the first most surely."""
    ranking = [
        {"key": str(place.pk), "name": place.name, "confidence": 0.6 / number, "words": ["bomen", "straat"]}
        for number, place in enumerate(places, 1)
    ]
    return Suggestion.objects.create(
        idea=idea, learned=learned, **{"ranking": ranking, "wording": idea.wording_mark, **fields}
    )


def make_template(**fields):
    """A template for answers, as it lies in the database."""
    defaults = {"name": f"Sjabloon {next(numbers)}", "reason": "Dag [schuilnaam].", "next_step": "Wij bellen u."}
    return AnswerTemplate.objects.create(**{**defaults, **fields})


def make_draft(idea, writer, **fields):
    """A finished draft that says yes for now, as it lies in the database."""
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    typed = {"reason": "Dit past goed.", "next_step": "Wij bellen u.", "date": day, **fields.pop("facts", {})}
    return AnswerDraft.objects.create(idea=idea, writer=writer, facts=typed, **{"verb": "promising", **fields})


def make_answer(idea, official, **fields):
    """An answer that was given, as it lies in the database."""
    day = timezone.localdate() + timedelta(days=30)
    defaults = {"decision": idea.status, "reason": "Dit past goed.", "next_step": "Wij bellen u.", "date": day}
    return Answer.objects.create(idea=idea, official=official, **{**defaults, **fields})


def make_referral(idea, **fields):
    """A question to a partner that waits for an answer."""
    defaults = {"partner": "Bibliotheek", "email": "balie@example.org", "message": "Kunt u helpen?"}
    return Referral.objects.create(idea=idea, **{**defaults, **fields})


def make_party(name="Buurgemeente", **fields):
    """An organisation that ideas can be handed over to."""
    return Party.objects.create(name=name, **{"kind": "municipality", "email": "idee@example.org", **fields})


def make_rating(idea, **fields):
    """What an author says who is not satisfied, as it lies in the database."""
    said = {"is_good": False, "reason": "Het duurde lang.", "answered_at": timezone.now()}
    return Rating.objects.create(idea=idea, **{**said, **fields})


def make_double(one, other, **fields):
    """A pair as the clock finds it; `one` is the older idea."""
    return IdeaDouble.objects.create(first=one, second=other, **{"likeness": 60, "words": ["bomen"], **fields})


def age(row, field, **span):
    """Let a moment of `row` lie further back."""
    type(row).objects.filter(pk=row.pk).update(**{field: timezone.now() - timedelta(**span)})


@contextmanager
def thawed():
    """Within this, triggers let everything pass: rows are put as they may lie in the database."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def challenge_words(**fields):
    """All that an official fills in of a challenge that is complete."""
    now = timezone.now()
    texts = {
        "problem": "Het is te warm in de straat.", "for_whom": "Voor bewoners van het centrum.",
        "can_influence": "Waar het groen komt.", "cannot_influence": "De rijbaan blijft.",
        "promise": "Wij kiezen één plan.", "offer": "Een straat om te proberen.", "may_answer": "Bedrijven en scholen.",
        "ownership": "Uw plan blijft van u.", "privacy": "Verzegeld tot na de sluiting.", "planning": "In 2027 klaar.",
        "jury_text": "Drie bewoners en een tuinman.",
    }  # fmt: skip
    return Words(**{"title": "Koele straten", **texts, "questions_until": now + timedelta(days=5), **fields})


def make_concept(**fields):
    return make.make_challenge(client_key=uuid.uuid4(), **fields)


def make_challenge(status="open", *, phases=1, programme=None, maker=None, approver=None, **fields):
    """A challenge in any status: complete, with two openers; its first phase closes in ten days.

    Up to `open` through the real doors; a later status lies there as a row, with the first phase an hour over.
    """
    programme = programme or Programme.objects.first() or make_programme()
    maker = maker or programme.owner
    approver = approver or _official("goedkeurder", is_coordinator=True)
    challenge = make_concept(title=fields.get("title", "Koele straten"), programme=programme, actor=maker)
    openers = [maker, approver]
    words = challenge_words(**fields)
    change_challenge(challenge, words, openers=openers, edition=challenge.edition, actor=maker)
    _put_phases(challenge, phases)
    if status == ChallengeStatus.CONCEPT:
        return challenge
    move_challenge(challenge, "submit", actor=maker)
    if status != ChallengeStatus.IN_APPROVAL:
        move_challenge(challenge, "approve", actor=approver)
    if status not in {ChallengeStatus.IN_APPROVAL, ChallengeStatus.OPEN}:
        close_phase(challenge)
        reason = "Er is geen geld meer." if status == ChallengeStatus.CANCELLED else ""
        with thawed():
            Challenge.objects.filter(pk=challenge.pk).update(status=status, reason=reason)
    challenge.refresh_from_db()
    return challenge


def _official(name, **fields):
    return User.objects.filter(email=f"{name}@example.org").first() or make_official(name, **fields)


def _put_phases(challenge, count):
    """The phases of the concept: the first is open now, the others follow each other."""
    now = timezone.now()
    first = challenge.phases.get()
    Phase.objects.filter(pk=first.pk).update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10))
    for number in range(2, count + 1):
        opens_at = now + timedelta(days=20 * number)
        phase = Phase.objects.create(
            challenge=challenge, number=number, title=f"Ronde {number}", opens_at=opens_at,
            closes_at=opens_at + timedelta(days=10),
        )  # fmt: skip
        FormField.objects.create(phase=phase, number=1, label="Vertel meer")
        Criterion.objects.create(phase=phase, number=1, title="Het beste plan", weight=100)


def let_phase_be(challenge, **times):
    """Move the dates of the phase that a challenge is in, past the triggers."""
    with thawed():
        challenge.phases.filter(number=challenge.phase_number).update(**times)
    return challenge.phases.get(number=challenge.phase_number)


def close_phase(challenge, *, seconds_ago=3600):
    """Let the phase that a challenge is in be over since so many seconds."""
    over = timezone.now() - timedelta(seconds=seconds_ago)
    return let_phase_be(challenge, opens_at=over - timedelta(days=10), closes_at=over)


def make_consultation(idea, **fields):
    """A question to an organisation about an idea, which answered it."""
    said = {"question": "Kan dit hier?", "answer": "Ja.", "answered_at": timezone.now()}
    return Consultation.objects.create(idea=idea, organisation=make_organisation(), **{**said, **fields})
