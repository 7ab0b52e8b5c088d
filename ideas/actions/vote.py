"""A vote is cast, withdrawn, or removed. None of it is news: the journal never says who chose what."""

import uuid

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ideas.events import RoundEvent
from ideas.models import Ballot, Idea, Round, RoundIdea, Voter
from ideas.permissions import may_run_rounds
from ideas.rounds.keys import key_of, receipt_of, seal
from ideas.rounds.statuses import TAKES_VOTES
from ideas.statuses import Visibility
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.limits import Limit, take
from participation.models import User
from participation.plain_text import tidy

VOTING = Limit("vote", size=300, seconds=60 * 60)

# Votes hold the round together, so they do not wait for each other; who ends the round waits for all of them. The
# moment is the database's, and a round that ended while we waited for its row is looked at once more.
TAKE_PART = """
SELECT FROM ideas_round WHERE id = %(round)s AND status = ANY(%(statuses)s)
  AND opens_at <= statement_timestamp() AND statement_timestamp() < closes_at
FOR SHARE
"""


@transaction.atomic(durable=True)
def cast_vote(round_: Round, idea: Idea, *, actor: User | None, ticket: int | None, client_key: uuid.UUID) -> str:
    """Vote for `idea`; gives the receipt, the same one when the same form comes in twice.

    `ticket` is the line of the roll that a code opened, for a round with codes; in others `actor` votes. Raises
    NotAllowed, NotPossible (not open, no such idea in it, no votes left, voted for it already) or TooMany.
    """
    _check_open(round_)
    voter = _voter_of(round_, actor, ticket)
    if not RoundIdea.objects.filter(round=round_, idea=idea, idea__visibility=Visibility.PUBLIC).exists():
        raise NotPossible(_("U kunt in deze ronde niet op dit idee stemmen."))
    key = key_of(round_)
    sealed, receipt = seal(key, voter.pk, idea.pk), receipt_of(key, voter.pk, idea.pk, client_key)
    before = Ballot.objects.filter(seal=sealed).first()
    if before is not None:
        if before.receipt == receipt:
            return receipt
        raise NotPossible(_("U hebt al op dit idee gestemd. Op elk idee kunt u één keer stemmen."))
    if voter.votes >= round_.votes_each:
        raise NotPossible(_("U hebt al uw stemmen gebruikt. Trek eerst een andere stem in."))
    take(VOTING, voter.pk)
    Ballot.objects.create(receipt=receipt, round=round_, reference=idea.reference, seal=sealed)
    Voter.objects.filter(pk=voter.pk).update(votes=F("votes") + 1)
    return receipt


@transaction.atomic(durable=True)
def withdraw_vote(round_: Round, idea: Idea, *, actor: User | None, ticket: int | None) -> bool:
    """Take a vote back; False when there was none. Raises NotAllowed, NotPossible (not open) or TooMany."""
    _check_open(round_)
    voter = _voter_of(round_, actor, ticket)
    take(VOTING, voter.pk)
    gone, _rows = Ballot.objects.filter(seal=seal(key_of(round_), voter.pk, idea.pk)).delete()
    Voter.objects.filter(pk=voter.pk).update(votes=F("votes") - gone)
    return bool(gone)


@transaction.atomic(durable=True)
def remove_false_votes(round_: Round, *, actor: User, reason: str) -> int:
    """Remove the votes of accounts that were closed, and tell everybody how many and why; gives how many.

    Raises NotAllowed, Incomplete, or NotPossible when there are none, or when the round has ended: from then on nobody
    can tell any more whose votes are whose.
    """
    if not may_run_rounds(actor, round_):
        raise NotAllowed(_("U mag dit niet doen."))
    if not tidy(reason):
        raise Incomplete(_("Vul dit in."), field="reason")
    if not Round.objects.select_for_update().filter(pk=round_.pk, status__in=TAKES_VOTES).exists():
        raise NotPossible(_("Deze ronde is klaar. Niemand kan nog zien welke stem van wie is."))
    key, ideas = key_of(round_), list(round_.ideas.values_list("pk", flat=True))
    false = list(round_.voters.filter(person__is_active=False, votes__gt=0).values_list("pk", flat=True))
    removed, _rows = Ballot.objects.filter(
        seal__in=[seal(key, voter, idea) for voter in false for idea in ideas]
    ).delete()
    if not removed:
        raise NotPossible(_("Er zijn geen stemmen van gesloten accounts."))
    Voter.objects.filter(pk__in=false).update(votes=0, is_barred=True)
    facts = {"reference": "", "title": round_.title, "number": removed, "reason": tidy(reason)}
    journal.record(RoundEvent.VOTES_REMOVED, round_, actor=actor, **facts)
    return removed


def _check_open(round_: Round) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TAKE_PART, {"round": round_.pk, "statuses": list(TAKES_VOTES)})
        if cursor.fetchone() is None:
            raise NotPossible(_("Stemmen kan nu niet in deze ronde. Kijk bij de regels wanneer het kan."))


def _voter_of(round_: Round, actor: User | None, ticket: int | None) -> Voter:
    """Hold the voter's line until the end of the transaction: two votes of one voter come one after the other."""
    if round_.by_code:
        mine = Voter.objects.filter(round=round_, pk=ticket or 0).exclude(code_hash="")
    elif actor is None or not actor.is_active:
        mine = Voter.objects.none()
    else:
        mine = Voter.objects.filter(round=round_, person=actor)
        if not mine.exists():
            Voter.objects.bulk_create([Voter(round=round_, person=actor)], ignore_conflicts=True)
    voter = mine.select_for_update().first()
    if voter is None or voter.is_barred:
        raise NotAllowed(_("U kunt in deze ronde niet stemmen."))
    return voter
