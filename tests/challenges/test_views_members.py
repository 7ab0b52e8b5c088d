"""Leaving an organisation, asking to be let in, and finding an owner again: by HTTP, with what is sealed kept so."""

import pytest

from challenges.models import Partner, Response
from participation.actions.joining import ASKING, ask_to_join
from participation.actions.membership import accept_membership, invite_member
from participation.errors import NotAllowed, NotPossible, TooMany
from participation.models import (
    AuditEntry,
    Event,
    Membership,
    MembershipInvitation,
    MembershipRequest,
    OrganisationRole,
    User,
)
from tests import factories
from tests.doors import sign_in

NUMBER = "68750110"
NEW = "/organisaties/nieuw/"
MINE = "/mijn/organisaties/"
OWNER, EDITOR, READER = OrganisationRole.OWNER, OrganisationRole.EDITOR, OrganisationRole.READER


@pytest.fixture
def baas(db):
    return factories.make_resident("baas")


@pytest.fixture
def it(baas):
    return factories.make_organisation("Made-up BV", baas, kvk_number=NUMBER)


def join(it, name, role=READER):
    return Membership.objects.create(organisation=it, user=factories.make_resident(name), role=role)


def roles(it):
    pairs = it.memberships.order_by("pk").values_list("user__email", "role")
    return {email.partition("@")[0]: role for email, role in pairs}


def news():
    events = Event.objects.filter(kind__startswith="organisation.").order_by("pk")
    return [kind.removeprefix("organisation.org_") for kind in events.values_list("kind", flat=True)]


def answers_a_challenge(it, status="open"):
    challenge = factories.make_challenge(programme=factories.make_programme("Groen"))
    with factories.thawed():
        type(challenge).objects.update(status=status)
    return Response.objects.create(challenge=challenge, organisation=it)


# --- Leaving


def test_the_last_owner_says_who_takes_over(client, it, baas):
    heir, outsider = join(it, "erfgenaam"), join(factories.make_organisation("Ander", kvk_number=""), "vreemd")
    path = f"/organisaties/{it.pk}/weg/"
    page = sign_in(client, baas).get(path)
    assert [str(label) for _value, label in page.context["form"].fields["successor"].choices] == [
        "Kies een lid", f"{heir.user} (Lezer)",
    ]  # fmt: skip
    for wrong in ("", outsider.pk, "x", Membership.objects.get(user=baas).pk):
        page = client.post(path, {"successor": wrong})
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["successor"])
    assert client.post(path, {"successor": heir.pk}).url == MINE
    assert (roles(it), news()) == ({"erfgenaam": "owner"}, ["role_given", "left"])


def test_a_heir_who_left_meanwhile_is_no_heir(client, it, baas):
    heir, other = join(it, "erfgenaam"), join(it, "ander")
    path = f"/organisaties/{it.pk}/weg/"
    sign_in(client, baas)
    Membership.objects.filter(pk=heir.pk).delete()
    assert client.post(path, {"successor": heir.pk}).status_code == 422
    assert roles(it) == {"baas": "owner", "ander": other.role}


@pytest.mark.parametrize("role", [OWNER, EDITOR, READER])
def test_who_is_not_needed_leaves_at_once(client, it, baas, role):
    join(it, "weg", role)
    sign_in(client, User.objects.get(email="weg@example.org"))
    assert client.post(f"/organisaties/{it.pk}/weg/").url == MINE
    assert (roles(it), news()) == ({"baas": "owner"}, ["left"])


def test_an_owner_whose_account_is_closed_is_no_other_owner(client, it, baas):
    closed = join(it, "gesloten", OWNER)
    User.objects.filter(pk=closed.user_id).update(is_active=False)
    path = f"/organisaties/{it.pk}/leden/{Membership.objects.get(user=baas).pk}/"
    assert "altijd een eigenaar" in sign_in(client, baas).post(path, {"role": "reader"}, follow=True).text
    heir = join(it, "erfgenaam")
    assert client.post(f"/organisaties/{it.pk}/weg/").status_code == 422
    client.post(f"/organisaties/{it.pk}/weg/", {"successor": heir.pk})
    assert roles(it) == {"gesloten": "owner", "erfgenaam": "owner"}


