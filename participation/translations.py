"""Finds the Dutch texts of the site and keeps their translations: text in, text out, without GNU gettext.

Django's own texts and those of the libraries come with translations of their own, so they are not looked for here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

TEMPLATE_ENDINGS = (".html", ".txt", ".subject")
ENDINGS = (".py", *TEMPLATE_ENDINGS)
WIDTH = 120

# Which argument of each function is a text; the one with "c" tells in which context it stands.
KEYWORDS = {
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

# Not `% d`, which the checks of others take for a placeholder in "100% duurzaam".
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdif]|%%|\{\w*\}")

# It has no dates: a file changes when its texts change and at no other time.
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals={plurals}; plural={rule};\\n"

"""


class Found(NamedTuple):
    """A text in the code; two texts when it has a plural."""

    texts: str | tuple[str, str]
    context: str | None
    name: str


def find(name: str, source: str) -> Iterator[Found]:
    """Give the texts of one file; its name tells whether it is Python or a template."""
    if name.endswith(TEMPLATE_ENDINGS):
        # Between brackets the indentation of the page means nothing to Python.
        source = f"(\n{templatize(source, origin=name)}\n)"
    for _line, texts, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        if texts and texts[0]:
            yield Found((texts[0], texts[1]) if isinstance(texts, tuple | list) else texts, context, name)


def catalogue(language: str, found: Iterable[Found]) -> Catalog:
    """Give a catalogue of these texts without a translation."""
    made = Catalog(locale=language)
    for texts, context, name in found:
        made.add(texts, locations=[(name, 0)], context=context)
    return made


def update(kept: str, language: str, found: Iterable[Found]) -> Catalog:
    """Give the texts that were found, with the translations of `kept` (a .po file); other translations go."""
    known = read(kept, language)
    known.update(catalogue(language, found), no_fuzzy_matching=True)
    return known


def read(text: str, language: str) -> Catalog:
    """Read a .po file."""
    return read_po(BytesIO(text.encode()), locale=language)


def write(known: Catalog) -> str:
    """Give a .po file: sorted, and with the names of the files but no lines, so that changes stay small."""
    for message in known:
        formatted = any("%" in found for found in placeholders(message.id))
        message.flags = (message.flags & {"fuzzy"}) | ({"python-format"} if formatted else set())
    file = BytesIO()
    write_po(file, known, width=WIDTH, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    head = HEADER.format(language=known.locale, plurals=known.num_plurals, rule=known.plural_expr)
    return head + file.getvalue().decode().strip() + "\n"


def compiled(known: Catalog) -> bytes:
    """Give a .mo file; texts without a translation stay out of it, so people see them in Dutch."""
    file = BytesIO()
    write_mo(file, known)
    return file.getvalue()


def untranslated(known: Catalog) -> list[str]:
    """Give the texts that have no translation, not one for each number, or one that nobody approved (fuzzy)."""
    return [in_one(message) for message in known if message.id and not _done(message)]


def wrong(known: Catalog) -> list[str]:
    """Give the texts whose translation lost a placeholder or has one that is not in the text."""
    return [
        in_one(message)
        for message in known
        if message.id and _done(message) and not set(map(placeholders, _strings(message))) <= _allowed(message)
    ]


def in_one(message: Message) -> str:
    """Give the text that names a message: the singular of two."""
    return _texts(message)[0]


def placeholders(texts: str | Sequence[str]) -> frozenset[str]:
    """Give what is filled in later in a text, or in one of several."""
    return frozenset(
        place for text in ((texts,) if isinstance(texts, str) else texts) for place in PLACEHOLDER.findall(text)
    )


def _done(message: Message) -> bool:
    return all(_strings(message)) and not message.fuzzy


def _allowed(message: Message) -> set[frozenset[str]]:
    """Give the sets of placeholders that a translation may have: a singular may write the number as a word."""
    return {placeholders(text) for text in _texts(message)}


def _texts(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
