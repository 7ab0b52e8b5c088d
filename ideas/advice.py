"""Help with a text while somebody writes it: what is hard to read, and what others had better not read.

Advice never blocks. Officials, who are refused what is hard to read, meet the same rules in `ideas.readability`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ideas.personal_data import Kind, personal_data_in
from ideas.readability import long_sentences, town_hall_words

MOST_PIECES = 6  # More would be a lecture.
LONGEST_QUOTE = 160

WARNINGS = {
    Kind.EMAIL: lambda: _("Dit is een e-mailadres. Iedereen kan dit lezen. Haal het liever weg."),
    Kind.PHONE: lambda: _("Dit is een telefoonnummer. Iedereen kan dit lezen. Haal het liever weg."),
    Kind.BSN: lambda: _("Dit lijkt een burgerservicenummer. Haal het weg: anderen kunnen er misbruik van maken."),
    Kind.HOME: lambda: _("Dit lijkt het adres van iemand. Iedereen kan dit lezen. Noem liever alleen de straat."),
}


@dataclass(frozen=True, slots=True)
class Advice:
    """`words` as they stand in the text, and what to do about them. A warning is about somebody's privacy."""

    words: str
    message: str
    is_warning: bool = False


def advise(texts: Mapping[str, str]) -> list[Advice]:
    """Advice on these texts, by name: warnings first, then what is hard to read. At most `MOST_PIECES`."""
    found = [advice for text in texts.values() for advice in warnings_about(text)]
    for text in texts.values():
        found += [
            Advice(
                _shortened(sentence),
                _("Deze zin is lang (%(count)d woorden). Maak er twee zinnen van.") % {"count": count},
            )
            for sentence, count in long_sentences(text)
        ]
        found += [
            Advice(word, _("Schrijf liever “%(plain)s”. Dat begrijpt iedereen.") % {"plain": plain})
            for word, plain in town_hall_words(text)
        ]
    return list(dict.fromkeys(found))[:MOST_PIECES]


def warnings_about(text: str) -> list[Advice]:
    """Only what others had better not read."""
    return [Advice(_shortened(one.text), WARNINGS[one.kind](), is_warning=True) for one in personal_data_in(text)]


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"