UNFINISHED = {"open": True, "closed": True, "in_review": True, "decided": False, "finished": False}


@pytest.mark.parametrize(("status", "stays"), UNFINISHED.items())
def test_the_only_member_stays_as_long_as_a_response_waits(client, it, baas, status, stays):
    answers_a_challenge(it, status)
    page = sign_in(client, baas).post(f"/organisaties/{it.pk}/weg/")
    assert page.status_code == (422 if stays else 302)
    assert ("een uitdaging die nog loopt" in page.text) == stays
    assert roles(it) == ({"baas": "owner"} if stays else {})


# --- Asking to be let in


def ask(client, person, number=NUMBER):
    return sign_in(client, person).post(NEW, {"kvk_number": number, "name": "Ik", "doe": "vraag"}, follow=True)


def test_the_whole_way_from_a_known_number_to_being_let_in(client, it, baas, resident):
    form = {"kvk_number": NUMBER, "name": "Made-up", "kind": "company"}
    page = sign_in(client, resident).post(NEW, form)
    assert ("Vraag of ik mag meedoen" in page.text, "Made-up BV" in page.text, "baas" in page.text) == (
        True, False, False,
    )  # fmt: skip
    fields = page.context["asking"]
    sends = {name: str(fields[name].value() or "") for name in fields.fields}
    assert sends == dict.fromkeys(fields.fields, "") | form
    page = client.post(NEW, {**sends, "doe": "vraag"}, follow=True)
    assert (page.redirect_chain[-1][0], NUMBER in page.text, "Made-up BV" in page.text, "baas" in page.text) == (
        MINE, True, False, False,
    )  # fmt: skip
    ask(client, resident)
    asked = MembershipRequest.objects.get()
    assert (asked.organisation, asked.person, news()) == (it, resident, ["join_asked"])
    page = sign_in(client, baas).get(f"/organisaties/{it.pk}/leden/")
    assert resident.email in page.text
    client.post(f"/organisaties/{it.pk}/verzoeken/{asked.pk}/", {"role": "editor"})
    assert (roles(it)[resident.email.partition("@")[0]], MembershipRequest.objects.count()) == ("editor", 0)
    assert news() == ["join_asked", "let_in"]
    assert Event.objects.get(kind="organisation.org_let_in").facts == {
        "reference": "", "title": "Made-up BV", "member_id": resident.pk,
    }  # fmt: skip


def test_who_is_turned_away_hears_it_and_may_ask_again(client, it, baas, resident):
    asked = ask_to_join(NUMBER, actor=resident)
    path = f"/organisaties/{it.pk}/verzoeken/{asked.pk}/"
    sign_in(client, baas).post(path, {"doe": "nee"})
    assert (roles(it), news()) == ({"baas": "owner"}, ["join_asked", "turned_away"])
    assert client.post(path, {"role": "owner"}).status_code == 404
    ask_to_join(NUMBER, actor=resident)
    assert news()[-1] == "join_asked"


def test_who_asked_takes_it_back_and_nobody_else_does(client, it, baas, resident):
    asked = ask_to_join(NUMBER, actor=resident)
    path = f"/organisaties/{it.pk}/verzoeken/{asked.pk}/"
    assert sign_in(client, baas).post(path, {"doe": "terug"}).status_code == 404
    assert sign_in(client, resident).post(path, {"role": "owner"}).status_code == 404
    assert sign_in(client, resident).post(path, {"doe": "terug"}).url == MINE
    assert (MembershipRequest.objects.count(), roles(it)) == (0, {"baas": "owner"})


def test_a_request_at_another_organisation_is_none_here(client, it, resident):
    other = factories.make_organisation("Ander", factories.make_resident("ander"), kvk_number="")
    asked = ask_to_join(NUMBER, actor=resident)
    sign_in(client, User.objects.get(email="ander@example.org"))
    for pk in (other.pk, it.pk):
        assert client.post(f"/organisaties/{pk}/verzoeken/{asked.pk}/", {"role": "owner"}).status_code == 404


