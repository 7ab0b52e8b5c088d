"""What people type, without what nobody sees: every action that stores a text for others cleans it so."""

import re
from typing import Any

# Signs that turn the direction of the text around them, or that nobody sees. The joiners of emoji and Persian stay.
UNSEEN = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f]")
MOST_LINE_BREAKS = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """Give `text` without what nobody sees, and without a page of empty lines."""
    plain = UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return MOST_LINE_BREAKS.sub("\n\n", plain).strip()


def tidied(columns: dict[str, Any]) -> dict[str, Any]:
    """Give the same columns, with every text among them tidy."""
    return {name: tidy(value) if isinstance(value, str) else value for name, value in columns.items()}
