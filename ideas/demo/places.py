"""Programmes, themes and areas of the demonstration."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ideas.demo.content import AREAS, OWN, Content
from ideas.demo.people import Cast
from participation.models import Area, AreaKind, Programme, Theme


@dataclass(frozen=True, slots=True)
class Places:
    """By slug; the areas by the name that the made-up texts use."""

    programmes: dict[str, Programme]
    themes: dict[str, Theme]
    areas: dict[str, Area]


def make_places(content: Content, cast: Cast) -> Places:
    """Make what is not there yet; what is there stays as somebody made it since. The caller holds the transaction."""
    return Places(
        programmes={wanted["slug"]: _programme(wanted, cast) for wanted in content.programmes},
        themes={wanted["slug"]: _theme(wanted) for wanted in content.themes},
        areas=_areas(content),
    )


def _programme(wanted: dict[str, Any], cast: Cast) -> Programme:
    columns = {name: wanted[name] for name in ("name", "purpose", "team", "promise_days")}
    owner = cast.by_email[wanted["owner"]]
    programme, made = Programme.objects.get_or_create(slug=wanted["slug"], defaults={"owner": owner, **columns})
    if made:
        programme.deputies.set(cast.by_email[email] for email in wanted.get("deputies", []))
    return programme


def _theme(wanted: dict[str, Any]) -> Theme:
    defaults = {"name": wanted["name"], "order": wanted["order"]}
    return Theme.objects.get_or_create(slug=wanted["slug"], defaults=defaults)[0]


def _areas(content: Content) -> dict[str, Area]:
    """The area behind each made-up name: the one of that name, or with real areas the next of the same kind."""
    made_up = _made_up_areas(content)
    stored = list(Area.objects.order_by("code"))
    if not content.real_areas:
        by_code = {area.code: area for area in stored}
        return {name: by_code[code] for name, code, _kind in made_up}
    codes = {code for path in content.areas for code in _codes(path)}
    found: dict[str, Area] = {}
    for kind in AreaKind:
        real = [area for area in stored if area.code in codes and area.kind == kind]
        names = [name for name, _code, its_kind in made_up if its_kind == kind]
        found |= dict(zip(names, real, strict=False))
    return found


def _made_up_areas(content: Content) -> list[tuple[str, str, AreaKind]]:
    """Name, code and kind of each area that the made-up texts may name."""
    path = OWN / AREAS if content.real_areas else content.areas[0]
    return [
        (found["buurtnaam"], found["buurtcode"], AreaKind.NEIGHBOURHOOD)
        if "buurtcode" in found
        else (found["wijknaam"], found["wijkcode"], AreaKind.DISTRICT)
        for found in _properties(path)
    ]


def _codes(path: Path) -> list[str]:
    return [str(found.get("buurtcode") or found.get("wijkcode")) for found in _properties(path)]


def _properties(path: Path) -> list[dict[str, Any]]:
    return [feature["properties"] for feature in json.loads(path.read_text(encoding="utf-8"))["features"]]
