"""The pages on which administrators keep who works here."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.administering.changing import version_of
from participation.models import User
from participation.roles import Role
from tests import factories
from tests.doors import sign_in
from tests.participation.test_staff import names

pytestmark = pytest.mark.django_db

LIST = "/werkplek/medewerkers/"
NASTY = "<script>alert(1)</script>"


@pytest.fixture
def boss(client, administrator):
    return sign_in(client, administrator)


def page_of(client, path):
    return BeautifulSoup(client.get(path).content, "html.parser")


def test_who_is_invited_lands_on_the_page_of_roles(boss):
    said = {"email": "vers@example.org", "nickname": "Vers"}
    response = boss.post(LIST, said, follow=True)
    person = User.objects.get(email="vers@example.org")
    assert response.request["PATH_INFO"] == f"{LIST}{person.pk}/"
    assert "Uitgenodigd als medewerker" in response.content.decode()


def test_nobody_is_offered_a_password_where_the_municipality_has_the_only_door(boss, stranger, settings):
    doors = ("/werkplek/medewerkers/", f"/werkplek/medewerkers/{stranger.pk}/")
    words = ("kiest een wachtwoord", 'name="nickname"', "Zet ze daar in een groep")
    for is_local in (True, False):
        settings.LOCAL_PASSWORDS = is_local
        pages = "".join(boss.get(door).content.decode() for door in doors)
        assert [said in pages for said in words] == [is_local, is_local, not is_local]


def test_a_wrong_address_stands_beside_its_field_and_nothing_is_lost(boss, resident):
    refused = boss.post(LIST, {"email": resident.email, "nickname": "Vers"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["email"])
    assert 'value="Vers"' in refused.content.decode()


def test_giving_and_taking_a_role(boss, programme, stranger):
    path = f"{LIST}{stranger.pk}/"
    assert boss.post(path, {"role": "reader", "programme": programme.pk})["Location"] == path
    assert names(stranger) == ["Meelezer, Groen"]
    form = page_of(boss, path).select_one(f'form[action="{path}rol-weg/"]')
    fields = {one["name"]: one["value"] for one in form.select("input[name]")}
    assert {name: fields[name] for name in ("role", "programme")} == {"role": "reader", "programme": str(programme.pk)}
    assert boss.post(form["action"], fields)["Location"] == path
    assert names(stranger) == []
    assert [told.what for told in boss.get(path).context["history"]] == [
        "Rol weg: Meelezer, Groen",
        "Rol erbij: Meelezer, Groen",
    ]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"role": ""}, "role"), ({"role": "koning"}, "role"), ({"role": "owner"}, "role"),
        ({"role": "reader"}, "programme"), ({"role": "clerk", "programme": "groen"}, "programme"),
        ({"role": "reader", "programme": "999"}, "programme"), ({"role": "reader", "programme": NASTY}, "programme"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_at_its_field(boss, programme, stranger, sent, field):
    sent = {**sent, **({"programme": programme.pk} if sent.get("programme") == "groen" else {})}
    refused = boss.post(f"{LIST}{stranger.pk}/", sent)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])
    assert names(stranger) == []


def test_a_coordinator_is_offered_roles_in_programmes_only(client, coordinator, stranger, programme):
    sign_in(client, coordinator)
    path = f"{LIST}{stranger.pk}/"
    offered = [option["value"] for option in page_of(client, path).select("#id_role option") if option["value"]]
    assert offered == ["deputy", "official", "reader"]
    assert client.post(path, {"role": "administrator"}).status_code == 422
    assert client.post(f"{path}sluiten/").status_code == 403
    assert client.post(LIST, {"email": "vers@example.org", "nickname": "Vers"}).status_code == 403
    assert "Een medewerker uitnodigen" not in client.get(LIST).content.decode()
    assert names(stranger) == []


def test_closing(boss, programme, owner):
    page = boss.post(f"{LIST}{owner.pk}/sluiten/", follow=True).content.decode()
    assert "Kies nu een andere eigenaar voor: Groen." in page
    assert "Sluit dit account" not in page
    assert "Een rol geven" not in page
    assert not User.objects.get(pk=owner.pk).is_active
    page = boss.post(f"{LIST}{owner.pk}/openen/", follow=True).content.decode()
    assert "is weer open" in page
    assert "Sluit dit account" in page
    assert User.objects.get(pk=owner.pk).is_active


def test_ones_own_administration_has_no_buttons(boss, administrator):
    page = page_of(boss, f"{LIST}{administrator.pk}/")
    assert page.select('form[action$="rol-weg/"], form[action$="sluiten/"]') == []
    assert boss.post(f"{LIST}{administrator.pk}/rol-weg/", {"role": "administrator"}).status_code == 403
    assert boss.post(f"{LIST}{administrator.pk}/sluiten/").status_code == 403
    assert boss.post(f"{LIST}{administrator.pk}/openen/").status_code == 403
    assert names(administrator) == ["Beheerder"]


@pytest.mark.parametrize("sent", [{}, {"role": "koning"}, {"role": "reader", "programme": "x"}])
def test_a_role_that_is_none_cannot_be_taken(boss, stranger, sent):
    assert boss.post(f"{LIST}{stranger.pk}/rol-weg/", sent).status_code == 404


def test_a_resident_has_no_page_here(boss, resident):
    path = f"{LIST}{resident.pk}/"
    codes = [boss.get(path).status_code, boss.post(path, {"role": "clerk"}).status_code]
    assert [*codes, boss.post(f"{path}sluiten/").status_code, boss.get(f"{LIST}99999/").status_code] == [404] * 4
    assert resident.email not in boss.get(LIST).content.decode()


def test_searching_by_parts_of_name_and_address(boss):
    wanted = factories.make_official("anna.bakker")
    User.objects.filter(pk=wanted.pk).update(nickname=f"Anna {NASTY}")
    factories.make_official("bakkerij")
    page = boss.get(LIST, {"q": " ANNA  bakker "})
    assert [one for one, _held in page.context["people"]] == [wanted]
    assert NASTY not in page.content.decode()
    assert boss.get(LIST, {"q": "%"}).context["people"] == []
    assert len(boss.get(LIST, {"q": "x" * 101}).context["people"]) == 3


def test_the_list_costs_the_same_for_one_and_for_thirty(boss, programme):
    boss.get(LIST)
    with CaptureQueriesContext(connection) as few:
        boss.get(LIST)
    for number in range(30):
        person = factories.make_grant(factories.make_official(f"m{number}"), "reader", programme)
        factories.make_programme(f"p{number}", owner=person)
        programme.deputies.add(person)
    with CaptureQueriesContext(connection) as many:
        page = boss.get(LIST)
    assert len(few) == len(many) <= 8
    assert "Volgende" in page.content.decode()


def test_the_way_there_stands_on_the_desk_for_who_may(client, administrator, coordinator, owner):
    ways = {
        person.nickname: LIST in sign_in(client, person).get("/werkplek/").content.decode()
        for person in (administrator, coordinator, owner)
    }
    assert ways == {"Admin": True, "Coordinator": True, "Owner": False}


def test_a_role_counts_with_the_next_click(client, boss, stranger, idea):
    from_now_on = sign_in(type(client)(), stranger)
    assert from_now_on.get(idea.get_desk_url()).status_code == 404
    boss.post(f"{LIST}{stranger.pk}/", {"role": "official", "programme": idea.programme_id})
    assert from_now_on.get(idea.get_desk_url()).status_code == 200
    boss.post(f"{LIST}{stranger.pk}/rol-weg/", {"role": Role.OFFICIAL, "programme": idea.programme_id})
    assert from_now_on.get(idea.get_desk_url()).status_code == 404


def test_a_programme_that_was_open_in_the_administration_is_not_overwritten(boss, programme, stranger):
    seen = version_of(programme)
    boss.post(f"{LIST}{stranger.pk}/", {"role": "deputy", "programme": programme.pk})
    assert version_of(programme) != seen
