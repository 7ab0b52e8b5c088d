"""Somebody's own devices: added by a click, seen, removed, and gone with signing out, with the account and with time."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from notifications.actions import MOST_DEVICES, Browser, add_device, remove_device, renew_device
from notifications.models import Preference, PushDevice
from notifications.tidying import tidy_messages
from participation import terms
from participation.actions.account import delete_account
from participation.actions.openid import welcome_official
from participation.actions.openid_sessions import ask_provider, end_sessions
from participation.actions.people import forget_second_factor
from participation.actions.staff import close_official
from participation.errors import NotAllowed, TooMany
from participation.models import Destruction
from participation.openid_logout import Ended
from participation.openid_roles import Official
from participation.push_key import push_key
from tests import factories
from tests.doors import sign_in
from tests.notifications.push_service import Browser as FakeBrowser

DEVICES = terms.DEVICES.unless_set()
pytestmark = pytest.mark.django_db

PAGE, ADD, RENEW = "/berichten/voorkeuren/", "/berichten/apparaten/nieuw/", "/berichten/apparaten/vernieuwen/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def fields(name="een"):
    return FakeBrowser(f"https://push.example.org/{name}").fields()


def entered(person):
    return sign_in(Client(headers={"User-Agent": FIREFOX}), person)


@pytest.fixture
def mine(neighbour):
    """A browser of the neighbour, in which news is on."""
    browser = entered(neighbour)
    assert browser.post(ADD, fields()).status_code == 302
    return browser


def devices(person):
    return list(PushDevice.objects.of(person))


def page_of(browser):
    return BeautifulSoup(browser.get(PAGE).content, "html.parser")


def test_who_has_no_device_sees_one_button_and_no_column_more(neighbour):
    page = page_of(entered(neighbour))
    assert [th.text for th in page.select("main thead th")] == ["Nieuws", "E-mail", "Berichten op deze site"]
    form = page.select_one("form[data-push-add]")
    assert (form["action"], form.has_attr("hidden"), form.button.text) == (
        ADD,
        True,
        "Zet meldingen aan op dit apparaat",
    )
    assert "Deze browser kan geen meldingen" in page.select_one("[data-push-unable]").text
    assert page.select("[data-push-listed]") == []


def test_a_device_is_added_seen_and_removed(mine, neighbour):
    page = page_of(mine)
    (device,) = devices(neighbour)
    assert (device.name, device.endpoint) == ("Firefox, Linux", "https://push.example.org/een")
    (line,) = page.select("[data-push-listed]")
    assert (line["data-push-listed"], "Dit apparaat" in line.text) == (str(device.uuid), True)
    assert [th.text for th in page.select("main thead th")][-1] == "Melding op uw apparaat"
    offered = {
        one["name"]: [option.text for option in one.select("option")] for one in page.select("main tbody select")
    }
    assert {name for name in offered if name.endswith("_push")} == {
        "own_push",
        "followed_push",
        "searches_push",
        "challenges_push",
    }
    assert offered["own_push"] == ["Ja", "Nee"]
    answer = mine.post(line.form["action"], follow=True)
    assert "U krijgt geen meldingen meer op: Firefox, Linux." in answer.text
    assert devices(neighbour) == []


def test_what_is_chosen_for_devices_stays(mine, neighbour):
    choice = {"own_email": "daily", "own_push": "off", "followed_email": "weekly", "followed_inbox": "off"}
    rest = {"followed_push": "at_once", "searches_email": "off", "searches_inbox": "off", "searches_push": "off"}
    rest |= {"challenges_email": "daily", "challenges_inbox": "off", "challenges_push": "at_once"}
    mine.post(PAGE, {**choice, **rest, "starts": "1", "ends": "2"})
    kept = {f"{row.group}_{row.channel}": row.frequency for row in Preference.objects.filter(person=neighbour)}
    assert kept == {**choice, **rest}
    page = page_of(mine)
    assert page.select_one("select[name=own_push] option[selected]")["value"] == "off"


def test_twice_on_the_same_browser_is_one_device(mine, neighbour):
    mine.post(ADD, {**fields(), "endpoint": "https://push.example.org/twee"})
    one = fields("drie")
    mine.post(ADD, one)
    mine.post(ADD, one)
    assert len(devices(neighbour)) == 3


@pytest.mark.parametrize("path", [ADD, RENEW, "/berichten/apparaten/0e6f4e64-0000-4000-8000-000000000000/verwijderen/"])
def test_nobody_from_outside_comes_in(path):
    assert Client().post(path, fields())["Location"].startswith("/inloggen/")
    assert Client().get(path).status_code in {302, 405}


def test_without_a_token_of_the_form_nothing_is_added(neighbour):
    strict = sign_in(Client(enforce_csrf_checks=True), neighbour)
    assert strict.post(ADD, fields()).status_code == 403
    assert devices(neighbour) == []


HOSTILE = [
    {"endpoint": "http://push.example.org/een"},
    {"endpoint": "https://127.0.0.1/een"},
    {"endpoint": "https://push.example.org:22/een"},
    {"endpoint": "https://push.example.org/een\r\nHost: binnen"},
    {"endpoint": "https://push.example.org/" + "x" * 2000},
    {"endpoint": "<script>alert(1)</script>"},
    {"endpoint": ""},
    {"p256dh": "x"},
    {"p256dh": "\u202e" * 20},
    {"auth": ""},
    {"auth": "A" * 24},
]


@pytest.mark.parametrize("wrong", HOSTILE)
def test_what_is_no_browser_is_refused(neighbour, wrong):
    answer = entered(neighbour).post(ADD, {**fields(), **wrong}, follow=True)
    assert "Meldingen aanzetten lukt niet in deze browser." in answer.text
    assert devices(neighbour) == []


def test_the_device_of_somebody_else_is_not_seen_renewed_or_removed(mine, neighbour, resident):
    (device,) = devices(neighbour)
    other = entered(resident)
    assert page_of(other).select("[data-push-listed]") == []
    assert other.post(f"/berichten/apparaten/{device.uuid}/verwijderen/").status_code == 404
    assert other.post(RENEW, {**fields(), "device": device.uuid}).status_code == 404
    with pytest.raises(NotAllowed):
        remove_device(device, actor=resident)
    with pytest.raises(NotAllowed):
        renew_device(device, Browser(**fields(), session_key="s"), actor=resident)
    assert devices(neighbour) == [device]


def test_who_knows_the_address_of_a_browser_cannot_take_it(mine, neighbour, resident):
    (device,) = devices(neighbour)
    with pytest.raises(NotAllowed):
        add_device(Browser(**fields(), session_key="s"), name="x", actor=resident)  # Other keys.
    assert devices(neighbour) == [device]


def test_a_browser_that_two_people_use_is_of_the_last(neighbour, resident):
    shared = fields()
    entered(neighbour).post(ADD, shared)
    entered(resident).post(ADD, shared)
    assert (devices(neighbour), len(devices(resident))) == ([], 1)


def test_there_is_an_end_to_devices_and_the_oldest_makes_room(neighbour):
    for number in range(MOST_DEVICES + 2):
        device = add_device(Browser(**fields(str(number)), session_key="s"), name=str(number), actor=neighbour)
        PushDevice.objects.filter(pk=device.pk).update(used_at=timezone.now() - timedelta(minutes=60 - number))
    assert [one.name for one in devices(neighbour)] == [str(number) for number in range(MOST_DEVICES + 1, 1, -1)]


def test_there_is_an_end_to_adding(neighbour):
    for number in range(30):
        add_device(Browser(**fields(str(number)), session_key="s"), name="x", actor=neighbour)
    with pytest.raises(TooMany):
        add_device(Browser(**fields("meer"), session_key="s"), name="x", actor=neighbour)


def test_a_browser_that_comes_back_says_so_once_in_a_session(mine, neighbour):
    (device,) = devices(neighbour)
    assert "data-push-renew" not in mine.get(PAGE).text  # It was added in this session.
    again, other = entered(neighbour), {**fields("nieuw"), "device": device.uuid}
    assert "data-push-renew" in again.get(PAGE).text
    PushDevice.objects.update(used_at=timezone.now() - timedelta(days=100))
    assert again.post(RENEW, other).status_code == 204
    assert "data-push-renew" not in again.get(PAGE).text
    (renewed,) = devices(neighbour)
    assert (renewed.pk, renewed.endpoint) == (device.pk, "https://push.example.org/nieuw")
    assert renewed.session_key == again.session.session_key
    assert timezone.now() - renewed.used_at < timedelta(minutes=5)


@pytest.mark.parametrize("device", ["", "x", "0e6f4e64-0000-4000-8000-000000000000"])
def test_a_browser_that_is_no_device_any_more_hears_so(neighbour, device):
    assert entered(neighbour).post(RENEW, {**fields(), "device": device}).status_code == 404


def test_without_a_key_nothing_of_it_is_offered(mine, settings):
    mine.get(PAGE)  # It says that news is on.
    settings.PUSH_KEY = ""
    page = mine.get(PAGE)
    assert page.status_code == 200
    for word in ("push", "melding", "Melding"):
        assert word not in BeautifulSoup(page.content, "html.parser").select_one("main").decode(), word
    assert "data-push" not in page.text
    assert "Meldingen" not in Client().get("/privacy/").text
    assert mine.get("/service-worker.js").status_code == 404


def test_the_privacy_page_says_who_brings_it():
    assert "Dan gaan ze via de maker van uw browser." in Client().get("/privacy/").text


def test_the_script_of_browsers_is_at_the_top_and_is_asked_for_anew_each_time():
    answer = Client().get("/service-worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert (answer["Cache-Control"], "script-src 'self'" in answer["Content-Security-Policy"]) == ("no-cache", True)
    assert (answer.cookies, "showNotification" in answer.text) == ({}, True)
    assert Client(headers={"If-None-Match": answer["ETag"]}).get("/service-worker.js").status_code == 304


def two_browsers(person):
    here, there = entered(person), entered(person)
    here.get(PAGE)
    there.get(PAGE)
    here.post(ADD, fields("hier"))
    there.post(ADD, fields("daar"))
    add_device(Browser(**fields("vroeger"), session_key="of a session that is over"), name="x", actor=person)
    return here, there


WAYS_OUT = [
    ("/uitloggen/", {"daar", "vroeger"}),
    ("/beheer/logout/", {"daar", "vroeger"}),
    ("/account/sessies/", {"hier"}),
    ("/account/sessies/overal-uitloggen/", set()),
]


@pytest.mark.parametrize(("path", "left"), WAYS_OUT)
def test_signing_out_ends_it_there(neighbour, resident, path, left):
    here, _there = two_browsers(neighbour)
    entered(resident).post(ADD, fields("van een ander".replace(" ", "-")))
    assert here.post(path).status_code == 302
    assert {one.endpoint.rpartition("/")[2] for one in devices(neighbour)} == left
    assert len(devices(resident)) == 1


def test_a_session_that_is_merely_over_ends_nothing(mine, neighbour):
    mine.session.flush()
    call_command("tidy", stdout=StringIO())
    assert len(devices(neighbour)) == 1


def test_what_was_not_used_for_long_goes_by_itself_and_is_counted(mine, neighbour):
    PushDevice.objects.update(used_at=timezone.now() - DEVICES + timedelta(hours=1))
    assert tidy_messages()["devices"] == 0
    PushDevice.objects.update(used_at=timezone.now() - DEVICES - timedelta(hours=1))
    assert tidy_messages()["devices"] == 1
    assert Destruction.objects.get(kind="notifications.pushdevice").count == 1


def test_it_goes_with_the_account(mine, neighbour):
    delete_account(neighbour, actor=neighbour, ideas_go=False)
    assert not PushDevice.objects.exists()


def test_it_is_in_the_archive_without_its_secrets(mine, neighbour):
    packed = b"".join(mine.post("/mijn/gegevens/archief/").streaming_content)
    archive = zipfile.ZipFile(BytesIO(packed))
    said = json.dumps(json.loads(archive.read(next(name for name in archive.namelist() if name.endswith(".json")))))
    (device,) = devices(neighbour)
    assert [word in said for word in (device.endpoint, device.name, device.p256dh, device.auth)] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_costs_the_same_for_many_devices(neighbour, django_assert_num_queries, number):
    for one in range(number):
        add_device(Browser(**fields(str(one)), session_key="s"), name="x", actor=neighbour)
    browser = entered(neighbour)
    browser.get(PAGE)
    with django_assert_num_queries(6):
        browser.get(PAGE)


def test_an_official_chooses_for_work_too(owner):
    add_device(Browser(**fields(), session_key="s"), name="x", actor=owner)
    assert page_of(entered(owner)).select_one("select[name=desk_push]")


def test_the_command_makes_a_key_that_can_be_used():
    printed = []
    for _ in range(2):
        out = StringIO()
        call_command("push_key", stdout=out)
        name, _equals, key = out.getvalue().strip().partition("=")
        assert (name, push_key(key)) == ("PUSH_KEY", key)
        printed.append(key)
    assert printed[0] != printed[1]


def test_a_name_that_a_browser_makes_up_is_only_a_name(neighbour):
    factories.make_resident("x")
    hostile = sign_in(Client(headers={"User-Agent": "<script>alert(1)</script>"}), neighbour)
    hostile.post(ADD, fields())
    assert [one.name for one in devices(neighbour)] == ["Onbekende browser"]


PUT_OUT = {
    "the provider ends all of it": (lambda *_: end_sessions(Ended("s-1", "", "j-1")), set()),
    "the provider ends one session": (lambda *_: end_sessions(Ended("", "z-1", "j-1")), {"z-2"}),
    "the provider says no about one session": (lambda *_: ask_provider(), {"z-2"}),
    "no group of ours": (lambda *_: welcome_official(Official("s-1", "", "", frozenset(), True)), set()),
    "the account is closed": (lambda person, by: close_official(person, actor=by), set()),
    "the second step was lost": (lambda person, by: forget_second_factor(person, actor=by), set()),
}


@pytest.mark.parametrize(("put_out", "left"), PUT_OUT.values(), ids=PUT_OUT)
def test_an_official_who_is_put_out_is_told_nothing_there_any_more(administrator, settings, put_out, left):
    """What refused to be unlocked counts as a no of the provider."""
    settings.OPENID_ISSUER = "https://login.example.org"
    person, colleague = (factories.make_official(name, openid_subject=name) for name in ("s-1", "s-2"))
    for owner, key in ((person, "z-1"), (person, "z-2"), (colleague, "z-3")):
        kept = {"sid": key, "refresh": "geen" if key == "z-1" else "", "asked": 0}
        owner.usersession_set.create(session_key=key, ip="127.0.0.1", user_agent="x", data={"openid": kept})
        owner.push_devices.create(endpoint=f"https://push.example.org/{key}", session_key=key)
    put_out(person, administrator)
    assert {row.session_key for row in person.usersession_set.all()} == left
    assert {device.session_key for device in PushDevice.objects.all()} == {*left, "z-3"}
