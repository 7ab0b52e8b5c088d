"""Codes by letter: made in bulk, known to nobody but the paper, and each worth one person's votes."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.events import RoundEvent
from ideas.models import Round, Voter
from ideas.permissions import may_run_rounds
from ideas.rounds.keys import CODE_LENGTH, code_hash, codes_of, key_of, normal
from ideas.rounds.statuses import TAKES_VOTES, Electorate
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.limits import Limit, take
from participation.models import User

MOST_LETTERS = 500  # In one file: what a request can draw and a person can carry to the printer.
# Only wrong codes are counted. A code has 60 bits, so this is against noise; a school shares one place.
WRONG_CODES = Limit("wrong_code", size=60, seconds=60 * 60)


@transaction.atomic(durable=True)
def make_codes(round_: Round, count: int, *, actor: User, client_key: uuid.UUID) -> list[str]:
    """Put `count` codes on the roll and give them, this once. The same form, sent again, gives the same codes.

    Raises NotAllowed, Incomplete, or NotPossible when the round has no codes, has ended, or may still change: a letter
    says when and how one votes.
    """
    if not may_run_rounds(actor, round_):
        raise NotAllowed(_("U mag dit niet doen."))
    if not 1 <= count <= MOST_LETTERS:
        raise Incomplete(_("Kies een aantal van 1 tot en met %(most)d.") % {"most": MOST_LETTERS}, field="count")
    frozen = Round.objects.select_for_update().filter(pk=round_.pk, status__in=TAKES_VOTES)
    if not frozen.filter(electorate=Electorate.CODES).exists():
        raise NotPossible(
            _("Brieven maken kan pas als de stemronde klaarstaat, en alleen als mensen met een code stemmen.")
        )
    key = key_of(round_)
    codes = codes_of(key, client_key, count)
    hashes = {code_hash(key, code) for code in codes}
    there = Voter.objects.filter(round=round_, code_hash__in=hashes).values_list("code_hash", flat=True)
    # In the order of the hashes, which says nothing of the order of the letters.
    fresh = sorted(hashes - set(there))
    Voter.objects.bulk_create(Voter(round=round_, code_hash=hashed) for hashed in fresh)
    if fresh:
        facts = {"reference": "", "title": round_.title, "number": len(fresh)}
        journal.record(RoundEvent.CODES_MADE, round_, actor=actor, **facts)
    return codes


def redeem_code(round_: Round, typed: str, *, place: str) -> int:
    """Give the ticket that the code on a letter stands for: by it `cast_vote()` knows the line of the roll.

    It works as long as the round is open, as often as it is typed, and is worth one person's votes in all. `place` is
    `limits.place_of()` the request. Raises Incomplete for a wrong code, and TooMany after many of those.
    """
    code = normal(typed, CODE_LENGTH)
    if code:
        hashed = code_hash(key_of(round_), code)
        ticket = Voter.objects.filter(round=round_, code_hash=hashed).values_list("pk", flat=True).first()
        if ticket is not None:
            return ticket
    take(WRONG_CODES, place)
    raise Incomplete(_("Deze code kennen wij niet. Kijk nog eens goed op uw brief."), field="code")
