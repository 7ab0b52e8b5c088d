"""Whether a text waits for a person before others read it, and why: one pure rule over what is known of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from ideas.comment_statuses import Sign
from ideas.spam import blocked_word, has_link, score, signs_of
from participation.models import Moderation, Programme, User
from participation.permissions import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """All that counts beside the text. `proven` says that the check against robots was passed."""

    programme: Programme
    is_new: bool
    proven: bool
    words: tuple[str, ...] = ()
    said_before: int = 0


def is_new(person: User, programme: Programme, now: datetime) -> bool:
    """Whether the account is so young that the programme is careful with it."""
    return now - person.date_joined < timedelta(days=programme.new_account_days)


def asks_proof_of(person: Person, programme: Programme) -> bool:
    """Whether this person's browser is asked for a proof that no robot writes: visitors and new accounts."""
    return not isinstance(person, User) or (not person.is_official and is_new(person, programme, timezone.now()))


def why_held(text: str, given: Circumstances) -> list[Sign]:
    """Why `text` waits; an empty list when it does not.

    A word of the block list and a missing proof hold in every programme. The score and links of new accounts hold
    where the programme looks at what stands out, and everything does where it reads all first.
    """
    held = [Sign.NO_PROOF] if given.is_new and not given.proven else []
    if blocked_word(text, given.words):
        held.append(Sign.WORD)
    if given.programme.moderation == Moderation.AFTER:
        return held
    if given.is_new and has_link(text):
        held.append(Sign.NEW_WITH_LINKS)
    signs = signs_of(text, said_before=given.said_before)
    if score(signs) >= given.programme.hold_at_score:
        held += signs
    if given.programme.moderation == Moderation.BEFORE:
        held.append(Sign.BEFORE)
    return held
