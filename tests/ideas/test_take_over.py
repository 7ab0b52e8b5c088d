import functools
from datetime import datetime

import pytest
from django.utils import timezone

from ideas.events import IdeaEvent
from ideas.models import Idea, RoutingRule
from ideas.statuses import Status, Visibility
from participation.calendar import add_working_days
from participation.models import Event, Theme
from tests import factories
from tests.ideas.import_files import take, total, write

SQUARE = {"type": "Polygon", "coordinates": [[[4, 52], [5, 52], [5, 53], [4, 53], [4, 52]]]}
pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path, last_rule):
    """Writes a file of ideas; the municipality can take them."""
    return functools.partial(write, tmp_path)


def test_a_row_becomes_an_idea_with_everything_in_it(file, programme):
    theme, area = factories.make_theme(), factories.make_area(geometry=SQUARE)
    path = file(
        "kenmerk;titel;tekst;probleem;thema;wijk;lat;lon;stemmen;datum\n"
        'B-7;Meer bomen;"<p>Plant ze.</p><p>Nu &amp; hier.</p>";Warm;BÓMEN;Lindelaan;52,5;4,5;1.204;12 maart 2019\n'
    )
    before = timezone.now()
    assert take(path, source="Buurtbudget") == [total(new=1)]
    idea = Idea.objects.get()
    expected = {
        "reference": "2019-00001",
        "source": "Buurtbudget",
        "source_reference": "B-7",
        "title": "Meer bomen",
        "problem": "Warm",
        "proposal": "Plant ze.\n\nNu & hier.",
        "theme": theme,
        "area": area,
        "address": "Lindelaan",
        "longitude": 4.5,
        "latitude": 52.5,
        "visibility": Visibility.PUBLIC,
        "status": Status.RECEIVED,
        "programme": programme,
        "routing": {
            "rule": "Alle andere ideeën",
            "rule_id": RoutingRule.objects.get().pk,
            "version": 1,
            "catches_all": True,
        },
        "channel": "import",
        "promised_on": None,
        "support_count": 1204,
        "imported_support_count": 1204,
        "submitted_at": datetime.fromisoformat("2019-03-12T12:00:00+01:00"),
        "author": None,
        "client_key": None,
    }
    assert {name: getattr(idea, name) for name in expected} == expected
    assert idea.status_since >= before


def test_the_news_is_written_down_and_nobody_is_told(file, programme):
    take(file("id,titel\n7,Bank\n"), source="Stad")
    idea = Idea.objects.get()
    said = {"reference": idea.reference, "title": "Bank", "team": programme.team, "promised_on": None}
    assert [(event.kind, event.actor, event.facts) for event in Event.objects.order_by("pk")] == [
        (IdeaEvent.IMPORTED, None, {"source": "Stad", "source_reference": "7", **said}),
        (
            IdeaEvent.ROUTED,
            None,
            {"why": idea.routing, "programme": programme.name, "programme_id": programme.pk, **said},
        ),
    ]
    assert not Event.objects.filter(dispatched_at__isnull=True).exists()


def test_asked_for_the_programmes_are_told_and_an_answer_is_promised(file, programme):
    take(file("titel\nBank\n"), "--notify", "--promise")
    promised = add_working_days(timezone.localdate(), programme.promise_days)
    assert Idea.objects.get().promised_on == promised
    events = Event.objects.values_list("dispatched_at", "facts__promised_on")
    assert list(events) == [(None, promised.isoformat())] * 2


def test_rules_route_imported_ideas_as_they_route_others(file, programme):
    theme, area = factories.make_theme(), factories.make_area()
    elsewhere = factories.make_programme("water")
    for order, (name, conditions) in enumerate({"Woord": {"words": ["sloot"]}, "Thema": {}, "Gebied": {}}.items()):
        rule = RoutingRule.objects.create(name=name, order=order, programme=elsewhere, **conditions)
        rule.themes.set([theme] if name == "Thema" else [])
        rule.areas.set([area] if name == "Gebied" else [])
    take(file("titel,thema,wijk\nVieze sloot,,\nBoom,Bomen,\nBank,,dorp\nPad,,\n"))
    assert set(Idea.objects.values_list("channel", flat=True)) == {"import"}
    ways = dict(Idea.objects.values_list("title", "routing"))
    versions = {title: (way.pop("rule_id"), way.pop("version")) for title, way in ways.items()}
    assert versions["Bank"] == (RoutingRule.objects.get(name="Gebied").pk, 1)
    assert ways == {
        "Vieze sloot": {"rule": "Woord", "word": "sloot"},
        "Boom": {"rule": "Thema", "theme": "Bomen"},
        "Bank": {"rule": "Gebied", "area": "Dorp"},
        "Pad": {"rule": "Alle andere ideeën", "catches_all": True},
    }


def test_a_rule_that_does_not_work_rings_once_for_a_whole_file(file, programme):
    oud = factories.make_programme("oud", is_active=False)
    RoutingRule.objects.create(name="Oud", order=1, words=["bank"], programme=oud)
    RoutingRule.objects.filter(catches_all=True).update(handler=programme.owner, names_handler=True)
    take(file("titel\nBank\nBankje\nBoom\n"))
    assert set(Idea.objects.values_list("programme", "handler")) == {(programme.pk, programme.owner_id)}
    rung = Event.objects.get(subject_type="ideas.routingrule")
    assert (rung.kind, rung.facts["cause"], rung.facts["title"]) == ("rule.failed", "programme", "Oud")


def test_unknown_themes_are_made_when_asked_or_mapped(file, tmp_path):
    factories.make_theme("afval", name="Afval en schoon", order=3)
    path = file("titel,thema\nA,Rattenplaag\nB,Café\nC,CAFE\nD,afval en SCHOON\nE,C++\nF,C#\n")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('source = "Stad"\n[themes]\nRattenplaag = "Afval en schoon"\n')
    assert take(path, "--create-themes", mapping=mapping) == [total(new=6)]
    assert dict(Idea.objects.values_list("title", "theme__name")) == {
        "A": "Afval en schoon", "B": "Café", "C": "Café", "D": "Afval en schoon", "E": "C++", "F": "C#",
    }  # fmt: skip
    assert list(Theme.objects.values_list("name", "order")) == [
        ("Afval en schoon", 3),
        ("C#", 4),
        ("C++", 5),
        ("Café", 6),
    ]
    assert set(Idea.objects.values_list("source", flat=True)) == {"Stad"}


def test_a_place_is_an_area_or_an_address(file):
    area = factories.make_area(name="Oosterheem")
    take(file("titel,wijk\nA,oosterhéém\nB,bu01\nC,Marktplein 1\nD," + "x" * 300 + "\n"))
    assert list(Idea.objects.order_by("title").values_list("area", "address")) == [
        (area.pk, ""),
        (area.pk, ""),
        (None, "Marktplein 1"),
        (None, "x" * 199 + "…"),
    ]
