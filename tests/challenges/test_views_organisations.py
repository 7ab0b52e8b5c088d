"""Organisations by HTTP: who may what, in full; what cannot be typed; two tabs and two owners."""

import pytest
from django.urls import reverse

from participation.actions.organisation import verify_organisation
from participation.errors import NotAllowed, NotPossible
from participation.models import (
    Event,
    Membership,
    MembershipInvitation,
    MembershipRequest,
    Organisation,
    OrganisationRole,
)
from tests import factories
from tests.doors import sign_in

NEW = "/organisaties/nieuw/"
GOOD = {
    "kvk_number": "68 75 01.10", "name": "Slimme Sensoren (verzonnen)", "kind": "startup", "place": "Zoetermeer",
    "website": "https://sensoren.example.org/", "about": "Wij meten lucht.", "expertise": "Sensoren, lucht,, sensoren",
}  # fmt: skip
PEOPLE = ("owner_of_it", "editor", "reader_of_it", "outsider", "official", "coordinator", "administrator", "visitor")


@pytest.fixture
def cast(db, coordinator, administrator):
    """An organisation with a member of each role, and everybody who does not belong to it."""
    it = factories.make_organisation("Made-up BV", factories.make_resident("baas"), kvk_number="68750110")
    people = {"owner_of_it": Membership.objects.get().user, "outsider": factories.make_resident("ander")}
    for name, role in (("editor", OrganisationRole.EDITOR), ("reader_of_it", OrganisationRole.READER)):
        people[name] = factories.make_resident(name.replace("_", ""))
        Membership.objects.create(organisation=it, user=people[name], role=role)
    people |= {"official": factories.make_official("ambtenaar"), "coordinator": coordinator}
    people |= {"administrator": administrator, "visitor": None}
    other = Membership.objects.get(user=people["reader_of_it"])
    invited = MembershipInvitation.objects.create(organisation=it, email="nieuw@example.org")
    asked = MembershipRequest.objects.create(organisation=it, person=factories.make_resident("vrager"))
    return {"it": it, "people": people, "other": other, "invited": invited, "asked": asked}


def doors(cast):
    pk, other, invited = cast["it"].pk, cast["other"].pk, cast["invited"].pk
    asked = f"/organisaties/{pk}/verzoeken/{cast['asked'].pk}/"
    return {
        "page": ("get", f"/organisaties/{pk}/", {}),
        "mine": ("get", "/mijn/organisaties/", {}),
        "new": ("get", NEW, {}),
        "make": ("post", NEW, {**GOOD, "kvk_number": ""}),
        "edit": ("get", f"/organisaties/{pk}/veranderen/", {}),
        "change": ("post", f"/organisaties/{pk}/veranderen/", GOOD),
        "members": ("get", f"/organisaties/{pk}/leden/", {}),
        "invite": ("post", f"/organisaties/{pk}/leden/", {"email": "nog@example.org", "role": "editor"}),
        "role": ("post", f"/organisaties/{pk}/leden/{other}/", {"role": "editor"}),
        "remove": ("post", f"/organisaties/{pk}/leden/{other}/", {"doe": "weg"}),
        "leave page": ("get", f"/organisaties/{pk}/weg/", {}),
        "let in": ("post", asked, {"role": "editor"}),
        "turn away": ("post", asked, {"doe": "nee"}),
        "another's request": ("post", asked, {"doe": "terug"}),
        "take_back": ("post", f"/organisaties/{pk}/uitnodigingen/{invited}/weg/", {}),
    }


ANYBODY = dict.fromkeys(PEOPLE, 200)
SIGNED_IN = {**ANYBODY, "visitor": 302}
NO_OFFICIAL = {**SIGNED_IN, "official": 403, "coordinator": 403, "administrator": 403}
OWNERS = {**dict.fromkeys(PEOPLE, 404), "visitor": 302}
TABLE = {
    "page": ANYBODY,
    "mine": SIGNED_IN,
    "new": NO_OFFICIAL,
    "make": {name: 302 if code == 200 else code for name, code in NO_OFFICIAL.items()},
    "edit": {**OWNERS, "owner_of_it": 200},
    "change": {**OWNERS, "owner_of_it": 302},
    "members": {**OWNERS, "owner_of_it": 200, "editor": 200, "reader_of_it": 200},
    "invite": {**OWNERS, "owner_of_it": 302},
    "role": {**OWNERS, "owner_of_it": 302},
    "remove": {**OWNERS, "owner_of_it": 302},
    "leave page": {**OWNERS, "owner_of_it": 200, "editor": 200, "reader_of_it": 200},
    "let in": {**OWNERS, "owner_of_it": 302},
    "turn away": {**OWNERS, "owner_of_it": 302},
    "another's request": OWNERS,
    "take_back": {**OWNERS, "owner_of_it": 302},
}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("door", TABLE)
def test_every_person_at_every_door(client, cast, door, name):
    person = cast["people"][name]
    if person:
        sign_in(client, person)
    method, path, data = doors(cast)[door]
    assert getattr(client, method)(path, data).status_code == TABLE[door][name]


def test_nobody_gives_themselves_a_role(client, cast):
    sign_in(client, cast["people"]["reader_of_it"]).post(doors(cast)["role"][1], {"role": "owner"})
    assert Membership.objects.get(pk=cast["other"].pk).role == OrganisationRole.READER


def test_an_organisation_is_made_with_its_first_owner(client, resident):
    answer = sign_in(client, resident).post(NEW, GOOD)
    made = Organisation.objects.get()
    assert answer.url == f"/organisaties/{made.pk}/leden/"
    assert (made.name, made.kind, made.kvk_number, made.place, made.website, made.about, made.expertise) == (
        GOOD["name"], "startup", "68750110", "Zoetermeer", GOOD["website"], GOOD["about"], ["sensoren", "lucht"],
    )  # fmt: skip
    assert list(made.memberships.values_list("user", "role")) == [(resident.pk, "owner")]
    assert list(Event.objects.values_list("kind", "facts")) == [
        ("organisation.org_made", {"reference": "", "title": GOOD["name"]})
    ]


