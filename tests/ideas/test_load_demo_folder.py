"""What a folder brings, and what remains of a load that ended half-way."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ideas.demo.answers import OF_ANSWERS
from ideas.demo.authors import OF_AUTHORS
from ideas.demo.content import OWN
from ideas.demo.story import BESIDE
from ideas.events import IdeaEvent
from ideas.models import Idea
from participation.areas import area_of
from participation.models import Area, Event, Theme, User

WANTED = [json.loads(line) for line in (OWN / "ideas.jsonl").read_text(encoding="utf-8").splitlines()]


def load(*folder):
    out = io.StringIO()
    call_command("load_demo", *folder, stdout=out)
    return out.getvalue().splitlines()


def folder_with(path, ideas, **files):
    """A folder of one's own: fewer ideas, and what `files` says."""
    (path / "ideas.jsonl").write_text("".join(json.dumps(idea) + "\n" for idea in ideas), encoding="utf-8")
    for name, content in files.items():
        (path / name.replace("__", ".")).write_text(content, encoding="utf-8")
    return path


@pytest.mark.django_db
def test_a_load_that_ended_half_way_goes_on_where_it_was(tmp_path):
    """What remains of a crash, put together by hand: too few supporters, a step without its date."""
    whole = next(idea for idea in WANTED if len(idea["history"]) > 2 and idea["supports"] > 3)
    start = {**whole, "supports": 2, "history": []}
    load(folder_with(tmp_path, [start]))
    played = "made-up ideas: 1; deeds played now: 1"
    assert played in load(folder_with(tmp_path, [{**start, "supports": 5}]))
    assert played in load(folder_with(tmp_path, [{**start, "supports": 5, "history": whole["history"][:1]}]))
    idea = Idea.objects.get()
    told = (
        Event.objects.filter(subject_id=idea.pk)
        .filter(kind__in=IdeaEvent.values)
        .exclude(kind__in=[*OF_AUTHORS, *OF_ANSWERS, *BESIDE])
    )
    undated = told.latest("pk")
    Event.objects.filter(pk=undated.pk).update(dispatched_at=None, recorded_at=timezone.now())
    rest = len(whole["history"]) - 1
    assert f"made-up ideas: 1; deeds played now: {rest}" in load(folder_with(tmp_path, [{**whole, "supports": 5}]))
    events = told.order_by("pk")
    assert [event.recorded_at for event in events] == [
        undated.recorded_at if e.pk == undated.pk else e.recorded_at for e in events
    ]
    assert (Idea.objects.count(), events.count(), Idea.objects.get().support_count) == (1, len(whole["history"]) + 2, 5)
    assert not events.filter(dispatched_at__isnull=True).exists()


@pytest.mark.django_db
def test_a_folder_brings_its_own_areas_and_ideas(tmp_path):
    square = {"type": "Polygon", "coordinates": [[[4, 52], [5, 52], [5, 53], [4, 53], [4, 52]]]}
    area = {"type": "Feature", "properties": {"wijkcode": "WK1", "wijknaam": "Echt"}, "geometry": square}
    made_up = next(idea for idea in WANTED if idea["lat"] is not None)
    folder_with(
        tmp_path,
        [{**made_up, "area": "Oude Haven", "history": []}],
        wijken__geojson=json.dumps({"type": "FeatureCollection", "attribution": "CBS", "features": [area]}),
        plannen__csv="id,titel,soort\n1,Bank,Zitten\n2,Boom,\n",
        mapping__toml='[columns]\ntheme = "soort"\n',
        demo__toml='areas = ["wijken.geojson"]\n[[import]]\nfile = "plannen.csv"\nsource = "Echte stad"\n'
        'mapping = "mapping.toml"\ncreate_themes = true\n',
    )
    told = load(tmp_path)
    start = told.index("plannen.csv, as 'Echte stad':")
    assert told[start : start + 2] == [
        "plannen.csv, as 'Echte stad':",
        "rows read: 2; new: 2; already there: 0; repeated in the file: 0; repaired: 0; refused: 0",
    ]
    assert list(Area.objects.values_list("name", "attribution")) == [("Echt", "CBS")]
    ideas = Idea.objects.order_by("source_reference").values_list(
        "title", "source", "area__name", "longitude", "theme__name"
    )
    theme = Theme.objects.get(slug=made_up["theme"]).name
    there = Idea.objects.get(source="")
    assert area_of(there.longitude, there.latitude).name == "Echt"  # Somewhere in its area, not where that never was.
    assert list(ideas) == [
        (made_up["title"], "", "Echt", there.longitude, theme),
        ("Bank", "Echte stad", None, None, "Zitten"),
        ("Boom", "Echte stad", None, None, None),
    ]
    assert any(line.startswith("rows read: 2; new: 0; already there: 2") for line in load(tmp_path))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "message"),
    [('areas = ["absent.geojson"]', "names 'absent.geojson', which is not there"), ("areas = ", "is no TOML")],
)
def test_a_folder_that_is_not_good_gets_a_clear_message(tmp_path, content, message):
    (tmp_path / "demo.toml").write_text(content)
    with pytest.raises(CommandError, match=message):
        load(tmp_path)
    with pytest.raises(CommandError, match="is no folder"):
        load(tmp_path / "absent")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_never_on_a_real_installation(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="public passwords"):
        load()
    assert not User.objects.exists()
