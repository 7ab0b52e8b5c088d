"""The directory at the desk: who comes in, what is found, and what may be done with an organisation from there."""

import base64
import json
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from challenges.directory import Wanted
from challenges.models import ChallengeInvitation
from participation.actions.organisation import verify_organisation
from participation.models import AuditEntry, Event, Membership, Organisation, OrganisationRole
from tests import factories
from tests.doors import sign_in

GUIDE = "/werkplek/organisatiegids/"
PEOPLE = ("visitor", "resident", "member", "official", "owner", "coordinator", "administrator")


@pytest.fixture
def it(db):
    return factories.make_organisation("Made-up BV", factories.make_resident("baas"), kvk_number="68750110")


@pytest.fixture
def challenge(programme):
    return factories.make_challenge(programme=programme)


@pytest.fixture
def cast(it, resident, owner, coordinator, administrator):
    people = {"visitor": None, "resident": resident, "member": Membership.objects.get().user, "owner": owner}
    people |= {"official": factories.make_official("ander"), "coordinator": coordinator}
    return people | {"administrator": administrator}


def doors(it, challenge):
    one = f"{GUIDE}{it.pk}/"
    return {
        "guide": ("get", GUIDE, {}),
        "one": ("get", one, {}),
        "contact": ("post", f"{one}contact/", {}),
        "verify": ("post", f"{one}controle/", {"gezien": it.name}),
        "appoint": ("post", f"{one}eigenaar/", {"email": "nieuw@example.org"}),
        "invite": ("post", f"{one}uitnodigen/", {"uitdaging": challenge.slug}),
    }


OFFICIALS = {"visitor": 302, "resident": 403, "member": 403} | dict.fromkeys(PEOPLE[3:], 200)
TABLE = {
    "guide": OFFICIALS,
    "one": OFFICIALS,
    "contact": OFFICIALS,
    "verify": {name: 302 if code == 200 else code for name, code in OFFICIALS.items()},
    "appoint": {name: 422 if code == 200 else code for name, code in OFFICIALS.items()},  # It has an owner.
    # Only of a challenge that they run: an administrator is nobody there.
    "invite": {**OFFICIALS, "official": 422, "administrator": 422, "owner": 302, "coordinator": 302},
}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("door", TABLE)
def test_every_person_at_every_door(client, cast, it, challenge, door, name):
    if cast[name]:
        sign_in(client, cast[name])
    method, path, data = doors(it, challenge)[door]
    assert getattr(client, method)(path, data).status_code == TABLE[door][name]
    changed = (Organisation.objects.get().verified_at is not None, ChallengeInvitation.objects.count())
    did = TABLE[door][name] == 302 and name != "visitor"
    assert changed == (door == "verify" and did, int(door == "invite" and did))


ORGANISATIONS = {
    "Lucht BV": {"kind": "company", "place": "Delft", "about": "Wij meten de lucht.", "expertise": ["sensoren"]},
    "Café Zon": {"kind": "startup", "place": "zoetermeer", "about": "Energie van het dak.", "expertise": ["warmtenet"]},
    "Lab Sensor": {"kind": "research", "place": "Zoetermeer", "about": "Onderzoek naar warmte.", "expertise": []},
}
FOUND = [
    ({}, ["Café Zon", "Lab Sensor", "Lucht BV"]),
    ({"words": "sensor"}, ["Lab Sensor", "Lucht BV"]),
    ({"words": "sensoren"}, ["Lab Sensor", "Lucht BV"]),
    ({"words": "cafe"}, ["Café Zon"]),
    ({"words": "luchtmeten OR '"}, []),
    ({"words": "& | ! <->"}, []),
    ({"words": "meten -lucht"}, []),
    ({"kind": "startup"}, ["Café Zon"]),
    ({"place": "ZOETERMEER"}, ["Café Zon", "Lab Sensor"]),
    ({"subject": "Sensoren"}, ["Lucht BV"]),
    ({"is_verified": True}, ["Lucht BV"]),
    ({"is_verified": False}, ["Café Zon", "Lab Sensor"]),
    ({"words": "sensor", "place": "Delft", "is_verified": True}, ["Lucht BV"]),
]


@pytest.mark.parametrize(("asked", "names"), FOUND)
def test_who_is_found(owner, asked, names):
    for name, fields in ORGANISATIONS.items():
        made = factories.make_organisation(name, kvk_number="", **fields)
        if name == "Lucht BV":
            verify_organisation(made, actor=owner)
    assert sorted(one.name for one in Wanted(**asked).found()) == names


