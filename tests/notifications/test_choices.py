"""The page on which people choose what comes and when."""

import pytest
from bs4 import BeautifulSoup

from notifications.actions import set_preferences, set_quiet_hours
from notifications.models import Preference, QuietHours
from notifications.statuses import CHOICES, OPTIONAL, Channel, Frequency, Group
from participation.errors import NotAllowed
from tests.doors import sign_in

PAGE = "/berichten/voorkeuren/"
USUAL = {
    "own_email": "at_once",
    "followed_email": "at_once",
    "followed_inbox": "at_once",
    "searches_email": "at_once",
    "searches_inbox": "at_once",
    "challenges_email": "at_once",
    "challenges_inbox": "at_once",
    "starts": "22",
    "ends": "7",
}
AT_WORK = {**USUAL, "desk_email": "at_once"}


@pytest.fixture(autouse=True)
def nights(settings):
    settings.QUIET_HOURS = (22, 7)


def chosen(person):
    return {(row.group, row.channel): row.frequency for row in Preference.objects.filter(person=person)}


def filled_in(page):
    soup = BeautifulSoup(page.content, "html.parser")
    fields = {select["name"]: select.find("option", selected=True) for select in soup.select("main select")}
    return {name: option["value"] if option else "" for name, option in fields.items()}


def test_a_resident_sees_what_comes_without_having_chosen(client, neighbour):
    page = sign_in(client, neighbour).get(PAGE)
    assert filled_in(page) == USUAL
    soup = BeautifulSoup(page.content, "html.parser")
    table = [[cell.get_text(" ", strip=True) for cell in row.select("th")] for row in soup.select("main tbody tr")]
    assert table == [
        ["Nieuws over uw eigen ideeën"],
        ["Nieuws over ideeën die u volgt of steunt"],
        ["Nieuws over ideeën waar u naar zoekt"],
        ["Nieuws over uitdagingen die u volgt"],
    ]
    offered = {select["name"]: len(select.select("option")) for select in soup.select("main tbody select")}
    assert offered == {
        "own_email": 2, "followed_email": 4, "followed_inbox": 2, "searches_email": 4, "searches_inbox": 2,
        "challenges_email": 4, "challenges_inbox": 2,
    }  # fmt: skip
    assert [cell.text for cell in soup.select("main tbody td") if not cell.select("select")] == ["Altijd"]


def test_an_official_chooses_for_the_desk_too(client, owner):
    assert filled_in(sign_in(client, owner).get(PAGE)) == AT_WORK


def test_what_is_chosen_stays(client, neighbour):
    sign_in(client, neighbour)
    choice = {
        "own_email": "daily",
        "followed_email": "weekly",
        "followed_inbox": "off",
        "searches_email": "daily",
        "searches_inbox": "off",
        "challenges_email": "weekly",
        "challenges_inbox": "off",
        "starts": "20",
        "ends": "9",
    }
    page = client.post(PAGE, choice, follow=True)
    assert "Uw keuze is bewaard." in page.text
    assert filled_in(page) == choice
    client.post(PAGE, USUAL)
    assert filled_in(client.get(PAGE)) == USUAL
    assert not QuietHours.objects.exists()  # They go along with the municipality again.


WRONG = [
    ("own_email", "off"),
    ("own_email", "weekly"),
    ("followed_inbox", "daily"),
    ("followed_email", "hourly"),
    ("followed_email", ""),
    ("starts", "24"),
    ("ends", "-1"),
    ("ends", "<script>"),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_what_cannot_be_chosen_is_refused_and_the_rest_is_not_lost(client, neighbour, field, value):
    sign_in(client, neighbour)
    page = client.post(PAGE, {**USUAL, "followed_email": "daily", field: value})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert chosen(neighbour) == {}
    if field != "followed_email":
        assert filled_in(page)["followed_email"] == "daily"


def test_a_resident_chooses_nothing_for_a_desk(client, neighbour):
    sign_in(client, neighbour).post(PAGE, {**AT_WORK, "desk_email": "off"})
    assert ("desk", "email") not in chosen(neighbour)


@pytest.mark.parametrize("pair", sorted(CHOICES))
@pytest.mark.parametrize("frequency", Frequency)
def test_the_door_takes_what_may_be_chosen(neighbour, pair, frequency):
    if frequency in CHOICES[pair]:
        for _ in range(2):
            set_preferences({pair: frequency}, actor=neighbour)
        assert chosen(neighbour) == {pair: frequency}
    else:
        with pytest.raises(NotAllowed):
            set_preferences({pair: frequency}, actor=neighbour)
        assert chosen(neighbour) == {}


def test_the_author_is_always_told_and_work_is_always_in_the_inbox():
    assert {
        (Group.FOLLOWED, Channel.EMAIL), (Group.FOLLOWED, Channel.INBOX), (Group.DESK, Channel.EMAIL),
        (Group.SEARCHES, Channel.EMAIL), (Group.SEARCHES, Channel.INBOX),
        (Group.CHALLENGES, Channel.EMAIL), (Group.CHALLENGES, Channel.INBOX), *((group, Channel.PUSH) for group in Group),
    } == OPTIONAL  # fmt: skip


def test_all_that_may_stop_stops_at_once(client, owner):
    sign_in(client, owner)
    page = client.post("/berichten/voorkeuren/stop/", follow=True)
    assert "U krijgt alleen nog mail die nodig is." in page.text
    assert filled_in(page) == {
        **AT_WORK, "followed_email": "off", "searches_email": "off", "challenges_email": "off", "desk_email": "off",
    }  # fmt: skip
    assert client.get("/berichten/voorkeuren/stop/").status_code == 405


def test_quiet_hours_of_one_are_not_those_of_another(client, neighbour, resident):
    set_quiet_hours(1, 2, actor=resident)
    assert filled_in(sign_in(client, neighbour).get(PAGE))["starts"] == "22"


def test_the_page_costs_the_same_with_and_without_choices(client, neighbour, django_assert_num_queries):
    sign_in(client, neighbour)
    client.get(PAGE)
    with django_assert_num_queries(6):
        client.get(PAGE)
    client.post(PAGE, {**USUAL, "starts": "3"})
    client.get(PAGE)
    with django_assert_num_queries(6):
        client.get(PAGE)
