"""The files of a demonstration: the project's own, or for each that a folder brings, the folder's."""

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OWN = Path(__file__).resolve().parent.parent / "demo_data"
AREAS = "areas.geojson"

# Open data that is recognised without a demo.toml: areas of Zoetermeer, ideas of Amsterdam's neighbourhood budgets.
KNOWN_AREAS = ("geo/zoetermeer_wijken_2024.geojson", "geo/zoetermeer_buurten_2024.geojson")
KNOWN_IMPORTS = {"nl_amsterdam_buurtbudget_2019_2020.csv": "Buurtbudget Amsterdam 2019-2020"}


class BadFolder(Exception):
    """The folder cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Import:
    """A file of real ideas to take over beside the made-up ones."""

    path: Path
    source: str
    mapping: Path | None = None
    create_themes: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a demonstration is made of. `areas` are files; `real_areas` says that they are not made up."""

    programmes: list[dict[str, Any]]
    themes: list[dict[str, Any]]
    rules: list[dict[str, Any]]
    people: list[dict[str, Any]]
    ideas: list[dict[str, Any]]
    areas: list[Path]
    comments: list[dict[str, Any]] = field(default_factory=list)
    decided: list[dict[str, Any]] = field(default_factory=list)
    real_areas: bool = False
    imports: list[Import] = field(default_factory=list)


def read_content(folder: Path | None) -> Content:
    """Read the project's own files, and what `folder` has instead of or beside them. Raises BadFolder."""
    if folder and not folder.is_dir():
        raise BadFolder(f"{folder} is no folder")

    def place(name: str) -> Path:
        return folder / name if folder and (folder / name).is_file() else OWN / name

    def tables(name: str) -> list[dict[str, Any]]:
        return _toml(place(f"{name}s.toml")).get(name, [])

    plan = _plan(folder) if folder else {}
    areas = [_inside(folder, name) for name in plan.get("areas", [])] if folder else []
    imports = [_import(folder, wish) for wish in plan.get("import", [])] if folder else []
    with place("ideas.jsonl").open(encoding="utf-8") as lines:
        ideas = [json.loads(line) for line in lines if line.strip()]
    return Content(
        programmes=tables("programme"),
        themes=tables("theme"),
        rules=tables("rule"),
        people=_toml(place("people.toml")).get("person", []),
        ideas=ideas,
        areas=areas or [place(AREAS)],
        comments=tables("comment"),
        decided=_toml(place("decided.toml")).get("decided", []),
        real_areas=bool(areas),
        imports=imports,
    )


def _plan(folder: Path) -> dict[str, Any]:
    """What the folder's demo.toml says, or what its files are known for."""
    if (folder / "demo.toml").is_file():
        return _toml(folder / "demo.toml")
    return {
        "areas": KNOWN_AREAS if all((folder / name).is_file() for name in KNOWN_AREAS) else (),
        "import": [
            {"file": name, "source": source} for name, source in KNOWN_IMPORTS.items() if (folder / name).is_file()
        ],
    }


def _import(folder: Path, wish: dict[str, Any]) -> Import:
    path = _inside(folder, wish.get("file", ""))
    mapping = _inside(folder, wish["mapping"]) if wish.get("mapping") else None
    return Import(path, wish.get("source", path.stem), mapping, bool(wish.get("create_themes")))


def _inside(folder: Path, name: str) -> Path:
    if not name or not (folder / name).is_file():
        raise BadFolder(f"{folder / 'demo.toml'} names {name!r}, which is not there")
    return folder / name


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as problem:
        raise BadFolder(f"{path} is no TOML: {problem}") from problem
