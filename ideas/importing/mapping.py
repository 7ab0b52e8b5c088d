"""Which column of the file is which field of an idea: guessed from the header, or as somebody says."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ideas.folding import fold
from ideas.importing.cleaning import shorten
from ideas.importing.errors import Unreadable

# Header names that are understood, likeliest first: English, Dutch, German, Finnish, Spanish, Polish.
NAMES = {
    "reference": "reference referentie source_reference sourcereference id ideeid proposalid kenmerk nummer uuid"
    " kennung tunniste referencia identificador numer number nr ref code",
    "source": "source bron quelle lahde fuente zrodlo",
    "title": "title titel titelvanhetidee titelvanhetvoorstel ideetitel otsikko titulo tytul nazwa name naam nimi"
    " nombre onderwerp subject betreff kop",
    "text": "text tekst body beschrijving omschrijving toelichting description beschreibung kuvaus descripcion opis"
    " texts teksti texto tresc inhoud inhalt content idee idea idea_text summary samenvatting",
    "problem": "problem probleem aanleiding ongelma problema",
    "proposal": "proposal voorstel oplossing solution plan vorschlag losung ehdotus propuesta propozycja",
    "theme": "theme thema category categorie kategorie teema kategoria categoria temat tema topic rubriek",
    "place": "place plaats plek area gebied wijk buurt district stadsdeel locatie location adres address ort adresse"
    " stadtteil bezirk paikka alue kaupunginosa osoite lugar distrito barrio direccion miejsce dzielnica lokalizacja",
    "latitude": "lat latitude breedtegraad breitengrad leveysaste latitud szerokosc",
    "longitude": "lon lng long longitude lengtegraad langengrad pituusaste longitud dlugosc",
    "support": "support supportcount supports steun aantalsteun votes stemmen aantalstemmen likes stimmen"
    " unterstutzung aanet kannatukset votos apoyos glosy upvotes endorsements",
    "date": "date datum submittedat createdat created_at created publishedat ingediendop ingediend aangemaakt"
    " datumingediend indieningsdatum erstelltam eingereichtam pvm paivamaara luotu fecha fechadecreacion data"
    " datazgloszenia jaar year jahr vuosi ano rok timestamp tijdstip",
}
MOST_LISTED = 30
FIELDS = tuple(NAMES)
JOINED_BY = {"reference": "-", "text": "\n\n", "problem": "\n\n", "proposal": "\n\n"}
ABOUT_THE_FILE = ("source", "encoding", "delimiter")


@dataclass(frozen=True, slots=True)
class Columns:
    """For each field the columns that it is read from; most fields have one, several are joined."""

    by_field: Mapping[str, list[str]]

    def value(self, row: Mapping[str, str], name: str) -> str:
        """What `row` holds for the field `name`; empty when it holds nothing."""
        parts = (row.get(column) or "" for column in self.by_field.get(name, ()))
        return JOINED_BY.get(name, " ").join(part for part in parts if part.strip())

    def describe(self) -> list[tuple[str, str]]:
        """Pairs of field and column, for people."""
        return [(name, " + ".join(self.by_field.get(name, ()))) for name in FIELDS]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a mapping file says."""

    columns: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    source: str = ""
    encoding: str = ""
    delimiter: str = ""


def choose_columns(header: list[str], wishes: Mapping[str, str]) -> Columns:
    """Take what `wishes` says (`{"title": "Titel"}`, an empty column for none) and guess the rest.

    Raises Unreadable for a column that the file does not have, and when there is no title.
    """
    chosen = {name: _split(name, wanted, header) for name, wanted in wishes.items()}
    taken = {column for columns in chosen.values() for column in columns}
    plain: dict[str, str] = {}
    for column in header:
        if column not in taken:
            plain.setdefault(_plain(column), column)
    for name, known in NAMES.items():
        if name not in chosen:
            hit = next((plain.pop(word) for word in map(_plain, known.split()) if word in plain), None)
            chosen[name] = [hit] if hit else []
    if not chosen["title"]:
        raise Unreadable(
            f"No column looks like a title. The file has: {_listed(header)}. Say which it is with --column title=NAME."
        )
    return Columns(chosen)


def _split(name: str, wanted: str, header: list[str]) -> list[str]:
    """The columns named by `Titel` or, joined, by `round+id`."""
    if name not in FIELDS:
        raise Unreadable(f"{name!r} is no field of an idea. The fields are: {', '.join(FIELDS)}.")
    parts = [wanted] if wanted in header else [part.strip() for part in wanted.split("+") if part.strip()]
    for part in parts:
        if part not in header:
            raise Unreadable(f"The file has no column {part!r}. It has: {_listed(header)}.")
    return parts


def _listed(header: list[str]) -> str:
    names = ", ".join(shorten(name, 40) for name in header[:MOST_LISTED])
    return names + (f" and {len(header) - MOST_LISTED} more" if len(header) > MOST_LISTED else "")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(name))


def parse_pairs(pairs: Iterable[str]) -> dict[str, str]:
    """`["title=Titel"]` as a dictionary. Raises Unreadable."""
    for pair in pairs:
        if "=" not in pair:
            raise Unreadable(f"--column {pair!r}: write FIELD=COLUMN, such as title=Titel.")
    return {name.strip(): column.strip() for name, column in (pair.split("=", 1) for pair in pairs)}


def read_wishes(path: Path) -> Wishes:
    """A TOML file with `[columns]`, `[themes]` and, about the file, `source`, `encoding`, `delimiter`."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise Unreadable(f"The mapping {path} cannot be opened: {problem.strerror}.") from problem
    except ValueError as problem:
        raise Unreadable(f"The mapping {path} is no TOML: {problem}.") from problem
    for name, value in found.items():
        table = name in {"columns", "themes"}
        if not table and name not in ABOUT_THE_FILE:
            raise Unreadable(
                f"The mapping {path} says {name!r}. Known are: columns, themes, {', '.join(ABOUT_THE_FILE)}."
            )
        if table and not isinstance(value, dict):
            raise Unreadable(f"The mapping {path}: {name!r} must be a table.")
        texts = value.values() if table else [value]
        if not all(isinstance(text, str) for text in texts):
            raise Unreadable(f"The mapping {path}: {name!r} must hold texts only.")
    return Wishes(**found)
