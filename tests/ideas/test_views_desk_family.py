"""Linking ideas and making two of one at the desk: who may, what comes back, what stands in public."""

import uuid

import pytest
from django.urls import reverse

from ideas.actions.link import link_ideas
from ideas.models import Idea, IdeaLink
from ideas.models.link import MOST_LINKS
from participation.errors import NotPossible
from participation.models import Event
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db

REASON = "Het gaat over dezelfde straat."
PART = {
    "title": "Een bankje erbij",
    "problem": "Je kunt nergens zitten.",
    "proposal": "Zet een bankje.",
    "reason": REASON,
}
NASTY = "<script>alert(1)</script> \u202eachterstevoren"


@pytest.fixture
def other(neighbour, last_rule):
    return factories.make_idea(neighbour, title="Bomen op het plein")


def address(name, idea):
    return reverse(f"ideas:desk_{name}", args=[idea.reference])


def link(client, idea, **fields):
    return client.post(address("link", idea), fields)


def test_a_link_stands_at_both_ideas_and_goes_again(client, idea, other, owner):
    sign_in(client, owner)
    for _time in range(2):  # Sent twice is one link.
        assert link(client, idea, other=other.reference, reason=REASON).status_code == 302
    row = IdeaLink.objects.get()
    assert (row.first, row.second, row.official) == (idea, other, owner)
    client.logout()
    for one, another in ((idea, other), (other, idea)):
        page = client.get(one.get_absolute_url()).content.decode()
        assert "Heeft te maken met" in page
        assert another.get_absolute_url() in page
        assert REASON in page
    sign_in(client, owner)
    for _time in range(2):
        link(client, other, doe="weg", welke=row.pk)
    assert not IdeaLink.objects.exists()
    assert [*Event.objects.filter(kind__startswith="idea.").values_list("kind", flat=True).order_by("pk")][-4:] == [
        *["idea.linked"] * 2, *["idea.unlinked"] * 2,
    ]  # fmt: skip