@pytest.mark.parametrize("role", ["", "baas", "<b>"])
def test_nobody_is_let_in_with_a_made_up_role(client, it, baas, resident, role):
    asked = ask_to_join(NUMBER, actor=resident)
    path = f"/organisaties/{it.pk}/verzoeken/{asked.pk}/"
    assert sign_in(client, baas).post(path, {"role": role}).status_code == 404
    assert roles(it) == {"baas": "owner"}


@pytest.mark.parametrize("fields", [{"is_active": False}, {"kind": "official"}])
def test_who_cannot_belong_to_it_any_more_is_not_let_in(client, it, baas, resident, fields):
    asked = ask_to_join(NUMBER, actor=resident)
    User.objects.filter(pk=resident.pk).update(**fields)
    page = sign_in(client, baas).post(f"/organisaties/{it.pk}/verzoeken/{asked.pk}/", {"role": "owner"}, follow=True)
    assert "kan niet meer meedoen" in page.text
    assert roles(it) == {"baas": "owner"}


WRONG = [("", "8 cijfers"), ("1234", "8 cijfers"), ("00000000", "bestaat niet"), ("68750111", "doet nog niet mee")]


@pytest.mark.parametrize(("number", "said"), WRONG)
def test_a_number_that_nobody_has_asks_nobody(client, it, resident, number, said):
    factories.make_organisation("Zonder nummer", factories.make_resident("ander"), kvk_number="")
    page = ask(client, resident, number)
    assert said in page.text
    assert 'value="Ik"' in page.text
    assert not MembershipRequest.objects.exists()


def test_members_and_officials_do_not_ask(it, baas, owner):
    with pytest.raises(NotPossible):
        ask_to_join(NUMBER, actor=baas)
    with pytest.raises(NotAllowed):
        ask_to_join(NUMBER, actor=owner)


def test_nobody_tries_all_numbers(it, resident):
    for _time in range(ASKING.size):
        ask_to_join(NUMBER, actor=resident)
    with pytest.raises(TooMany):
        ask_to_join(NUMBER, actor=resident)


def test_an_invitation_that_is_accepted_answers_what_was_asked(it, baas, resident):
    ask_to_join(NUMBER, actor=resident)
    accept_membership(invite_member(it, email=resident.email, role=EDITOR, actor=baas), actor=resident)
    assert (MembershipRequest.objects.count(), roles(it)[resident.email.partition("@")[0]]) == (0, "editor")


# --- Invitations that are over


def test_an_old_invitation_is_sent_anew_and_a_fresh_one_is_not(it, baas):
    def invite(role=EDITOR):
        return invite_member(it, email="Nieuw@example.org", role=role, actor=baas)

    first = invite()
    assert invite() == first
    factories.age(first, "invited_at", days=31)
    second = invite()
    third = invite(OWNER)
    assert len({first.pk, second.pk, third.pk}) == 3
    assert list(MembershipInvitation.objects.values_list("pk", "email", "role")) == [
        (third.pk, "nieuw@example.org", "owner")
    ]
    assert news() == ["invited"] * 3


# --- An organisation that nobody runs


@pytest.fixture
def orphan(it, baas):
    """Its only owner deleted the account."""
    baas.delete()
    return it


def appoint(client, official, orphan, email):
    path = f"{orphan.get_desk_url()}eigenaar/"
    return sign_in(client, official).post(path, {"email": email})


