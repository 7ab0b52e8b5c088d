"""What a voter sees of their own line of the roll, and of their own votes while the round runs."""

from ideas.models import Ballot, Round, Voter
from ideas.rounds.keys import key_of, seal
from participation.models import User


def line_of(round_: Round, actor: User | None, ticket: int | None) -> Voter | None:
    """The line of the roll by which somebody votes: the code's, or the account's. None while there is none."""
    if round_.by_code:
        return round_.voters.filter(pk=ticket).exclude(code_hash="").first() if ticket else None
    return round_.voters.filter(person=actor).first() if actor else None


def votes_of(round_: Round, voter: Voter, ideas: list[int]) -> frozenset[int]:
    """For which of `ideas` this voter has voted, to show them their own votes while the round runs."""
    if not voter.votes or not round_.is_open:
        return frozenset()
    key = key_of(round_)
    seals = {seal(key, voter.pk, idea): idea for idea in ideas}
    found = Ballot.objects.filter(seal__in=seals).values_list("seal", flat=True)
    return frozenset(seals[sealed] for sealed in found if sealed)
