"""What the database itself refuses, and the people in it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from participation.models import Event, Kind, Programme, User
from participation.permissions import handles_programme, is_administrator, is_coordinator, is_official
from tests import factories

pytestmark = pytest.mark.django_db


def refused(name, deed):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        deed()


def test_an_address_belongs_to_one_account_whatever_its_case():
    person = User.objects.create_user(" Bloem@Example.ORG ")
    assert (person.email, person.has_usable_password(), person.kind) == ("bloem@example.org", False, Kind.RESIDENT)
    assert User.objects.get_by_natural_key("BLOEM@example.org") == person
    refused("email", lambda: factories.make_resident("bloem"))
    other = factories.make_resident("buur")
    refused("email", lambda: User.objects.filter(pk=other.pk).update(email="BLOEM@example.org"))


def test_a_nickname_says_nothing_about_the_person():
    person = User.objects.create_user("jan.de.vries@example.org")
    assert person.nickname.startswith("Inwoner ")
    assert str(person) == person.nickname
    assert "vries" not in str(person)


@pytest.mark.parametrize(("days", "sane"), [(0, False), (1, True), (260, True), (261, False)])
def test_a_promise_is_sane(days, sane):
    if sane:
        assert factories.make_programme(promise_days=days).pk
    else:
        refused("programme_promise_is_sane", lambda: factories.make_programme(promise_days=days))


def test_a_company_has_one_number_and_a_member_belongs_once(resident):
    company = factories.make_organisation("A", resident)
    refused("organisation_kvk_number_is_unique", lambda: factories.make_organisation("B"))
    refused("membership_is_unique", lambda: company.memberships.create(user=resident))
    factories.make_organisation("C", kvk_number="")
    factories.make_organisation("D", kvk_number="")


def test_news_outlives_who_made_it(resident):
    event = Event.objects.create(kind="idea.sung", subject_type="ideas.idea", subject_id=1, actor=resident)
    resident.delete()
    event.refresh_from_db()
    assert event.actor is None


ROLES = {
    "nobody": (None, ""),
    "visitor": (AnonymousUser(), ""),
    "resident": ({}, ""),
    "resident with marks": ({"is_coordinator": True, "is_superuser": True}, ""),
    "official": ({"kind": Kind.OFFICIAL}, "o"),
    "coordinator": ({"kind": Kind.OFFICIAL, "is_coordinator": True}, "och"),
    "administrator": ({"kind": Kind.OFFICIAL, "is_superuser": True}, "oa"),
    "closed": ({"kind": Kind.OFFICIAL, "is_coordinator": True, "is_superuser": True, "is_active": False}, ""),
}


@pytest.mark.parametrize("role", ROLES)
def test_who_is_who(role, programme):
    fields, expected = ROLES[role]
    person = User.objects.create_user("iemand@example.org", **fields) if isinstance(fields, dict) else fields
    answers = {
        "o": is_official(person), "c": is_coordinator(person), "a": is_administrator(person),
        "h": handles_programme(person, programme.pk),
    }  # fmt: skip
    assert answers == {letter: letter in expected for letter in "ocah"}


def test_who_handles_which_programmes(owner, deputy, stranger, coordinator, resident, programme):
    water = factories.make_programme("water", owner=stranger)
    programme.deputies.add(resident)
    people = {"owner": owner, "deputy": deputy, "stranger": stranger, "coordinator": coordinator, "resident": resident}
    handled = {name: set(Programme.objects.handled_by(person)) for name, person in people.items()}
    assert handled == {
        "owner": {programme}, "deputy": {programme}, "stranger": {water}, "coordinator": {programme, water},
        "resident": set(),
    }  # fmt: skip
    assert {
        (name, each.slug): handles_programme(person, each.pk)
        for name, person in people.items() for each in (programme, water)
    } == {(name, each.slug): each in handled[name] for name in people for each in (programme, water)}  # fmt: skip
