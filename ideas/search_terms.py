"""What people type in a search box, as PostgreSQL is asked for it: each word with all that it may be called."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from unicodedata import normalize

from ideas.folding import fold
from ideas.inflection import UNSEARCHED, forms_of
from ideas.vocabulary import Lexicon

LONGEST_QUERY = 200
TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
LAST = re.compile(r"[^\W\d_]*$")
EDGES = ".,;:!?()"
MOST_ENDS = 8


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked for: a folded word or phrase, in all its `forms`, and `others` that mean the same."""

    text: str
    forms: tuple[str, ...]
    is_word: bool
    is_unwanted: bool
    others: tuple[str, ...] = ()

    def sql(self, *, widely: bool) -> str:
        """For `to_tsquery`."""
        return f"{(self.is_unwanted and '!') or ''}({either(self.forms + (self.others if widely else ()))})"


def last_word(words: str) -> str:
    """The folded word at the end of `words`, as far as it is typed; empty behind a space."""
    end = LAST.search(normalize("NFC", words)[:LONGEST_QUERY])
    return fold(end[0]) if end else ""


def terms_of(words: str, known: Lexicon, *, unfinished: bool = False) -> list[Term]:
    """What people typed: every word in all its forms, a phrase as it stands, a minus as "not".

    A wanted word may also stand as its parts, as a compound with the word beside it, or as a synonym; and when the
    last is `unfinished`, as one of the commonest words that begin like it.
    """
    terms = []
    for minus, phrase, word in TERM.findall(fold(normalize("NFC", words)[:LONGEST_QUERY])):
        forms = forms_of(word) if word else [phrase]
        if any(forms):
            terms.append(Term(word.strip(EDGES) or phrase, tuple(forms), bool(word), bool(minus)))
    if unfinished and terms and terms[-1].text == last_word(words) and not terms[-1].is_unwanted:
        ends = _with_forms(known.completions(terms[-1].text, MOST_ENDS))
        terms[-1] = replace(terms[-1], forms=tuple(dict.fromkeys((*terms[-1].forms, *ends))))
    return [
        replace(term, others=tuple(_others(term, left, right, known)))
        for left, term, right in zip([None, *terms], terms, [*terms[1:], None], strict=False)
    ]


def _others(term: Term, left: Term | None, right: Term | None, known: Lexicon) -> Iterator[str]:
    if not _may_be_other(term):
        return
    yield from (" ".join(parts) for parts in known.parts_of(term.text))
    yield from _with_forms(known.synonyms_of(term.text))
    for first, last in ((left, term), (term, right)):
        if first is None or last is None or not (_may_be_other(first) and _may_be_other(last)):
            continue
        together = first.text + last.text
        if known.knows(together):
            yield from forms_of(together)
        yield from _with_forms(known.synonyms_of(together) or known.synonyms_of(f"{first.text} {last.text}"))


def _may_be_other(term: Term) -> bool:
    """Whether its compounds and synonyms count: what the search passes over must not get a say by way of them."""
    return term.is_word and not term.is_unwanted and term.text not in UNSEARCHED


def _with_forms(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield from [word] if " " in word else forms_of(word)


def asked(terms: Iterable[Term], *, widely: bool = True) -> str:
    """For `to_tsquery`: all of the terms; not `widely`, only as they were typed."""
    return " & ".join(term.sql(widely=widely) for term in terms)


def either(texts: Iterable[str]) -> str:
    """One of the folded words or phrases, for `to_tsquery`."""
    return " | ".join(map(_quoted, dict.fromkeys(texts)))


def _quoted(text: str) -> str:
    """Text of which `to_tsquery` takes no sign for an operator; of several words it makes a phrase."""
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
