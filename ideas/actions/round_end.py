"""What happens to the votes when a round ends: steps of `move_round()`, which holds the transaction and the lock."""

from typing import Any

from django.db import connection

from ideas.models import Round, tally_of
from ideas.rounds.files import csv_of, hash_of, json_of

# A million votes take longer to write anew than a page may ask of the database.
PATIENCE = "SET LOCAL statement_timeout = '10min'"

# Every vote is written anew in the order of receipts. Where a row lies, and which transaction wrote it, would otherwise
# still tell the order in which votes came in, and the roll was written by the same transactions.
SHUFFLE = """
WITH taken AS (DELETE FROM ideas_ballot WHERE round_id = %(round)s RETURNING receipt, round_id, reference)
INSERT INTO ideas_ballot (receipt, round_id, reference, seal)
SELECT receipt, round_id, reference, NULL FROM taken ORDER BY receipt
"""
SETTLE_ROLL = "UPDATE ideas_voter SET votes = votes WHERE round_id = %(round)s AND votes > 0"


def count(round_: Round) -> dict[str, Any]:
    """Count the votes, cut every tie between them and the roll, and give the columns that the round ends with."""
    with connection.cursor() as cursor:
        cursor.execute(PATIENCE)
        cursor.execute(SHUFFLE, {"round": round_.pk})
        cursor.execute(SETTLE_ROLL, {"round": round_.pk})
    tally = tally_of(round_)
    entries = list(round_.entries.all())
    for entry in entries:
        entry.votes = tally.get(entry.reference, 0)
    round_.entries.bulk_update(entries, ["votes"])
    round_.turnout = round_.voters.filter(votes__gt=0).count()
    return {
        "turnout": round_.turnout,
        "salt": "",
        "csv_sha256": hash_of(csv_of(round_)),
        "json_sha256": hash_of(json_of(round_)),
    }


def destroy_votes(round_: Round) -> None:
    """A round that was cancelled has no votes: nothing is counted, and nothing is kept."""
    round_.ballots.all().delete()
