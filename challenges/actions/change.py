"""What a concept says changes. Two editors at once do not overwrite each other: each names the edition they read."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from challenges.completeness import OPENERS
from challenges.locking import open_concept, record_change
from challenges.models import Challenge
from participation.errors import Incomplete
from participation.models import User
from participation.permissions import is_official
from participation.plain_text import tidied, tidy


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What an official fills in of a challenge itself. Everything but the title may wait until approval is asked."""

    title: str
    task: str = ""
    problem: str = ""
    for_whom: str = ""
    can_influence: str = ""
    cannot_influence: str = ""
    promise: str = ""
    offer: str = ""
    budget: int | None = None
    may_answer: str = ""
    kinds: Sequence[str] = ()
    ownership: str = ""
    privacy: str = ""
    planning: str = ""
    questions_until: datetime | None = None
    jury_text: str = ""

    def columns(self) -> dict[str, Any]:
        """By the names of the columns."""
        return tidied({field.name: getattr(self, field.name) for field in fields(self)}) | {"kinds": list(self.kinds)}


@transaction.atomic(durable=True)
def change_challenge(
    challenge: Challenge, words: Words, *, openers: Sequence[User], edition: int, actor: User
) -> Challenge:
    """Change what a concept says and who will open the responses. Raises NotAllowed, NotPossible or Incomplete.

    `edition` is the one that was on the page; Overtaken says that somebody else was first.
    """
    if not tidy(words.title):
        raise Incomplete(_("Vul dit in."), field="title")
    if len(openers) > OPENERS or len(set(openers)) != len(openers):
        raise Incomplete(_("Kies twee verschillende medewerkers."), field="second_opener")
    if not all(is_official(person) for person in openers):
        raise Incomplete(_("Alleen medewerkers openen inzendingen."), field="first_opener")
    open_concept(challenge, actor=actor, edition=edition)
    columns = words.columns()
    for name, value in columns.items():
        setattr(challenge, name, value)
    challenge.save(update_fields=list(columns))
    challenge.openers.set(openers)
    record_change(challenge, actor=actor)
    return challenge
