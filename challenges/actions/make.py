"""A challenge is made: from nothing, from ideas, or from a task of a programme. Only the town hall sees it yet."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from challenges.defaults import first_criteria, first_fields, first_phase, first_texts, questions_until
from challenges.events import ChallengeEvent
from challenges.locking import open_concept, record_change
from challenges.models import Challenge, ChallengeIdea, Criterion, FormField, Phase
from ideas.models import Idea
from ideas.statuses import Visibility
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Programme, User
from participation.permissions import handles_programme
from participation.plain_text import tidy

MOST_IDEAS = 20


def make_challenge(
    *, title: str, programme: Programme, actor: User, client_key: UUID, task: str = "", ideas: Iterable[Idea] = ()
) -> Challenge:
    """Store a concept with one phase, a form and criteria to begin with.

    The same key of the same person gives the same concept again. Raises NotAllowed, NotPossible or Incomplete.
    """
    try:
        return _make(title, programme, actor, client_key, task, _public(ideas))
    except IntegrityError:
        first = Challenge.objects.filter(client_key=client_key, made_by=actor).first()
        if first is None:  # Somebody else took this name in the same moment.
            raise NotPossible(_("Dat lukte nu niet. Druk nog een keer op de knop.")) from None
        return first


@transaction.atomic(durable=True)
def _make(title: str, programme: Programme, actor: User, client_key: UUID, task: str, chosen: list[Idea]) -> Challenge:
    if not handles_programme(actor, programme.pk):
        raise NotAllowed(_("U mag dit niet doen."))
    title = tidy(title)
    if not title:
        raise Incomplete(_("Vul dit in."), field="title")
    challenge = Challenge.objects.create(
        slug=_free_slug(title),
        client_key=client_key,
        programme=programme,
        title=title,
        task=tidy(task),
        problem="\n\n".join(idea.problem for idea in chosen),
        questions_until=questions_until(),
        made_by=actor,
        **first_texts(),
    )
    phase = Phase.objects.create(challenge=challenge, **first_phase())
    FormField.objects.bulk_create(
        FormField(phase=phase, number=number, **row) for number, row in enumerate(first_fields(), 1)
    )
    Criterion.objects.bulk_create(
        Criterion(phase=phase, number=number, **row) for number, row in enumerate(first_criteria(), 1)
    )
    ChallengeIdea.objects.bulk_create(ChallengeIdea(challenge=challenge, idea=idea) for idea in chosen)
    journal.record(ChallengeEvent.MADE, challenge, actor=actor, reference="", title=challenge.title)
    return challenge


@transaction.atomic(durable=True)
def add_idea(challenge: Challenge, idea: Idea, *, actor: User) -> None:
    """Say that a concept comes from `idea` too. Raises NotAllowed, NotPossible or Incomplete."""
    open_concept(challenge, actor=actor)
    (fresh,) = _public([idea])
    if challenge.origins.count() >= MOST_IDEAS:
        raise Incomplete(_("Een uitdaging komt uit hooguit %(most)d ideeën.") % {"most": MOST_IDEAS}, field="idea")
    ChallengeIdea.objects.get_or_create(challenge=challenge, idea=fresh)
    record_change(challenge, actor=actor)


@transaction.atomic(durable=True)
def drop_idea(challenge: Challenge, idea: Idea, *, actor: User) -> None:
    """Take an idea out of a concept. Raises NotAllowed or NotPossible."""
    open_concept(challenge, actor=actor)
    challenge.origins.filter(idea=idea).delete()
    record_change(challenge, actor=actor)


def _public(ideas: Iterable[Idea]) -> list[Idea]:
    chosen = list(dict.fromkeys(ideas))
    if not all(idea.visibility == Visibility.PUBLIC for idea in chosen):
        raise Incomplete(_("Een uitdaging komt alleen uit openbare ideeën."), field="numbers")
    if len(chosen) > MOST_IDEAS:
        raise Incomplete(_("Een uitdaging komt uit hooguit %(most)d ideeën.") % {"most": MOST_IDEAS}, field="numbers")
    return chosen


#: Words that stand in an address of their own below /uitdagingen/ or at the desk.
TAKEN = frozenset({"atom", "rss", "berichten", "nieuw"})


def _free_slug(title: str) -> str:
    slug = slugify(title)[:70].strip("-") or "uitdaging"
    if slug in TAKEN or Challenge.objects.filter(slug=slug).exists():
        return f"{slug}-{get_random_string(6).lower()}"
    return slug
