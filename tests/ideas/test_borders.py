"""New borders: who brings them in, what is told first, how ideas get their area anew, and what a crash leaves."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from ideas.actions import borders
from ideas.actions.administer import save_area
from ideas.actions.borders import SETTLED, confirm_borders, place_ideas, upload_borders
from ideas.administering.changing import newest_change_in, version_of
from ideas.events import IdeaEvent
from ideas.models import BorderFile, Idea
from participation.borders import read_borders
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Area, AreaKind, Event
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
BASE = "/werkplek/beheer/gebieden/grenzen/"
HOSTILE = "<script>alert(1)</script>"


def square(west, south=52.0, size=1.0):
    east, north = west + size, south + size
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def feature(code, name, geometry, **more):
    return {"type": "Feature", "properties": {"code": code, "name": name, **more}, "geometry": geometry}


#: West stays, Oost loses its eastern half to Nieuw, and Weg is not named any longer.
FILE = {
    "type": "FeatureCollection",
    "features": [
        feature("BU1", "West", square(4.0)),
        feature("BU2", "Oost", {"type": "Polygon", "coordinates": [[[5, 52], [5.5, 52], [5.5, 53], [5, 53], [5, 52]]]}),
        feature("BU9", f"Nieuw {HOSTILE}", {"type": "Polygon", "coordinates": [[[5.5, 52], [6, 52], [6, 53], [5.5, 53], [5.5, 52]]]}),
    ],
}  # fmt: skip


def as_file(found=FILE, name="buurten.geojson"):
    data = found if isinstance(found, bytes) else json.dumps(found).encode()
    return SimpleUploadedFile(name, data, "application/geo+json")


@pytest.fixture
def boss(client, administrator):
    return sign_in(client, administrator)


@pytest.fixture
def town(programme):
    """Three neighbourhoods, with ideas in each: by name their area before."""
    west = factories.make_area("BU1", "West", geometry=square(4.0))
    east = factories.make_area("BU2", "Oost", geometry=square(5.0))
    gone = factories.make_area("BU3", "Weg", geometry=square(8.0))
    spots = {"blijft": (4.5, west), "blijft oost": (5.2, east), "gaat": (5.7, east), "nergens": (8.5, gone)}
    for title, (longitude, area) in spots.items():
        factories.make_raw_idea(programme, title=title, area=area, longitude=longitude, latitude=52.5)
    factories.make_raw_idea(programme, title="zonder plek", area=east)
    return west, east, gone


def kept(administrator, found=FILE):
    drafts = read_borders(json.dumps(found).encode(), kind=AreaKind.NEIGHBOURHOOD)
    return upload_borders(drafts, name="buurten.geojson", actor=administrator)


def confirmed(administrator, found=FILE):
    file = confirm_borders(kept(administrator, found), actor=administrator, seen=newest_change_in(Area))
    BorderFile.objects.update(confirmed_at=timezone.now() - SETTLED - timedelta(seconds=1))
    return file


def areas_of_ideas():
    return dict(Idea.objects.values_list("title", "area__code"))


BEFORE = {"blijft": "BU1", "blijft oost": "BU2", "gaat": "BU2", "nergens": "BU3", "zonder plek": "BU2"}
AFTER = {**BEFORE, "gaat": "BU9"}


@pytest.mark.parametrize(
    "role", ["anonymous", "resident", "stranger", "owner", "deputy", "coordinator", "administrator"]
)
def test_who_may_bring_in_borders(request, client, town, role):
    file = kept(request.getfixturevalue("administrator"))
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    shut = {"administrator": None, "anonymous": 302}.get(role, 403)
    page = f"{BASE}{file.pk}/"
    assert [client.get(path).status_code for path in (BASE, page)] == [shut or 200] * 2
    sent = {"file": as_file(), "kind": "buurt"}
    assert [client.post(BASE, sent).status_code, client.post(page, {"seen": 0}).status_code] == [shut or 302] * 2
    assert (BorderFile.objects.count(), Area.objects.count()) == ((1, 3) if shut else (2, 4))


def test_the_actions_themselves_refuse_others(coordinator, administrator):
    with pytest.raises(NotAllowed):
        upload_borders([], name="x", actor=coordinator)
    with pytest.raises(NotAllowed):
        confirm_borders(kept(administrator), actor=coordinator, seen=0)


def test_a_file_is_looked_at_first_and_nothing_counts_yet(boss, town):
    sent = boss.post(BASE, {"file": as_file(name=f"{HOSTILE}\u202e.geojson"), "kind": "buurt"}, follow=True)
    assert sent.redirect_chain == [(f"{BASE}{BorderFile.objects.get().pk}/", 302)]
    comparison = sent.context["comparison"]
    told = [(line.code, line.fate, line.changes, line.before, line.after) for line in comparison.lines]
    assert (told, comparison.moving) == (
        [
            ("BU9", "new", [], 0, 1),
            ("BU2", "changed", ["grens"], 3, 2),
            ("BU3", "gone", [], 1, 1),
            ("BU1", "same", [], 1, 1),
        ],
        1,
    )
    assert {(area.name, area.fate) for area in sent.context["picture"].areas} == {
        ("Weg", "gone"), ("West", "same"), ("Oost", "changed"), (f"Nieuw {HOSTILE}", "new"),
    }  # fmt: skip
    text = sent.content.decode()
    assert ("1 idee krijgt een ander gebied." in text, "<script>alert" in text, "\u202e" in text) == (
        True,
        False,
        False,
    )
    assert (Area.objects.count(), Event.objects.count(), areas_of_ideas()) == (3, 0, BEFORE)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"kind": "buurt"}, "file"),
        ({"file": as_file(b""), "kind": "buurt"}, "file"),
        ({"file": as_file(b"{}"), "kind": "buurt"}, "file"),
        ({"file": as_file(b"[" * 100_000), "kind": "buurt"}, "file"),
        ({"file": as_file({**FILE, "crs": {"properties": {"name": "EPSG:28992"}}}), "kind": "buurt"}, "file"),
        ({"file": as_file(b"x" * (5 * 1024 * 1024 + 1)), "kind": "buurt"}, "file"),
        ({"file": as_file(), "kind": "stad"}, "kind"),
        ({"file": as_file(), "kind": "buurt", "attribution": "x" * 201}, "attribution"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_beside_the_field(boss, sent, field):
    if "file" in sent:
        sent["file"].seek(0)
    response = boss.post(BASE, {"attribution": "Kadaster", **sent})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {field})
    assert "Kadaster" in response.content.decode() or field == "attribution"
    assert not BorderFile.objects.exists()


def test_confirming_keeps_everything_and_tells_it(boss, administrator, town):
    file = kept(administrator)
    assert boss.post(f"{BASE}{file.pk}/", {"seen": 0})["Location"] == f"{BASE}{file.pk}/"
    assert set(Area.objects.values_list("code", "is_active")) == {
        ("BU1", True), ("BU2", True), ("BU3", False), ("BU9", True),
    }  # fmt: skip
    events = Event.objects.order_by("pk").values_list("kind", "actor", "facts__reference", "facts__versions")
    west, east, gone = (area.pk for area in town)
    fresh = Area.objects.get(code="BU9").pk
    assert {(kind, int(key)): versions for kind, actor, key, versions in events if actor == administrator.pk} == {
        ("kept.changed", east): {"geometry": ["7543.86 km²", "3771.93 km²"]},
        ("kept.added", fresh): {
            "name": [None, f"Nieuw {HOSTILE}"], "kind": [None, "buurt"], "parent": [None, ""], "geometry": [None, "3771.93 km²"],
            "is_active": [None, True],
        },
        ("kept.changed", gone): {"is_active": [True, False]},
        ("kept.added", file.pk): None,
    }  # fmt: skip
    assert "nieuw 1, veranderd 1, uit gebruik 1." in boss.get(f"{BASE}{file.pk}/").content.decode()
    page = boss.get(f"/werkplek/beheer/gebieden/{east}/")
    assert [one.changes for one in page.context["history"]] == [[("geometrie", "7543.86 km²", "3771.93 km²")]]
    assert file.name in boss.get(BASE).content.decode()
    assert west


def test_maps_are_drawn_by_the_new_borders_at_once(client, administrator, town, django_capture_on_commit_callbacks):
    drawn = lambda: {one["properties"]["name"] for one in client.get("/ideeen/kaart/gebieden/").json()["features"]}  # noqa: E731
    assert drawn() == {"West", "Oost", "Weg"}
    with django_capture_on_commit_callbacks(execute=True):
        confirmed(administrator)
    assert drawn() == {"West", "Oost", f"Nieuw {HOSTILE}"}
    with django_capture_on_commit_callbacks(execute=True):
        save_area(town[0], {"name": "Westkant", "is_active": True}, actor=administrator, seen=version_of(town[0]))
    assert drawn() == {"Westkant", "Oost", f"Nieuw {HOSTILE}"}


def test_ideas_get_their_area_anew_and_their_pages_say_so(client, administrator, town):
    confirmed(administrator)
    assert place_ideas() == 4
    file = BorderFile.objects.get()
    assert (areas_of_ideas(), file.moved, bool(file.placed_at)) == (AFTER, 1, True)
    event = Event.objects.get(kind=IdeaEvent.AREA_CHANGED)
    moved = Idea.objects.get(title="gaat")
    facts = {"reference": moved.reference, "title": "gaat", "area": f"Nieuw {HOSTILE}", "was": "Oost"}
    assert (event.subject_id, event.actor, event.facts, bool(event.dispatched_at)) == (moved.pk, None, facts, True)
    page = client.get(moved.get_absolute_url()).content.decode()
    assert ("De plek van dit idee ligt nu in Nieuw &lt;script&gt;" in page, "<script>alert" in page) == (True, False)
    assert place_ideas() == 0


def test_nothing_is_placed_while_a_request_may_still_go_by_the_old_borders(administrator, town):
    confirm_borders(kept(administrator), actor=administrator, seen=0)
    assert (place_ideas(), areas_of_ideas()) == (0, BEFORE)


def test_what_dies_half_way_goes_on_where_it_was(administrator, town, monkeypatch):
    confirmed(administrator)
    first = Idea.objects.order_by("pk").first().pk
    assert borders._place_lot(1) == 1
    assert BorderFile.objects.values_list("last_placed", "placed_at").get() == (first, None)

    def refuse(execute, sql, *rest):
        if 'INTO "participation_event"' in sql:
            raise RuntimeError("the process died")
        return execute(sql, *rest)

    with pytest.raises(RuntimeError), connection.execute_wrapper(refuse):
        place_ideas()
    assert areas_of_ideas() == BEFORE
    assert BorderFile.objects.values_list("last_placed", "moved").get() == (first, 0)
    assert place_ideas() == 3
    assert (areas_of_ideas(), Event.objects.filter(kind=IdeaEvent.AREA_CHANGED).count()) == (AFTER, 1)


def test_the_same_file_twice_changes_nothing(boss, administrator, town):
    confirmed(administrator)
    place_ideas()
    before = (list(Area.objects.order_by("pk").values()), Event.objects.count())
    page = boss.get(f"{BASE}{kept(administrator).pk}/")
    assert page.context["comparison"].changes_nothing
    assert "Dit bestand verandert niets." in page.content.decode()
    confirmed(administrator)
    place_ideas()
    assert (list(Area.objects.order_by("pk").values()), Event.objects.count() - 1) == before
    assert areas_of_ideas() == AFTER


def test_a_second_press_does_nothing_more(boss, administrator, town):
    file = kept(administrator)
    boss.post(f"{BASE}{file.pk}/", {"seen": 0})
    events = Event.objects.count()
    again = boss.post(f"{BASE}{file.pk}/", {"seen": 0})
    assert again.status_code == 200
    assert ("Deze grenzen gelden al." in again.content.decode(), Event.objects.count()) == (True, events)


def test_who_did_not_see_what_somebody_else_changed_looks_again(boss, administrator, town):
    first, second = kept(administrator), kept(administrator)
    confirm_borders(first, actor=administrator, seen=0)
    late = boss.post(f"{BASE}{second.pk}/", {"seen": 0})
    assert late.status_code == 409
    assert "Iemand anders veranderde net de gebieden." in late.content.decode()
    assert late.context["seen"] == newest_change_in(Area)
    with pytest.raises(NotPossible):
        confirm_borders(second, actor=administrator, seen=0)


def test_an_area_for_which_a_rule_waits_does_not_disappear(boss, administrator, town, last_rule, programme):
    rule = type(last_rule).objects.create(name="Bij de plas", programme=programme, order=1)
    rule.areas.add(town[2])
    file = kept(administrator)
    refused = boss.post(f"{BASE}{file.pk}/", {"seen": 0})
    assert (refused.status_code, "“Bij de plas”" in refused.content.decode()) == (409, True)
    with pytest.raises(Incomplete):
        confirm_borders(file, actor=administrator, seen=0)
    assert Area.objects.active().count() == 3


def test_districts_stay_when_the_file_has_neighbourhoods_only(administrator, town):
    district = factories.make_area("WK1", "Centrum", kind=AreaKind.DISTRICT, geometry=square(4.0, size=4.0))
    confirmed(administrator)
    district.refresh_from_db()
    assert district.is_active


def test_a_file_of_yesterday_that_nobody_confirmed_is_forgotten(administrator):
    old = kept(administrator)
    BorderFile.objects.update(uploaded_at=timezone.now() - timedelta(days=1, seconds=1))
    new = kept(administrator)
    assert list(BorderFile.objects.values_list("pk", flat=True)) == [new.pk]
    assert old.pk != new.pk


@pytest.mark.parametrize("page", ["0/", "x/", "999999999999999999/"])
def test_what_is_not_there(boss, page):
    assert boss.get(f"{BASE}{page}").status_code == 404


def test_an_area_is_renamed_and_put_out_of_use(boss, town):
    path = f"/werkplek/beheer/gebieden/{town[0].pk}/"
    assert boss.post(path, {"name": "Westkant", "seen": 0})["Location"] == "/werkplek/beheer/gebieden/"
    town[0].refresh_from_db()
    assert (town[0].name, town[0].is_active, areas_of_ideas()["blijft"]) == ("Westkant", False, "BU1")
    changes = boss.get(path).context["history"][0].changes
    assert changes == [("naam", "West", "Westkant"), ("in gebruik", "ja", "nee")]
    page = boss.get("/werkplek/beheer/gebieden/")
    assert [(cells[0][1], cells[4][1], cells[5][1]) for _url, cells in page.context["lines"]] == [
        ("Oost", 3, "ja"), ("Weg", 1, "ja"), ("Westkant", 1, "nee"),
    ]  # fmt: skip


def test_an_area_for_which_a_rule_waits_stays_in_use(boss, town, last_rule, programme):
    rule = type(last_rule).objects.create(name="In het westen", programme=programme, order=1)
    rule.areas.add(town[0])
    refused = boss.post(f"/werkplek/beheer/gebieden/{town[0].pk}/", {"name": "West", "seen": 0})
    assert "“In het westen”" in "".join(refused.context["form"].errors["is_active"])


def test_pages_cost_the_same_with_many_areas(boss, administrator, town, django_assert_max_num_queries):
    file = kept(administrator)
    paths = ("/werkplek/beheer/gebieden/", BASE, f"{BASE}{file.pk}/")
    for path in paths:
        boss.get(path)
    for number in range(30):
        factories.make_area(f"N{number}", f"Buurt {number}", geometry=square(number, 40.0))
    for path in paths:
        with django_assert_max_num_queries(9):
            assert boss.get(path).status_code == 200
