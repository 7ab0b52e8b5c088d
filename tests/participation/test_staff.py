"""Who works at the desk: inviting, giving, taking, closing; every kind of actor, and what nobody may do."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction

from participation.actions.staff import close_official, give_role, invite_official, reopen_official, take_role
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.grants import held_by
from participation.models import Event, Grant, Programme, User
from participation.roles import EVERYWHERE, GRANTED, IN_PROGRAMME, WHAT_THEY_DO, Role
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db

ACTORS = ["resident", "stranger", "owner", "deputy", "behandelaar", "reader", "coordinator", "moderator", "editor"]
ACTORS += ["clerk", "administrator"]
MAY = {"administrator": IN_PROGRAMME | EVERYWHERE, "coordinator": IN_PROGRAMME}


def names(person):
    person = User.objects.get(pk=person.pk)
    return [str(one) for one in held_by([person])[person.pk]]


def place(role, programme):
    return programme if role in IN_PROGRAMME else None


def told(person):
    events = Event.objects.filter(subject_type="participation.user", subject_id=person.pk).order_by("pk")
    return [(event.kind, event.facts.get("role"), event.actor.nickname) for event in events]


def test_every_role_that_can_be_given_says_what_it_does():
    assert set(WHAT_THEY_DO) == IN_PROGRAMME | EVERYWHERE == set(Role) - {Role.OWNER}


@pytest.mark.parametrize("role", sorted(IN_PROGRAMME | EVERYWHERE))
@pytest.mark.parametrize("who", ACTORS)
def test_who_gives_and_takes_which_role(request, programme, who, role):
    actor, person = request.getfixturevalue(who), factories.make_official("nieuw")
    where = place(role, programme)
    if role in MAY.get(who, ()):
        give_role(person, Role(role), programme=where, actor=actor)
        assert names(person) == [f"{Role(role).label}, Groen" if where else str(Role(role).label)]
        take_role(person, Role(role), programme=where, actor=actor)
        assert told(person) == [
            ("person.role_given", role, actor.nickname),
            ("person.role_taken", role, actor.nickname),
        ]
    else:
        for act in (give_role, take_role):
            with pytest.raises(NotAllowed):
                act(person, Role(role), programme=where, actor=actor)
        assert told(person) == []
    assert names(person) == []


def test_each_role_is_kept_in_one_place(programme, administrator):
    person = factories.make_official("nieuw")
    for role in EVERYWHERE:
        give_role(person, role, actor=administrator)
    give_role(person, Role.OFFICIAL, programme=programme, actor=administrator)
    person.refresh_from_db()
    assert {one.role for one in Grant.objects.all()} == GRANTED - {Role.READER}
    assert {one.given_by for one in Grant.objects.all()} == {administrator}
    assert (person.is_coordinator, person.is_superuser) == (True, True)
    assert names(person) == [*(str(role.label) for role in Role if role in EVERYWHERE), "Behandelaar, Groen"]


def test_in_a_programme_everybody_has_one_role(programme, administrator, coordinator):
    person = factories.make_official("nieuw")
    for role in (Role.READER, Role.DEPUTY, Role.OFFICIAL):
        give_role(person, role, programme=programme, actor=coordinator)
        assert names(person) == [f"{role.label}, Groen"]
    assert [role for _kind, role, _who in told(person)] == ["reader", "reader", "deputy", "deputy", "official"]


def test_an_owner_has_that_role_only_and_is_not_made_here(programme, owner, administrator):
    with pytest.raises(Incomplete):
        give_role(owner, Role.DEPUTY, programme=programme, actor=administrator)
    for act in (give_role, take_role):
        with pytest.raises(NotPossible):
            act(owner, Role.OWNER, programme=programme, actor=administrator)
    assert names(owner) == ["Eigenaar, Groen"]


@pytest.mark.parametrize(("role", "with_programme"), [(Role.READER, False), (Role.CLERK, True), (Role.DEPUTY, False)])
def test_a_programme_where_it_belongs_and_nowhere_else(programme, stranger, administrator, role, with_programme):
    with pytest.raises(Incomplete) as refused:
        give_role(stranger, role, programme=programme if with_programme else None, actor=administrator)
    assert refused.value.field == "programme"


def test_the_database_holds_that_too(programme, stranger):
    for role, where in (("reader", None), ("clerk", programme)):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.make_grant(stranger, role, where)
    for role, where in (("reader", programme), ("clerk", None)):
        factories.make_grant(stranger, role, where)
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.make_grant(stranger, role, where)


def test_twice_is_refused(programme, clerk, administrator):
    with pytest.raises(NotPossible):
        give_role(clerk, Role.CLERK, actor=administrator)
    take_role(clerk, Role.CLERK, actor=administrator)
    with pytest.raises(NotPossible):
        take_role(clerk, Role.CLERK, actor=administrator)


@pytest.mark.parametrize("change", [{"kind": "resident"}, {"is_active": False}])
def test_only_an_open_account_of_an_official_gets_a_role(stranger, administrator, change):
    User.objects.filter(pk=stranger.pk).update(**change)
    with pytest.raises(NotPossible):
        give_role(User.objects.get(pk=stranger.pk), Role.CLERK, actor=administrator)


def test_nobody_takes_their_own_administration_away(administrator):
    for act in (take_role, lambda person, _role, actor: close_official(person, actor=actor)):
        with pytest.raises(NotAllowed):
            act(administrator, Role.ADMINISTRATOR, actor=administrator)
    assert names(administrator) == ["Beheerder"]


def test_two_administrators_at_once_do_not_leave_the_site_without(administrator):
    other = factories.make_official("baas", is_superuser=True)
    first, second = User.objects.get(pk=administrator.pk), User.objects.get(pk=other.pk)
    take_role(other, Role.ADMINISTRATOR, actor=first)
    assert second.is_superuser, "that object does not know it yet, as in a request that began before"
    for refused in (
        lambda: take_role(first, Role.ADMINISTRATOR, actor=second),
        lambda: close_official(first, actor=second),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert list(User.objects.filter(is_superuser=True, is_active=True)) == [administrator]


def test_closing_ends_sessions_and_roles_at_once(client, programme, deputy, administrator):
    factories.make_grant(deputy, "clerk")
    factories.make_grant(deputy, "reader", factories.make_programme("water", owner=programme.owner))
    User.objects.filter(pk=deputy.pk).update(is_coordinator=True)
    sign_in(client, deputy)
    assert client.get("/werkplek/").status_code == 200
    assert close_official(deputy, actor=administrator) == []
    assert (names(deputy), list(programme.deputies.all())) == ([], [])
    assert not UserSession.objects.filter(user=deputy).exists()
    assert client.get("/werkplek/").status_code == 302
    assert [kind for kind, _role, _who in told(deputy)] == ["person.role_taken"] * 4 + ["person.closed"]
    with pytest.raises(NotPossible):
        close_official(deputy, actor=administrator)


def test_an_owner_is_out_at_once_too_and_the_programmes_are_named(programme, owner, administrator):
    assert close_official(owner, actor=administrator) == ["Groen"]
    assert not User.objects.get(pk=owner.pk).is_active
    assert Programme.objects.get().owner == owner


@pytest.mark.parametrize("who", ACTORS)
def test_who_invites_and_closes(request, programme, who):
    actor, person = request.getfixturevalue(who), factories.make_official("nieuw")
    if who == "administrator":
        close_official(person, actor=actor)
        assert invite_official("vers@example.org", nickname="Vers", actor=actor).is_official
        return
    with pytest.raises(NotAllowed):
        invite_official("vers@example.org", nickname="Vers", actor=actor)
    with pytest.raises(NotAllowed):
        close_official(person, actor=actor)
    assert (User.objects.get(pk=person.pk).is_active, User.objects.filter(email="vers@example.org").count()) == (
        True,
        0,
    )


def test_a_resident_is_not_closed_or_opened_here(resident, administrator):
    for act in (close_official, reopen_official):
        with pytest.raises(NotAllowed):
            act(resident, actor=administrator)


def test_who_was_closed_by_mistake_comes_in_again_without_roles(programme, deputy, administrator, settings):
    settings.LOCAL_PASSWORDS = False  # Nobody is invited then, so this is the only way back.
    close_official(deputy, actor=administrator)
    with pytest.raises(NotAllowed):
        reopen_official(deputy, actor=programme.owner)
    reopen_official(deputy, actor=administrator)
    deputy.refresh_from_db()
    assert (deputy.is_active, names(deputy), told(deputy)[-1]) == (True, [], ("person.staff_reopened", None, "Admin"))
    with pytest.raises(NotPossible):
        reopen_official(deputy, actor=administrator)


def test_an_invitation_makes_an_account_without_password_and_roles(administrator):
    person = invite_official(" Vers@Example.org ", nickname="  Vers  van Bakker ", actor=administrator)
    assert (person.email, person.nickname) == ("vers@example.org", "Vers van Bakker")
    assert (person.has_usable_password(), names(person)) == (False, [])
    assert told(person) == [("person.staff_invited", None, "Admin")]


def test_a_closed_account_is_opened_again_without_its_roles(clerk, administrator):
    close_official(clerk, actor=administrator)
    assert invite_official("clerk@example.org", nickname="Anders", actor=administrator) == clerk
    clerk.refresh_from_db()
    assert (clerk.is_active, clerk.nickname, names(clerk)) == (True, "Clerk", [])


@pytest.mark.parametrize("email", ["resident", "owner"])
def test_an_address_that_has_an_account_is_refused(request, administrator, email):
    known = request.getfixturevalue(email)
    with pytest.raises(Incomplete) as refused:
        invite_official(known.email.upper(), nickname="Vers", actor=administrator)
    assert refused.value.field == "email"
    assert User.objects.get(pk=known.pk).kind == known.kind


@pytest.mark.parametrize(
    ("email", "nickname", "field"),
    [("geen adres", "Vers", "email"), ("a@b", "Vers", "email"), ("v@example.org", "V", "nickname"),
     ("v@example.org", "a\u202eb", "nickname"), ("v@example.org", "x" * 41, "nickname")],
)  # fmt: skip
def test_what_is_no_address_or_no_name_is_refused(administrator, email, nickname, field):
    with pytest.raises(Incomplete) as refused:
        invite_official(email, nickname=nickname, actor=administrator)
    assert refused.value.field == field


def test_nobody_is_invited_where_the_municipality_has_the_only_door(administrator, settings):
    settings.LOCAL_PASSWORDS = False
    with pytest.raises(NotPossible):
        invite_official("vers@example.org", nickname="Vers", actor=administrator)


def test_what_groups_say_is_not_changed_here(programme, administrator, settings):
    settings.OPENID_ROLES = {"g": "clerk", "h": "reader:groen"}
    person = factories.make_official("vanver", openid_subject="s-1")
    for role, where in ((Role.CLERK, None), (Role.READER, programme), (Role.COORDINATOR, None)):
        with pytest.raises(NotPossible):
            give_role(person, role, programme=where, actor=administrator)
    for role, where in ((Role.EDITOR, None), (Role.DEPUTY, programme)):
        give_role(person, role, programme=where, actor=administrator)
    assert names(person) == ["Redacteur", "Vervanger, Groen"]