def test_an_official_appoints_a_member(client, orphan, owner):
    member = join(orphan, "lid")
    assert "Vraag de gemeente" in sign_in(client, member.user).get(f"/organisaties/{orphan.pk}/leden/").text
    assert "Vraag een nieuwe eigenaar" in sign_in(client, owner).get(orphan.get_desk_url()).text
    assert appoint(client, owner, orphan, "lid@example.org").url == orphan.get_desk_url()
    invited = MembershipInvitation.objects.get()
    assert (invited.email, invited.role, invited.invited_by) == ("lid@example.org", "owner", owner)
    sign_in(client, member.user).post(invited.get_absolute_url(), {"doe": "ja"})
    assert (roles(orphan), MembershipInvitation.objects.count()) == ({"lid": "owner"}, 0)
    assert news() == ["invited", "role_given"]
    assert "Vraag een nieuwe eigenaar" not in sign_in(client, owner).get(orphan.get_desk_url()).text


def test_nobody_from_outside_takes_over_from_members(client, orphan, owner, resident):
    """Not at once, and not by an invitation that was kept until somebody runs it again."""
    member = join(orphan, "lid")
    for email in (resident.email, "lid@example.org"):
        appoint(client, owner, orphan, email)
    outside, inside = MembershipInvitation.objects.order_by("pk")
    page = sign_in(client, resident).post(outside.get_absolute_url(), {"doe": "ja"})
    assert (page.status_code, "al bij deze organisatie hoort" in page.text) == (422, True)
    sign_in(client, member.user).post(inside.get_absolute_url(), {"doe": "ja"})
    assert sign_in(client, resident).post(outside.get_absolute_url(), {"doe": "ja"}).status_code == 410
    assert roles(orphan) == {"lid": "owner"}


def test_without_members_somebody_from_outside_takes_over(client, orphan, owner, resident):
    appoint(client, owner, orphan, resident.email)
    sign_in(client, resident).post(MembershipInvitation.objects.get().get_absolute_url(), {"doe": "ja"})
    assert (list(roles(orphan).values()), news()) == (["owner"], ["invited", "joined"])


def test_nobody_new_comes_near_what_is_sealed(client, orphan, owner, resident):
    """Nor does the official hear that there is something."""
    before = sign_in(client, owner).get(orphan.get_desk_url()).text
    response = answers_a_challenge(orphan)
    assert sign_in(client, owner).get(orphan.get_desk_url()).text.count("panel") == before.count("panel")
    assert appoint(client, owner, orphan, resident.email).status_code == 302
    path = MembershipInvitation.objects.get().get_absolute_url()
    lead = factories.make_organisation("Penvoerder", kvk_number="")
    for change in ({}, {"status": "withdrawn"}, {"organisation": lead}):
        Response.objects.update(**change)
        if "organisation" in change:
            Partner.objects.create(response=response, organisation=orphan, accepted_at=response.started_at)
        page = sign_in(client, resident).post(path, {"doe": "ja"})
        assert (page.status_code, roles(orphan)) == (422, {})
    Partner.objects.all().delete()
    assert sign_in(client, resident).post(path, {"doe": "ja"}).status_code == 302


def test_an_organisation_with_an_owner_appoints_its_own(client, it, owner):
    page = appoint(client, owner, it, "nieuw@example.org")
    assert (page.status_code, "heeft een eigenaar" in page.text) == (422, True)
    assert not MembershipInvitation.objects.exists()


@pytest.mark.parametrize("email", ["", "geen adres", "a\0@example.org"])
def test_an_address_that_is_none(client, orphan, owner, email):
    assert appoint(client, owner, orphan, email).status_code == 422
    assert not MembershipInvitation.objects.exists()


def test_the_official_finds_who_asked_to_be_let_in_and_that_is_written_down(client, orphan, owner, resident):
    ask_to_join(NUMBER, actor=resident)
    assert resident.email not in sign_in(client, owner).get(orphan.get_desk_url()).text
    assert resident.email in client.post(f"{orphan.get_desk_url()}contact/").text
    assert list(AuditEntry.objects.filter(kind="read.contact").values_list("about", flat=True)) == [resident.pk]


def test_who_asked_is_not_shown_to_officials_while_somebody_runs_it(client, it, owner, resident):
    ask_to_join(NUMBER, actor=resident)
    page = sign_in(client, owner).post(f"{it.get_desk_url()}contact/").text
    assert (resident.email in page, "baas@example.org" in page) == (False, True)
