"""What is published of a closed round: every vote, sorted by its receipt. The same bytes each time it is asked."""

import csv
import io
import json
from hashlib import sha256

from ideas.models import Round

CSV_TYPE, JSON_TYPE = "text/csv; charset=utf-8", "application/json"


def csv_of(round_: Round) -> bytes:
    """The votes as a table of receipt and number of the idea."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["stembewijs", "idee"])
    table.writerows(_votes(round_))
    return text.getvalue().encode()


def json_of(round_: Round) -> bytes:
    """The votes with the rules under which they were cast and the ideas that took part."""
    ideas = round_.entries.order_by("reference").values_list("reference", "votes")
    content = {
        "ronde": round_.slug,
        "titel": round_.title,
        "regels": round_.rules.split("\n"),
        "stemmen_per_persoon": round_.votes_each,
        "stemmen_nodig": round_.threshold,
        "opkomst": round_.turnout,
        "ideeen": [{"idee": reference, "stemmen": votes} for reference, votes in ideas],
        "stemmen": [{"stembewijs": receipt, "idee": reference} for receipt, reference in _votes(round_)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def hash_of(content: bytes) -> str:
    """The SHA-256 of a file, by which anyone sees that it was not changed since."""
    return sha256(content).hexdigest()


def _votes(round_: Round) -> list[tuple[str, str]]:
    return list(round_.ballots.order_by("receipt").values_list("receipt", "reference"))
