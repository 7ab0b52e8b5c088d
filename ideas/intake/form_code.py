"""The code on a paper form: how the form is given out, and in which language it speaks. Pure."""

from dataclasses import dataclass

from ideas.statuses import Channel
from participation.models import Language

WAYS = {"BALIE": Channel.COUNTER, "BRIEF": Channel.LETTER, "BIJEENKOMST": Channel.MEETING}


@dataclass(frozen=True, slots=True)
class FormCode:
    """What the code says."""

    channel: Channel
    language: Language

    def __str__(self) -> str:
        way = next(word for word, channel in WAYS.items() if channel == self.channel)
        return f"{way}-{self.language.upper()}"


EVERY = tuple(FormCode(channel, language) for channel in WAYS.values() for language in Language)


def read_code(text: str) -> FormCode | None:
    """What somebody typed over or scanned, in any case and with anything between its parts; None when it is none."""
    wanted = "".join(letter for letter in text[:40].upper() if letter.isalpha())
    return next((code for code in EVERY if str(code).replace("-", "") == wanted), None)