WRONG = [
    ("kvk_number", "1234567"),
    ("kvk_number", "12345678"),
    ("kvk_number", "00000000"),
    ("kvk_number", "١٢٣٤٥٦٧٠"),
    ("kvk_number", "<script>"),
    ("name", " "),
    ("name", "x" * 121),
    ("kind", "bank"),
    ("website", "javascript:alert(1)"),
    ("about", "x" * 1001),
    ("expertise", ",".join(str(number) for number in range(13))),
    ("expertise", "x" * 41),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client, resident, field, value):
    page = sign_in(client, resident).post(NEW, {**GOOD, field: value})
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert "Wij meten lucht." in page.text or field == "about"
    assert not Organisation.objects.exists()


def test_a_number_that_is_known_says_nothing_of_whose_it_is(client, cast):
    page = sign_in(client, cast["people"]["outsider"]).post(NEW, GOOD)
    assert list(page.context["form"].errors) == ["kvk_number"]
    assert "Vraag een collega" in page.text
    assert "Made-up BV" not in page.text
    assert "baas" not in page.text.lower()


def test_the_public_page_names_no_member_and_escapes_what_they_wrote(client, cast):
    Organisation.objects.filter(pk=cast["it"].pk).update(about="<script>alert(1)</script>", expertise=["<b>x</b>"])
    page = client.get(f"/organisaties/{cast['it'].pk}/")
    assert "<script>alert" not in page.text
    assert "<b>x</b>" not in page.text
    assert not [p for p in cast["people"].values() if p and (p.email in page.text or p.nickname in page.text)]


def test_a_new_name_takes_the_verification_away(client, cast, owner):
    verify_organisation(cast["it"], actor=owner)
    sign_in(client, cast["people"]["owner_of_it"]).post(doors(cast)["change"][1], GOOD)
    after = Organisation.objects.get(pk=cast["it"].pk)
    assert (after.name, after.verified_at, after.verified_how, after.verified_by) == (GOOD["name"], None, "", None)
    assert after.kvk_number == "68750110"


def test_who_had_no_number_gives_one_later_and_then_it_stays(client, cast, owner):
    it = cast["it"]
    Organisation.objects.filter(pk=it.pk).update(kvk_number="", name=GOOD["name"])
    it.refresh_from_db()
    verify_organisation(it, actor=owner)
    factories.make_organisation("Ander", kvk_number="12345670")
    path = doors(cast)["change"][1]
    sign_in(client, cast["people"]["owner_of_it"])
    for wrong in ("1234", "12345670"):
        page = client.post(path, {**GOOD, "kvk_number": wrong})
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["kvk_number"])
        assert "Vraag of ik mag meedoen" not in page.text
    client.post(path, {**GOOD, "kvk_number": ""})
    assert Organisation.objects.get(pk=it.pk).verified_at is not None
    client.post(path, GOOD)
    after = Organisation.objects.get(pk=it.pk)
    assert (after.kvk_number, after.verified_at) == ("68750110", None)
    for other in ("68750111", ""):
        client.post(path, {**GOOD, "kvk_number": other})
        assert Organisation.objects.get(pk=it.pk).kvk_number == "68750110"


def test_only_officials_verify_and_once(cast, owner, resident):
    with pytest.raises(NotAllowed):
        verify_organisation(cast["it"], actor=resident)
    verify_organisation(cast["it"], actor=owner)
    with pytest.raises(NotPossible):
        verify_organisation(cast["it"], actor=owner)


def test_an_invitation_is_accepted_once_and_the_address_is_forgotten(client, cast):
    path = cast["invited"].get_absolute_url()
    assert "Log in om mee te doen" in client.get(path).text
    sign_in(client, cast["people"]["outsider"])
    assert client.post(path, {"doe": "ja"}).status_code == 302
    assert Membership.objects.get(user=cast["people"]["outsider"]).role == OrganisationRole.EDITOR
    assert not MembershipInvitation.objects.exists()
    assert client.post(path, {"doe": "ja"}).status_code == 410
    assert client.get(reverse("challenges:membership_invitation", args=["geknoeid"])).status_code == 410


def test_who_holds_the_link_turns_it_down_without_an_account(client, cast):
    assert client.post(cast["invited"].get_absolute_url(), {"doe": "nee"}).status_code == 302
    assert not MembershipInvitation.objects.exists()


def test_an_old_invitation_is_closed(client, cast):
    factories.age(cast["invited"], "invited_at", days=31)
    assert client.get(cast["invited"].get_absolute_url()).status_code == 410


def test_the_list_of_members_costs_the_same_for_one_and_thirty(client, cast, django_assert_max_num_queries):
    sign_in(client, cast["people"]["owner_of_it"])
    path = f"/organisaties/{cast['it'].pk}/leden/"
    client.get(path)
    for number in range(30):
        Membership.objects.create(organisation=cast["it"], user=factories.make_resident(f"lid{number}"))
        MembershipRequest.objects.create(organisation=cast["it"], person=factories.make_resident(f"vrager{number}"))
    with django_assert_max_num_queries(9):
        client.get(path)


def test_an_invitation_waits_for_the_clock(client, cast):
    sign_in(client, cast["people"]["owner_of_it"]).post(doors(cast)["invite"][1], doors(cast)["invite"][2])
    assert Event.objects.get(kind="organisation.org_invited").dispatched_at is None