REFUSED = {
    "itself": {"other": "self", "reason": REASON},
    "no number": {"other": "", "reason": REASON},
    "no such idea": {"other": "2026-99999", "reason": REASON},
    "a hidden idea": {"other": "hidden", "reason": REASON},
    "no reason": {"other": "other", "reason": " "},
    "a hard reason": {"other": "other", "reason": "Conform vigerende regelgeving " * 12},
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_everything_that_was_typed(client, idea, other, owner, programme, case):
    hidden = factories.make_raw_idea(programme, visibility="hidden")
    numbers = {"self": idea.reference, "other": other.reference, "hidden": hidden.reference}
    typed = {**REFUSED[case], "other": numbers.get(REFUSED[case]["other"], REFUSED[case]["other"])}
    sign_in(client, owner)
    page = link(client, idea, **typed)
    assert page.status_code == 422
    assert typed["other"] in page.content.decode()
    assert not IdeaLink.objects.exists()


WHO = {"owner": 200, "deputy": 200, "coordinator": 200, "stranger": 404, "resident": 403}


@pytest.mark.parametrize("name", ["link", "divide"])
@pytest.mark.parametrize("who", WHO)
def test_who_may(client, idea, who, name, request):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(address(name, idea)).status_code == WHO[who]


def test_links_of_others_cannot_be_taken_away_here(client, idea, other, owner):
    third = factories.make_idea(factories.make_resident("derde"), title="Iets anders")
    row = link_ideas(other, third, actor=owner, reason=REASON)
    sign_in(client, owner)
    for wrong in (row.pk, "", "1 or 1", "9" * 30):
        assert link(client, idea, doe="weg", welke=wrong).status_code == 404
    assert IdeaLink.objects.count() == 1


def test_ten_links_are_the_most(idea, owner, programme):
    for _number in range(MOST_LINKS):
        link_ideas(idea, factories.make_raw_idea(programme), actor=owner, reason=REASON)
    with pytest.raises(NotPossible):
        link_ideas(factories.make_raw_idea(programme), idea, actor=owner, reason=REASON)


def test_a_part_becomes_an_idea_of_the_same_author(client, idea, owner, resident):
    sign_in(client, owner)
    key = uuid.uuid4()
    place = "lijst=steun&q=boom"
    door = f"{address('divide', idea)}?{place}"
    assert door.replace("&", "&amp;") in client.get(f"{idea.get_desk_url()}?{place}").text
    assert f"{idea.get_desk_url()}?{place}".replace("&", "&amp;") in client.get(door).text
    gone_to = {client.post(door, {**PART, "key": key})["Location"] for _time in range(2)}
    second = Idea.objects.exclude(pk=idea.pk).get()
    assert gone_to == {f"{second.get_desk_url()}?{place}"}
    assert (second.author, second.programme, second.title, second.status) == (
        resident, idea.programme, PART["title"], "received",
    )  # fmt: skip
    assert second.promised_on == Idea.objects.get(pk=idea.pk).promised_on
    assert IdeaLink.objects.filter(first=idea, second=second, reason=REASON).exists()
    told = [*Event.objects.filter(kind__in=["idea.divided", "idea.linked"]).values_list("kind", "subject_id")]
    assert sorted(told) == [("idea.divided", idea.pk), ("idea.linked", second.pk)]


def test_the_form_begins_with_theme_and_place_of_the_first(client, programme, owner):
    first = factories.make_raw_idea(
        programme, theme=factories.make_theme("water"), area=factories.make_area(), address="Dorpsstraat"
    )
    sign_in(client, owner)
    page = client.get(address("divide", first)).content.decode()
    assert (f'value="{first.theme_id}" selected' in page, f'value="{first.area_id}" selected' in page) == (True, True)
    assert 'value="Dorpsstraat"' in page


PLACES = [
    # theme, area, address; is the point kept?
    ("trees", "same", "Dorpsstraat ", True),
    ("", "same", "Kerkplein", False),
    ("trees", "other", "Dorpsstraat", False),
    ("trees", "", "", False),
]


@pytest.mark.parametrize(("theme", "area", "street", "is_there"), PLACES)
def test_a_part_has_a_theme_and_a_place_of_its_own(client, programme, resident, owner, theme, area, street, is_there):
    themes = {"": None, "trees": factories.make_theme("bomen")}
    areas = {"": None, "same": factories.make_area(), "other": factories.make_area("BU02", "Stad")}
    place = {"area": areas["same"], "address": "Dorpsstraat", "longitude": 4.5, "latitude": 52.1}
    first = factories.make_raw_idea(programme, author=resident, theme=factories.make_theme("water"), **place)
    sign_in(client, owner)
    chosen = {name: one.pk if one else "" for name, one in (("theme", themes[theme]), ("area", areas[area]))}
    client.post(address("divide", first), {**PART, **chosen, "address": street, "key": uuid.uuid4()})
    second = Idea.objects.exclude(pk=first.pk).get()
    assert (second.theme, second.area, second.address) == (themes[theme], areas[area], street.strip())
    assert (second.longitude, second.latitude) == ((4.5, 52.1) if is_there else (None, None))


def test_a_theme_or_area_that_is_no_more_is_refused_beside_the_field(client, idea, owner):
    old = factories.make_theme("oud", is_active=False)
    sign_in(client, owner)
    for wrong in ({"theme": old.pk}, {"area": 999}, {"theme": "x"}, {"address": "x" * 201}):
        page = client.post(address("divide", idea), {**PART, **wrong, "key": uuid.uuid4()})
        assert (page.status_code, list(page.context["form"].errors)) == (422, list(wrong))
        assert PART["proposal"] in page.content.decode()
    assert Idea.objects.count() == 1


def test_what_is_missing_or_nasty_in_a_part(client, idea, owner):
    sign_in(client, owner)
    page = client.post(address("divide", idea), {**PART, "key": uuid.uuid4(), "title": NASTY, "reason": ""})
    assert page.status_code == 422
    assert "<script>alert" not in page.content.decode()
    assert Idea.objects.count() == 1


@pytest.mark.parametrize("fields", [{"status": "declined"}, {"visibility": "hidden"}])
def test_only_a_public_idea_that_goes_on_is_divided(client, programme, owner, fields):
    idea = factories.make_raw_idea(programme, **fields)
    sign_in(client, owner)
    assert client.post(address("divide", idea), {**PART, "key": uuid.uuid4()}).status_code == 403
    assert Idea.objects.count() == 1