def test_what_is_in_the_name_comes_before_what_is_in_the_text(db):
    factories.make_organisation("Anders", kvk_number="", about="Wij bouwen een warmtenet.")
    factories.make_organisation("Warmtenet West", kvk_number="")
    assert [one.name for one in Wanted(words="warmtenet").page("").rows] == ["Warmtenet West", "Anders"]


def test_pages_keep_what_was_asked_and_miss_nobody(client, owner):
    for number in range(45):
        factories.make_organisation(f"Bedrijf {number:02d}", kvk_number="", place="Delft")
    factories.make_organisation("Elders", kvk_number="", place="Leiden")
    sign_in(client, owner)
    seen, query = [], "?plaats=Delft"
    while query:
        page = client.get(f"{GUIDE}{query}")
        seen += [one.name for one in page.context["page"].rows]
        query = page.context["next_url"]
    assert seen == [f"Bedrijf {number:02d}" for number in range(45)]
    back = client.get(f"{GUIDE}{page.context['previous_url']}")
    assert [one.name for one in back.context["page"].rows] == seen[20:40]


@pytest.mark.parametrize("path", [GUIDE, f"{GUIDE}?q=warmte", "{challenge}", "{one}"])
def test_pages_cost_the_same_for_one_and_thirty(client, owner, it, challenge, path):
    path = path.format(challenge=f"{GUIDE}?uitdaging={challenge.slug}", one=it.get_desk_url())
    sign_in(client, owner).get(path)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(path)
    for number in range(30):
        made = factories.make_organisation(f"Warmte {number}", kvk_number="", expertise=["warmte"])
        ChallengeInvitation.objects.create(challenge=challenge, organisation=made)
    with CaptureQueriesContext(connection) as thirty:
        client.get(path)
    assert len(thirty) == len(one)
    assert len(one) <= (11 if path == it.get_desk_url() else 8)


def cursor_at(name):
    return "?vanaf=" + base64.urlsafe_b64encode(json.dumps([">", name, 1]).encode()).decode().rstrip("=")


