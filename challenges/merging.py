"""What several people wrote on one form at once, put together field by field.

Pure. A page names for each field a digest of the answer that it was drawn with. The digest is keyed and bound to its
response and field: short answers could be guessed from a plain hash.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from challenges.answers import Answers, encoded

#: By field, as answers are.
Digests = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Merged:
    """What the draft says from now on, and whether that is anything new.

    In the fields of `conflicts` it says what somebody else made of it. `seen` has a digest of each field that says
    what was sent: with these the page goes on.
    """

    answers: Answers
    changes: bool
    conflicts: frozenset[str]
    seen: Digests


def digests_of(response_id: int, answers: Answers) -> Digests:
    """A digest of each answer. An answer that was never given has that of an empty one."""
    return {key: _digest(response_id, key, value) for key, value in answers.items()}


def merged(response_id: int, base: Digests, mine: Answers, theirs: Answers) -> Merged:
    """`mine`, typed over what `base` tells of, put together with `theirs`, which is there now.

    A field without a digest in `base` is never written over: it is a conflict when both say something else.
    """
    said = digests_of(response_id, mine)
    there = digests_of(response_id, {key: theirs.get(key) for key in mine})
    took, conflicts = {}, set()
    for key, answer in mine.items():
        is_new = key not in base and not theirs.get(key)
        if is_new or there[key] in (said[key], base.get(key)):
            took[key] = answer
        elif said[key] != base.get(key):
            conflicts.add(key)
    answers = {**theirs, **took}
    return Merged(answers, answers != theirs, frozenset(conflicts), {key: said[key] for key in took})


def _digest(response_id: int, key: str, answer: object) -> str:
    value = f"{response_id}:".encode() + encoded({key: answer or ""})
    return salted_hmac("challenges.merging", value, algorithm="sha256").hexdigest()
