"""One row of a file becomes an arrival, or is refused with a reason."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from ideas.actions.take_over import Arrival
from ideas.importing.cleaning import clean_count, clean_line, clean_name, clean_point, clean_text, shorten
from ideas.importing.dates import parse_moment
from ideas.importing.errors import Refused
from ideas.importing.lookups import Lookups
from ideas.importing.mapping import FIELDS, Columns
from ideas.importing.readers import Row
from ideas.models import Idea
from participation.models import Area, Theme


def _most(name: str) -> int:
    return getattr(Idea._meta.get_field(name), "max_length", None) or 0


TITLE, ADDRESS, SOURCE, REFERENCE = map(_most, ("title", "address", "source", "source_reference"))
THEME = Theme._meta.get_field("name").max_length or 0


class Place(NamedTuple):
    """Where an idea is about, as far as the row says."""

    area: Area | None
    address: str
    longitude: float | None
    latitude: float | None


@dataclass(slots=True)
class Taken:
    """A row that can be taken over. `fingerprint` tells rows with other content apart; `theme` is still to be made."""

    line: int
    arrival: Arrival
    fingerprint: bytes
    theme: str = ""
    repairs: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reader:
    """How the rows of one file are understood. A `source` given by name goes before the file's own column."""

    columns: Columns
    lookups: Lookups
    now: datetime
    default_source: str
    source: str = ""
    create_themes: bool = False

    def read(self, row: Row) -> Taken:
        """The arrival in `row`. Raises Refused."""
        if row.problem:
            raise Refused(row.problem)
        raw = {name: self.columns.value(row.values, name) for name in FIELDS}
        repairs: list[str] = []
        whole_title = clean_line(raw["title"], repairs)
        if not whole_title:
            raise Refused("has no title")
        title = shorten(whole_title, TITLE)
        texts = [clean_text(raw[name], repairs) for name in ("text", "proposal")]
        if title != whole_title:
            texts.insert(0, whole_title)
            repairs.append(f"title of {len(whole_title)} characters shortened; it stands whole in the text")
        fingerprint = _fingerprint(raw)
        theme_name, theme = self._theme(raw["theme"], repairs)
        place = self._place(raw, repairs)
        arrival = Arrival(
            source=self._source(raw["source"], repairs),
            reference=_reference(raw["reference"], fingerprint, repairs),
            title=title,
            problem=clean_text(raw["problem"], repairs),
            proposal="\n\n".join(dict.fromkeys(filter(None, texts))),
            theme=theme,
            support_count=clean_count(raw["support"], repairs),
            submitted_at=self._moment(raw["date"], repairs),
            area=place.area,
            address=place.address,
            longitude=place.longitude,
            latitude=place.latitude,
        )
        return Taken(row.line, arrival, fingerprint, "" if theme else theme_name, repairs)

    def _source(self, raw: str, repairs: list[str]) -> str:
        return shorten(self.source or clean_name(raw, repairs) or self.default_source, SOURCE)

    def _theme(self, raw: str, repairs: list[str]) -> tuple[str, Theme | None]:
        """The theme's name here, empty when it will not be made, and the theme when it is there."""
        name = shorten(self.lookups.theme_name(clean_name(raw, repairs)), THEME)
        theme = self.lookups.theme(name) if name else None
        if name and not theme and not self.create_themes:
            repairs.append(f"theme {name!r} is not known here and left out")
            name = ""
        return name, theme

    def _moment(self, raw: str, repairs: list[str]) -> datetime:
        text = clean_name(raw, repairs)
        moment = parse_moment(text, self.now)
        if text and not moment:
            repairs.append(f"date {shorten(text, 40)!r} not understood; the day of the import stands instead")
        return moment or self.now

    def _place(self, raw: dict[str, str], repairs: list[str]) -> Place:
        """Area, address and point: a point says best in which area it lies."""
        name = clean_name(raw["place"], repairs)
        area = self.lookups.area_named(name) if name else None
        point = clean_point(raw["latitude"], raw["longitude"], repairs)
        if len(name) > ADDRESS:
            repairs.append(f"place of {len(name)} characters shortened")
        longitude, latitude = point or (None, None)
        around = self.lookups.area_at(*point) if point else None
        return Place(around or area, "" if area else shorten(name, ADDRESS), longitude, latitude)


def _fingerprint(raw: dict[str, str]) -> bytes:
    """What the row says, its reference included, in a few bytes."""
    said = json.dumps([raw[name].strip() for name in FIELDS])
    return blake2b(said.encode(), digest_size=12).digest()


def _reference(raw: str, fingerprint: bytes, repairs: list[str]) -> str:
    """The file's own reference, or one that follows from the content, so that the next run finds the same."""
    text = clean_name(raw, repairs)
    if len(text) > REFERENCE:
        mark = blake2b(text.encode(), digest_size=8).hexdigest()
        text = f"{text[: REFERENCE - len(mark) - 1]}-{mark}"
        repairs.append("reference shortened")
    return text or f"row-{fingerprint.hex()}"