HOSTILE = [
    cursor_at("\0"),
    cursor_at("\ud800"),
    cursor_at(7),
    "?soort=bank",
    "?vanaf=%%%",
    "?uitdaging=niet%20goed",
    f"?q={'x' * 201}",
    "?idee=%00",
    "?gecontroleerd=<b>",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_a_made_up_address_shows_nobody_or_the_first_page(client, owner, it, query):
    page = sign_in(client, owner).get(f"{GUIDE}{query}")
    assert (page.status_code, len(page.context["page"].rows)) == ((200, 1) if "vanaf" in query else (422, 0))


def test_what_an_organisation_wrote_is_escaped(client, owner, it):
    Organisation.objects.update(name="<script>x</script>", about="<b>y</b>", expertise=["<i>z</i>&"])
    sign_in(client, owner)
    for path in (GUIDE, it.get_desk_url()):
        text = client.get(path).text
        assert not [tag for tag in ("<script>x", "<b>y", "<i>z") if tag in text]


def test_addresses_are_shown_only_when_asked_for_and_that_is_written_down(client, owner, it):
    second = factories.make_resident("tweede")
    Membership.objects.create(organisation=it, user=second, role=OrganisationRole.OWNER)
    writer = factories.make_resident("schrijver")
    Membership.objects.create(organisation=it, user=writer, role=OrganisationRole.EDITOR)
    sign_in(client, owner)
    assert "@example.org" not in client.get(it.get_desk_url()).text
    assert not AuditEntry.objects.filter(kind="read.contact").exists()
    shown = client.post(f"{it.get_desk_url()}contact/").text
    assert ("baas@example.org" in shown, second.email in shown, writer.email in shown) == (True, True, False)
    looks = AuditEntry.objects.filter(kind="read.contact").order_by("pk")
    first = Membership.objects.get(user__email="baas@example.org").user_id
    assert list(looks.values_list("who", "about", "subject_type", "subject_id")) == [
        (owner.pk, first, "participation.organisation", it.pk),
        (owner.pk, second.pk, "participation.organisation", it.pk),
    ]


def test_a_look_at_an_organisation_without_owners_is_written_down_too(client, owner, it):
    Membership.objects.all().delete()
    assert "geen eigenaar" in sign_in(client, owner).post(f"{it.get_desk_url()}contact/").text
    assert list(AuditEntry.objects.filter(kind="read.contact").values_list("about", "subject_id")) == [(None, it.pk)]


def test_an_official_verifies_and_takes_it_back_with_a_reason(client, owner, it):
    path = f"{it.get_desk_url()}controle/"
    sign_in(client, owner).post(path, {"gezien": it.name})
    it.refresh_from_db()
    assert (it.verified_how, it.verified_by) == ("official", owner)
    assert "al gecontroleerd" in client.post(path, {"gezien": it.name}, follow=True).text
    assert client.post(path, {"doe": "terug", "reason": " "}).status_code == 422
    assert client.post(path, {"doe": "terug", "reason": "Het nummer is van iemand anders."}).status_code == 302
    it.refresh_from_db()
    assert (it.verified_at, it.verified_how, it.verified_by) == (None, "", None)
    assert "niet gecontroleerd" in client.post(path, {"doe": "terug", "reason": "Nog eens."}).text
    told = Event.objects.filter(kind__startswith="organisation.").order_by("pk").values_list("kind", "facts__reason")
    assert list(told) == [
        ("organisation.org_verified", None),
        ("organisation.org_unverified", "Het nummer is van iemand anders."),
    ]


def test_nobody_verifies_a_name_that_was_not_on_their_page(client, owner, it):
    page = sign_in(client, owner).get(it.get_desk_url()).text
    assert 'value="Made-up BV"' in page
    Organisation.objects.update(name="Gemeente Zoetermeer")
    assert "heet nu anders" in client.post(f"{it.get_desk_url()}controle/", {"gezien": "Made-up BV"}, follow=True).text
    assert Organisation.objects.get().verified_at is None


def test_an_invitation_is_given_once_and_tells_who_writes(client, owner, it, challenge):
    path = f"{it.get_desk_url()}uitnodigen/"
    answer = sign_in(client, owner).post(f"{path}?uitdaging={challenge.slug}&q=lucht", {"uitdaging": challenge.slug})
    assert answer.url == f"{GUIDE}?uitdaging={challenge.slug}&q=lucht"
    client.post(path, {"uitdaging": challenge.slug})
    row = ChallengeInvitation.objects.get()
    assert (row.challenge, row.organisation, row.invited_by) == (challenge, it, owner)
    facts = {"reference": "", "title": challenge.title, "organisation_id": it.pk}
    assert list(Event.objects.filter(kind="challenge.challenge_invited").values_list("facts", flat=True)) == [facts]
    assert "Uitgenodigd" in client.get(f"{GUIDE}?uitdaging={challenge.slug}").text
    assert it.name in client.get(challenge.get_desk_url()).text


def alone(it, challenge):
    Membership.objects.all().update(role=OrganisationRole.READER)


def of_another_kind(it, challenge):
    with factories.thawed():
        type(challenge).objects.update(kinds=["research"])


def in_status(status, it, challenge):
    with factories.thawed():
        type(challenge).objects.update(status=status, approved_at=None, approved_by=None) if status == "concept" else (
            type(challenge).objects.update(status=status)
        )


@pytest.mark.parametrize(
    "before", [alone, of_another_kind, *(partial(in_status, s) for s in ("concept", "closed", "decided"))]
)
def test_when_nobody_is_invited(client, owner, it, challenge, before):
    before(it, challenge)
    answer = sign_in(client, owner).post(f"{it.get_desk_url()}uitnodigen/", {"uitdaging": challenge.slug})
    assert answer.status_code == 422
    assert not ChallengeInvitation.objects.exists()
    offers = "Nodig uit" in client.get(f"{GUIDE}?uitdaging={challenge.slug}").text
    assert offers == (before is alone)  # The list does not ask who belongs to each.


def test_another_programmes_challenge_says_nothing_of_itself(client, it, challenge):
    sign_in(client, factories.make_official("ander"))
    with factories.thawed():
        type(challenge).objects.update(title="Geheim plan", status="concept")
    assert "Geheim plan" not in client.get(f"{GUIDE}?uitdaging={challenge.slug}").text
    ChallengeInvitation.objects.create(challenge=challenge, organisation=it)
    assert "Geheim plan" not in client.get(it.get_desk_url()).text
    assert "Geheim plan" not in client.post(f"{it.get_desk_url()}uitnodigen/", {"uitdaging": challenge.slug}).text


def test_the_menus_lead_there(client, owner, resident):
    assert 'href="/mijn/organisaties/"' in sign_in(client, resident).get("/mijn/organisaties/").text
    page = sign_in(client, owner).get("/werkplek/").text
    assert f'href="{GUIDE}"' in page
    assert 'href="/mijn/organisaties/"' not in page
